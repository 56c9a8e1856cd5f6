import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { safeguardOverrides } from '#db/schema/decisions.ts'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
import { tensions } from '#db/schema/reference.ts'
import { askOverride } from '#server/cases/ask-override.ts'
import { decideOverride } from '#server/cases/decide-override.ts'
import { caseOf } from '#server/cases/reads-case.ts'
import { logOfMunicipality } from '#server/cases/reads-log.ts'
import { overridesWaiting, standingOverridesOf } from '#server/cases/reads-overrides.ts'
import { stateFacts } from '#server/cases/state-facts.ts'
import { writeMessage } from '#server/cases/write-message.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import type { Actor } from '#server/platform/context.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { policyNamed } from '#server/safeguards/rules/profile.ts'
import { replayVerdict } from '#server/safeguards/rules/verdict.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { AMERSFOORT, BAKER } from '#tests/make/reference.ts'
import { anAccount, anEmployer, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
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
  employer = await anEmployer(home.db)
  first = await anAccount(home.db, { role: 'officer', displayName: 'Noor Ambtenaar' })
  second = await anAccount(home.db, { role: 'officer' })
})

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const ctx = (actor: Actor = employer.actor, now = NOW) => ctxOf(home.db, actor, now)
const stateOf = async (positionId: string) =>
  (await home.db.select({ state: positions.state }).from(positions).where(eq(positions.id, positionId)))[0]?.state
const keptOf = (positionId: string) =>
  home.db
    .select()
    .from(positionVerdicts)
    .where(eq(positionVerdicts.positionId, positionId))
    .orderBy(asc(positionVerdicts.askedAt))

/** A saved draft of unpaid work whose role lost a contract in March: blocked by our own policy. */
async function aBlockedDraft(given: object = {}) {
  const { establishmentId } = employer
  await recordStaffingFact(ctx(), {
    establishmentId,
    kind: 'contract-ended',
    reason: 'not-renewed',
    occupationUri: BAKER,
    happenedOn: '2026-03-14',
  })
  const form = unpaidForm(establishmentId, given)
  const { positionId } = await saveDraft(ctx(), form)
  const tried = await publishPosition(ctx(), { ...form, positionId })
  expect(tried).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
  const [verdict] = await keptOf(positionId)
  if (!verdict) throw new Error('no verdict')
  return { positionId, verdictId: verdict.id, form: { ...form, positionId } }
}

describe('a decision with a term', () => {
  test('counts until its last day; afterwards a person is asked again', async () => {
    const asked = await publishPosition(ctx(), unpaidForm(employer.establishmentId))
    if (!asked.ok) throw new Error('blocked')
    const { positionId } = asked
    const yes = { positionId, outcome: 'approved' as const, motivation: 'Bezocht' }
    expect(await codeOf(decidePosition(ctx(first), { ...yes, validUntil: '2026-11-22' }))).toBe('stale')
    await decidePosition(ctx(first), { ...yes, validUntil: '2026-12-31' })
    const on = async (day: string) => (await positionFactsOf(home.db, [positionId], day))[0]?.safeguard
    expect(['ok', 'warn']).toContain(await on('2026-12-31'))
    expect(await on('2027-01-01')).toBe('human')
  })
})

describe('an override of a block', () => {
  test('needs the employer to bring it up, a second person, and lets pass what both read, for a while', async () => {
    const { positionId, verdictId, form } = await aBlockedDraft()
    const asks = { verdictId, motivation: 'De oude bakker koos zelf voor een ander', validUntil: '2027-01-31' }
    expect(await codeOf(askOverride(ctx(first), asks))).toBe('not-found')
    const objection = { verdictId, kind: 'objection' as const, body: 'Het contract liep af op eigen verzoek.' }
    const message = await writeMessage(ctx(), objection)
    expect(await writeMessage(ctx(), objection)).toEqual(message)
    expect(await codeOf(askOverride(ctx(first), { ...asks, validUntil: '2027-06-01' }))).toBe('stale')
    const { overrideId } = await askOverride(ctx(first), asks)
    expect(await codeOf(askOverride(ctx(second), asks))).toBe('stale')
    expect((await overridesWaiting(ctx(first))).find((one) => one.id === overrideId)?.isOwn).toBe(true)
    const confirm = { overrideId, decision: 'confirm' as const, motivation: 'Gesproken met de oude bakker' }
    expect(await codeOf(decideOverride(ctx(first), confirm))).toBe('forbidden')
    expect(await publishPosition(ctx(employer.actor, later(1)), form)).toMatchObject({ ok: false })
    const again = (await keptOf(positionId)).at(-1)
    await decideOverride(ctx(second), confirm)
    expect(await codeOf(decideOverride(ctx(second), confirm))).toBe('stale')
    // The same try again is the answer that was brought up: it stays the newest.
    expect(again?.id).toBe(verdictId)

    // The block no longer holds it up; what else asks for a person still does.
    expect(await publishPosition(ctx(employer.actor, later(2)), form)).toMatchObject({
      ok: true,
      state: 'awaiting-decision',
    })
    await decidePosition(ctx(first, later(3)), { positionId, outcome: 'approved', motivation: 'In orde' })
    const on = async (day: string) => (await positionFactsOf(home.db, [positionId], day))[0]?.safeguard
    expect(['ok', 'warn']).toContain(await on('2027-01-31'))
    expect(await on('2027-02-01')).toBe('block')
    const kept = (await keptOf(positionId)).at(-1)
    expect(kept?.reasons.find(({ code }) => code === 'contract-ended')).toMatchObject({
      outcome: 'block',
      approved: true,
      passedBy: { kind: 'override', id: overrideId, role: 'two-officers', on: TODAY },
    })
    const policy = policyNamed(kept?.policyVersion ?? '')
    if (!policy) throw new Error('no policy')
    const replayed = replayVerdict({ moment: 'publish', inputs: kept?.inputs as never }, policy)
    expect(replayed.reasons.map(({ code, params }) => [code, params])).toEqual(
      kept?.reasons.map(({ code, params }) => [code, params]),
    )

    // Another ended contract was read by nobody.
    await recordStaffingFact(ctx(), {
      establishmentId: employer.establishmentId,
      kind: 'contract-ended',
      reason: 'dismissal',
      occupationUri: BAKER,
      happenedOn: '2026-10-01',
    })
    expect(await on(TODAY)).toBe('block')
    expect(await publishPosition(ctx(employer.actor, later(4)), form)).toMatchObject({ ok: false })
  })

  test('not of law, not of an answer that is no block, not elsewhere; refused it changes nothing', async () => {
    const { establishmentId } = employer
    const form = positionForm(establishmentId, { hourlyWageCents: 900 })
    const { positionId } = await saveDraft(ctx(), form)
    await publishPosition(ctx(), { ...form, positionId })
    const [low] = await keptOf(positionId)
    const asks = { verdictId: low?.id ?? '', motivation: 'x', validUntil: '2027-01-31' }
    await writeMessage(ctx(), { verdictId: asks.verdictId, kind: 'answer', body: 'Is dit te laag?' })
    expect(await codeOf(askOverride(ctx(first), asks))).toBe('safeguard-blocks')

    const blocked = await aBlockedDraft()
    await writeMessage(ctx(), { verdictId: blocked.verdictId, kind: 'objection', body: 'Niet eens' })
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    expect(await codeOf(askOverride(ctx(elsewhere), { ...asks, verdictId: blocked.verdictId }))).toBe('not-found')
    expect(await codeOf(askOverride(ctx(), { ...asks, verdictId: blocked.verdictId }))).toBe('forbidden')
    const { overrideId } = await askOverride(ctx(first), { ...asks, verdictId: blocked.verdictId })
    expect(await codeOf(decideOverride(ctx(elsewhere), { overrideId, decision: 'confirm', motivation: 'x' }))).toBe(
      'not-found',
    )
    await decideOverride(ctx(first), { overrideId, decision: 'refuse', motivation: 'Toch niet' })
    expect(await standingOverridesOf(home.db, [blocked.positionId], TODAY)).toEqual(new Map())
    expect(await publishPosition(ctx(employer.actor, later(2)), blocked.form)).toMatchObject({ ok: false })
    expect(await stateOf(blocked.positionId)).toBe('draft')
    await expect(
      home.db.update(safeguardOverrides).set({ state: 'confirmed' }).where(eq(safeguardOverrides.id, overrideId)),
    ).rejects.toMatchObject({ cause: { constraint_name: 'safeguard_overrides_four_eyes' } })
  })
})

describe('the page of a case', () => {
  test('has answers, evidence, history, tension and who decided what; the employer reads it without names and without a start', async () => {
    await home.db
      .insert(tensions)
      .values([
        { regionCode: 'AM18', occupationGroup: '751', quarter: '2026-Q2', ratio: 1.1, source: 'UWV' },
        {
          regionCode: 'AM18',
          occupationGroup: '751',
          quarter: '2026-Q3',
          ratio: 1.8,
          source: 'UWV Spanningsindicator',
        },
        { regionCode: 'AM18', occupationGroup: '751', quarter: '2027-Q1', ratio: 9, source: 'UWV' },
      ])
      .onConflictDoNothing()
    const { positionId, verdictId } = await aBlockedDraft()
    const { establishmentId } = employer
    expect(await codeOf(caseOf(ctx(first), verdictId))).toBe('not-found')
    await stateFacts(ctx(), {
      establishmentId,
      occupationUri: BAKER,
      facts: [
        { question: 'ended-contracts', answer: false, evidence: { kind: 'declaration', by: 'Directie', on: TODAY } },
      ],
    })
    await writeMessage(ctx(), { verdictId, kind: 'objection', body: 'Wij zijn het niet eens' })
    await writeMessage(ctx(first, later(1)), { verdictId, kind: 'question', body: 'Wie vertrok er?' })
    const { overrideId } = await askOverride(ctx(first), {
      verdictId,
      motivation: 'Zie bezwaar',
      validUntil: '2027-01-31',
    })
    await decideOverride(ctx(second), { overrideId, decision: 'confirm', motivation: 'Eens' })
    const seen = await caseOf(ctx(first), verdictId)
    expect(seen).toMatchObject({
      verdict: { outcome: 'block', isAboutPerson: false },
      position: { id: positionId, state: 'draft' },
      canBeOverridden: true,
      tension: { ratio: 1.8, quarter: '2026-Q3', source: 'UWV Spanningsindicator' },
      statements: expect.arrayContaining([
        expect.objectContaining({ question: 'ended-contracts', evidenceBy: 'Directie' }),
      ]),
      contradictions: [{ code: 'contract-ended', params: { on: '2026-03-14' } }],
      overrides: [{ state: 'confirmed', askedByName: 'Noor Ambtenaar' }],
    })
    expect(seen.messages.map(({ kind }) => kind)).toEqual(['objection', 'question'])
    expect(seen.history.map(({ kind }) => kind)).toEqual(['contract-ended'])
    expect(seen.trail.find(({ rule }) => rule === 'DSP-09')).toMatchObject({ outcome: 'block', version: 2 })
    expect(seen.log.map(({ subject, step }) => `${subject} ${step}`).sort()).toEqual([
      'fact record',
      'message write',
      'message write',
      'override ask',
      'override confirm',
    ])
    const own = await caseOf(ctx(), verdictId)
    expect(JSON.stringify(own)).not.toMatch(/Noor/)
    expect(own.overrides).toHaveLength(1)
    const stranger = await anEmployer(home.db)
    expect(await codeOf(caseOf(ctx(stranger.actor), verdictId))).toBe('not-found')
    expect((await logOfMunicipality(ctx(first))).length).toBeGreaterThan(3)
    expect(await codeOf(writeMessage(ctx(first), { verdictId, kind: 'answer', body: 'x' }))).toBe('forbidden')
  })
})
