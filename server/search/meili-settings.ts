import { createHash } from 'node:crypto'
import type { Settings } from 'meilisearch'

const RANKING = [
  'words',
  'typo',
  'proximity',
  'attributeRank',
  'sort',
  'wordPosition',
  'exactness',
  'tie:asc',
] satisfies string[]

const equal = (attributePatterns: string[]) => ({
  attributePatterns,
  features: { facetSearch: false, filter: { equality: true, comparison: false } },
})
const compared = (attributePatterns: string[]) => ({
  attributePatterns,
  features: { facetSearch: false, filter: { equality: true, comparison: true } },
})

/** What both indexes share: no stop words (they are case-sensitive), no facet search, exact numbers, ids only in answers (search.md, 3.1). */
const COMMON = {
  displayedAttributes: ['id'],
  rankingRules: RANKING,
  stopWords: [],
  synonyms: {},
  facetSearch: false,
  prefixSearch: 'indexingTime',
  searchCutoffMs: 1000,
} satisfies Settings

/** Positions; the reasons per setting are in search.md, section 3.1. */
export const POSITION_SETTINGS: Settings = {
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
    'body',
  ],
  filterableAttributes: [
    equal(['sector', 'municipality', 'kind', 'support']),
    compared(['start', 'published', 'v']),
    '_geo',
  ],
  sortableAttributes: ['published', 'start', '_geo'],
  localizedAttributes: [{ attributePatterns: ['*_ar'], locales: ['fa'] }],
  typoTolerance: {
    enabled: true,
    minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 },
    disableOnAttributes: ['org', 'place'],
    disableOnNumbers: true,
  },
  proximityPrecision: 'byWord',
  faceting: { maxValuesPerFacet: 400, sortFacetValuesBy: { '*': 'count' } },
  pagination: { maxTotalHits: 100_000 },
}

/** Profiles: no place finer than the municipality, no free text (search.md, section 3.2). */
export const NEWCOMER_SETTINGS: Settings = {
  ...COMMON,
  searchableAttributes: ['occ_nl', 'skill_nl', 'cmp_nl', 'occ_en', 'skill_en', 'occ_ar', 'skill_ar'],
  filterableAttributes: [
    equal(['municipality', 'availability', 'skill']),
    compared(['lvl_listening', 'lvl_speaking', 'lvl_reading', 'lvl_writing', 'v']),
  ],
  sortableAttributes: [],
  localizedAttributes: [{ attributePatterns: ['*_ar'], locales: ['fa'] }],
  typoTolerance: {
    enabled: true,
    minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 },
    disableOnAttributes: [],
    disableOnNumbers: true,
  },
  proximityPrecision: 'byAttribute',
  faceting: { maxValuesPerFacet: 100, sortFacetValuesBy: { '*': 'count' } },
  pagination: { maxTotalHits: 100_000 },
}

/** Goes up when folding or the shape of a document changes. */
const DOCUMENT_SHAPE = 1

/**
 * The name of a live index carries a hash of its settings. Other settings are another index, so a change of settings never runs on a live
 * index: until the new one is built, its name is unknown to the server and Postgres answers.
 */
export function indexNames(prefix: string): { positions: string; newcomers: string } {
  const hash = (settings: Settings): string =>
    createHash('sha256')
      .update(JSON.stringify([DOCUMENT_SHAPE, settings]))
      .digest('hex')
      .slice(0, 8)
  return {
    positions: `${prefix}positions_${hash(POSITION_SETTINGS)}`,
    newcomers: `${prefix}newcomers_${hash(NEWCOMER_SETTINGS)}`,
  }
}
