import { and, eq, gte, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { positions } from '#db/schema/positions.ts'
import { dayOf } from '#server/platform/context.ts'
import { pointOf } from '#server/positions/reads-places.ts'
import { employerStands } from '#server/positions/reads-suspended.ts'
import { postgresSearch } from './postgres.ts'
import { dayNumberOf } from './rules-encode.ts'
import { positionAsk } from './rules-position-query.ts'
import { questionIn } from './rules-saved.ts'

/**
 * The positions on the site that match a kept search, newest first: asked of Postgres, so that it does not matter whether Meilisearch is there. What has only
 * some of the words does not match.
 *
 * @param question as kept: what comes after the question mark
 * @returns ids, at most as many as one answer of search gives
 */
export async function matchesOf(db: Reader, question: string, now: Date): Promise<string[]> {
  const asked = questionIn(question)
  const point = asked.postcode === '' ? null : await pointOf(db, asked.postcode)
  const near = point && { ...point, km: asked.km }
  const today = dayOf(now)
  const ask = positionAsk({ ...asked, near, order: 'newest', today: dayNumberOf(today), whole: true })
  const found = await postgresSearch(db, now).search({ ...ask, facets: {}, counts: {} })
  if (found.loosely || found.ids.length === 0) return []
  const onSite = and(eq(positions.state, 'published'), gte(positions.expiresOn, today), employerStands)
  const rows = await db
    .select({ id: positions.id })
    .from(positions)
    .where(and(inArray(positions.id, found.ids), onSite))
  return rows.map(({ id }) => id)
}
