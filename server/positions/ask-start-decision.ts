import { z } from 'zod'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { askToStart } from '#server/placements/reads-start.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, lines, orNull, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { consentOf, ownProposal } from '#server/proposals/reads-own.ts'
import { latestStartVerdictOf } from './reads-start-decisions.ts'
import { storedReasons, storeVerdict } from './store-verdict.ts'

export const AskStartDecisionInput = z.strictObject({
  proposalId: uuid(),
  startsOn: day(),
  /** null = no end agreed. */
  endsOn: orNull(day()),
  mentor: filledText(120),
  learningGoals: lines(1, 10, 300),
})
export type AskStartDecisionInput = z.input<typeof AskStartDecisionInput>

/**
 * The coach asks the municipality of the workplace to decide, where a safeguard holds up a start and asks for a person. The verdict is kept with
 * the terms that it was asked with, and the officers there are told. Asking the same again while it waits asks nobody twice.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (not accepted any more, or nothing to decide: in order or approved),
 * `safeguard-blocks` (no person can approve a block); ZodError for input that the schema refuses
 */
export async function askStartDecision(ctx: Ctx, input: AskStartDecisionInput): Promise<{ verdictId: string }> {
  const { proposalId, ...terms } = AskStartDecisionInput.parse(input)
  requireMay(ctx.actor, 'position.ask-start')
  return ctx.db.transaction(async (tx) => {
    const { state, newcomerId, positionId, employerId } = await ownProposal(tx, ctx.actor, proposalId, 'coach')
    if (state !== 'accepted') throw new Refusal('stale')
    const consent = await consentOf(tx, proposalId, employerId)
    const consentOn = consent && consent.withdrawnAt === null ? dayOf(consent.givenAt) : null
    const asked = await askToStart(tx, { ...terms, newcomerId, positionId, consentOn }, dayOf(ctx.now))
    if (!asked) throw new Refusal('not-found')
    const { verdict } = asked
    if (verdict.outcome === 'block') throw new Refusal('safeguard-blocks')
    if (verdict.outcome !== 'human') throw new Refusal('stale')
    const waiting = await latestStartVerdictOf(tx, { newcomerId, positionId })
    if (waiting && waiting.decision === null && isSame(waiting.reasons, storedReasons(verdict)))
      return { verdictId: waiting.id }
    const verdictId = await storeVerdict(tx, positionId, verdict, ctx.now, newcomerId)
    await recordEvent(tx, 'position.decision-asked', { positionId, verdictId }, ctx.now)
    return { verdictId }
  })
}

const wordsOf = (reasons: ReturnType<typeof storedReasons>): string =>
  reasons
    .map(({ ruleId, outcome, code, params }) =>
      JSON.stringify([ruleId, outcome, code, Object.entries(params).sort(([x], [y]) => (x < y ? -1 : 1))]),
    )
    .join('\n')
/** Whether two stored answers give the same reasons word for word. */
export const isSame = (one: Parameters<typeof wordsOf>[0], other: Parameters<typeof wordsOf>[0]): boolean =>
  wordsOf(one) === wordsOf(other)
