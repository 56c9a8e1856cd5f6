/** The words of the reference room. */
export const REFERENCE_SOURCES = ['starter', 'esco', 'geonames'] as const
export type ReferenceSource = (typeof REFERENCE_SOURCES)[number]
export const OCCUPATION_SKILL_RELATIONS = ['essential', 'optional'] as const
export type OccupationSkillRelation = (typeof OCCUPATION_SKILL_RELATIONS)[number]
/** A sector gives a pictogram and a first filter to newcomers; policy 2026-11, mapped from ISCO-08 groups. */
export const SECTORS = [
  'care',
  'childcare',
  'construction',
  'installation',
  'metal',
  'logistics',
  'transport',
  'cleaning',
  'hospitality',
  'bakery',
  'green',
  'retail',
  'ict',
  'textile',
  'hairdressing',
  'office',
] as const
export type Sector = (typeof SECTORS)[number]
