import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'

/** The filters of search as a tree of codes and numbers. One definition, compiled to Meilisearch here and to SQL in `filter-sql.ts`. */

export type IndexName = 'positions' | 'newcomers'

/** `code`: one code; `codes`: several; `number`: whole or with a fraction. What has no value passes no filter but `not`. */
export type FieldKind = 'code' | 'codes' | 'number'

const perSkill = <T>(make: (skill: string) => readonly (readonly [string, T])[]): Record<string, T> =>
  Object.fromEntries(LANGUAGE_SKILLS.flatMap((skill) => make(skill)))

/** The only fields that a filter may name. */
export const FIELDS: Record<IndexName, Record<string, FieldKind>> = {
  positions: {
    kind: 'code',
    sector: 'code',
    isco: 'codes',
    region: 'codes',
    slots: 'codes',
    support: 'codes',
    paid: 'number',
    guidance: 'number',
    hours: 'number',
    start: 'number',
    month: 'number',
    published: 'number',
    close: 'number',
    ...perSkill((skill) => [[`req_${skill}`, 'number' as const]]),
  },
  newcomers: {
    scope: 'codes',
    availability: 'code',
    region: 'codes',
    slots: 'codes',
    skill: 'codes',
    isco: 'codes',
    worked: 'codes',
    wants: 'codes',
    hrs_min: 'number',
    hrs_max: 'number',
    from: 'number',
    ...perSkill((skill) => [
      [`lvl_${skill}`, 'number' as const],
      ...LEVELS.map((_, rank) => [`reach_${skill}_${rank}`, 'number' as const] as const),
    ]),
  },
}

/** Degrees, and kilometres in a straight line. */
export type Near = { lat: number; lon: number; km: number }
export type Filter =
  | { all: readonly Filter[] }
  | { any: readonly Filter[] }
  | { not: Filter }
  | { is: string; value: string | number }
  | { oneOf: string; values: readonly (string | number)[] }
  | { atLeast: string; value: number }
  | { atMost: string; value: number }
  | { near: Near }

/** Codes, GM codes, ids and ESCO URIs; anything else never gets into a filter (reliability.md, bad input 19). */
const CODE = /^[A-Za-z0-9:/._#-]{1,400}$/
/**
 * How much may be in one filter, far above what a page makes. Meilisearch 1.50 reads a filter in a time that grows with the square of its length
 * (900 codes of 390 characters with OR between them: ten seconds), and nests 150 deep.
 */
const MOST = { depth: 20, parts: 600, characters: 40_000 } as const
const MOST_VALUES = 500

/** The kind of a field. @throws RangeError when no filter may name it */
export function kindOf(index: IndexName, field: string): FieldKind {
  const kind = Object.hasOwn(FIELDS[index], field) ? FIELDS[index][field] : undefined
  if (!kind) throw new RangeError(`no field of ${index}: ${field.slice(0, 40)}`)
  return kind
}

/** A value that this field may be compared with. @throws RangeError for anything that is no code or no number */
export function checked(index: IndexName, field: string, value: string | number): string | number {
  const isNumber = kindOf(index, field) === 'number'
  if (isNumber ? typeof value === 'number' && Number.isFinite(value) : typeof value === 'string' && CODE.test(value))
    return value
  throw new RangeError(`no ${isNumber ? 'number' : 'code'} for ${field}`)
}

/** A number to compare with. @throws RangeError when the field is a code or the value is no number */
export function checkedNumber(index: IndexName, field: string, value: number): number {
  if (kindOf(index, field) !== 'number') throw new RangeError(`${field} has no order`)
  return checked(index, field, value) as number
}

/** A point and a distance. @throws RangeError for a profile (a point can tell who somebody is) and for what is no point on earth */
export function checkedNear(index: IndexName, near: Near): Near {
  if (index !== 'positions') throw new RangeError('profiles have no point')
  const { lat, lon, km } = near
  if (![lat, lon, km].every(Number.isFinite) || Math.abs(lat) > 90 || Math.abs(lon) > 180 || km < 0 || km > 1_000)
    throw new RangeError('no point')
  return near
}

/** Values of `oneOf`, each checked. */
export function checkedValues(index: IndexName, field: string, values: readonly (string | number)[]) {
  if (values.length > MOST_VALUES) throw new RangeError(`too many values for ${field}`)
  return values.map((value) => checked(index, field, value))
}

/** To be asked before a filter is compiled. @throws RangeError when there is more in it than anything that we make, see `MOST` */
export function notTooLarge(filter: Filter): void {
  const size = { parts: 0, characters: 0 }
  const add = (one: Filter, depth: number): void => {
    const inside = 'all' in one ? one.all : 'any' in one ? one.any : 'not' in one ? [one.not] : []
    const values = 'oneOf' in one ? one.values : 'is' in one ? [one.value] : []
    size.parts += 1 + values.length
    for (const value of values) size.characters += String(value).length
    if (depth > MOST.depth || size.parts > MOST.parts || size.characters > MOST.characters)
      throw new RangeError('a filter is too large')
    for (const part of inside) add(part, depth + 1)
  }
  add(filter, 0)
}

const literal = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** What is always false: no document has one of no values. */
const NOTHING: Record<IndexName, string> = { positions: 'kind IN []', newcomers: 'availability IN []' }

/**
 * A filter in the words of Meilisearch.
 *
 * @returns null when it lets everything pass
 * @throws RangeError when it names another field, or a value that is no code or number
 */
export function meiliFilterOf(index: IndexName, filter: Filter): string | null {
  notTooLarge(filter)
  return written(index, filter)
}

function written(index: IndexName, filter: Filter): string | null {
  const inside = (one: Filter) => written(index, one)
  if ('all' in filter) {
    const parts = filter.all.map(inside).filter((part) => part !== null)
    return parts.length === 0 ? null : parts.map((part) => `(${part})`).join(' AND ')
  }
  if ('any' in filter) {
    if (filter.any.length === 0) return NOTHING[index]
    const parts = filter.any.map(inside)
    return parts.includes(null) ? null : parts.map((part) => `(${part})`).join(' OR ')
  }
  if ('not' in filter) {
    const part = inside(filter.not)
    return part === null ? NOTHING[index] : `NOT (${part})`
  }
  if ('near' in filter) {
    const { lat, lon, km } = checkedNear(index, filter.near)
    return `_geoRadius(${lat}, ${lon}, ${Math.round(km * 1000)})`
  }
  if ('is' in filter) return `${filter.is} = ${literal(checked(index, filter.is, filter.value))}`
  if ('oneOf' in filter)
    return `${filter.oneOf} IN [${checkedValues(index, filter.oneOf, filter.values).map(literal).join(', ')}]`
  if ('atLeast' in filter) return `${filter.atLeast} >= ${checkedNumber(index, filter.atLeast, filter.value)}`
  return `${filter.atMost} <= ${checkedNumber(index, filter.atMost, filter.value)}`
}
