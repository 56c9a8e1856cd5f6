import { z } from 'zod'
import { consents } from '#db/schema/proposals.ts'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'
import { CONSENT_FIELDS } from '#db/values/proposals.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { storedReasons, storeVerdict } from '#server/positions/store-verdict.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { askToDisclose } from './ask-to-disclose.ts'
import { moveProposal } from './move-proposal.ts'
import { ownProposal, refuseWithdrawn } from './reads-own.ts'
import { canGoOn, PROPOSAL_POLICY } from './rules.ts'

export const GiveConsentInput = z.object({
  proposalId: z.uuid(),
  /** What the newcomer ticked; the given name is always shared, since a first meeting needs it. */
  fields: z.array(z.enum(CONSENT_FIELDS)).default([]),
  /** The language in which the text was read. */
  language: z.enum(SCREEN_LANGUAGES),
  /** Which text was read; only the one in force counts. */
  textVersion: z.literal(PROPOSAL_POLICY.consentTextVersion),
})

/**
 * The newcomer says yes: to this employer, for this position, with exactly these fields, for 30 days (policy). Only now the employer may learn
 * who it is (GDPR art. 4(11) and 7: specific, informed, as easily withdrawn as given). The safeguards of the moment `disclose` are asked first.
 *
 * @returns the consent's id and its last day `YYYY-MM-DD`
 * @throws Refusal `forbidden`, `not-found`, `stale` (answered, ended, the position closed, or the newcomer stopped),
 * `safeguard-blocks` (a strike, ruling 8)
 */
export async function giveConsent(
  ctx: Ctx,
  input: z.infer<typeof GiveConsentInput>,
): Promise<{ consentId: string; expiresOn: string }> {
  return ctx.db.transaction(async (tx) => {
    const proposal = await ownProposal(tx, ctx.actor, input.proposalId, 'newcomer')
    await refuseWithdrawn(tx, proposal.newcomerId)
    if (!canGoOn(proposal.positionState)) throw new Refusal('stale')
    const today = dayOf(ctx.now)
    const expiresOn = addDays(today, PROPOSAL_POLICY.consentDays)
    const verdict = await askToDisclose(tx, { positionId: proposal.positionId, consentOn: today }, today)
    if (!verdict) throw new Refusal('not-found')
    if (verdict.outcome === 'block' || verdict.outcome === 'human') throw new Refusal('safeguard-blocks')
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
    return { consentId, expiresOn }
  })
}
