import { and, eq, inArray, lte, min } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { addDays, laterOf } from '#server/safeguards/rules/calendar.ts'

/**
 * The next first day of work that is agreed at each of these establishments, where it is near; one that was held up is due today.
 *
 * @param establishmentIds null = everywhere
 * @param today Dutch day, `YYYY-MM-DD`
 * @param days how many days count as near
 * @returns by establishment; absent = nobody starts soon
 */
export async function nearStartsOf(
  reader: Reader,
  establishmentIds: readonly string[] | null,
  today: string,
  days: number,
): Promise<Map<string, string>> {
  const db = elevated(reader, 'judge-place')
  if (establishmentIds?.length === 0) return new Map()
  const rows = await db
    .select({ establishmentId: positions.establishmentId, startsOn: min(placements.startsOn) })
    .from(placements)
    .innerJoin(positions, eq(positions.id, placements.positionId))
    .where(
      and(
        eq(placements.state, 'planned'),
        lte(placements.startsOn, addDays(today, days)),
        establishmentIds === null ? undefined : inArray(positions.establishmentId, [...establishmentIds]),
      ),
    )
    .groupBy(positions.establishmentId)
  return new Map(rows.map(({ establishmentId, startsOn }) => [establishmentId, laterOf(startsOn ?? today, today)]))
}
