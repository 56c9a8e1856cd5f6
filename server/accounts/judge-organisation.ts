import { and, eq, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { elevated } from '#db/bound.ts'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { organisationStandings } from '#db/schema/members.ts'
import { municipalities, places } from '#db/schema/reference.ts'
import { requireMay } from '#server/access/may.ts'
import { dealsWithSelf } from '#server/access/reads-people.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText, oneOf, orNull, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { placesToJudge } from '#server/positions/reads-suspended.ts'
import { endCardsMadeBy } from './end-cards-made-by.ts'
import { shutOut } from './shut-out.ts'

export const JudgeOrganisationInput = z
  .strictObject({
    employerId: orNull(uuid()),
    municipalityCode: orNull(z.string().regex(/^GM\d{4}$/, { error: 'required' })),
    state: oneOf(['active', 'suspended']),
    reason: filledText(300),
  })
  .refine(({ employerId, municipalityCode }) => (employerId === null) !== (municipalityCode === null), 'required')
export type JudgeOrganisationInput = z.input<typeof JudgeOrganisationInput>

/**
 * Confirms an organisation, suspends it, or lets it in again. Suspended: every session of its people ends at once and none opens, so do the cards that its
 * coaches printed and nobody made their own, and its places are
 * off the site until it takes part again (`recheckPositions` pauses them and brings them back). A municipality
 * judges the employers with a workplace in its labour market region; the platform judges every employer and every municipality.
 *
 * @throws Refusal `forbidden` (also for the own firm, and for a municipality that lifts what the platform suspended), `not-found` (unknown, or of another region), `stale` (it is
 * that already)
 */
export async function judgeOrganisation(ctx: Ctx, input: JudgeOrganisationInput): Promise<void> {
  const { employerId, municipalityCode, state, reason } = JudgeOrganisationInput.parse(input)
  requireMay(ctx.actor, 'organisation.judge')
  if (ctx.actor.role === 'municipality' && employerId === null) throw new Refusal('forbidden')
  await ctx.db.transaction(async (tx) => {
    await lockOrganisation(tx, ctx, employerId, municipalityCode)
    if (employerId !== null && (await dealsWithSelf(tx, ctx.actor.accountId, { employerId })))
      throw new Refusal('forbidden')
    const one = employerId === null ? { municipalityCode, employerId: null } : { employerId, municipalityCode: null }
    const which =
      employerId === null
        ? eq(organisationStandings.municipalityCode, municipalityCode ?? '')
        : eq(organisationStandings.employerId, employerId)
    const [before] = await tx
      .select({ state: organisationStandings.state, changedBy: organisationStandings.changedBy })
      .from(organisationStandings)
      .where(which)
      .for('update')
    if ((before?.state ?? 'active') === state) throw new Refusal('stale')
    if (before?.state === 'suspended' && !(await maySetFree(tx, ctx, before.changedBy))) throw new Refusal('forbidden')
    const row = { state, reason, changedBy: ctx.actor.accountId, changedAt: ctx.now }
    if (before) await tx.update(organisationStandings).set(row).where(which)
    else {
      // Of two who judge for the first time at the same moment, one did.
      const made = await tx
        .insert(organisationStandings)
        .values({ ...one, ...row })
        .onConflictDoNothing()
        .returning({ id: organisationStandings.id })
      if (made.length === 0) throw new Refusal('stale')
    }
    if (state === 'suspended') {
      const people = await elevated(tx, 'shut-out')
        .select({ id: accounts.id })
        .from(accounts)
        .where(
          and(
            employerId === null
              ? eq(accounts.municipalityCode, municipalityCode ?? '')
              : eq(accounts.employerId, employerId),
            ne(accounts.state, 'removed'),
          ),
        )
        .orderBy(accounts.id)
      for (const { id } of people) {
        await shutOut(tx, id, ctx.now)
        // Nor do its coaches keep keys to the accounts of newcomers.
        await endCardsMadeBy(tx, id, ctx.now)
      }
    }
    if (employerId !== null)
      for (const positionId of await placesToJudge(tx, employerId))
        await recordEvent(tx, 'position.updated', { positionId }, ctx.now)
    await recordAudit(tx, ctx, [
      {
        action: `organisation.${state}`,
        subject: employerId === null ? 'municipality' : 'employer',
        subjectId: employerId ?? municipalityCode ?? '',
        detail: { was: before?.state ?? 'active' },
      },
    ])
  })
}

/** What the platform suspended, only the platform lets in again; so too when it is not known any more who did. */
async function maySetFree(tx: Tx, ctx: Ctx, suspendedBy: string | null): Promise<boolean> {
  if (ctx.actor.role === 'platform') return true
  if (suspendedBy === null) return false
  const [by] = await elevated(tx, 'say-who')
    .select({ role: accounts.role })
    .from(accounts)
    .where(eq(accounts.id, suspendedBy))
  return by !== undefined && by.role !== 'platform'
}

/** The organisation, locked, if the actor judges it. */
async function lockOrganisation(tx: Tx, ctx: Ctx, employerId: string | null, code: string | null): Promise<void> {
  const found =
    employerId === null
      ? await tx
          .select({ id: municipalities.code })
          .from(municipalities)
          .where(eq(municipalities.code, code ?? ''))
      : await tx.select({ id: employers.id }).from(employers).where(eq(employers.id, employerId)).for('update')
  if (found.length === 0) throw new Refusal('not-found')
  if (ctx.actor.role === 'platform') return
  const here = await tx
    .select({ id: establishments.id })
    .from(establishments)
    .where(and(eq(establishments.employerId, employerId ?? ''), inRegionOf(ctx.actor.municipalityCode ?? '')))
    .limit(1)
  if (here.length === 0) throw new Refusal('not-found')
}

/** That a workplace lies in the labour market region of a municipality, or in the municipality itself where it has no region. */
export const inRegionOf = (code: string) =>
  sql`${establishments.postcode4} in (select p.postcode4 from ${places} p join ${municipalities} m on m.code = p.municipality_code join ${municipalities} home on home.code = ${code} where m.code = home.code or m.region_code = home.region_code)`
