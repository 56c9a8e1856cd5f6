import { and, eq, gte, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { positions } from '#db/schema/positions.ts'
import { dayOf } from '#server/platform/context.ts'
import { pointOf } from '#server/positions/reads-places.ts'
import { employerStands } from '#server/positions/reads-suspended.ts'
import { postgresSearch } from './postgres.ts'
import { LAST_HIT } from './rules-ask.ts'
import { dayNumberOf } from './rules-encode.ts'
import { positionAsk } from './rules-position-query.ts'
import { questionIn } from './rules-saved.ts'

export type Matches = { ids: string[]; isCut: boolean }
const NONE: Matches = { ids: [], isCut: false }

/**
 * The positions on the site that match a kept search, newest first: asked of Postgres, so that it does not matter whether Meilisearch is there. What has only
 * some of the words does not match, and nothing is near a postcode that nobody knows.
 *
 * @param question as kept: what comes after the question mark
 * @returns ids, at most as many as one answer of search gives; `isCut`: that many there are, so that older ones may stand behind the last
 */
export async function matchesOf(db: Reader, question: string, now: Date): Promise<Matches> {
  const asked = questionIn(question)
  const point = asked.postcode === '' ? null : await pointOf(db, asked.postcode)
  if (asked.postcode !== '' && !point) return NONE
  const near = point && { ...point, km: asked.km }
  const today = dayOf(now)
  const ask = positionAsk({ ...asked, near, order: 'newest', today: dayNumberOf(today), whole: true })
  const found = await postgresSearch(db, now).search({ ...ask, facets: {}, counts: {} })
  if (found.loosely || found.ids.length === 0) return NONE
  const onSite = and(eq(positions.state, 'published'), gte(positions.expiresOn, today), employerStands)
  const rows = await db
    .select({ id: positions.id })
    .from(positions)
    .where(and(inArray(positions.id, found.ids), onSite))
  const there = new Set(rows.map(({ id }) => id))
  return { ids: found.ids.filter((id) => there.has(id)), isCut: found.ids.length >= LAST_HIT }
}
