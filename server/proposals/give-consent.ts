import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '#db/client.ts'
import { consents, proposals } from '#db/schema/proposals.ts'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'
import { CONSENT_FIELDS } from '#db/values/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { takenOffOf } from '#server/positions/reads-withheld.ts'
import { isToldBefore } from '#server/positions/rules-standing.ts'
import { keepRefused, storedReasons, storeVerdict } from '#server/positions/store-verdict.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { askToDisclose } from './ask-to-disclose.ts'
import { moveProposal } from './move-proposal.ts'
import { type OwnProposal, ownProposal, refuseWithdrawn } from './reads-own.ts'
import { canGoOn, PROPOSAL_POLICY, take } from './rules.ts'

export const GiveConsentInput = z.object({
  proposalId: z.uuid(),
  /** What the newcomer ticked; the given name is always shared, since a first meeting needs it. */
  fields: z.array(z.enum(CONSENT_FIELDS)).default([]),
  /** The language in which the text was read. */
  language: z.enum(SCREEN_LANGUAGES),
  /** Which text was read; only the one in force counts. */
  textVersion: z.literal(PROPOSAL_POLICY.consentTextVersion),
})

export type GivenConsent = { ok: true; consentId: string; expiresOn: string } | { ok: false; verdict: Verdict }

/**
 * The newcomer says yes: to this employer, for this position, with exactly these fields, for 30 days (policy). Only now the employer may learn
 * who it is (GDPR art. 4(11) and 7: specific, informed, as easily withdrawn as given). The safeguards of the moment `disclose` are asked first.
 *
 * @returns the consent's id and its last day `YYYY-MM-DD`; or the answer that holds the yes up (a strike, ruling 8; a place that was taken off the site, or
 *   is blocked): then nobody learns a name, the answer is kept, and coach and employer are told once per set of reasons
 * @throws Refusal `forbidden`, `not-found`, `stale` (answered, ended, the position closed, or the newcomer stopped)
 */
export async function giveConsent(ctx: Ctx, input: z.infer<typeof GiveConsentInput>): Promise<GivenConsent> {
  requireMay(ctx.actor, 'consent.give')
  return ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'newcomer')
    await refuseWithdrawn(tx, proposal.newcomerId)
    if (!canGoOn(proposal.positionState)) throw new Refusal('stale')
    const today = dayOf(ctx.now)
    const expiresOn = addDays(today, PROPOSAL_POLICY.consentDays)
    const verdict = await askToDisclose(tx, { positionId: proposal.positionId, consentOn: today }, today)
    if (!verdict) throw new Refusal('not-found')
    const isTakenOff = (await takenOffOf(tx, [proposal.positionId])).has(proposal.positionId)
    if (isTakenOff || verdict.outcome === 'block' || verdict.outcome === 'human') {
      // What the table refuses is refused for that: an answer that was given already is no yes that waits.
      if (!take('consent', proposal, ctx.actor).ok) throw new Refusal('stale')
      await keepAndTell(tx, ctx, proposal, verdict)
      return { ok: false, verdict }
    }
    await moveProposal(tx, ctx, 'consent', proposal, {
      reasons: storedReasons(verdict),
      policyVersion: `${PROPOSAL_POLICY.version} ${verdict.policyVersion}`,
      set: { answerDueOn: addDays(today, PROPOSAL_POLICY.answerDays) },
    })
    await storeVerdict(tx, proposal.positionId, verdict, ctx.now, proposal.newcomerId)
    const consentId = crypto.randomUUID()
    await tx.insert(consents).values({
      id: consentId,
      proposalId: proposal.id,
      newcomerId: proposal.newcomerId,
      employerId: proposal.employerId,
      fields: CONSENT_FIELDS.filter((field) => field === 'given-name' || input.fields.includes(field)),
      textVersion: input.textVersion,
      language: input.language,
      givenAt: ctx.now,
      expiresOn,
    })
    await recordEvent(tx, 'consent.given', { proposalId: proposal.id, consentId }, ctx.now)
    return { ok: true, consentId, expiresOn }
  })
}

/** The yes waits for nothing: it was not given. Who can mend it hears, and not again while the reasons are the same. */
async function keepAndTell(tx: Tx, ctx: Ctx, proposal: OwnProposal, verdict: Verdict): Promise<void> {
  const { id: proposalId, positionId } = proposal
  // Two posts at once tell once: the second reads what the first kept.
  await tx.select({ id: proposals.id }).from(proposals).where(eq(proposals.id, proposalId)).for('update')
  const { verdictId, before } = await keepRefused(tx, proposal, verdict, ctx.now)
  if (before !== null && isToldBefore(before, verdict.reasons)) return
  await recordEvent(tx, 'consent.held-up', { proposalId, positionId, verdictId }, ctx.now)
}
