import { and, asc, eq, inArray } from 'drizzle-orm'
import { employers, establishments } from '#db/schema/employers.ts'
import { positionLanguages, positions } from '#db/schema/positions.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import { staffingFor } from '#server/employers/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { safeguardFactsOf } from '#server/positions/rules.ts'
import type { SafeguardNumbers, SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { type MunicipalProfile, municipalPolicy } from '#server/safeguards/rules/profile.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { policiesFor } from './reads-profiles.ts'
import { wholeFor } from './reads-whole.ts'
import { changeBetween, countsOnlyAtStart, type VerdictChange } from './rules-profile.ts'

type PreviewLine = VerdictChange & { positionId: string; code: string; title: string; employerName: string }
export type Preview = {
  asked: number
  changed: PreviewLine[]
  tally: Record<string, number>
  /** Changed numbers that no place shows: they count only when somebody starts or goes on. */
  atStart: (keyof SafeguardNumbers)[]
}

/** Positions whose answer counts today. */
const ASKED = ['published', 'awaiting-decision', 'paused'] as const

/**
 * What other numbers would change for today's positions in the officer's own municipality: each is asked at publish on today's facts, once under what
 * is in force and once under the proposal. Writes nothing.
 *
 * @param proposed what would hold instead of the profile in force
 * @param base the policy that both stand on
 * @returns how many were asked, those whose reasons change, how often each step from one outcome to another is taken (`ok human`), and the changed
 *   numbers that this cannot show
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function previewProfile(
  ctx: Ctx,
  proposed: Pick<MunicipalProfile, 'numbers' | 'choices'>,
  base: SafeguardPolicy,
): Promise<Preview> {
  requireRole(ctx.actor, 'officer')
  const { municipalityCode } = ctx.actor
  const today = dayOf(ctx.now)
  const instead = municipalPolicy(base, { code: municipalityCode, version: 'preview', ...proposed })
  const rows = await ctx.db
    .select({ position: positions, employerName: employers.name })
    .from(positions)
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(and(inArray(positions.state, ASKED), eq(places.municipalityCode, municipalityCode)))
    .orderBy(asc(positions.code))
  const ids = rows.map(({ position }) => position.id)
  const where = rows.map(({ position: { establishmentId, occupationUri } }) => ({
    establishmentId,
    occupationUri,
    municipalityCode,
  }))
  const [languages, staffing, wholeOf, policyHere] = await Promise.all([
    ids.length ? ctx.db.select().from(positionLanguages).where(inArray(positionLanguages.positionId, ids)) : [],
    staffingFor(
      ctx.db,
      where.map((one) => one.establishmentId),
      today,
    ),
    wholeFor(ctx.db, where, today, base),
    policiesFor(ctx.db, [municipalityCode], base, today),
  ])
  const languagesOf = groupBy(languages, (row) => row.positionId)
  const changed: PreviewLine[] = []
  const tally: Record<string, number> = {}
  for (const { position, employerName } of rows) {
    const { id: positionId, code, title, establishmentId, occupationUri } = position
    const { facts, policy: inForce } = wholeOf(
      safeguardFactsOf(
        { ...position, languages: languagesOf.get(positionId) ?? [] },
        staffing(establishmentId, occupationUri),
      ),
      { establishmentId, occupationUri, municipalityCode },
    )
    const ask = (policy: SafeguardPolicy) => askSafeguards('publish', { position: facts, person: null }, policy, today)
    const change = changeBetween(ask(inForce), ask(instead))
    if (change === null) continue
    changed.push({ positionId, code, title, employerName, ...change })
    const step = `${change.before} ${change.after}`
    tally[step] = (tally[step] ?? 0) + 1
  }
  return { asked: rows.length, changed, tally, atStart: countsOnlyAtStart(policyHere(municipalityCode), instead) }
}
