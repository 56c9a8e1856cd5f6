import type { Level } from '#db/values/language.ts'
import type { Availability } from '#db/values/newcomers.ts'
import type { PositionType, Support } from '#db/values/positions.ts'
import type { Sector } from '#db/values/reference.ts'

/** A published position as an index knows it: public facts only. All texts are folded. */
export type PositionDocument = {
  id: string
  version: number
  title: string
  occupation: { nl: string; en: string; ar: string }
  occupationNames: string
  skills: { nl: string; en: string; ar: string }
  organisation: string
  place: string
  body: string
  type: PositionType
  sector: Sector
  municipality: string
  lat: number
  lon: number
  supports: Support[]
  /** Days since 1970-01-01. */
  publishedDay: number
  startDay: number
}

/** Dutch per skill, as far as it is known; a level that is unknown is absent. */
export type DutchLevels = { listening?: Level; speaking?: Level; reading?: Level; writing?: Level }

/**
 * A profile as an index knows it. No name, contact, address, birth date, origin, free text or anything protected: what is not in this type
 * cannot reach an index, and a test holds the type against the list of forbidden words.
 */
export type NewcomerDocument = {
  id: string
  version: number
  municipality: string
  availability: Availability
  dutch: DutchLevels
  skillUris: string[]
  skills: { nl: string; en: string; ar: string }
  occupations: { nl: string; en: string; ar: string }
}

export type PositionQuery = {
  q?: string
  sector?: Sector | null
  municipality?: string | null
  /** Within so many kilometres of a point in degrees. */
  near?: { lat: number; lon: number; km: number } | null
  /** From 1. */
  page?: number
  perPage?: number
}

export type NewcomerQuery = {
  q?: string
  /** The municipality of the coach, always from the session. */
  municipality: string
  availability?: Availability | null
  /** ESCO URIs; the profile has all of them. */
  skillUris?: string[]
  /** The least level of spoken Dutch. */
  speaking?: Level | null
  page?: number
  perPage?: number
}

/** Ids in order; `total` is exact. Who asks reads the rows again with its own rights: an index is never an authority on what may be seen. */
export type Hits = { ids: string[]; total: number }
/** `sectors`: how many positions each sector would give with all other filters on. */
export type PositionHits = Hits & { sectors: Partial<Record<Sector, number>> }

/** What a search engine must do for us; one contract suite runs over every implementation. */
export type SearchPort = {
  upsertPositions(documents: PositionDocument[]): Promise<void>
  removePositions(ids: string[]): Promise<void>
  searchPositions(query: PositionQuery): Promise<PositionHits>
  upsertNewcomers(documents: NewcomerDocument[]): Promise<void>
  removeNewcomers(ids: string[]): Promise<void>
  searchNewcomers(query: NewcomerQuery): Promise<Hits>
  /** Resolves when the engine can answer, throws otherwise. */
  health(): Promise<void>
}

/** An engine with a copy of its own that can be lost: it can tell what it has, and be filled anew. */
export type CopyPort = SearchPort & {
  /** Replaces the whole content of both indexes by what the sources give, without a moment in which a search finds nothing. */
  rebuild(sources: RebuildSources): Promise<{ positions: number; newcomers: number }>
  /** Id and version of every document; null when the index does not exist. */
  versions(of: 'positions' | 'newcomers'): Promise<Map<string, number> | null>
}

/** Batches of documents in order of id, and where progress is told. */
type RebuildSources = {
  positions(): AsyncIterable<PositionDocument[]>
  newcomers(): AsyncIterable<NewcomerDocument[]>
  progress(line: string): void
}

/** Where a Meilisearch server is; null in `Env` when none is configured. */
export type MeiliSettings = { url: string; key: string; prefix: string }

const PAGE = { size: 20, most: 100, lastHit: 1_000 } as const

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
