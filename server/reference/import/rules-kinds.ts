/** What a file holds, told by its header row and never by its name. */
export const IMPORT_KINDS = [
  'isco-groups',
  'occupations',
  'skills',
  'relations',
  'broader',
  'places',
  'regions',
] as const
/** In the order in which they are imported: what others point at comes first. */
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** The languages of which labels are kept; ESCO comes in 28. */
export const LABEL_LANGUAGES = ['nl', 'en', 'ar'] as const
export type LabelLanguage = (typeof LABEL_LANGUAGES)[number]

const has = (header: readonly string[], ...names: string[]) => names.every((name) => header.includes(name))

/**
 * The kind of a file by its header.
 *
 * @returns the kind; `unused` for an ESCO file that Instroom does not need; null for a file that we do not know
 */
export function kindOf(header: readonly string[]): ImportKind | 'unused' | null {
  if (has(header, 'occupationUri', 'skillUri', 'relationType')) return 'relations'
  if (has(header, 'conceptType', 'conceptUri', 'broaderUri')) return 'broader'
  if (has(header, 'country_code', 'zipcode', 'province_code', 'latitude', 'longitude')) return 'places'
  // The collections (digital, green, ...) repeat concepts that the two main files hold.
  if (has(header, 'conceptType', 'conceptUri', 'preferredLabel') && !header.includes('broaderConceptUri')) {
    if (header.includes('iscoGroup')) return 'occupations'
    if (header.includes('skillType')) return 'skills'
    if (header.includes('code') && !header.includes('hiddenLabels')) return 'isco-groups'
  }
  if (header.length === 2 && header[0] === 'name' && header[1] === 'note') return 'regions'
  const esco = ['conceptType', 'conceptSchemeUri', 'originalSkillUri', 'Level 0 URI']
  return header.some((name) => esco.includes(name)) ? 'unused' : null
}

/** The language that ESCO puts at the end of a file name (`skills_nl.csv`), in lower case, or null. */
export const languageOf = (name: string): string | null =>
  /_([a-z]{2})(?:-[a-z]+)?\.csv(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? null

/** `Houten Municipality`, `Gemeente Houten` and `Groningen. Municipality` (GeoNames) to the name alone. */
export const municipalityName = (name: string): string =>
  name
    .replace(/^Gemeente\s+/i, '')
    .replace(/\.?\s+Municipal\w*$/i, '')
    .trim()

const PROVINCES: Record<string, string> = {
  'South Holland': 'Zuid-Holland',
  'North Holland': 'Noord-Holland',
  'North Brabant': 'Noord-Brabant',
  Guelders: 'Gelderland',
}
/** GeoNames writes some provinces in English. */
export const provinceName = (name: string): string => PROVINCES[name] ?? name

/** The code of a labour-market region: our own, made from its name, since the source has names only. */
export const regionCodeOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
