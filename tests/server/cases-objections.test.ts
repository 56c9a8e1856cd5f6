import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { caseOf } from '#server/cases/reads-case.ts'
import { writeMessage } from '#server/cases/write-message.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { decideObjection } from '#server/positions/decide-objection.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { decideStanding } from '#server/positions/decide-standing.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { objectionForOfficer, objectionsWaiting } from '#server/positions/reads-objections.ts'
import { casesBroughtUp, casesWaiting } from '#server/positions/reads-officer-queue.ts'
import { standingAwaitingDecision, standingOf } from '#server/positions/reads-standing.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { policyNamed } from '#server/safeguards/rules/profile.ts'
import { replayVerdict } from '#server/safeguards/rules/verdict.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { aPublishingDesk, type PublishingDesk } from '#tests/make/publishing.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { anAccount, aPosition, NOW } from '#tests/make/rooms.ts'

let desk: PublishingDesk
let colleague: Actor
beforeAll(async () => {
  desk = await aPublishingDesk()
})
afterAll(() => desk.home.close())
beforeEach(async () => {
  await desk.home.db.update(positions).set({ state: 'closed' })
  await desk.home.db.update(accounts).set({ state: 'suspended' }).where(eq(accounts.role, 'officer'))
  await desk.renew()
  colleague = await anAccount(desk.home.db, { role: 'officer', displayName: 'Collega' })
})

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const as = (actor: Actor, minutes = 0) => desk.ctx(actor, later(minutes))
const employer = (minutes = 0) => as(desk.employer.actor, minutes)
const suspend = (actor: Actor) =>
  desk.home.db
    .update(accounts)
    .set({ state: 'suspended' })
    .where(eq(accounts.id, actor.accountId as string))
const no = { outcome: 'rejected' as const, motivation: 'Dit is gewoon werk' }
const yes = { outcome: 'approved' as const, motivation: 'De uitleg klopt' }

/** An unpaid place that a person had to decide on, rejected; its employer has not said anything yet. */
async function aRejected() {
  const form = desk.unpaid()
  const { positionId } = await desk.published(form)
  await decidePosition(as(desk.officer, 1), { positionId, ...no })
  const [verdict] = await desk.home.db
    .select()
    .from(positionVerdicts)
    .where(eq(positionVerdicts.positionId, positionId))
  if (!verdict) throw new Error('no verdict')
  return { positionId, verdictId: verdict.id, form: { ...form, positionId } }
}
const objects = (verdictId: string, kind: 'answer' | 'objection' = 'objection', minutes = 2) =>
  writeMessage(employer(minutes), { verdictId, kind, body: 'Het is een extra plek, naast de bezetting.' })

describe('an objection to a rejection', () => {
  test.each(['objection', 'answer'] as const)(
    'an %s comes back before the officers, and another one decides',
    async (kind) => {
      const { positionId, verdictId } = await aRejected()
      // What was rejected stays readable to the officers, also as a draft.
      expect((await caseOf(as(colleague), verdictId)).objection).toBe('possible')
      expect(await objectionsWaiting(as(colleague))).toEqual([])
      expect((await caseOf(employer(), verdictId)).objection).toBe('possible')
      await objects(verdictId, kind)
      expect((await caseOf(employer(), verdictId)).objection).toBe('waits')
      expect(await casesWaiting(as(colleague))).toBe(1)
      expect(await objectionsWaiting(as(colleague, 3))).toMatchObject([
        { verdictId, positionId, turn: 'you', isUnchanged: true },
      ])
      expect(await objectionsWaiting(as(desk.officer, 3))).toMatchObject([{ verdictId, turn: 'colleague' }])
      const elsewhere = await anAccount(desk.home.db, { role: 'officer', municipalityCode: AMERSFOORT })
      expect(await objectionsWaiting(as(elsewhere, 3))).toEqual([])
      expect(await codeOf(decideObjection(as(elsewhere, 3), { verdictId, ...yes }))).toBe('not-found')
      expect(await codeOf(decideObjection(as(desk.officer, 3), { verdictId, ...yes }))).toBe('forbidden')
      expect(await codeOf(decideObjection(as(desk.officer, 3), { verdictId, ...no }))).toBe('forbidden')
      expect(await codeOf(decideObjection(employer(3), { verdictId, ...yes }))).toBe('forbidden')

      await decideObjection(as(colleague, 3), { verdictId, ...yes })
      expect(await desk.stateOf(positionId)).toBe('published')
      expect((await desk.logOf(positionId)).at(-1)).toBe('grant: draft > published by officer')
      expect((await desk.eventsOf(positionId)).slice(-2).sort()).toEqual(['position.decided', 'position.published'])
      expect(await objectionsWaiting(as(colleague, 4))).toEqual([])
      const seen = await caseOf(as(colleague, 4), verdictId)
      expect(seen.decisions.map(({ outcome, decidedByName }) => [outcome, decidedByName])).toEqual([
        ['approved', 'Collega'],
        ['rejected', 'Test officer'],
      ])
      expect(await codeOf(decideObjection(as(colleague, 5), { verdictId, ...no }))).toBe('stale')
    },
  )

  test('two colleagues at once: one decides', async () => {
    const { verdictId } = await aRejected()
    await objects(verdictId)
    const third = await anAccount(desk.home.db, { role: 'officer' })
    const both = await Promise.all(
      [colleague, third].map((actor) => codeOf(decideObjection(as(actor, 3), { verdictId, ...yes }))),
    )
    expect(both.sort()).toEqual(['ok', 'stale'])
  })

  test('not granted, the rejection stands, and that is the last word on this answer', async () => {
    const { positionId, verdictId, form } = await aRejected()
    await objects(verdictId)
    await decideObjection(as(colleague, 3), { verdictId, ...no, motivation: 'Ook ik zie gewoon werk' })
    expect(await desk.stateOf(positionId)).toBe('draft')
    const own = await caseOf(employer(4), verdictId)
    expect(own.objection).toBe('decided')
    expect(own.decisions.map(({ motivation }) => motivation)).toEqual(['Ook ik zie gewoon werk', 'Dit is gewoon werk'])
    expect(JSON.stringify(own)).not.toContain('Collega')
    await objects(verdictId, 'answer', 5)
    expect(await objectionsWaiting(as(colleague, 6))).toEqual([])
    // Sent in again it is asked about anew.
    expect(await publishPosition(employer(7), form)).toMatchObject({ ok: true, state: 'awaiting-decision' })
  })

  test('where there is no other officer it waits, and says so; one person with two accounts is one', async () => {
    const { verdictId } = await aRejected()
    await objects(verdictId)
    await suspend(colleague)
    expect(await objectionsWaiting(as(desk.officer, 3))).toMatchObject([{ verdictId, turn: 'nobody' }])
    expect(await casesWaiting(as(desk.officer, 3))).toBe(1)
    await desk.home.db
      .update(accounts)
      .set({ email: 'noor@gemeente.test' })
      .where(eq(accounts.id, desk.officer.accountId as string))
    const again = await anAccount(desk.home.db, { role: 'officer', email: ' Noor+2@Gemeente.test' })
    expect(await objectionForOfficer(as(again, 3), verdictId)).toMatchObject({ turn: 'nobody' })
    expect(await codeOf(decideObjection(as(again, 3), { verdictId, ...yes }))).toBe('forbidden')
  })

  test('a place that changed since is not granted, and one that was sent in again is no objection any more', async () => {
    const { positionId, verdictId, form } = await aRejected()
    await objects(verdictId)
    await saveDraft(employer(3), { ...form, seats: 3 })
    expect(await objectionForOfficer(as(colleague, 4), verdictId)).toEqual({ turn: 'you', isUnchanged: false })
    expect(await codeOf(decideObjection(as(colleague, 4), { verdictId, ...yes }))).toBe('stale')
    expect(
      await desk.home.db.select().from(safeguardDecisions).where(eq(safeguardDecisions.verdictId, verdictId)),
    ).toHaveLength(1)
    await publishPosition(employer(5), { ...form, seats: 3 })
    expect(await objectionsWaiting(as(colleague, 6))).toEqual([])
    expect(await desk.stateOf(positionId)).toBe('awaiting-decision')
  })

  test('what the employer wrote before the decision was read with it', async () => {
    const { positionId } = await desk.published(desk.unpaid())
    const [verdict] = await desk.home.db
      .select()
      .from(positionVerdicts)
      .where(eq(positionVerdicts.positionId, positionId))
    await objects(verdict?.id ?? '', 'answer', 1)
    await decidePosition(as(desk.officer, 2), { positionId, ...no })
    expect(await objectionsWaiting(as(colleague, 3))).toEqual([])
  })
})

describe('a place on the site that an officer rejected', () => {
  async function aRejectedStanding() {
    const { positionId } = await aPosition(desk.home.db, {
      employer: desk.employer,
      type: 'WORK_EXPERIENCE',
      hourlyWageCents: null,
    })
    await recheckPositions(as(WORKER))
    const [waiting] = await standingAwaitingDecision(as(desk.officer))
    if (!waiting) throw new Error('nothing waits')
    await decideStanding(as(desk.officer, 1), { verdictId: waiting.verdictId, ...no, validUntil: null })
    return { positionId, verdictId: waiting.verdictId }
  }

  test('its employer reads the reasons and the motivation, and objects; granted it is back on the site', async () => {
    const { positionId, verdictId } = await aRejectedStanding()
    const standing = await standingOf(employer(2), positionId)
    expect(standing).toMatchObject({ kind: 'rejected', verdictId, motivation: 'Dit is gewoon werk' })
    expect(standing?.reasons.length).toBeGreaterThan(0)
    await objects(verdictId)
    expect(await objectionsWaiting(as(colleague, 3))).toMatchObject([{ verdictId, moment: 'propose', turn: 'you' }])
    await decideObjection(as(colleague, 3), { verdictId, ...yes })
    expect(await desk.stateOf(positionId)).toBe('published')
    expect(await standingOf(employer(4), positionId)).toBeNull()
    expect((await recheckPositions(as(WORKER, 5))).heldUp).toBe(0)
  })

  test('resumed by its employer without an answer it stands before an officer again', async () => {
    const { positionId } = await aRejectedStanding()
    expect(await resumePosition(employer(2), { positionId })).toMatchObject({ ok: true, state: 'awaiting-decision' })
    expect(await casesWaiting(as(desk.officer, 3))).toBe(1)
  })

  test('back on the site with the same reasons, it is asked about anew, once', async () => {
    const { positionId } = await aRejectedStanding()
    await desk.home.db.update(positions).set({ state: 'published' }).where(eq(positions.id, positionId))
    await recheckPositions(as(WORKER, 3))
    const again = await standingAwaitingDecision(as(desk.officer, 3))
    expect(again.map((one) => one.positionId)).toEqual([positionId])
    await recheckPositions(as(WORKER, 4))
    expect(await standingAwaitingDecision(as(desk.officer, 4))).toEqual(again)
  })
})

describe('the first blocked try of a new place', () => {
  test('is kept with a draft, versions, inputs and terms, can be replayed and objected to', async () => {
    const { home } = desk
    const form = desk.input({ hourlyWageCents: 900, seats: 3 })
    const tried = await publishPosition(employer(), form)
    if (tried.ok) throw new Error('not blocked')
    const { positionId, verdictId } = tried
    const [kept] = await home.db.select().from(positionVerdicts).where(eq(positionVerdicts.id, verdictId))
    expect(kept).toMatchObject({ positionId, moment: 'publish', outcome: 'block' })
    expect(kept?.judged).toEqual({
      establishmentId: form.establishmentId,
      type: 'REGULAR_JOB',
      occupationUri: form.occupationUri,
      seats: 3,
      hoursPerWeek: 24,
      startsOn: '2026-12-07',
      endsOn: null,
    })
    expect(Object.keys(kept?.ruleVersions ?? {}).length).toBeGreaterThan(5)
    const policy = policyNamed(kept?.policyVersion ?? '')
    if (!policy) throw new Error('no policy')
    expect(
      replayVerdict({ moment: 'publish', inputs: kept?.inputs as never }, policy).reasons.map(({ code }) => code),
    ).toEqual(kept?.reasons.map(({ code }) => code))
    expect(await desk.stateOf(positionId)).toBe('draft')
    expect(await desk.logOf(positionId)).toEqual(['create: null > draft by employer'])
    expect(await casesBroughtUp(as(desk.officer))).toEqual([])
    expect(await codeOf(caseOf(as(desk.officer), verdictId))).toBe('not-found')
    const other = await desk.published(desk.unpaid({ title: 'Een andere plek' }))
    const [ofOther] = await home.db
      .select()
      .from(positionVerdicts)
      .where(eq(positionVerdicts.positionId, other.positionId))
    const earlierOn = async (actor: Actor) =>
      (await caseOf(as(actor), ofOther?.id ?? '')).earlier.map((one) => one.verdictId)
    expect(await earlierOn(desk.officer)).toEqual([])
    expect(await earlierOn(desk.employer.actor)).toEqual([verdictId])
    await objects(verdictId)
    expect(await earlierOn(desk.officer)).toEqual([verdictId])
    expect(await casesBroughtUp(as(desk.officer))).toMatchObject([{ verdictId, positionId }])
    // Another try with other terms is the newest; what was written still waits.
    const again = await publishPosition(employer(3), { ...form, positionId, seats: 2 })
    expect(again.ok).toBe(false)
    const [up, ...others] = await casesBroughtUp(as(desk.officer, 4))
    expect(others).toEqual([])
    expect(up?.verdictId).not.toBe(verdictId)
    expect((await caseOf(as(desk.officer, 4), up?.verdictId ?? '')).messages).toMatchObject([
      { kind: 'objection', isEarlier: true },
    ])
  })
})
