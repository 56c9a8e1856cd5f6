import type { Tx } from '#db/client.ts'
import { placementChecks } from '#db/schema/placements.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { isAnswered, type StartChecks } from './rules-checks.ts'

/**
 * Keeps what the coach checked for a placement in place of what was there; where nothing was answered there is no row to make.
 * @throws Refusal `forbidden` for an actor without an account
 */
export async function keepChecks(
  tx: Tx,
  { actor, now }: Pick<Ctx, 'actor' | 'now'>,
  placementId: string,
  checks: StartChecks,
): Promise<void> {
  if (!isAnswered(checks)) return
  if (actor.accountId === null) throw new Refusal('forbidden')
  const set = { ...checks, recordedBy: actor.accountId, recordedAt: now }
  await tx
    .insert(placementChecks)
    .values({ placementId, ...set })
    .onConflictDoUpdate({ target: placementChecks.placementId, set })
}
