import { createHash } from 'node:crypto'
import type { Settings } from 'meilisearch'
import { LAST_HIT, MOST_COUNTED } from './rules-ask.ts'
import { FIELDS, type FieldKind, type IndexName } from './rules-filter.ts'

/**
 * `sort` stands first: it has no say until a person chooses an order, and then that order is what they get. The rest is the server's own
 * order since 1.36, and last the neutral tie, so that a rebuild changes no order (search.md, finding 8).
 */
const RANKING = [
  'sort',
  'words',
  'typo',
  'proximity',
  'attributeRank',
  'wordPosition',
  'exactness',
  'tie:asc',
] satisfies string[]

/** Equality only is cheaper; no search in facet values: it counts typos in bytes (search.md, 3.1). First match wins, so every name is listed. */
const filterable = (index: IndexName): NonNullable<Settings['filterableAttributes']> => {
  const of = (isNumber: boolean): string[] =>
    Object.entries(FIELDS[index])
      .filter(([, kind]: [string, FieldKind]) => (kind === 'number') === isNumber)
      .map(([name]) => name)
  const rule = (attributePatterns: string[], comparison: boolean) => ({
    attributePatterns,
    features: { facetSearch: false, filter: { equality: true, comparison } },
  })
  return [rule(of(false), false), rule(of(true), true), ...(index === 'positions' ? ['_geo'] : [])]
}

/** What both indexes share: no stop words (they are case-sensitive), exact numbers, ids only in answers (search.md, 3.1). */
const COMMON = {
  displayedAttributes: ['id'],
  rankingRules: RANKING,
  stopWords: [],
  separatorTokens: [],
  nonSeparatorTokens: [],
  dictionary: [],
  facetSearch: false,
  prefixSearch: 'indexingTime',
  searchCutoffMs: 1000,
  distinctAttribute: null,
  // One rule for all Arabic script, in every field: the Persian one (search.md, finding 2). Other scripts do not look at it.
  localizedAttributes: [{ attributePatterns: ['*'], locales: ['pes'] }],
} satisfies Settings

const typos = (disableOnAttributes: string[]): NonNullable<Settings['typoTolerance']> => ({
  enabled: true,
  minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 },
  disableOnAttributes,
  disableOnNumbers: true,
  disableOnWords: [],
})

/** Search slang of Dutch labour, one way; names of occupations are in the documents, never here (search.md, section 2). Folded. */
const SYNONYMS: Record<string, string[]> = {
  ict: ['automatisering'],
  vca: ['veiligheid'],
  heftruck: ['vorkheftruck'],
  poetsen: ['schoonmaak'],
  poetshulp: ['schoonmaker'],
  creche: ['kinderopvang'],
}

/** Every setting in force; the reasons per setting are in search.md, section 3. */
export const INDEX_SETTINGS: Record<IndexName, Settings> = {
  positions: {
    ...COMMON,
    searchableAttributes: [
      'title',
      'occ_nl',
      'occ_all',
      'skill_nl',
      'cmp_nl',
      'org',
      'place',
      'occ_en',
      'occ_ar',
      'skill_en',
      'skill_ar',
      'skill_all',
      'body',
    ],
    filterableAttributes: filterable('positions'),
    sortableAttributes: ['published', 'start', 'hours', '_geo'],
    synonyms: SYNONYMS,
    typoTolerance: typos(['org', 'place']),
    proximityPrecision: 'byWord',
    // Beyond, the rarest values are dropped and not the last of the alphabet.
    faceting: { maxValuesPerFacet: MOST_COUNTED.positions, sortFacetValuesBy: { '*': 'count' } },
    pagination: { maxTotalHits: LAST_HIT },
  },
  // Profiles: no place finer than the municipality, no free text, coaches mostly filter (search.md, 3.2).
  newcomers: {
    ...COMMON,
    searchableAttributes: [
      'occ_nl',
      'occ_all',
      'skill_nl',
      'cmp_nl',
      'occ_en',
      'skill_en',
      'occ_ar',
      'skill_ar',
      'skill_all',
    ],
    filterableAttributes: filterable('newcomers'),
    sortableAttributes: [],
    synonyms: {},
    typoTolerance: typos([]),
    proximityPrecision: 'byAttribute',
    faceting: { maxValuesPerFacet: MOST_COUNTED.newcomers, sortFacetValuesBy: { '*': 'count' } },
    pagination: { maxTotalHits: LAST_HIT },
  },
}

/** Goes up when folding or the shape of a document changes. */
const DOCUMENT_SHAPE = 3

/**
 * The name of a live index carries a hash of its settings. Other settings are another index, so a change of settings never runs on a live
 * index: until the new one is built, its name is unknown to the server and Postgres answers.
 */
export function indexNameOf(prefix: string, index: IndexName): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([DOCUMENT_SHAPE, INDEX_SETTINGS[index]]))
    .digest('hex')
    .slice(0, 8)
  return `${prefix}${index}_${hash}`
}
