import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import type { Actor } from '#server/platform/context.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { verdictsOf } from '#server/positions/reads.ts'
import { latestStartVerdictOf, startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { aProposal, aReadyNewcomer, codeOf, eventsAbout } from '#tests/make/proposals.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { anAccount, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let officer: Actor
beforeAll(async () => {
  home = await aDatabase()
  const { coach } = await aReadyNewcomer(home.db)
  officer = await anAccount(home.db, { role: 'officer', municipalityCode: coach.municipalityCode })
})
afterAll(() => home.close())

const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

/** An accepted proposal of somebody whose papers nobody has looked at: a person has to decide at the start. */
async function aHeldUpStart() {
  const newcomer = await aReadyNewcomer(home.db, { workRight: 'unknown' })
  const made = await aProposal(home.db, { newcomer, state: 'accepted' })
  return {
    ...made,
    input: { proposalId: made.proposalId, ...terms },
    pair: { newcomerId: newcomer.newcomerId, positionId: made.position.positionId },
  }
}

describe('a start that a safeguard holds up', () => {
  test('is asked once, approved by the municipality of the workplace, and then goes on', async () => {
    const { input, coach, pair, position } = await aHeldUpStart()
    const forCoach = ctxOf(home.db, coach)
    expect(await startPlacement(forCoach, input)).toMatchObject({ ok: false, verdict: { outcome: 'human' } })
    const { verdictId } = await askStartDecision(forCoach, input)
    expect(await askStartDecision(ctxOf(home.db, coach, later(1)), input)).toEqual({ verdictId })
    expect(await eventsAbout(home.db, verdictId, 'position.decision-asked')).toHaveLength(1)
    expect(await latestStartVerdictOf(home.db, pair)).toMatchObject({ id: verdictId, decision: null })
    expect(await startPlacement(forCoach, input)).toMatchObject({ ok: false })

    const waits = await startsAwaitingDecision(ctxOf(home.db, officer))
    expect(waits).toMatchObject([{ id: verdictId, positionId: pair.positionId }])
    expect(JSON.stringify(waits)).not.toMatch(/Samira|Tester/)
    expect(JSON.stringify(waits)).not.toContain(pair.newcomerId)
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    expect(await startsAwaitingDecision(ctxOf(home.db, elsewhere))).toEqual([])
    const yes = { verdictId, outcome: 'approved' as const, motivation: 'Papieren gezien' }
    expect(await codeOf(decideStart(ctxOf(home.db, elsewhere), yes))).toBe('not-found')
    const both = await Promise.all([1, 2].map(() => codeOf(decideStart(ctxOf(home.db, officer), yes))))
    expect(both.sort()).toEqual(['ok', 'stale'])
    expect(
      await home.db.select().from(safeguardDecisions).where(eq(safeguardDecisions.verdictId, verdictId)),
    ).toMatchObject([{ decidedBy: officer.accountId, motivation: 'Papieren gezien' }])
    expect(await startsAwaitingDecision(ctxOf(home.db, officer))).toEqual([])
    // What was checked of a person is not for the employer.
    expect(await verdictsOf(home.db, position.positionId)).toEqual([])

    expect(await codeOf(askStartDecision(forCoach, input))).toBe('stale')
    const started = await startPlacement(ctxOf(home.db, coach, later(2)), input)
    expect(started).toMatchObject({ ok: true })
    // What let it pass is named with the answer, and stays with it: which decision, by whom as a role, and when.
    const [decision] = await home.db
      .select()
      .from(safeguardDecisions)
      .where(eq(safeguardDecisions.verdictId, verdictId))
    const passedBy = { kind: 'decision', id: decision?.id, role: 'officer', on: TODAY }
    const passed = expect.objectContaining({ code: 'right-to-work-unknown', approved: true, passedBy })
    expect(started.verdict.reasons).toContainEqual(passed)
    const [kept] = await home.db
      .select()
      .from(positionVerdicts)
      .where(eq(positionVerdicts.positionId, position.positionId))
      .orderBy(desc(positionVerdicts.askedAt))
      .limit(1)
    expect(kept?.reasons).toContainEqual(passed)
  })

  test('begins today or later: of a day that is gone nothing is judged, asked or started', async () => {
    const { input, coach } = await aHeldUpStart()
    const passed = { ...input, startsOn: '2026-11-22' }
    const tooEarly = expect.objectContaining({ code: 'stale', params: { field: 'startsOn', error: 'date-too-early' } })
    await expect(startPlacement(ctxOf(home.db, coach), passed)).rejects.toEqual(tooEarly)
    await expect(askStartDecision(ctxOf(home.db, coach), passed)).rejects.toEqual(tooEarly)
    const today = { ...input, startsOn: '2026-11-23' }
    expect(await startPlacement(ctxOf(home.db, coach), today)).toMatchObject({ ok: false })
    expect(await askStartDecision(ctxOf(home.db, coach), today)).toHaveProperty('verdictId')
  })

  test('rejected, it stays held up until it is asked anew; the older question cannot be decided', async () => {
    const { input, coach, pair } = await aHeldUpStart()
    const first = await askStartDecision(ctxOf(home.db, coach), input)
    const no = { outcome: 'rejected' as const, motivation: 'Eerst het document' }
    await decideStart(ctxOf(home.db, officer), { verdictId: first.verdictId, ...no })
    expect(await startPlacement(ctxOf(home.db, coach), input)).toMatchObject({ ok: false })
    expect(await latestStartVerdictOf(home.db, pair)).toMatchObject({ decision: no })
    const second = await askStartDecision(ctxOf(home.db, coach, later(5)), input)
    expect(second.verdictId).not.toBe(first.verdictId)
    expect(await codeOf(decideStart(ctxOf(home.db, officer), { verdictId: first.verdictId, ...no }))).toBe('stale')
    await decideStart(ctxOf(home.db, officer), {
      verdictId: second.verdictId,
      outcome: 'approved',
      motivation: 'Gezien',
    })
    expect(await startPlacement(ctxOf(home.db, coach), input)).toMatchObject({ ok: true })
  })

  test('is not asked by another coach, for a block, or where nothing is to decide', async () => {
    const { input, coach, newcomer } = await aHeldUpStart()
    const stranger = await anAccount(home.db, { role: 'coach' })
    expect(await codeOf(askStartDecision(ctxOf(home.db, stranger), input))).toBe('not-found')
    const rightTo = (workRight: 'none' | 'free') =>
      home.db.update(newcomers).set({ workRight }).where(eq(newcomers.id, newcomer.newcomerId))
    await rightTo('none')
    expect(await codeOf(askStartDecision(ctxOf(home.db, coach), input))).toBe('safeguard-blocks')
    await rightTo('free')
    expect(await codeOf(askStartDecision(ctxOf(home.db, coach), input))).toBe('stale')
  })
})
