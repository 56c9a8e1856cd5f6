import type { Filter, IndexName, Near } from './rules-filter.ts'

/** One count beside the answer: how many there would be without one group of filters, or with one more. */
export type Count = { without?: string; filter?: Filter; noWords?: boolean }

/** One question to an engine. Groups of filters have names, so that the counts of a group can leave that group out. */
export type Ask = {
  index: IndexName
  /** Any text of a person. */
  q: string
  /** Always there: who may see what, and what is still open. Never from the request. */
  must: readonly Filter[]
  groups: Readonly<Record<string, Filter>>
  /** Fields whose values are counted, and the group that is left out for it. */
  facets: Readonly<Record<string, string>>
  counts: Readonly<Record<string, Count>>
  /** null = by the words, or without words as `browse` says. */
  order: Order | null
  browse: Order | null
  /** From 1. */
  page: number
  perPage: number
}
export type Order = { by: string; down: boolean } | { near: Near }

/** Ids in order; `total` is exact, also beyond the last hit that is given. Who asks reads the rows again with its own rights: an index is never an authority on what may be seen. */
export type Found = {
  ids: string[]
  total: number
  facets: Record<string, Record<string, number>>
  counts: Record<string, number>
  /** Nothing had all the words; these have some of them. */
  loosely: boolean
}

/**
 * Values of one field that are counted at most; beyond it both engines drop the rarest. Positions: Dutch has 342 municipalities. No field that a
 * page counts has half as many, so nothing is dropped there.
 */
export const MOST_COUNTED: Record<IndexName, number> = { positions: 400, newcomers: 100 }

/** The fields whose counts are not all there: a value that is absent may have a count. */
export const cutFacets = (ask: Ask, { facets }: Pick<Found, 'facets'>): string[] =>
  Object.keys(facets).filter((field) => Object.keys(facets[field] ?? {}).length >= MOST_COUNTED[ask.index])

const PAGE = { size: 20, most: 100, lastHit: 1_000 } as const
/** Further no answer goes, though `total` counts on: who wants more narrows the question (search.md, 3.1). */
export const LAST_HIT = PAGE.lastHit

/**
 * Page and size within limits, whatever came in: NaN, negative and huge numbers give the nearest sensible page.
 *
 * @returns page from 1, hits on a page, and how many to step over
 */
export function pageOf(query: { page?: number; perPage?: number }): { page: number; perPage: number; offset: number } {
  const whole = (value: number | undefined, otherwise: number, most: number): number =>
    Number.isFinite(value) ? Math.min(most, Math.max(1, Math.trunc(value as number))) : otherwise
  const perPage = whole(query.perPage, PAGE.size, PAGE.most)
  const page = whole(query.page, 1, Math.ceil(PAGE.lastHit / perPage))
  return { page, perPage, offset: (page - 1) * perPage }
}
