import type { Db } from '#db/client.ts'
import type { Sector } from '#db/values/reference.ts'
import { askOrLookAlike, askSearch, type Engine } from './choose.ts'
import type { MeiliSettings } from './port.ts'
import { type NewcomerQuery, newcomerAsk } from './rules-newcomer-query.ts'
import { type PositionQuery, positionAsk, widerAsk } from './rules-position-query.ts'

/** Ids in order and the exact total; which engine answered; `loosely`: nothing had all the words, these have some. */
type Hits = { ids: string[]; total: number; engine: Engine; loosely: boolean }
/** How many positions each value of a filter would give with all other filters on; `counts` are of ranges, e.g. `hours:few`. */
export type PositionHits = Hits & {
  sectors: Partial<Record<Sector, number>>
  facets: Record<string, Record<string, number>>
  counts: Record<string, number>
}
export type NewcomerHits = Hits & {
  worked: Partial<Record<Sector, number>>
  /** When they are asked: people by sector that they want, and by level, skill and month of Dutch (`level:A2`). */
  wants: Partial<Record<Sector, number>>
  counts: Record<string, number>
}

/**
 * Published positions for a question and filters. The caller reads the rows of these ids again with its own rights, keeps the order, and
 * drops what is not published any more.
 *
 * @param meili where Meilisearch is (`env.meili`), or null
 * @param query `q` is any text of a person; `near.km` in kilometres; pages from 1
 * @throws RangeError for a filter that is no code or number
 */
export async function searchPositions(
  db: Db,
  meili: MeiliSettings | null,
  query: PositionQuery,
): Promise<PositionHits> {
  const found = await askOrLookAlike(db, meili, positionAsk(query))
  return { ...found, sectors: (found.facets['sector'] ?? {}) as Partial<Record<Sector, number>> }
}

/**
 * What somebody can leave out whose question found nothing.
 *
 * @returns how many positions there are without each thing that was asked (`q` for the words), and in each sector without the sector
 */
export async function searchWider(
  db: Db,
  meili: MeiliSettings | null,
  query: PositionQuery,
): Promise<Record<string, number>> {
  return (await askSearch(db, meili, widerAsk(query))).counts
}

/**
 * Profiles in one municipality, or in one caseload, without names. Both come from the session of the coach, never from the request; the
 * caller reads the rows of these ids again with its own rights.
 */
export async function searchNewcomers(
  db: Db,
  meili: MeiliSettings | null,
  query: NewcomerQuery,
): Promise<NewcomerHits> {
  const found = await askOrLookAlike(db, meili, newcomerAsk(query))
  const { worked = {}, wants = {} } = found.facets
  return { ...found, worked, wants }
}
