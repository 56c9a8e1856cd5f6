/** The attributes that a filter may name, and the only operators; nothing else can be written down. */
const ATTRIBUTES = ['sector', 'municipality', 'availability', 'skill', 'lvl_speaking'] as const
type Attribute = (typeof ATTRIBUTES)[number]

/** Codes, GM codes and ESCO URIs; anything else never gets into a filter. */
const CODE = /^[A-Za-z0-9:/._#-]{1,400}$/

const quoted = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/**
 * Builds the filter of a search from codes, never from the text of a person (reliability.md, bad input 19).
 * The client types a filter as any string; this builder is what stands between.
 */
export const filterOf = {
  is(attribute: Attribute, value: string): string {
    if (!CODE.test(value)) throw new RangeError(`no code for ${attribute}`)
    return `${attribute} = ${quoted(value)}`
  },
  atLeast(attribute: Attribute, value: number): string {
    if (!Number.isInteger(value)) throw new RangeError(`no whole number for ${attribute}`)
    return `${attribute} >= ${value}`
  },
  /** @param near degrees and kilometres */
  within(near: { lat: number; lon: number; km: number }): string {
    if (![near.lat, near.lon, near.km].every(Number.isFinite)) throw new RangeError('no point')
    return `_geoRadius(${near.lat}, ${near.lon}, ${Math.round(near.km * 1000)})`
  },
}
