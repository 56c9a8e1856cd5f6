import { z } from 'zod'

/**
 * Fields in which somebody writes sentences: `text` and `lines` of `fields.ts` from a length of two hundred on. What is written there is screened for kinds of data
 * that need a second thought (`sensitive.ts`); names and references are too short for that.
 */
export const PROSE = z.registry<{ max: number }>()
export const PROSE_FROM = 200

type Schema = z.core.$ZodType
/** What zod keeps of a schema, as far as it wraps others. */
type Insides = {
  innerType?: Schema
  in?: Schema
  out?: Schema
  options?: readonly Schema[]
  shape?: Record<string, Schema>
  element?: Schema
  left?: Schema
  right?: Schema
}
/** zod types the inside of a schema by its kind, which is what is looked up here. */
const insidesOf = (schema: Schema): Insides => schema._zod.def as unknown as Insides

/** The schemas that this one is made of without a step down the path: what it wraps, pipes through, or chooses from. */
export function around(schema: Schema): Schema[] {
  const { innerType, in: before, out, options, left, right } = insidesOf(schema)
  return [innerType, before, out, ...(options ?? []), left, right].filter((one) => one !== undefined)
}

/** The schemas one step down: of a field of an object, or of an entry of a list. */
function below(schema: Schema, step: string): Schema[] {
  const { shape, element } = insidesOf(schema)
  return [shape?.[step], /^\d*$/.test(step) ? element : undefined].filter((one) => one !== undefined)
}

/** Whether the field of a form with this path (`tasks.0`) is prose by this schema. Pure. */
export function isProse(schema: Schema, path: readonly string[]): boolean {
  if (PROSE.has(schema as z.ZodType)) return true
  if (around(schema).some((one) => isProse(one, path))) return true
  const [step, ...rest] = path
  // A list that is sent as one name, many times: the name is the list.
  if (step === undefined) return below(schema, '').some((one) => isProse(one, []))
  return below(schema, step).some((one) => isProse(one, rest))
}
