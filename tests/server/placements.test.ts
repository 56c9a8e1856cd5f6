import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { followUps, placementLog, placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { CARD_REASONS } from '#db/values/cards.ts'
import { AnswerFollowUpInput, answerFollowUp } from '#server/placements/answer-follow-up.ts'
import { askFollowUps } from '#server/placements/ask-follow-ups.ts'
import { beginPlacements } from '#server/placements/begin-placements.ts'
import { cancelPlacement } from '#server/placements/cancel-placement.ts'
import { completePlacements } from '#server/placements/complete-placements.ts'
import { endPlacement } from '#server/placements/end-placement.ts'
import {
  followUpsDue,
  placementForCoach,
  placementForNewcomer,
  placementOfFollowUp,
  placementsOfCoach,
  placementsOfEmployer,
  seatsTakenOf,
} from '#server/placements/reads.ts'
import { StartPlacementInput, startPlacement } from '#server/placements/start-placement.ts'
import { WORKER } from '#server/platform/context.ts'
import { baseOn } from '#server/positions/rules-policy.ts'
import { acceptCandidate } from '#server/proposals/accept-candidate.ts'
import { GiveConsentInput, giveConsent } from '#server/proposals/give-consent.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { proposalsForCoach, proposalsForNewcomer } from '#server/proposals/reads.ts'
import { cardsForEmployer } from '#server/proposals/reads-cards.ts'
import { revealedCandidate } from '#server/proposals/reads-revealed.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { showHeldCard } from '#server/proposals/show-held-card.ts'
import { aProposal, aReadyNewcomer, codeOf, eventsAbout, stateOf, stepsOf } from '#tests/make/proposals.ts'
import { anAccount, aPosition, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const worker = (day = '2026-11-23') => ctxOf(home.db, WORKER, new Date(`${day}T12:00:00Z`))
const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }

async function aPlacement(given: Parameters<typeof aProposal>[1] = {}) {
  const made = await aProposal(home.db, { state: 'accepted', ...given })
  const started = await startPlacement(ctxOf(home.db, made.coach), { proposalId: made.proposalId, ...terms })
  if (!started.ok) throw new Error(JSON.stringify(started.verdict.reasons))
  return { ...made, placementId: started.placementId, seat: started.seat }
}
const placementOf = async (id: string) => (await home.db.select().from(placements).where(eq(placements.id, id)))[0]

describe('the whole circle', () => {
  test('from proposal to lasting work, each step written down', async () => {
    const { newcomerId, actor, coach } = await aReadyNewcomer(home.db)
    const { positionId, employer } = await aPosition(home.db)
    const [forCoach, forNewcomer, forEmployer] = [coach, actor, employer].map((one) => ctxOf(home.db, one))
    if (!forCoach || !forNewcomer || !forEmployer) throw new Error('three actors')
    await proposeMatches(worker(), { newcomerId })
    const [found] = (await proposalsForCoach(forCoach, { newcomerId })).rows
    const proposalId = found?.id ?? ''
    await shortlistProposal(forCoach, { proposalId, version: found?.version ?? 0 })
    expect((await proposalsForNewcomer(forNewcomer)).map((row) => row.steps)).toEqual([['decline', 'consent']])
    // Nobody looks like the only person there is: the coach decides.
    expect(await cardsForEmployer(forEmployer, positionId)).toHaveLength(0)
    await showHeldCard(forCoach, { proposalId, reason: CARD_REASONS[0] })
    expect(await cardsForEmployer(forEmployer, positionId)).toHaveLength(1)
    const yes = { proposalId, fields: ['phone'], language: 'en', textVersion: 'consent-2026-11-22' }
    await giveConsent(forNewcomer, GiveConsentInput.parse(yes))
    await acceptCandidate(forEmployer, { proposalId })
    const started = await startPlacement(forCoach, StartPlacementInput.parse({ proposalId, ...terms }))
    expect(started.ok).toBe(true)
    expect(await stepsOf(home.db, proposalId)).toHaveLength(5)
    expect(await stateOf(home.db, proposalId)).toBe('placed')
    expect(await seatsTakenOf(home.db, [positionId])).toEqual(new Map([[positionId, 1]]))
    expect((await revealedCandidate(forEmployer, proposalId)).givenName).toBe('Samira')

    const placementId = started.ok ? started.placementId : ''
    await beginPlacements(worker('2026-12-07'))
    expect((await placementForNewcomer(forNewcomer))?.state).toBe('active')
    await askFollowUps(worker('2027-06-07'))
    const due = await followUpsDue(ctxOf(home.db, coach, new Date('2027-06-08T12:00:00Z')))
    expect(due.map(({ kind, dueOn, late }) => ({ kind, dueOn, late }))).toEqual([
      { kind: 'week-2', dueOn: '2026-12-21', late: 169 },
      { kind: 'month-1', dueOn: '2027-01-07', late: 152 },
      { kind: 'month-3', dueOn: '2027-03-07', late: 93 },
      { kind: 'month-6', dueOn: '2027-06-07', late: 1 },
    ])
    const last = due.find((one) => one.kind === 'month-6')
    const answer = { followUpId: last?.id ?? '', outcome: 'lasting-work', note: 'Vast contract' }
    await answerFollowUp(forCoach, AnswerFollowUpInput.parse(answer))
    const ends = ctxOf(home.db, coach, new Date('2027-06-08T12:00:00Z'))
    await endPlacement(ends, { placementId, step: 'complete', endedOn: '2027-06-04' })
    const log = await home.db.select().from(placementLog).where(eq(placementLog.placementId, placementId))
    expect(log.map((row) => row.step).sort()).toEqual(['begin', 'complete', 'plan'])
    expect(log.find((row) => row.step === 'plan')?.policyVersion).toBe(baseOn(TODAY).version)
    // The work is over, so the employer's view of the person is over (reliability.md, section 5, S6).
    expect(await codeOf(revealedCandidate(forEmployer, proposalId))).toBe('consent-missing')
    expect((await placementsOfEmployer(forEmployer))[0]).toMatchObject({ state: 'completed', givenName: null })
  })
})

describe('start', () => {
  test('makes five conversations and one event, on the lowest free seat', async () => {
    const position = await aPosition(home.db, { seats: 3 })
    const first = await aPlacement({ position })
    const second = await aPlacement({ position })
    expect([first.seat, second.seat]).toEqual([1, 2])
    await cancelPlacement(ctxOf(home.db, first.coach), first)
    expect((await aPlacement({ position })).seat).toBe(1)
    const talks = await home.db.select().from(followUps).where(eq(followUps.placementId, second.placementId))
    expect(talks.map((talk) => talk.dueOn).sort()).toEqual([
      '2026-12-21',
      '2027-01-07',
      '2027-03-07',
      '2027-06-07',
      '2027-12-07',
    ])
    expect(await eventsAbout(home.db, second.placementId, 'placement.started')).toHaveLength(1)
  })

  test('a safeguard that blocks, or asks for a person, holds it up with all reasons; nothing is written', async () => {
    for (const [workRight, outcome, code] of [
      ['none', 'block', 'right-to-work-missing'],
      ['unknown', 'human', 'right-to-work-unknown'],
    ] as const) {
      const newcomer = await aReadyNewcomer(home.db, { workRight })
      const { proposalId, coach } = await aProposal(home.db, { newcomer, state: 'accepted' })
      const answer = await startPlacement(ctxOf(home.db, coach), { proposalId, ...terms })
      expect(answer).toMatchObject({ ok: false, verdict: { moment: 'start', outcome } })
      expect(answer.verdict.reasons.map((one) => one.code)).toContain(code)
      expect(await stateOf(home.db, proposalId)).toBe('accepted')
      expect(await home.db.select().from(placements).where(eq(placements.proposalId, proposalId))).toEqual([])
      await home.db.update(newcomers).set({ workRight: 'free' }).where(eq(newcomers.id, newcomer.newcomerId))
      expect(await startPlacement(ctxOf(home.db, coach), { proposalId, ...terms })).toMatchObject({ ok: true })
    }
  })

  test('is refused for a foreign coach, an early state, a lapsed yes and a closed position', async () => {
    const { proposalId, coach, position } = await aProposal(home.db, { state: 'accepted' })
    const stranger = await anAccount(home.db, { role: 'coach' })
    const input = { proposalId, ...terms }
    expect(await codeOf(startPlacement(ctxOf(home.db, stranger), input))).toBe('not-found')
    expect(await codeOf(startPlacement(ctxOf(home.db, position.employer), input))).toBe('forbidden')
    const lapsed = ctxOf(home.db, coach, new Date('2026-12-24T12:00:00Z'))
    expect(await codeOf(startPlacement(lapsed, { ...input, startsOn: '2026-12-28', endsOn: null }))).toBe(
      'consent-missing',
    )
    await home.db.update(positions).set({ state: 'closed' }).where(eq(positions.id, position.positionId))
    expect(await codeOf(startPlacement(ctxOf(home.db, coach), input))).toBe('stale')
    const early = await aProposal(home.db, { state: 'consented' })
    const tooEarly = startPlacement(ctxOf(home.db, early.coach), { proposalId: early.proposalId, ...terms })
    expect(await codeOf(tooEarly)).toBe('stale')
  })

  test('the form needs a mentor, a goal and an end that is not before the start', () => {
    const good = { proposalId: crypto.randomUUID(), ...terms }
    expect(StartPlacementInput.safeParse(good).success).toBe(true)
    expect(StartPlacementInput.parse({ ...good, endsOn: '' }).endsOn).toBeNull()
    for (const bad of [{ mentor: ' ' }, { learningGoals: [] }, { endsOn: '2026-12-06' }, { startsOn: '2026-02-30' }])
      expect(StartPlacementInput.safeParse({ ...good, ...bad }).success).toBe(false)
  })
})

describe('sweeps and ends', () => {
  test('begin and ask run twice, and two at once, without doing anything twice', async () => {
    const { placementId, coach } = await aPlacement()
    await Promise.all([1, 2, 3].map(() => beginPlacements(worker('2026-12-07'))))
    expect((await placementOf(placementId))?.state).toBe('active')
    await Promise.all([1, 2, 3].map(() => askFollowUps(worker('2026-12-21'))))
    const [talk] = (await followUpsDue(ctxOf(home.db, coach))).filter((one) => one.placementId === placementId)
    expect(talk?.kind).toBe('week-2')
    expect(await eventsAbout(home.db, talk?.id ?? '', 'follow-up.due')).toHaveLength(1)
    expect(await codeOf(cancelPlacement(ctxOf(home.db, coach), { placementId }))).toBe('stale')
  })

  test('what ran to its last day is completed on the day after, once, and keeps its later conversations', async () => {
    const { placementId, newcomer } = await aPlacement()
    const open = await aPlacement()
    await home.db.update(placements).set({ endsOn: null }).where(eq(placements.id, open.placementId))
    await beginPlacements(worker('2026-12-07'))
    await completePlacements(worker('2027-06-04'))
    expect((await placementOf(placementId))?.state).toBe('active')
    await Promise.all([1, 2, 3].map(() => completePlacements(worker('2027-06-05'))))
    expect(await placementOf(placementId)).toMatchObject({
      state: 'completed',
      endedOn: '2027-06-04',
      initiative: null,
    })
    expect((await placementOf(open.placementId))?.state).toBe('active')
    expect(await eventsAbout(home.db, placementId, 'placement.ended')).toMatchObject([
      { payload: { newcomerId: newcomer.newcomerId } },
    ])
    const log = await home.db.select().from(placementLog).where(eq(placementLog.placementId, placementId))
    expect(log.map((row) => `${row.step} by ${row.actorRole}`)).toContain('complete by worker')
    const talks = await home.db.select().from(followUps).where(eq(followUps.placementId, placementId))
    expect(new Set(talks.map((talk) => talk.state))).toEqual(new Set(['waiting']))
  })

  test('a concern is recorded once, by the own coach, with its kind', async () => {
    const { placementId, coach } = await aPlacement()
    await askFollowUps(worker('2026-12-21'))
    const seen = await placementForCoach(ctxOf(home.db, coach), placementId)
    const followUpId = seen.followUps[0]?.id ?? ''
    const stranger = await anAccount(home.db, { role: 'coach' })
    expect((await placementOfFollowUp(ctxOf(home.db, coach), followUpId)).id).toBe(placementId)
    expect(await codeOf(placementOfFollowUp(ctxOf(home.db, stranger), followUpId))).toBe('not-found')
    expect(await codeOf(placementForCoach(ctxOf(home.db, stranger), placementId))).toBe('not-found')
    expect(await codeOf(placementOfFollowUp(ctxOf(home.db, coach), 'no-id'))).toBe('not-found')
    const answer = AnswerFollowUpInput.parse({ followUpId, outcome: 'concern', concern: 'no-guidance' })
    expect(AnswerFollowUpInput.safeParse({ followUpId, outcome: 'concern' }).success).toBe(false)
    expect(AnswerFollowUpInput.safeParse({ ...answer, outcome: 'going-well' }).success).toBe(false)
    expect(await codeOf(answerFollowUp(ctxOf(home.db, stranger), answer))).toBe('not-found')
    const codes = await Promise.all([1, 2].map(() => codeOf(answerFollowUp(ctxOf(home.db, coach), answer))))
    expect(codes.sort()).toEqual(['ok', 'stale'])
    expect(await eventsAbout(home.db, followUpId, 'follow-up.answered')).toHaveLength(1)
  })

  test('ended early: the seat is free, the later conversations drop, the last day is a day that was', async () => {
    const position = await aPosition(home.db, { seats: 1 })
    const { placementId, coach } = await aPlacement({ position })
    await beginPlacements(worker('2026-12-07'))
    const ctx = ctxOf(home.db, coach, new Date('2026-12-20T12:00:00Z'))
    const input = { placementId, step: 'end-early' as const, initiative: 'newcomer' as const }
    expect(await codeOf(endPlacement(ctx, { ...input, endedOn: '2026-12-21' }))).toBe('stale')
    const stranger = await anAccount(home.db, { role: 'coach' })
    const foreign = endPlacement(ctxOf(home.db, stranger, ctx.now), { ...input, endedOn: '2026-12-18' })
    expect(await codeOf(foreign)).toBe('not-found')
    await endPlacement(ctx, { ...input, endedOn: '2026-12-18' })
    expect(await placementOf(placementId)).toMatchObject({ state: 'ended-early', initiative: 'newcomer' })
    const [row] = (await placementsOfCoach(ctx)).filter((one) => one.id === placementId)
    expect(new Set(row?.followUps.map((talk) => talk.state))).toEqual(new Set(['dropped']))
    expect((await aPlacement({ position })).seat).toBe(1)
    expect(NOW.getTime()).toBeLessThan(ctx.now.getTime())
  })
})
