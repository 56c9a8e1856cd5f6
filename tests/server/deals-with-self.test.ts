import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { judgeOrganisation } from '#server/accounts/judge-organisation.ts'
import { employersOfRegion } from '#server/accounts/reads-organisations.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { decideStanding } from '#server/positions/decide-standing.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { standingAwaitingDecision } from '#server/positions/reads-standing.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { acceptCandidate } from '#server/proposals/accept-candidate.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { aProposal, aReadyNewcomer, codeOf } from '#tests/make/proposals.ts'
import { aPublishingDesk, type PublishingDesk } from '#tests/make/publishing.ts'
import { anAccount, aPosition } from '#tests/make/rooms.ts'
import { aPlaceWorthALook } from '#tests/make/worth-a-look.ts'

let desk: PublishingDesk
beforeAll(async () => {
  desk = await aPublishingDesk()
})
afterAll(() => desk.home.close())
beforeEach(() => desk.renew())

const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }

const mailOf = (actor: Actor, email: string | null) =>
  desk.home.db
    .update(accounts)
    .set({ email })
    .where(eq(accounts.id, actor.accountId ?? ''))

/** Refused while the actor is one person with each of these, and let through to the end when they are others. */
async function onlyForOthers(actor: Actor, sides: readonly Actor[], act: () => Promise<unknown>): Promise<void> {
  const name = crypto.randomUUID().slice(0, 8)
  await mailOf(actor, `${name}@voorbeeld.nl`)
  for (const side of sides) {
    await mailOf(side, `${name}+werk@voorbeeld.nl`)
    expect([side.role, await codeOf(act())]).toEqual([side.role, 'forbidden'])
    await mailOf(side, null)
  }
  expect(await codeOf(act())).toBe('ok')
}

describe('who has the mailbox of the other side', () => {
  test('shortlists no card, of themselves or for the own firm', async () => {
    const position = await aPosition(desk.home.db)
    const { proposalId, newcomer, coach } = await aProposal(desk.home.db, { position })
    await onlyForOthers(coach, [newcomer.actor, position.employer], () =>
      shortlistProposal(desk.ctx(coach), { proposalId, version: 1 }),
    )
  })

  test('adds no proposal', async () => {
    const made = await aPlaceWorthALook(desk.home.db)
    await onlyForOthers(made.coach, [made.actor, made.employer], () => addProposal(made.ctx, made))
  })

  test('accepts not themselves as a candidate', async () => {
    const position = await aPosition(desk.home.db)
    const { proposalId, newcomer } = await aProposal(desk.home.db, { position, state: 'consented' })
    await onlyForOthers(position.employer, [newcomer.actor], () =>
      acceptCandidate(desk.ctx(position.employer), { proposalId }),
    )
  })

  test('starts no placement', async () => {
    const position = await aPosition(desk.home.db)
    const { proposalId, newcomer, coach } = await aProposal(desk.home.db, { position, state: 'accepted' })
    await onlyForOthers(coach, [newcomer.actor, position.employer], () =>
      startPlacement(desk.ctx(coach), { proposalId, ...terms }),
    )
  })

  test('decides on no place of the own firm that is sent in', async () => {
    const { positionId } = await desk.published(desk.unpaid())
    const no = { positionId, outcome: 'rejected', motivation: 'Te veel gewoon werk.' } as const
    await onlyForOthers(desk.officer, [desk.employer.actor], () => decidePosition(desk.ctx(desk.officer), no))
  })

  test('decides on no place of the own firm that stands on the site', async () => {
    const { employer, officer } = desk
    const { positionId } = await aPosition(desk.home.db, { employer, type: 'WORK_EXPERIENCE', hourlyWageCents: null })
    await recheckPositions(desk.ctx(WORKER), [positionId])
    const waiting = (await standingAwaitingDecision(desk.ctx(officer))).find((one) => one.positionId === positionId)
    const yes = { verdictId: waiting?.verdictId ?? '', outcome: 'approved', motivation: 'Gezien' } as const
    await onlyForOthers(officer, [employer.actor], () => decideStanding(desk.ctx(officer), yes))
  })

  test('decides on no start of themselves or at the own firm', async () => {
    const newcomer = await aReadyNewcomer(desk.home.db, { workRight: 'unknown' })
    const position = await aPosition(desk.home.db)
    const { proposalId, coach } = await aProposal(desk.home.db, { newcomer, position, state: 'accepted' })
    const { verdictId } = await askStartDecision(desk.ctx(coach), { proposalId, ...terms })
    const yes = { verdictId, outcome: 'approved', motivation: 'Papieren gezien' } as const
    await onlyForOthers(desk.officer, [newcomer.actor, position.employer], () =>
      decideStart(desk.ctx(desk.officer), yes),
    )
  })

  test('judges not the own firm, and reads that it is', async () => {
    const manager = await anAccount(desk.home.db, { role: 'municipality' })
    const { actor, employerId } = desk.employer
    const isOwn = async () => (await employersOfRegion(desk.ctx(manager))).find(({ id }) => id === employerId)?.isOwn
    const judge = async (state: 'active' | 'suspended') => {
      const itself = await isOwn()
      await judgeOrganisation(desk.ctx(manager), { employerId, municipalityCode: null, state, reason: 'Gezien' }).catch(
        (error) => {
          expect(itself).toBe(true)
          throw error
        },
      )
      expect(itself).toBe(false)
    }
    await onlyForOthers(manager, [actor], () => judge('suspended'))
    await onlyForOthers(manager, [actor], () => judge('active'))
    const platform = await anAccount(desk.home.db, { role: 'platform' })
    await onlyForOthers(platform, [actor], () =>
      judgeOrganisation(desk.ctx(platform), {
        employerId,
        municipalityCode: null,
        state: 'suspended',
        reason: 'Gezien',
      }),
    )
  })
})
