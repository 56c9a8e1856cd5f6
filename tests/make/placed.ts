/** Placements that run, in places that are in order, with what their rules ask recorded or not. */
import { eq } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { aProposal, aReadyNewcomer } from './proposals.ts'
import { anEmployer, aPosition, ctxOf, DECLARED, NOW, TODAY } from './rooms.ts'

const decision = { reference: 'B-2026-114', body: 'Gemeente Utrecht', from: '2020-01-01', until: '2031-12-31' }

/** An accepted proposal for a place where the establishment has nothing against it; unpaid unless the type is paid. */
export async function anAcceptedProposal(
  db: Db,
  given: {
    newcomer?: Partial<typeof newcomers.$inferInsert>
    position?: Parameters<typeof aPosition>[1]
  } = {},
) {
  const owner = await anEmployer(db)
  for (const kind of ['contract-ended', 'vacancy-open'] as const)
    await recordStaffingFact(ctxOf(db, owner.actor), {
      establishmentId: owner.establishmentId,
      kind,
      found: false,
      happenedOn: TODAY,
    })
  const position = await aPosition(db, { employer: owner, declaration: { ...DECLARED, decision }, ...given.position })
  const newcomer = await aReadyNewcomer(db, given.newcomer)
  return { owner, ...(await aProposal(db, { newcomer, position, state: 'accepted' })) }
}

/** A placement that runs since this day, put there without its commands: what began before the tests' own day cannot be started. */
export async function aRunningPlacement(
  db: Db,
  given: Parameters<typeof anAcceptedProposal>[1] & { placement?: Partial<typeof placements.$inferInsert> } = {},
) {
  const made = await anAcceptedProposal(db, given)
  const placementId = crypto.randomUUID()
  await db.insert(placements).values({
    id: placementId,
    proposalId: made.proposalId,
    newcomerId: made.newcomer.newcomerId,
    positionId: made.position.positionId,
    state: 'active',
    seat: 1,
    startsOn: '2026-10-05',
    endsOn: '2026-12-31',
    mentor: 'Anneke',
    learningGoals: ['Brood bakken', 'Deeg maken', 'Veilig werken'],
    createdAt: NOW,
    stateSince: NOW,
    ...given.placement,
  })
  return { ...made, placementId }
}

/** Changes what is recorded of somebody, past the command of the profile. */
export const setRight = (db: Db, newcomerId: string, set: Partial<typeof newcomers.$inferInsert>) =>
  db.update(newcomers).set(set).where(eq(newcomers.id, newcomerId))
