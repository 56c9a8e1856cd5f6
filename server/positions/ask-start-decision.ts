import { z } from 'zod'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { askToStart } from '#server/placements/reads-start.ts'
import { START_PASSED } from '#server/placements/rules.ts'
import { CHECK_FIELDS } from '#server/placements/rules-checks.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, lines, orNull, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { consentOf, ownProposal } from '#server/proposals/reads-own.ts'
import { blocksByLaw } from '#server/safeguards/rules/override.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { isAskedAlready, latestStartVerdictOf } from './reads-start-decisions.ts'
import { storeVerdict } from './store-verdict.ts'

export const AskStartDecisionInput = z.strictObject({
  proposalId: uuid(),
  startsOn: day(),
  /** null = no end agreed. */
  endsOn: orNull(day()),
  mentor: filledText(120),
  learningGoals: lines(1, 10, 300),
  ...CHECK_FIELDS,
})
export type AskStartDecisionInput = z.input<typeof AskStartDecisionInput>

/**
 * The coach asks the municipality of the workplace to decide, where a safeguard holds up a start and asks for a person, or blocks it and two people
 * could let it pass. The verdict is kept with the terms that it was asked with, and the officers there are told. Asking the same again while it waits asks
 * nobody twice.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload), `stale` (not accepted any more, nothing to decide: in order or
 * approved, or, with the field `startsOn`, a first day that has passed),
 * `safeguard-blocks` (a block stands on law, and nobody sets that aside); ZodError for input that the schema refuses
 */
export async function askStartDecision(ctx: Ctx, input: AskStartDecisionInput): Promise<{ verdictId: string }> {
  const { proposalId, ...terms } = AskStartDecisionInput.parse(input)
  requireMay(ctx.actor, 'position.ask-start')
  if (terms.startsOn < dayOf(ctx.now)) throw new Refusal('stale', START_PASSED)
  return ctx.db.transaction(async (tx) => {
    const { state, newcomerId, positionId, employerId } = await ownProposal(tx, ctx.actor, proposalId, 'coach')
    if (state !== 'accepted') throw new Refusal('stale')
    const consent = await consentOf(tx, proposalId, employerId)
    const consentOn = consent && consent.withdrawnAt === null ? dayOf(consent.givenAt) : null
    const asked = await askToStart(tx, { ...terms, newcomerId, positionId, consentOn }, dayOf(ctx.now))
    if (!asked) throw new Refusal('not-found')
    const { verdict } = asked
    refuseNothingToDecide(asked)
    const days = { startsOn: terms.startsOn, endsOn: terms.endsOn }
    const waiting = await latestStartVerdictOf(tx, { newcomerId, positionId })
    if (isAskedAlready(waiting, verdict, days)) return { verdictId: waiting.id }
    const verdictId = await storeVerdict(tx, positionId, verdict, ctx.now, newcomerId, days)
    await recordEvent(tx, 'position.decision-asked', { positionId, verdictId }, ctx.now)
    return { verdictId }
  })
}

/**
 * What a coach can ask the municipality about: a person decides, or two let a block pass that does not stand on law.
 * @throws Refusal `safeguard-blocks`, `stale` (nothing to decide)
 */
export function refuseNothingToDecide({ verdict, policy }: { verdict: Verdict; policy: SafeguardPolicy }): void {
  if (verdict.outcome === 'block') {
    if (blocksByLaw(verdict, policy).length > 0) throw new Refusal('safeguard-blocks')
  } else if (verdict.outcome !== 'human') throw new Refusal('stale')
}
