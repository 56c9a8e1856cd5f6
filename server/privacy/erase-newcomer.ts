import { elevated } from '#db/bound.ts'
import type { ErasureCause } from '#db/values/privacy.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { log } from '#server/platform/log.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { voidAreas } from '#server/proposals/area-lock.ts'
import { type Erased, eraseRows } from './erase-rows.ts'

/** Thrown to give a transaction back after a dry run. */
class DryRun extends Error {
  readonly found: Erased
  constructor(found: Erased) {
    super('a dry run')
    this.found = found
  }
}

/**
 * The signed-in newcomer has everything erased, at once (GDPR art. 17). Nobody approves it: what is here rests on what the person wants.
 *
 * @throws Refusal `forbidden`, `already-placed` (a placement is planned or runs: the employer has to know who works there), `not-found`
 */
export async function eraseMe(ctx: Ctx): Promise<Erased> {
  requireMay(ctx.actor, 'privacy.erase')
  requireRole(ctx.actor, 'newcomer')
  const { newcomerId } = ctx.actor
  const erased = await eraseOne(ctx, newcomerId, 'asked')
  if (!erased) throw new Refusal('not-found')
  return erased
}

/**
 * Erases one newcomer for a worker or an operator: after the time that data stay, or again after a restore.
 *
 * @param options `dry`: says what would go, and nothing goes
 * @returns null when there is no such newcomer
 * @throws Refusal `forbidden`
 */
export async function eraseNewcomer(
  ctx: Ctx,
  newcomerId: string,
  cause: ErasureCause,
  options: { dry: boolean },
): Promise<Erased | null> {
  requireMay(ctx.actor, 'privacy.sweep')
  if (!options.dry) return eraseOne(ctx, newcomerId, cause)
  try {
    await ctx.db.transaction(async (tx) => {
      const found = await eraseRows(tx, newcomerId, cause, ctx.now)
      if (found) throw new DryRun(found)
    })
    return null
  } catch (error) {
    if (error instanceof DryRun) return error.found
    throw error
  }
}

async function eraseOne(ctx: Ctx, newcomerId: string, cause: ErasureCause): Promise<Erased | null> {
  const erased = await elevated(ctx.db, 'erase-self').transaction(async (tx) => {
    const done = await eraseRows(tx, newcomerId, cause, ctx.now)
    if (!done) return null
    await recordAudit(tx, ctx, [{ action: 'newcomer.erase', subject: 'newcomer', subjectId: newcomerId }])
    await recordEvent(tx, 'newcomer.erased', { newcomerId, coachId: done.coachId }, ctx.now)
    // The engine proposed this person to somebody: what its processes remember is void.
    await voidAreas(tx)
    return done
  })
  // Outside the database too: a restore of yesterday does not know of today.
  if (erased) log.info({ subjectHash: erased.subjectHash, cause, at: ctx.now.toISOString() }, 'erasure')
  return erased
}
