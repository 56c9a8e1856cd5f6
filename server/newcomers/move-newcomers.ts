import { and, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { elevated } from '#db/bound.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { isSamePerson } from '#server/access/reads-people.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'

export const MoveNewcomersInput = z.strictObject({
  newcomerIds: z.array(uuid()).min(1, { error: 'required' }).max(200, { error: 'too-many' }),
  coachId: uuid(),
})
export type MoveNewcomersInput = z.input<typeof MoveNewcomersInput>

/**
 * Gives newcomers of the own municipality another coach. Both coaches and the newcomers are told, and from this moment only the new coach sees
 * them; a card that the old one printed ends by the effect of the event. All or none.
 *
 * @returns how many changed; who had this coach already is left as it is
 * @throws Refusal `forbidden`, `not-found` (a newcomer or a coach of another municipality, a coach who is suspended, or who is that newcomer)
 */
export async function moveNewcomers(ctx: Ctx, input: MoveNewcomersInput): Promise<number> {
  const { newcomerIds, coachId } = MoveNewcomersInput.parse(input)
  requireMay(ctx.actor, 'newcomer.move')
  requireRole(ctx.actor, 'municipality')
  const { municipalityCode } = ctx.actor
  return ctx.db.transaction(async (tx) => {
    const [coach] = await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(
        and(
          eq(accounts.id, coachId),
          eq(accounts.role, 'coach'),
          eq(accounts.municipalityCode, municipalityCode),
          eq(accounts.state, 'active'),
        ),
      )
      .for('share')
    if (!coach) throw new Refusal('not-found')
    const rows = await tx
      .select({ id: newcomers.id, coachId: newcomers.coachId })
      .from(newcomers)
      .where(and(inArray(newcomers.id, newcomerIds), eq(newcomers.municipalityCode, municipalityCode)))
      .orderBy(newcomers.id)
      .for('update')
    if (rows.length !== new Set(newcomerIds).size) throw new Refusal('not-found')
    const moving = rows.filter((row) => row.coachId !== coachId)
    for (const { id, coachId: from } of moving) {
      const own = await elevated(tx, 'four-eyes')
        .select({ id: accounts.id })
        .from(accounts)
        .where(eq(accounts.newcomerId, id))
      for (const account of own) if (await isSamePerson(tx, account.id, coachId)) throw new Refusal('not-found')
      await tx
        .update(newcomers)
        .set({ coachId, version: sql`${newcomers.version} + 1`, updatedAt: ctx.now })
        .where(eq(newcomers.id, id))
      await recordEvent(tx, 'newcomer.moved', { newcomerId: id, coachId }, ctx.now)
      await recordAudit(tx, ctx, [
        { action: 'newcomer.moved', subject: 'newcomer', subjectId: id, detail: { from, to: coachId } },
      ])
    }
    return moving.length
  })
}
