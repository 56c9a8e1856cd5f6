import type { Reader } from '#db/client.ts'
import { requireRole } from '#server/access/may.ts'
import { establishmentsOf, staffingFor } from '#server/employers/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { SAFEGUARD_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards, type Verdict } from '#server/safeguards/rules/verdict.ts'
import { DraftInput } from './position-input.ts'
import { verdictForEmployer } from './reads-verdicts.ts'
import { type AskedPosition, safeguardFactsOf } from './rules.ts'

/**
 * What the safeguards say of what the employer has typed so far; writes nothing. The live panel beside the form.
 *
 * @throws Refusal `forbidden`, `not-found` (a foreign establishment); ZodError for input that the schema refuses
 */
export async function verdictForDraft(ctx: Ctx, input: DraftInput): Promise<Verdict> {
  const draft = DraftInput.parse(input)
  const { actor } = ctx
  requireRole(actor, 'employer')
  const own = await establishmentsOf(ctx.db, actor.employerId)
  const establishment = draft.establishmentId ? own.find(({ id }) => id === draft.establishmentId) : own[0]
  if (!establishment) throw new Refusal('not-found')
  return verdictForEmployer(await askToPublish(ctx.db, { ...draft, establishmentId: establishment.id }, dayOf(ctx.now)))
}

/** The verdict at the moment `publish` with today's facts about the establishment. `today` is a Dutch day. */
export async function askToPublish(
  db: Reader,
  position: AskedPosition & { establishmentId: string; occupationUri: string },
  today: string,
): Promise<Verdict> {
  const staffing = await staffingFor(db, [position.establishmentId], today)
  const facts = safeguardFactsOf(position, staffing(position.establishmentId, position.occupationUri))
  return askSafeguards('publish', { position: facts, person: null }, SAFEGUARD_POLICY, today)
}
