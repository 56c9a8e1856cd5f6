import { eq, gt } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { placements } from '#db/schema/placements.ts'
import { askOverride } from '#server/cases/ask-override.ts'
import { decideOverride } from '#server/cases/decide-override.ts'
import { caseOf } from '#server/cases/reads-case.ts'
import { talkWithCoach } from '#server/cases/reads-talk.ts'
import { writeMessage } from '#server/cases/write-message.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { noticesOf } from '#server/notices/reads.ts'
import type { RecordedEvent } from '#server/outbox/events.ts'
import { extendPlacement } from '#server/placements/extend-placement.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { askExtensionDecision } from '#server/positions/ask-extension-decision.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { latestStartVerdictOf, startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { aProposal, aReadyNewcomer, codeOf } from '#tests/make/proposals.ts'
import { positionForm } from '#tests/make/publishing.ts'
import { BAKER } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, DECLARED, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let first: Actor
let second: Actor
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  // What an earlier test recorded is nothing for the people of the next.
  await handOn()
  await home.db.update(accounts).set({ state: 'suspended' }).where(eq(accounts.role, 'officer'))
  employer = await anEmployer(home.db)
  first = await anAccount(home.db, { role: 'officer' })
  second = await anAccount(home.db, { role: 'officer' })
})

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const as = (actor: Actor, minutes = 0) => ctxOf(home.db, actor, later(minutes))
const asks = { motivation: 'Gezien ter plaatse', validUntil: '2027-01-31' }
const confirms = { decision: 'confirm' as const, motivation: 'Eens' }
let handed = 0
/** Hands on what was recorded since, as the relay does. */
const handOn = async () => {
  const events = await home.db.select().from(outboxEvents).where(gt(outboxEvents.id, handed)).orderBy(outboxEvents.id)
  for (const event of events) await makeNotice(ctxOf(home.db, WORKER), event as unknown as RecordedEvent)
  handed = events.at(-1)?.id ?? handed
}
const codesOf = async (actor: Actor) => (await noticesOf(as(actor))).map(({ code }) => code)
const endsAContract = (establishmentId: string, owner: Actor, happenedOn = '2026-03-14') =>
  recordStaffingFact(as(owner), {
    establishmentId,
    kind: 'contract-ended',
    reason: 'not-renewed',
    occupationUri: BAKER,
    happenedOn,
  })

/** A draft of subsidised work that a published policy blocks and nothing else asks about, brought before the officer. */
async function aBlocked(given: object = {}) {
  const { establishmentId } = employer
  await endsAContract(establishmentId, employer.actor)
  const form = positionForm(establishmentId, {
    type: 'WORK_EXPERIENCE',
    hourlyWageCents: null,
    endsOn: '2027-02-05',
    ...given,
  })
  const { positionId } = await saveDraft(as(employer.actor), form)
  const tried = await publishPosition(as(employer.actor), { ...form, positionId })
  if (tried.ok) throw new Error('not blocked')
  await writeMessage(as(employer.actor), {
    verdictId: tried.verdictId,
    kind: 'objection',
    body: 'De bakker ging met pensioen.',
  })
  return { positionId, verdictId: tried.verdictId, form: { ...form, positionId } }
}

describe('an override of a place', () => {
  test('is not confirmed once another answer was given', async () => {
    const { verdictId, form } = await aBlocked()
    const { overrideId } = await askOverride(as(first), { verdictId, ...asks })
    // The same try again changes nothing; other terms are another answer.
    await publishPosition(as(employer.actor, 1), form)
    await publishPosition(as(employer.actor, 2), { ...form, seats: 4 })
    expect(await codeOf(decideOverride(as(second, 3), { overrideId, ...confirms }))).toBe('stale')
    expect((await caseOf(as(first, 3), verdictId)).verdict.isNewest).toBe(false)
    expect(await codeOf(decideOverride(as(first, 4), { overrideId, ...confirms, decision: 'refuse' }))).toBe('ok')
  })

  test('one person with two mailboxes of one name does not confirm', async () => {
    const { verdictId } = await aBlocked()
    const one = await anAccount(home.db, { role: 'officer', email: 'noor@gemeente.test' })
    const same = await anAccount(home.db, { role: 'officer', email: 'Noor+toets@gemeente.test' })
    const { overrideId } = await askOverride(as(one), { verdictId, ...asks })
    expect(await codeOf(decideOverride(as(same), { overrideId, ...confirms }))).toBe('forbidden')
    expect(await codeOf(decideOverride(as(second), { overrideId, ...confirms }))).toBe('ok')
  })

  test.each([
    ['seats', { seats: 5 }],
    ['hoursPerWeek', { hoursPerWeek: 32 }],
    ['type', { type: 'PARTICIPATION_PLACEMENT' as const }],
    ['startsOn', { startsOn: '2026-12-14' }],
    ['endsOn', { endsOn: '2027-01-29' }],
  ])(
    'counts for the terms that were judged: with other %s it does not, and both sides hear it once',
    async (field, change) => {
      const { verdictId, form } = await aBlocked()
      const { overrideId } = await askOverride(as(first), { verdictId, ...asks })
      await decideOverride(as(second, 1), { overrideId, ...confirms })
      for (const minutes of [2, 3]) {
        const tried = await publishPosition(as(employer.actor, minutes), { ...form, ...change })
        expect(tried).toMatchObject({ ok: false, verdict: { outcome: 'block' }, outgrown: [field] })
      }
      await handOn()
      expect((await codesOf(employer.actor)).sort()).toEqual(['override-confirmed', 'override-outgrown'])
      expect((await codesOf(first)).filter((code) => code === 'override-outgrown')).toHaveLength(1)
      expect(await codesOf(first)).toContain('override-confirmed')
      expect(await codesOf(second)).not.toContain('override-confirmed')
      // As it was judged it still passes.
      expect(await publishPosition(as(employer.actor, 4), form)).toMatchObject({ ok: true, state: 'awaiting-decision' })
    },
  )

  test('refused, its employer hears it', async () => {
    const { verdictId } = await aBlocked()
    const { overrideId } = await askOverride(as(first), { verdictId, ...asks })
    await decideOverride(as(second), { overrideId, decision: 'refuse', motivation: 'Nee' })
    await handOn()
    expect(await codesOf(employer.actor)).toEqual(['override-refused'])
  })
})

/** Unpaid work with the decision that the law asks for. */
const unpaidPlace = () =>
  aPosition(home.db, {
    employer,
    type: 'WORK_EXPERIENCE',
    hourlyWageCents: null,
    endsOn: null,
    declaration: {
      ...DECLARED,
      decision: { reference: 'B-12', body: 'Gemeente Utrecht', from: '2026-11-01', until: '2027-12-31' },
    },
  })
const terms = { startsOn: '2026-12-07', endsOn: '2027-02-26', mentor: 'Anneke', learningGoals: ['Brood bakken'] }

/** An accepted proposal for unpaid work where a paid contract in the role ended since: our policy blocks the start. */
async function aBlockedStart() {
  const newcomer = await aReadyNewcomer(home.db)
  const position = await unpaidPlace()
  const { proposalId, coach } = await aProposal(home.db, { newcomer, position, state: 'accepted' })
  await endsAContract(employer.establishmentId, employer.actor)
  return {
    coach,
    input: { proposalId, ...terms },
    newcomer,
    pair: { newcomerId: newcomer.newcomerId, positionId: position.positionId },
  }
}

describe('a start that is blocked by policy', () => {
  test('two people let it pass for these days, and what else asks for a person still does', async () => {
    const { coach, input, pair } = await aBlockedStart()
    const { verdictId } = await askStartDecision(as(coach), input)
    expect(await askStartDecision(as(coach, 1), input)).toEqual({ verdictId })
    expect(await startsAwaitingDecision(as(first, 1))).toMatchObject([
      { id: verdictId, outcome: 'block', override: null },
    ])
    expect(
      await codeOf(decideStart(as(first, 1), { verdictId, outcome: 'approved', motivation: 'x', validUntil: null })),
    ).toBe('safeguard-blocks')
    // The coach and the municipality write to each other; the employer has no part in it.
    await writeMessage(as(first, 1), { verdictId, kind: 'question', body: 'Wie leert er wat?' })
    await writeMessage(as(coach, 2), { verdictId, kind: 'answer', body: 'Brood bakken, met een leermeester.' })
    expect((await talkWithCoach(as(coach, 2), verdictId)).map(({ byRole }) => byRole)).toEqual(['officer', 'coach'])
    const stranger = await anAccount(home.db, { role: 'coach' })
    expect(await codeOf(talkWithCoach(as(stranger), verdictId))).toBe('not-found')
    expect(await codeOf(caseOf(as(employer.actor), verdictId))).toBe('not-found')
    expect(await codeOf(writeMessage(as(coach), { verdictId, kind: 'objection', body: 'x' }))).toBe('forbidden')

    const { overrideId } = await askOverride(as(first, 3), { verdictId, ...asks })
    expect(await codeOf(decideOverride(as(first, 3), { overrideId, ...confirms }))).toBe('forbidden')
    expect(await startPlacement(as(coach, 3), input)).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
    await decideOverride(as(second, 4), { overrideId, ...confirms })
    expect(await startsAwaitingDecision(as(first, 4))).toEqual([])
    const moved = { ...input, endsOn: '2027-03-05' }
    expect(await startPlacement(as(coach, 5), moved)).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
    let started = await startPlacement(as(coach, 5), input)
    if (!started.ok) {
      expect(started.verdict.outcome).toBe('human')
      const next = await askStartDecision(as(coach, 6), input)
      await decideStart(as(first, 7), { ...next, outcome: 'approved', motivation: 'In orde', validUntil: null })
      started = await startPlacement(as(coach, 8), input)
    }
    expect(started.ok).toBe(true)
    expect(started.verdict.reasons.find(({ code }) => code === 'contract-ended')).toMatchObject({ approved: true })

    await handOn()
    const coachHeard = await codesOf(coach)
    expect(coachHeard).toEqual(expect.arrayContaining(['override-confirmed', 'question-asked', 'start-decided']))
    expect(await codesOf(first)).toEqual(expect.arrayContaining(['answer-given', 'override-confirmed']))
    expect(await codesOf(employer.actor)).not.toContain('override-confirmed')
    expect(await codesOf(employer.actor)).not.toContain('question-asked')
    expect(pair.newcomerId).toBeTruthy()
  })

  test('its case page has the same parts as that of a place', async () => {
    const { coach, input } = await aBlockedStart()
    const { verdictId } = await askStartDecision(as(coach), input)
    const seen = await caseOf(as(first), verdictId)
    expect(seen).toMatchObject({
      verdict: { moment: 'start', outcome: 'block', isAboutPerson: true, isNewest: true },
      judged: { startsOn: '2026-12-07', endsOn: '2027-02-26', seats: 2 },
      canBeOverridden: true,
    })
    expect(seen.card).toBe(input.proposalId.slice(0, 8))
    expect(seen.history.map(({ kind }) => kind)).toEqual(['contract-ended'])
    expect(seen.trail.find(({ rule }) => rule === 'DSP-09')?.outcome).toBe('block')
    expect(seen.tension).toBeDefined()
    expect(JSON.stringify(seen)).not.toMatch(/Samira|Tester/)
  })

  test('one person says no and the coach reads why; a block of law is asked to nobody', async () => {
    const { coach, input, pair, newcomer } = await aBlockedStart()
    const { verdictId } = await askStartDecision(as(coach), input)
    await decideStart(as(first, 1), { verdictId, outcome: 'rejected', motivation: 'Te vroeg', validUntil: null })
    expect(await latestStartVerdictOf(home.db, pair)).toMatchObject({ decision: { motivation: 'Te vroeg' } })
    expect(
      await codeOf(decideStart(as(second, 2), { verdictId, outcome: 'rejected', motivation: 'x', validUntil: null })),
    ).toBe('stale')
    await home.db.update(newcomers).set({ workRight: 'none' }).where(eq(newcomers.id, newcomer.newcomerId))
    expect(await codeOf(askStartDecision(as(coach, 3), input))).toBe('safeguard-blocks')
  })
})

test('a longer term that policy blocks passes by two people for that last day alone', async () => {
  const newcomer = await aReadyNewcomer(home.db)
  const position = await unpaidPlace()
  const { proposalId, coach } = await aProposal(home.db, { newcomer, position, state: 'placed' })
  const placementId = crypto.randomUUID()
  await home.db.insert(placements).values({
    id: placementId,
    proposalId,
    newcomerId: newcomer.newcomerId,
    positionId: position.positionId,
    state: 'active',
    seat: 1,
    startsOn: '2026-11-09',
    endsOn: '2027-01-29',
    mentor: 'Anneke',
    learningGoals: ['Brood bakken'],
    createdAt: NOW,
    stateSince: NOW,
  })
  await endsAContract(employer.establishmentId, employer.actor)
  const longer = { placementId, endsOn: '2027-02-05', extension: null }
  expect(await extendPlacement(as(coach), longer)).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
  const { verdictId } = await askExtensionDecision(as(coach), longer)
  const { overrideId } = await askOverride(as(first, 1), { verdictId, ...asks })
  await decideOverride(as(second, 2), { overrideId, ...confirms })
  const other = await extendPlacement(as(coach, 3), { ...longer, endsOn: '2027-02-06' })
  expect(other).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
  let done = await extendPlacement(as(coach, 3), longer)
  if (!done.ok) {
    expect(done.verdict.outcome).toBe('human')
    const next = await askExtensionDecision(as(coach, 4), longer)
    await decideStart(as(first, 5), { ...next, outcome: 'approved', motivation: 'In orde', validUntil: null })
    done = await extendPlacement(as(coach, 6), longer)
  }
  expect(done).toMatchObject({ ok: true, endsOn: '2027-02-05' })
})
