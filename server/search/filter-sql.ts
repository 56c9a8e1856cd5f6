import { and, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { newcomerSearch, positionSearch } from '#db/schema/search.ts'
import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS } from '#db/values/language.ts'
import { EARTH_KM } from './rules.ts'
import { NEVER, scopeOf } from './rules-encode.ts'
import {
  checked,
  checkedNear,
  checkedNumber,
  checkedValues,
  type Filter,
  type IndexName,
  kindOf,
  type Near,
  notTooLarge,
} from './rules-filter.ts'

const NEEDS: Record<LanguageSkill, PgColumn> = {
  listening: positionSearch.needsListening,
  speaking: positionSearch.needsSpeaking,
  reading: positionSearch.needsReading,
  writing: positionSearch.needsWriting,
}
const HAS: Record<LanguageSkill, PgColumn> = {
  listening: newcomerSearch.hasListening,
  speaking: newcomerSearch.hasSpeaking,
  reading: newcomerSearch.hasReading,
  writing: newcomerSearch.hasWriting,
}
const REACHES: Record<LanguageSkill, PgColumn> = {
  listening: newcomerSearch.reachListening,
  speaking: newcomerSearch.reachSpeaking,
  reading: newcomerSearch.reachReading,
  writing: newcomerSearch.reachWriting,
}

const per = (make: (skill: LanguageSkill) => [string, SQL][]): Record<string, SQL> =>
  Object.fromEntries(LANGUAGE_SKILLS.flatMap(make))
const column = (one: PgColumn): SQL => sql`${one}`

/** Where each field of `FIELDS` stands in the projection. */
const COLUMNS: Record<IndexName, Record<string, SQL>> = {
  positions: {
    kind: column(positionSearch.kind),
    sector: column(positionSearch.sector),
    isco: column(positionSearch.isco),
    region: column(positionSearch.regions),
    slots: column(positionSearch.slots),
    support: column(positionSearch.supports),
    paid: column(positionSearch.paid),
    guidance: column(positionSearch.guidance),
    hours: column(positionSearch.hours),
    start: column(positionSearch.startDay),
    month: column(positionSearch.startMonth),
    published: column(positionSearch.publishedDay),
    close: column(positionSearch.closeDay),
    ...per((skill) => [[`req_${skill}`, column(NEEDS[skill])]]),
  },
  newcomers: {
    scope: column(newcomerSearch.scope),
    availability: column(newcomerSearch.availability),
    region: column(newcomerSearch.regions),
    slots: column(newcomerSearch.slots),
    skill: column(newcomerSearch.skills),
    isco: column(newcomerSearch.isco),
    worked: column(newcomerSearch.worked),
    wants: column(newcomerSearch.wants),
    hrs_min: column(newcomerSearch.hoursMin),
    hrs_max: column(newcomerSearch.hoursMax),
    from: column(newcomerSearch.fromDay),
    ...per((skill) => [
      [`lvl_${skill}`, column(HAS[skill])],
      ...LEVELS.map((_, rank): [string, SQL] => [
        `reach_${skill}_${rank}`,
        sql`nullif((${REACHES[skill]})[${rank + 1}::int], ${NEVER}::int)`,
      ]),
    ]),
  },
}

/** Where a field stands in the projection of Postgres. @throws RangeError when no filter may name it */
export function columnOf(index: IndexName, field: string): SQL {
  kindOf(index, field)
  const found = COLUMNS[index][field]
  if (!found) throw new RangeError(`no column for ${field}`)
  return found
}

/** Kilometres in a straight line from a point to a position (haversine). */
export const distanceTo = ({ lat, lon }: { lat: number; lon: number }): SQL =>
  sql`${2 * EARTH_KM} * asin(least(1, sqrt(power(sin(radians(${positionSearch.lat} - ${lat}::float8) / 2), 2) + cos(radians(${lat}::float8)) * cos(radians(${positionSearch.lat})) * power(sin(radians(${positionSearch.lon} - ${lon}::float8) / 2), 2))))`

/** The band of latitude is cheap and settles most rows before the sines (one degree is at least 110.5 km). */
const within = (near: Near): SQL =>
  sql`(abs(${positionSearch.lat} - ${near.lat}::float8) <= ${near.km / 110.5}::float8 and ${distanceTo(near)} <= ${near.km}::float8)`

/**
 * A filter as a condition on the projection; finds what Meilisearch finds.
 *
 * @throws RangeError as `meiliFilterOf`
 */
export function sqlFilterOf(index: IndexName, filter: Filter): SQL {
  notTooLarge(filter)
  return written(index, filter)
}

function written(index: IndexName, filter: Filter): SQL {
  const inside = (one: Filter) => written(index, one)
  if ('all' in filter) return and(sql`true`, ...filter.all.map(inside)) ?? sql`true`
  if ('any' in filter) return or(sql`false`, ...filter.any.map(inside)) ?? sql`false`
  // A missing value passes no comparison, so its opposite passes: null is not enough.
  if ('not' in filter) return sql`not coalesce(${inside(filter.not)}, false)`
  if ('near' in filter) return within(checkedNear(index, filter.near))
  if ('is' in filter) return among(index, filter.is, [checked(index, filter.is, filter.value)])
  if ('oneOf' in filter) return among(index, filter.oneOf, checkedValues(index, filter.oneOf, filter.values))
  if ('atLeast' in filter)
    return sql`${columnOf(index, filter.atLeast)} >= ${checkedNumber(index, filter.atLeast, filter.value)}::float8`
  return sql`${columnOf(index, filter.atMost)} <= ${checkedNumber(index, filter.atMost, filter.value)}::float8`
}

function among(index: IndexName, field: string, values: readonly (string | number)[]): SQL {
  if (values.length === 0) return sql`false`
  const codes = field === 'scope' ? municipalitiesIn(values) : null
  const where = codes ? column(newcomerSearch.municipalityCode) : columnOf(index, field)
  const list = sql.join(
    (codes ?? values).map((value) => sql`${value}`),
    sql`, `,
  )
  const kind = codes ? 'code' : kindOf(index, field)
  if (kind === 'codes') return sql`${where} && array[${list}]::text[]`
  return kind === 'number' ? sql`${where} = any(array[${list}]::float8[])` : sql`${where} = any(array[${list}]::text[])`
}

const OF_MUNICIPALITY = scopeOf.municipality('')

/**
 * The codes, when each of these scopes is a municipality: they are compared with the column that says the same. Row level security lets a comparison of texts
 * into an index, and one of arrays not, since that is not leakproof.
 */
const municipalitiesIn = (scopes: readonly (string | number)[]): string[] | null =>
  scopes.every((one) => String(one).startsWith(OF_MUNICIPALITY))
    ? scopes.map((one) => String(one).slice(OF_MUNICIPALITY.length))
    : null
