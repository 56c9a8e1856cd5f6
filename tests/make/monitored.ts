/** What the tests of monitors begin with: an unpaid place that is in order, and placements that are over. */
import type { Db } from '#db/client.ts'
import { placements } from '#db/schema/placements.ts'
import { decideGroup } from '#server/cases/decide-group.ts'
import { recordGroup } from '#server/cases/record-group.ts'
import { staffingFor } from '#server/employers/reads.ts'
import type { Actor } from '#server/platform/context.ts'
import { safeguardFactsOf } from '#server/positions/rules.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { aProposal } from './proposals.ts'
import { BAKER } from './reference.ts'
import { anAccount, type anEmployer, aPosition, ctxOf, DECLARED, NOW, PLAN, TODAY } from './rooms.ts'

/** Unpaid work experience as an employer fills it in. */
export const AN_UNPAID_PLACE = {
  type: 'WORK_EXPERIENCE' as const,
  hourlyWageCents: null,
  startsOn: null,
  endsOn: '2027-01-29',
  hoursPerWeek: 24,
  supervisorName: 'Anneke',
  supervisorHours: 8,
  traineesPerSupervisor: 1,
  learningPlan: PLAN,
  declaration: DECLARED,
  languages: [],
}

/** What the safeguards say at publish of a new place here, of the rules of the monitors alone: outcome and code. */
export async function monitorsSayAtPublish(db: Db, establishmentId: string, isPaid = false): Promise<string[]> {
  const staffing = await staffingFor(db, [establishmentId], TODAY)
  const place = isPaid ? { ...AN_UNPAID_PLACE, type: 'REGULAR_JOB' as const, hourlyWageCents: 1700 } : AN_UNPAID_PLACE
  const position = safeguardFactsOf(place, staffing(establishmentId, BAKER))
  return askSafeguards('publish', { position, person: null }, WHOLE_POLICY, TODAY).reasons.flatMap(
    ({ ruleId, outcome, code, params }) =>
      ruleId === 'MON' && outcome !== 'ok' ? [`${outcome} ${code} ${params['monitor'] ?? params['until']}`] : [],
  )
}

type Owner = Awaited<ReturnType<typeof anEmployer>>
type Made = { placementId: string; coach: Actor; newcomer: Awaited<ReturnType<typeof aProposal>>['newcomer'] }

/** A placement with its proposal and position, put there without its commands. */
export async function aPlacementOf(
  db: Db,
  owner: Owner,
  given: {
    position?: Partial<Parameters<typeof aPosition>[1]>
    newcomer?: Made['newcomer']
    placement: Partial<typeof placements.$inferInsert>
  },
): Promise<Made> {
  const position = await aPosition(db, { employer: owner, state: 'closed', ...given.position })
  const { proposalId, newcomer, coach } = await aProposal(db, {
    position,
    state: 'placed',
    ...(given.newcomer && { newcomer: given.newcomer }),
  })
  const placementId = crypto.randomUUID()
  await db.insert(placements).values({
    id: placementId,
    proposalId,
    newcomerId: newcomer.newcomerId,
    positionId: position.positionId,
    state: 'completed',
    seat: 1,
    startsOn: '2026-02-01',
    mentor: 'Anneke',
    learningGoals: ['Bakken'],
    createdAt: NOW,
    stateSince: NOW,
    ...given.placement,
  })
  return { placementId, coach, newcomer }
}

/** Unpaid placements that ended, one after the other, without anybody hired. */
export async function endedPlacements(db: Db, owner: Owner, count: number): Promise<Made[]> {
  const made: Made[] = []
  for (let at = 0; at < count; at += 1) {
    const month = String(2 + at * 3).padStart(2, '0')
    const last = `2026-${month}-26`
    made.push(
      await aPlacementOf(db, owner, {
        position: { type: 'WORK_EXPERIENCE', hourlyWageCents: null },
        placement: { startsOn: `2026-${month}-01`, endsOn: last, endedOn: last },
      }),
    )
  }
  return made
}

/** Puts companies in one group: one officer asks, another confirms. */
export async function aGroup(db: Db, groupName: string, owners: readonly Owner[]): Promise<void> {
  const [one, other] = await Promise.all([1, 2].map(() => anAccount(db, { role: 'officer' })))
  if (!one || !other) throw new Error('two officers')
  for (const { employerId } of owners) {
    const asked = { employerId, groupName, source: 'Handelsregister', sinceOn: '2026-01-01' }
    const { requestId } = await recordGroup(ctxOf(db, one), asked)
    await decideGroup(ctxOf(db, other), { requestId, outcome: 'confirmed' })
  }
}
