import type { MultiSearchQuery } from 'meilisearch'
import { hasArabicScript, wordsOf } from './rules.ts'
import type { Ask, Found, Order } from './rules-ask.ts'
import { type Filter, type IndexName, meiliFilterOf } from './rules-filter.ts'

/** The one field with exactly one value in every document: its counts add up to the exact total, also where an answer is cut off. */
const ONE_VALUED: Record<IndexName, string> = { positions: 'kind', newcomers: 'availability' }

type Strategy = 'all' | 'frequency' | 'last'
export type Query = MultiSearchQuery & { indexUid: string }

/** Which counted groups are chosen now: each has a query of its own, in this order. */
const activeOf = (ask: Ask): string[] =>
  [...new Set(Object.values(ask.facets))].filter((group) => Object.hasOwn(ask.groups, group))

/**
 * The hits and every count as queries of one request: first the hits, then one for each chosen group that is counted, with that group left
 * out, then one for each further count.
 */
export function queriesOf(indexUid: string, ask: Ask, matchingStrategy: Strategy): Query[] {
  const words = wordsOf(ask.q).join(' ')
  const text = { q: words, matchingStrategy, ...(hasArabicScript(words) ? { locales: ['fa' as const] } : {}) }
  const filter = (without: string | undefined, more: readonly Filter[] = []): string[] =>
    [...ask.must, ...Object.entries(ask.groups).flatMap(([group, one]) => (group === without ? [] : [one])), ...more]
      .map((one) => meiliFilterOf(ask.index, one))
      .filter((part) => part !== null)
  const total = ONE_VALUED[ask.index]
  const isActive = (group: string): boolean => Object.hasOwn(ask.groups, group)
  const facetsOf = (wanted: (group: string) => boolean): string[] =>
    Object.entries(ask.facets).flatMap(([field, group]) => (wanted(group) ? [field] : []))
  const order = ask.order ?? (words === '' ? ask.browse : null)
  return [
    {
      indexUid,
      ...text,
      filter: filter(undefined),
      // Pages, not offset and limit: only then the counts are exact (search.md, finding 5).
      page: ask.page,
      hitsPerPage: ask.perPage,
      attributesToRetrieve: ['id'],
      facets: [...new Set([total, ...facetsOf((group) => !isActive(group))])],
      ...(order ? { sort: [sortOf(order)] } : {}),
    },
    ...activeOf(ask).map(
      (group): Query => ({
        indexUid,
        ...text,
        filter: filter(group),
        facets: facetsOf((one) => one === group),
        limit: 0,
      }),
    ),
    ...Object.values(ask.counts).map(
      (one): Query => ({
        indexUid,
        ...text,
        ...(one.noWords ? { q: '' } : {}),
        filter: filter(one.without, one.filter ? [one.filter] : []),
        facets: [total],
        limit: 0,
      }),
    ),
  ]
}

/** What we read of an answer to one query. */
export type Answer = { hits: { id: string }[]; facetDistribution?: Record<string, Record<string, number>> }

/**
 * The answers in what came back as 200: one for each query.
 *
 * @throws TypeError when it is something else: who answers there is no Meilisearch, and nothing found would be a lie
 */
export function answersIn(queries: readonly Query[], body: unknown): Answer[] {
  const results: unknown = (body as { results?: unknown } | null)?.results
  if (!Array.isArray(results) || results.length !== queries.length) throw new TypeError('no answers to our queries')
  queries.forEach((query, at) => {
    const { hits, facetDistribution } = (results[at] ?? {}) as { hits?: unknown; facetDistribution?: unknown }
    const isCounted = typeof facetDistribution === 'object' && facetDistribution !== null
    if (
      !Array.isArray(hits) ||
      !hits.every((hit) => typeof hit?.id === 'string') ||
      (query.facets?.length && !isCounted)
    )
      throw new TypeError('no answer to a query of ours')
  })
  return results
}

/** The answers to `queriesOf`, put together. */
export function foundIn(ask: Ask, [main, ...others]: readonly Answer[]): Found {
  const total = ONE_VALUED[ask.index]
  const active = activeOf(ask)
  const sum = (answer: Answer | undefined): number =>
    Object.values(answer?.facetDistribution?.[total] ?? {}).reduce((all, one) => all + one, 0)
  const facets: Found['facets'] = {}
  for (const answer of [main, ...others.slice(0, active.length)])
    for (const [field, values] of Object.entries(answer?.facetDistribution ?? {}))
      if (Object.hasOwn(ask.facets, field)) facets[field] ??= values
  return {
    ids: (main?.hits ?? []).map((hit) => hit.id),
    total: sum(main),
    facets,
    counts: Object.fromEntries(Object.keys(ask.counts).map((key, at) => [key, sum(others[active.length + at])])),
    loosely: false,
  }
}

const sortOf = (order: Order): string =>
  'near' in order ? `_geoPoint(${order.near.lat}, ${order.near.lon}):asc` : `${order.by}:${order.down ? 'desc' : 'asc'}`
