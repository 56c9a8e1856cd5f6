import type { Reader } from '#db/client.ts'
import type { Judged } from '#db/values/positions.ts'
import { requireRole } from '#server/access/may.ts'
import { standingOverridesOf } from '#server/cases/reads-overrides.ts'
import { judgedOf, withOverrides } from '#server/cases/rules-overrides.ts'
import { establishmentsOf } from '#server/employers/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { askSafeguards, type Verdict } from '#server/safeguards/rules/verdict.ts'
import { findOwnPosition } from './find-own-position.ts'
import { DraftInput } from './position-input.ts'
import { safeguardFactsFor } from './reads-safeguard-facts.ts'
import { verdictForEmployer } from './reads-verdicts.ts'
import type { AskedPosition } from './rules.ts'

/**
 * What the safeguards say of what the employer has typed so far; writes nothing. The live panel beside the form.
 *
 * @throws Refusal `forbidden`, `not-found` (a foreign establishment or position); ZodError for input that the schema refuses
 */
export async function verdictForDraft(ctx: Ctx, input: DraftInput): Promise<Verdict> {
  const draft = DraftInput.parse(input)
  const { actor } = ctx
  requireRole(actor, 'employer')
  const own = await establishmentsOf(ctx.db, actor.employerId)
  const establishment = draft.establishmentId ? own.find(({ id }) => id === draft.establishmentId) : own[0]
  if (!establishment) throw new Refusal('not-found')
  const today = dayOf(ctx.now)
  if (draft.positionId !== null) await findOwnPosition(ctx.db, actor, draft.positionId)
  const asked = await askToPublish(ctx.db, { ...draft, establishmentId: establishment.id }, today)
  const judged = { ...draft, establishmentId: establishment.id, startsOn: draft.startsOn ?? '' }
  return verdictForEmployer(await afterOverrides(ctx.db, draft.positionId, asked, today, judged))
}

/**
 * The verdict on what is sent in for a saved position: an edit is asked about anew, but what two people let pass for it still passes.
 * @param sentIn the terms that are sent in
 */
export async function afterOverrides(
  db: Reader,
  positionId: string | null,
  { verdict, policy }: AskedToPublish,
  today: string,
  sentIn: Judged,
): Promise<Verdict> {
  if (positionId === null) return verdict
  const standing = await standingOverridesOf(db, [positionId], today)
  return withOverrides(verdict, standing.get(positionId) ?? [], policy, judgedOf(sentIn))
}

type AskedToPublish = { verdict: Verdict; policy: SafeguardPolicy }

/** The verdict at the moment `publish` with today's facts about the establishment, and the policy under which it was asked. `today` is a Dutch day. */
export async function askToPublish(
  db: Reader,
  position: AskedPosition & { establishmentId: string; occupationUri: string },
  today: string,
): Promise<AskedToPublish> {
  const asked = (await safeguardFactsFor(db, [position], today))(position)
  return {
    verdict: askSafeguards('publish', { position: asked.position, person: null }, asked.policy, today),
    policy: asked.policy,
  }
}
