import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { groupRequests } from '#db/schema/facts.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { establishmentsOf } from '#server/employers/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { day, filledText, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { logCase } from './log-case.ts'

export const RecordGroupInput = z.strictObject({
  employerId: uuid(),
  groupName: filledText(120),
  /** Where it stands, e.g. the trade register with a date. */
  source: filledText(200),
  sinceOn: day(),
})
export type RecordGroupInput = z.input<typeof RecordGroupInput>

/**
 * An officer asks to record to which group a company with a workplace in the municipality belongs, so that the monitors look at all of it (MON-13). A group
 * reaches companies elsewhere, so it counts only when a second person confirms it (`decide-group`). Asked again by the same person, the question is corrected.
 *
 * @throws Refusal `forbidden`, `not-found` (no workplace in the municipality), `stale` (another person's question about this company waits); ZodError for
 *   input that the schema refuses
 */
export async function recordGroup(ctx: Ctx, input: RecordGroupInput): Promise<{ requestId: string }> {
  const { employerId, ...group } = RecordGroupInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.record-group')
  requireRole(actor, 'officer')
  const { accountId, municipalityCode } = actor
  return ctx.db.transaction(async (tx) => {
    const own = await establishmentsOf(tx, employerId)
    if (!own.some((one) => one.municipalityCode === municipalityCode)) throw new Refusal('not-found')
    const open = and(eq(groupRequests.employerId, employerId), eq(groupRequests.state, 'asked'))
    const set = { ...group, askedBy: accountId, askedAt: now }
    const [row] = await tx
      .insert(groupRequests)
      .values({ employerId, state: 'asked', ...set })
      .onConflictDoNothing()
      .returning({ id: groupRequests.id })
    if (row) return log(row.id)
    const [mine] = await tx
      .update(groupRequests)
      .set(set)
      .where(and(open, eq(groupRequests.askedBy, accountId)))
      .returning({ id: groupRequests.id })
    if (!mine) throw new Refusal('stale')
    return log(mine.id)

    async function log(requestId: string) {
      await logCase(tx, ctx, 'group', 'ask', employerId, { municipalityCode }, { requestId, sinceOn: group.sinceOn })
      return { requestId }
    }
  })
}
