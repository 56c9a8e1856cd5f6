import { makePgArray } from 'drizzle-orm/pg-core/utils/array'
import { parse } from 'postgres-array'

type ArrayType = { to: number; from: number[]; serialize(value: unknown): unknown; parse(text: string): unknown }

/**
 * Of the array types of Postgres that we use: the oid, and what an element is to us. Oids of built-in types never change (pg_type.dat). Lists of days,
 * moments and decimals are drizzle's own.
 */
const ELEMENTS: Record<string, readonly [oid: number, element: (text: string) => unknown]> = {
  bool: [1000, (text) => text === 't'],
  int2: [1005, Number],
  int4: [1007, Number],
  text: [1009, String],
  varchar: [1015, String],
  int8: [1016, String],
  float4: [1021, Number],
  float8: [1022, Number],
  uuid: [2951, String],
}

/**
 * How arrays go to Postgres and come back. postgres.js asks every new connection for this list (`fetch_types`), in a promise that nobody waits for:
 * a server that ends just then takes the whole process with it, so the list stands here.
 */
export const ARRAY_TYPES: Record<string, ArrayType> = Object.fromEntries(
  Object.entries(ELEMENTS).map(([name, [oid, element]]) => [
    `${name}_array`,
    {
      to: oid,
      from: [oid],
      serialize: (value: unknown) => (Array.isArray(value) ? makePgArray(value) : value),
      parse: (text: string) => parse(text, element),
    },
  ]),
)
