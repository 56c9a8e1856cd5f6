import { inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { proposals } from '#db/schema/proposals.ts'
import type { AreaSetting } from '#db/values/matching.ts'
import { WHOLE_AREA } from '#server/matching/rules/area.ts'
import { waitingEvents } from '#server/outbox/waiting-events.ts'
import { inParts } from '#server/platform/group-by.ts'
import { newcomersByArea, positionsByArea } from './reads-areas.ts'
import { MATCH_EFFECTS } from './rules-match-events.ts'

/** Areas in which something changed that the live allocator has not heard of yet: what stands there is not its answer to the facts. */
export async function waitingAreasOf(db: Reader, setting: AreaSetting): Promise<Set<string>> {
  const waiting = await waitingEvents(db, MATCH_EFFECTS)
  if (waiting.length === 0) return new Set()
  if (setting === 'one') return new Set([WHOLE_AREA])
  const idsOf = (name: string): string[] => [...new Set(waiting.flatMap((ids) => ids[name] ?? []))]
  const [newcomerIds, positionIds] = [idsOf('newcomerId'), idsOf('positionId')]
  for (const part of inParts(idsOf('proposalId'))) {
    const rows = await db
      .select({ newcomerId: proposals.newcomerId, positionId: proposals.positionId })
      .from(proposals)
      .where(inArray(proposals.id, part))
    newcomerIds.push(...rows.map((row) => row.newcomerId))
    positionIds.push(...rows.map((row) => row.positionId))
  }
  const [people, places] = await Promise.all([
    newcomersByArea(db, setting, newcomerIds),
    positionsByArea(db, setting, positionIds),
  ])
  return new Set([...people, ...places].map((one) => one.area))
}
