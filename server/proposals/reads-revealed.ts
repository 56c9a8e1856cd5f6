import { asc, desc, eq } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { newcomerExperiences, newcomers } from '#db/schema/newcomers.ts'
import { proposals } from '#db/schema/proposals.ts'
import { occupations } from '#db/schema/reference.ts'
import type { ConsentField, ProposalState } from '#db/values/proposals.ts'
import { identityOf } from '#server/newcomers/reads.ts'
import { runningOf } from '#server/placements/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { TermLabels } from '#server/reference/rules.ts'
import { consentOf, ownProposal } from './reads-own.ts'
import { consentStands } from './rules.ts'
import { bandOf, YEARS_BANDS, type YearsBand } from './rules-card-bands.ts'

/** Who it is: only what the newcomer ticked; a field that was not ticked, or is not known, is null. */
export type RevealedCandidate = {
  proposalId: string
  code: string
  positionId: string
  state: ProposalState
  fields: ConsentField[]
  givenName: string
  familyName: string | null
  phone: string | null
  email: string | null
  /** Occupations with years in bands, longest first; null = not ticked. */
  workHistory: { labels: TermLabels; years: YearsBand }[] | null
  /** Last day of the yes, `YYYY-MM-DD`. */
  expiresOn: string
}

/**
 * Who a candidate is. Answers only while a consent of this newcomer to this employer for this proposal stands: not taken back, not lapsed, of
 * a person who did not stop, in state consented or accepted, or placed with a placement that runs.
 * @throws Refusal `forbidden`, `not-found` (another employer's, or no longer shown), `consent-missing` (no standing yes), `stale` (the newcomer
 * stopped)
 */
export async function revealedCandidate(ctx: Ctx, proposalId: string): Promise<RevealedCandidate> {
  const own = await ownProposal(ctx.db, ctx.actor, proposalId, 'employer')
  // One snapshot for consent and identity: a yes taken back between the two reads must not answer.
  return ctx.db.transaction(
    async (tx) => {
      const [row] = await elevated(tx, 'head-card')
        .select({ state: proposals.state, cardCode: proposals.cardCode, availability: newcomers.availability })
        .from(proposals)
        .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
        .where(eq(proposals.id, own.id))
      const consent = await consentOf(tx, own.id, own.employerId)
      const running = (await runningOf(tx, [own.id])).has(own.id)
      if (!row || row.availability === 'withdrawn') throw new Refusal('stale')
      if (!consent || !consentStands(consent, row.state, dayOf(ctx.now), { running, availability: row.availability }))
        throw new Refusal('consent-missing')
      const identity = await identityOf(tx, own.newcomerId)
      if (!identity) throw new Refusal('consent-missing')
      const { fields } = consent
      const ticked = (field: ConsentField, value: string | null): string | null =>
        fields.includes(field) && value ? value : null
      return {
        proposalId: own.id,
        code: row.cardCode,
        positionId: own.positionId,
        state: row.state,
        fields,
        givenName: ticked('given-name', identity.givenName) ?? '',
        familyName: ticked('family-name', identity.familyName),
        phone: ticked('phone', identity.phone),
        email: ticked('email', identity.email),
        workHistory: fields.includes('work-history') ? await workHistoryOf(tx, own.newcomerId) : null,
        expiresOn: consent.expiresOn,
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

/** Which work somebody did, in words of the occupation list: no employers, no countries, no years of the calendar. */
async function workHistoryOf(db: Reader, newcomerId: string) {
  const rows = await db
    .select({ labels: occupations.labels, months: newcomerExperiences.months })
    .from(newcomerExperiences)
    .innerJoin(occupations, eq(occupations.uri, newcomerExperiences.occupationUri))
    .where(eq(newcomerExperiences.newcomerId, newcomerId))
    .orderBy(desc(newcomerExperiences.months), asc(newcomerExperiences.id))
    .limit(50)
  return rows.map(({ labels, months }) => ({
    labels,
    years: bandOf(months, [11, 35, 71, 120], YEARS_BANDS) ?? 'over-10',
  }))
}
