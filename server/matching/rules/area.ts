import type { AreaSetting } from '#db/values/matching.ts'

/** The area of everybody, and of whoever lives or works where no region and no province is known. */
export const WHOLE_AREA = 'one'

/**
 * The live allocator that a newcomer or a position belongs to: by the labour market region of its municipality, else by the province, else the
 * one of everybody. Two sides of different areas meet in the nightly run only.
 *
 * @param municipality of the newcomer, or of the workplace of the position
 */
export const areaOf = (
  setting: AreaSetting,
  municipality: { regionCode: string | null; province: string | null },
): string => {
  if (setting === 'one') return WHOLE_AREA
  if (municipality.regionCode !== null) return `region:${municipality.regionCode}`
  return municipality.province === null ? WHOLE_AREA : `province:${municipality.province}`
}
