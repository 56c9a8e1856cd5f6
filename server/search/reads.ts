import type { Db } from '#db/client.ts'
import { askSearch } from './choose.ts'
import type { Hits, MeiliSettings, NewcomerQuery, PositionHits, PositionQuery } from './port.ts'

type By = { engine: 'meilisearch' | 'postgres' }

/**
 * Published positions for a question and filters. The caller reads the rows of these ids again with its own rights, keeps the order, and
 * drops what is not published any more.
 *
 * @param meili where Meilisearch is (`env.meili`), or null
 * @param query `q` is any text of a person; `near.km` in kilometres; pages from 1
 * @returns ids in order, the exact total, counts per sector, and which engine answered
 */
export const searchPositions = (
  db: Db,
  meili: MeiliSettings | null,
  query: PositionQuery,
): Promise<PositionHits & By> => askSearch(db, meili, (port) => port.searchPositions(query))

/**
 * Profiles in one municipality, without names. The municipality comes from the session of the coach, never from the request; the caller
 * reads the rows of these ids again with its own rights.
 *
 * @returns ids in order, the exact total, and which engine answered
 */
export const searchNewcomers = (db: Db, meili: MeiliSettings | null, query: NewcomerQuery): Promise<Hits & By> =>
  askSearch(db, meili, (port) => port.searchNewcomers(query))
