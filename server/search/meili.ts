import { Meilisearch, type RecordAny, type SearchParams } from 'meilisearch'
import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import type { Sector } from '#db/values/reference.ts'
import { buildIndex } from './build-index.ts'
import { filterOf } from './meili-filter.ts'
import { indexNames, NEWCOMER_SETTINGS, POSITION_SETTINGS } from './meili-settings.ts'
import { settled } from './meili-task.ts'
import {
  type CopyPort,
  type MeiliSettings,
  type NewcomerDocument,
  type NewcomerQuery,
  type PositionDocument,
  type PositionQuery,
  pageOf,
} from './port.ts'
import { compoundParts, hasArabicScript, tieOf, wordsOf } from './rules.ts'

/** A search that takes longer than this goes to Postgres. */
const SEARCH_MS = 1_500
/** A write may carry thousands of documents. */
const WRITE_MS = 15_000

const shared = (one: { id: string; version: number }) => ({ id: one.id, v: one.version, tie: tieOf(one.id) })
const parts = (...texts: string[]): string => compoundParts(texts.join(' ')).join(' ')

/** A position as Meilisearch stores it: flat, because nested attributes need care in every setting (search.md, version table 1.51). */
const storedPosition = (one: PositionDocument): RecordAny => ({
  ...shared(one),
  title: one.title,
  occ_nl: one.occupation.nl,
  occ_en: one.occupation.en,
  occ_ar: one.occupation.ar,
  occ_all: one.occupationNames,
  skill_nl: one.skills.nl,
  skill_en: one.skills.en,
  skill_ar: one.skills.ar,
  cmp_nl: parts(one.title, one.occupation.nl, one.occupationNames, one.skills.nl, one.body),
  org: one.organisation,
  place: one.place,
  body: one.body,
  kind: one.type,
  sector: one.sector,
  municipality: one.municipality,
  support: one.supports,
  start: one.startDay,
  published: one.publishedDay,
  _geo: { lat: one.lat, lng: one.lon },
})

/** A profile as Meilisearch stores it. Unknown levels are -1, since an absent field matches no comparison either way. */
export const storedNewcomer = (one: NewcomerDocument): RecordAny => ({
  ...shared(one),
  occ_nl: one.occupations.nl,
  occ_en: one.occupations.en,
  occ_ar: one.occupations.ar,
  skill_nl: one.skills.nl,
  skill_en: one.skills.en,
  skill_ar: one.skills.ar,
  cmp_nl: parts(one.occupations.nl, one.skills.nl),
  skill: one.skillUris,
  municipality: one.municipality,
  availability: one.availability,
  ...Object.fromEntries(
    LANGUAGE_SKILLS.map((skill) => {
      const level = one.dutch[skill]
      return [`lvl_${skill}`, level ? LEVELS.indexOf(level) : -1]
    }),
  ),
})

/** Opens a client without a signal of its own: with one, the time-out would be ignored (search.md, finding 10a). */
const openMeili = (settings: MeiliSettings, timeout = WRITE_MS): Meilisearch =>
  new Meilisearch({ host: settings.url, ...(settings.key ? { apiKey: settings.key } : {}), timeout })

/**
 * Search on Meilisearch. Every write waits for its task and throws when the task failed, since 202 only means "read".
 *
 * @param settings address, key, and the prefix that keeps several houses on one server apart
 */
export function meiliSearch(settings: MeiliSettings): CopyPort {
  const reading = openMeili(settings, SEARCH_MS)
  const writing = openMeili(settings)
  const names = indexNames(settings.prefix)
  const put = async (index: string, documents: RecordAny[]): Promise<void> => {
    if (documents.length === 0) return
    const task = await writing.index(index).addDocuments(documents, { primaryKey: 'id' })
    const done = await settled(writing, task)
    const indexed = done.details?.indexedDocuments
    if (indexed !== documents.length) throw new Error(`Meilisearch indexed ${indexed} of ${documents.length} documents`)
  }
  const drop = async (index: string, ids: string[]): Promise<void> => {
    if (ids.length > 0) await settled(writing, await writing.index(index).deleteDocuments(ids))
  }
  return {
    upsertPositions: (documents) => put(names.positions, documents.map(storedPosition)),
    removePositions: (ids) => drop(names.positions, ids),
    upsertNewcomers: (documents) => put(names.newcomers, documents.map(storedNewcomer)),
    removeNewcomers: (ids) => drop(names.newcomers, ids),

    async searchPositions(query) {
      const facet: SearchParams = {
        ...text(query.q),
        filter: positionFilter({ ...query, sector: null }),
        facets: ['sector'],
        limit: 0,
      }
      const { results } = await reading.multiSearch({
        queries: [
          {
            indexUid: names.positions,
            ...text(query.q),
            ...paged(query),
            filter: positionFilter(query),
            ...browsing(query),
          },
          { indexUid: names.positions, ...facet },
        ],
      })
      const [hits, facets] = results
      return {
        ids: (hits?.hits ?? []).map((hit) => String(hit['id'])),
        total: totalOf(hits),
        sectors: (facets?.facetDistribution?.['sector'] ?? {}) as Partial<Record<Sector, number>>,
      }
    },

    async searchNewcomers(query) {
      const hits = await reading.index(names.newcomers).search(null, {
        ...text(query.q),
        ...paged(query),
        filter: newcomerFilter(query),
      })
      return { ids: hits.hits.map((hit) => String(hit['id'])), total: totalOf(hits) }
    },

    async health() {
      const answer = await reading.health()
      if (answer?.status !== 'available') throw new Error('Meilisearch is not available')
    },

    async rebuild(sources) {
      const build = (live: string, indexSettings: typeof POSITION_SETTINGS) =>
        buildIndex(writing, { live, settings: indexSettings, progress: sources.progress })
      const positions = await build(names.positions, POSITION_SETTINGS)(mapped(sources.positions(), storedPosition))
      const newcomers = await build(names.newcomers, NEWCOMER_SETTINGS)(mapped(sources.newcomers(), storedNewcomer))
      return { positions, newcomers }
    },

    async versions(of) {
      try {
        // One request is one snapshot of the index; pages would not be (search.md, section 6).
        const { results } = await writing.index(names[of]).getDocuments({ fields: ['id', 'v'], limit: 1_000_000 })
        return new Map(results.map((one) => [String(one['id']), Number(one['v'])]))
      } catch (error) {
        if ((error as { cause?: { code?: string } }).cause?.code === 'index_not_found') return null
        throw error
      }
    },
  }
}

async function* mapped<D>(batches: AsyncIterable<D[]>, stored: (one: D) => RecordAny): AsyncIterable<RecordAny[]> {
  for await (const batch of batches) yield batch.map(stored)
}

/** `all`: every word counts, as on Postgres, so that both engines find the same. */
function text(q: string | undefined): SearchParams {
  const words = wordsOf(q ?? '').join(' ')
  return { q: words, matchingStrategy: 'all', ...(hasArabicScript(words) ? { locales: ['fa'] } : {}) }
}

/** Pages of Meilisearch, not offset and limit: only then the total is exact (search.md, finding 5). */
function paged(query: { page?: number; perPage?: number }): SearchParams {
  const { page, perPage } = pageOf(query)
  return { page, hitsPerPage: perPage, attributesToRetrieve: ['id'] }
}

const browsing = (query: PositionQuery): SearchParams => {
  if (wordsOf(query.q ?? '').length > 0) return {}
  return { sort: query.near ? [`_geoPoint(${query.near.lat}, ${query.near.lon}):asc`] : ['published:desc'] }
}

const totalOf = (answer: unknown): number => Number((answer as { totalHits?: number } | undefined)?.totalHits ?? 0)

const positionFilter = (query: PositionQuery): string[] => [
  ...(query.sector ? [filterOf.is('sector', query.sector)] : []),
  ...(query.municipality ? [filterOf.is('municipality', query.municipality)] : []),
  ...(query.near ? [filterOf.within(query.near)] : []),
]

const newcomerFilter = (query: NewcomerQuery): string[] => [
  filterOf.is('municipality', query.municipality),
  ...(query.availability ? [filterOf.is('availability', query.availability)] : []),
  ...(query.skillUris ?? []).map((uri) => filterOf.is('skill', uri)),
  ...(query.speaking ? [filterOf.atLeast('lvl_speaking', LEVELS.indexOf(query.speaking))] : []),
]
