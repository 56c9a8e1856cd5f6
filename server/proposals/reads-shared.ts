import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { employers } from '#db/schema/employers.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { consents, proposalLog, proposals } from '#db/schema/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import { runningOf } from '#server/placements/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { consentStands, EMPLOYER_STATES, stepsFor } from './rules.ts'

/**
 * Every yes of the signed-in newcomer, newest first, also the ones that ended.
 *
 * @returns `stands`: the employer can see the ticked details today; `canWithdraw`: the yes can be taken back on this page
 * @throws Refusal `forbidden`
 */
export async function consentsForNewcomer(ctx: Ctx) {
  requireRole(ctx.actor, 'newcomer')
  const rows = await ctx.db
    .select({
      id: consents.id,
      proposalId: consents.proposalId,
      title: positions.title,
      employerName: employers.name,
      fields: consents.fields,
      givenAt: consents.givenAt,
      expiresOn: consents.expiresOn,
      withdrawnAt: consents.withdrawnAt,
      state: proposals.state,
      availability: newcomers.availability,
    })
    .from(consents)
    .innerJoin(newcomers, eq(newcomers.id, consents.newcomerId))
    .innerJoin(proposals, eq(proposals.id, consents.proposalId))
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .innerJoin(employers, eq(employers.id, consents.employerId))
    .where(eq(consents.newcomerId, ctx.actor.newcomerId))
    .orderBy(desc(consents.givenAt))
    .limit(100)
  const running = await runningOf(
    ctx.db,
    rows.map((row) => row.proposalId),
  )
  const today = dayOf(ctx.now)
  return rows.map(({ availability, ...row }) => ({
    ...row,
    stands: consentStands(row, row.state, today, { running: running.has(row.proposalId), availability }),
    canWithdraw: row.withdrawnAt === null && stepsFor(row, { role: 'newcomer' }).includes('withdraw-consent'),
  }))
}

/** What a step changed in what an employer can see of a person. */
type SharingChange = 'card-shown' | 'name-shown' | 'name-hidden' | 'card-hidden'
export type SharingRow = { at: Date; change: SharingChange; title: string; employerName: string }

const shows = (state: string | null): boolean => (EMPLOYER_STATES as readonly (string | null)[]).includes(state)

/**
 * Which employer could see what of the signed-in newcomer, and from when: the steps of the proposals' own log that opened or closed something,
 * newest first (GDPR art. 15: to whom data were disclosed).
 *
 * @throws Refusal `forbidden`
 */
export async function sharingOf(ctx: Ctx): Promise<SharingRow[]> {
  requireRole(ctx.actor, 'newcomer')
  const rows = await ctx.db
    .select({
      at: proposalLog.at,
      step: proposalLog.step,
      fromState: proposalLog.fromState,
      toState: proposalLog.toState,
      title: positions.title,
      employerName: employers.name,
    })
    .from(proposalLog)
    .innerJoin(proposals, eq(proposals.id, proposalLog.proposalId))
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .where(and(eq(proposals.newcomerId, ctx.actor.newcomerId), inArray(proposalLog.step, OPENING_OR_CLOSING)))
    .orderBy(desc(proposalLog.at), asc(proposalLog.id))
    .limit(200)
  return rows.flatMap(({ step, fromState, toState, ...row }) => {
    const change = changeOf(step, shows(fromState), shows(toState))
    return change ? [{ ...row, change }] : []
  })
}

const OPENING_OR_CLOSING = [
  'set-aside',
  'shortlist',
  'decline',
  'consent',
  'withdraw-consent',
  'refuse',
  'withdraw',
  'supersede',
  'restore',
  'expire',
  'close',
] as const

function changeOf(step: string, before: boolean, after: boolean): SharingChange | null {
  if (step === 'consent') return 'name-shown'
  if (step === 'withdraw-consent') return 'name-hidden'
  if (before === after) return null
  return after ? 'card-shown' : 'card-hidden'
}
