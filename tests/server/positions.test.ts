import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positionLog, positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import type { Actor } from '#server/platform/context.ts'
import { WORKER } from '#server/platform/context.ts'
import { verdictForDraft } from '#server/positions/ask-verdict.ts'
import { closePosition } from '#server/positions/close-position.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { expirePositions } from '#server/positions/expire-positions.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { PublishPositionInput, publishPosition } from '#server/positions/publish-position.ts'
import {
  ownPositions,
  positionFactsOf,
  positionForEditing,
  positionsAwaitingDecision,
  publicPosition,
} from '#server/positions/reads.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { AMERSFOORT, BAKER, BAKING, KNEADING } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, DECLARED, NOW, PLAN, TODAY, weekBlocks } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let officer: Actor

beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  employer = await anEmployer(home.db)
  officer = await anAccount(home.db, { role: 'officer' })
})

const input = (given: Partial<PublishPositionInput> = {}): PublishPositionInput => ({
  establishmentId: employer.establishmentId,
  type: 'REGULAR_JOB',
  occupationUri: BAKER,
  title: 'Werken in de bakkerij',
  tasks: ['Deeg maken'],
  learns: ['Brood bakken'],
  seats: 2,
  hoursPerWeek: 24,
  startsOn: '2026-12-07',
  endsOn: null,
  hourlyWageCents: 1650,
  supervisorName: 'Anneke de Bakker',
  supervisorHours: 8,
  traineesPerSupervisor: 2,
  learningPlan: PLAN,
  declaration: DECLARED,
  languages: [{ language: 'nld', skill: 'speaking', level: 'A2', task: 'Overleggen' }],
  neededSkills: [KNEADING],
  taughtSkills: [BAKING],
  slots: weekBlocks('work', 9, 17, [1, 2, 4]),
  ...given,
})
/** An unpaid trial: nobody looked at ended contracts, so a person has to decide. */
const unpaid = (given: Partial<PublishPositionInput> = {}): PublishPositionInput =>
  input({ type: 'WORK_EXPERIENCE', hourlyWageCents: null, endsOn: '2027-02-05', ...given })

const ctx = (actor: Actor = employer.actor, now = NOW) => ctxOf(home.db, actor, now)
const eventsOf = async (positionId: string) =>
  (await home.db.select().from(outboxEvents).orderBy(asc(outboxEvents.id)))
    .filter((event) => event.payload['positionId'] === positionId)
    .map((event) => event.name)
const logOf = async (positionId: string) =>
  (
    await home.db.select().from(positionLog).where(eq(positionLog.positionId, positionId)).orderBy(asc(positionLog.at))
  ).map((row) => `${row.step}: ${row.fromState} > ${row.toState} by ${row.actorRole}`)
const stateOf = async (positionId: string) =>
  (await home.db.select({ state: positions.state }).from(positions).where(eq(positions.id, positionId)))[0]?.state
const published = async (given = input()) => {
  const result = await publishPosition(ctx(), given)
  if (!result.ok) throw new Error(JSON.stringify(result.verdict.reasons.filter((one) => one.outcome === 'block')))
  return result
}
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('publishing', () => {
  test('in order: on the site with a verdict, a log and one event', async () => {
    const result = await published()
    expect(result.state).toBe('published')
    expect(['ok', 'warn']).toContain(result.verdict.outcome)
    const [row] = await home.db.select().from(positions).where(eq(positions.id, result.positionId))
    expect(row).toMatchObject({ state: 'published', expiresOn: '2027-02-21', publishedAt: NOW })
    expect(row?.code).toMatch(/^[34679CDFGHJKMNPQRTVWXY]{6}$/)
    expect((await logOf(result.positionId)).sort()).toEqual([
      'create: null > draft by employer',
      'publish: draft > published by employer',
    ])
    expect(await eventsOf(result.positionId)).toEqual(['position.published'])
    const [verdict] = await home.db
      .select()
      .from(positionVerdicts)
      .where(eq(positionVerdicts.positionId, result.positionId))
    expect(verdict).toMatchObject({ moment: 'publish', policyVersion: result.verdict.policyVersion })
    expect(verdict?.reasons.length).toBeGreaterThan(0)
  })

  test('a person is needed: it waits, is not on the site, and the officer is told', async () => {
    const result = await published(unpaid())
    expect(result).toMatchObject({ state: 'awaiting-decision', verdict: { outcome: 'human' } })
    expect(await eventsOf(result.positionId)).toEqual(['position.decision-asked'])
    const [row] = await home.db.select().from(positions).where(eq(positions.id, result.positionId))
    expect(row).toMatchObject({ state: 'awaiting-decision', publishedAt: null, expiresOn: null })
    expect(await publicPosition(home.db, row?.code ?? '', TODAY)).toBeNull()
  })

  test('blocked: all reasons come back and nothing is written', async () => {
    const result = await publishPosition(ctx(), input({ hourlyWageCents: 900 }))
    expect(result).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
    expect(result.verdict.reasons.map((one) => one.code)).toContain('wage-below-minimum')
    const rows = await home.db.select().from(positions).where(eq(positions.employerId, employer.employerId))
    expect(rows).toEqual([])
  })

  test('the live verdict writes nothing and takes what there is', async () => {
    const verdict = await verdictForDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    expect(verdict.moment).toBe('publish')
    expect(await ownPositions(ctx())).toEqual([])
  })

  test('only an employer, at an own establishment, with known concepts', async () => {
    const other = await anEmployer(home.db)
    await expect(publishPosition(ctx(officer), input())).rejects.toEqual(refusal('forbidden'))
    await expect(publishPosition(ctx(other.actor), input())).rejects.toEqual(refusal('not-found'))
    await expect(publishPosition(ctx(), input({ neededSkills: ['http://example.org/none'] }))).rejects.toEqual(
      refusal('not-found'),
    )
  })
})

describe('drafts', () => {
  test('a draft keeps its id until it is published, and says nothing to anybody', async () => {
    const first = await saveDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    const second = await saveDraft(ctx(), {
      type: 'REGULAR_JOB',
      occupationUri: BAKER,
      positionId: first.positionId,
      version: first.version,
      title: 'Bakker',
      tasks: ['Deeg maken', ''],
    })
    expect(second).toEqual({ positionId: first.positionId, version: 2 })
    expect(await eventsOf(first.positionId)).toEqual([])
    expect(await positionForEditing(ctx(), first.positionId)).toMatchObject({
      state: 'draft',
      title: 'Bakker',
      tasks: ['Deeg maken'],
    })
    const result = await published(input({ positionId: first.positionId, version: 2 }))
    expect(result.positionId).toBe(first.positionId)
    expect(await stateOf(first.positionId)).toBe('published')
  })

  test('an old page is refused', async () => {
    const draft = await saveDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    await saveDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER, ...draft })
    await expect(saveDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER, ...draft })).rejects.toEqual(
      refusal('stale'),
    )
    await expect(publishPosition(ctx(), input(draft))).rejects.toEqual(refusal('stale'))
  })

  test("another employer's draft is not found", async () => {
    const draft = await saveDraft(ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    const other = await anEmployer(home.db)
    await expect(positionForEditing(ctx(other.actor), draft.positionId)).rejects.toEqual(refusal('not-found'))
    await expect(positionForEditing(ctx(officer), draft.positionId)).rejects.toEqual(refusal('not-found'))
    await expect(positionForEditing(ctx(), 'no-id')).rejects.toEqual(refusal('not-found'))
  })
})

describe('editing what is published', () => {
  test('in order: it stays and everybody is told of a change', async () => {
    const { positionId } = await published()
    const result = await published(input({ positionId, title: 'Werken en leren in de bakkerij', slots: [] }))
    expect(result).toMatchObject({ positionId, state: 'published' })
    expect(await eventsOf(positionId)).toEqual(['position.published', 'position.updated'])
    expect(await positionForEditing(ctx(), positionId)).toMatchObject({
      title: 'Werken en leren in de bakkerij',
      slots: [],
    })
  })

  test('blocked: what was published stays as it was', async () => {
    const { positionId } = await published()
    const result = await publishPosition(ctx(), input({ positionId, hourlyWageCents: 900, title: 'Anders' }))
    expect(result.ok).toBe(false)
    const kept = await positionForEditing(ctx(), positionId)
    expect(kept).toMatchObject({ state: 'published', title: 'Werken in de bakkerij', hourlyWageCents: 1650 })
  })

  test('a person is needed: it leaves the site to wait', async () => {
    const { positionId } = await published()
    const result = await published(unpaid({ positionId }))
    expect(result.state).toBe('awaiting-decision')
    expect(await eventsOf(positionId)).toEqual(['position.published', 'position.updated', 'position.decision-asked'])
  })
})

describe('the decision of the municipality', () => {
  test('approved: on the site, kept with motivation and policy version, and safe to propose', async () => {
    const { positionId, verdict } = await published(unpaid())
    expect((await positionFactsOf(home.db, [positionId], TODAY))[0]?.safeguard).toBe('human')
    const waiting = (await positionsAwaitingDecision(ctx(officer))).find((row) => row.positionId === positionId)
    expect(waiting?.verdict?.reasons.some((one) => one.outcome === 'human')).toBe(true)
    const { decisionId } = await decidePosition(ctx(officer), {
      positionId,
      verdictId: waiting?.verdict?.id ?? null,
      outcome: 'approved',
      motivation: 'Bezocht op 20 november; geen verdringing.',
    })
    expect(await stateOf(positionId)).toBe('published')
    const [decision] = await home.db.select().from(safeguardDecisions).where(eq(safeguardDecisions.id, decisionId))
    expect(decision).toMatchObject({ decidedBy: officer.accountId, policyVersion: verdict.policyVersion })
    expect(await eventsOf(positionId)).toEqual(['position.decision-asked', 'position.decided', 'position.published'])
    const [facts] = await positionFactsOf(home.db, [positionId], TODAY)
    expect(['ok', 'warn']).toContain(facts?.safeguard)
  })

  test('rejected: a draft again; the employer reads the motivation', async () => {
    const { positionId } = await published(unpaid())
    await decidePosition(ctx(officer), { positionId, outcome: 'rejected', motivation: 'Te veel gewoon werk.' })
    expect(await stateOf(positionId)).toBe('draft')
    const seen = await positionForEditing(ctx(), positionId)
    expect(seen.verdicts[0]?.decision).toMatchObject({ outcome: 'rejected', motivation: 'Te veel gewoon werk.' })
  })

  test('not elsewhere, not by another role, not twice, not on an older verdict', async () => {
    const { positionId } = await published(unpaid())
    const decision = { positionId, outcome: 'approved' as const, motivation: 'In orde.' }
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    await expect(decidePosition(ctx(elsewhere), decision)).rejects.toEqual(refusal('not-found'))
    expect((await positionsAwaitingDecision(ctx(elsewhere))).map((row) => row.positionId)).not.toContain(positionId)
    await expect(decidePosition(ctx(), decision)).rejects.toEqual(refusal('forbidden'))
    const old = (await positionForEditing(ctx(officer), positionId)).verdicts[0]?.id ?? ''
    const later = new Date(NOW.getTime() + 60_000)
    await publishPosition(ctx(employer.actor, later), unpaid({ positionId, title: 'Anders' }))
    await expect(decidePosition(ctx(officer), { ...decision, verdictId: old })).rejects.toEqual(refusal('stale'))
    const both = await Promise.allSettled([
      decidePosition(ctx(officer), decision),
      decidePosition(ctx(officer), decision),
    ])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(decidePosition(ctx(officer), decision)).rejects.toEqual(refusal('stale'))
  })
})

describe('the rest of its life', () => {
  test('pause, resume and close, each with a log row and an event', async () => {
    const { positionId } = await published()
    await pausePosition(ctx(), { positionId })
    await expect(pausePosition(ctx(), { positionId })).rejects.toEqual(refusal('stale'))
    expect(await resumePosition(ctx(), { positionId })).toMatchObject({ ok: true, state: 'published' })
    await closePosition(ctx(), { positionId })
    await expect(publishPosition(ctx(), input({ positionId }))).rejects.toEqual(refusal('stale'))
    const log = await logOf(positionId)
    expect(log).toEqual(
      expect.arrayContaining([
        'pause: published > paused by employer',
        'resume: paused > published by employer',
        'close: published > closed by employer',
      ]),
    )
    expect(log).toHaveLength(5)
    expect(await eventsOf(positionId)).toEqual([
      'position.published',
      'position.updated',
      'position.published',
      'position.closed',
    ])
  })

  test('an approved position resumes without a second decision', async () => {
    const { positionId } = await published(unpaid())
    await decidePosition(ctx(officer), { positionId, outcome: 'approved', motivation: 'In orde.' })
    await pausePosition(ctx(), { positionId })
    expect(await resumePosition(ctx(), { positionId })).toMatchObject({ ok: true, state: 'published' })
  })

  test('the sweep expires what is past its last day, once, and only a worker runs it', async () => {
    const old = await aPosition(home.db, { expiresOn: '2026-11-22' })
    const young = await aPosition(home.db, { expiresOn: TODAY })
    await expect(expirePositions(ctx())).rejects.toEqual(refusal('forbidden'))
    expect((await expirePositions(ctx(WORKER))).expired).toBe(1)
    expect((await expirePositions(ctx(WORKER))).expired).toBe(0)
    expect([await stateOf(old.positionId), await stateOf(young.positionId)]).toEqual(['expired', 'published'])
    expect(await logOf(old.positionId)).toEqual(['expire: published > expired by worker'])
  })

  test('a failure later in the transaction leaves neither position nor event', async () => {
    const before = await home.db.select().from(outboxEvents)
    await expect(
      home.db.transaction(async (tx) => {
        await publishPosition({ db: tx as unknown as typeof home.db, actor: employer.actor, now: NOW }, input())
        throw new Error('later')
      }),
    ).rejects.toThrow('later')
    expect(await ownPositions(ctx())).toEqual([])
    expect(await home.db.select().from(outboxEvents)).toHaveLength(before.length)
  })
})

describe('what others see', () => {
  test("the public view has the supervisor's first name and free seats only", async () => {
    const { positionId } = await published()
    const [row] = await home.db
      .select()
      .from(positions)
      .where(and(eq(positions.id, positionId)))
    const view = await publicPosition(home.db, (row?.code ?? '').toLowerCase(), TODAY)
    expect(view).toMatchObject({ supervisorName: 'Anneke', seats: 2, seatsFree: 2, employerName: 'Bakkerij Test' })
    expect(JSON.stringify(view)).not.toContain('de Bakker')
    expect(await publicPosition(home.db, row?.code ?? '', '2027-03-01')).toBeNull()
    expect(await publicPosition(home.db, "' or 1=1", TODAY)).toBeNull()
  })

  test('own positions only', async () => {
    await published()
    const other = await anEmployer(home.db)
    expect(await ownPositions(ctx(other.actor))).toEqual([])
    const [mine] = await ownPositions(ctx(), { state: 'published' })
    expect(mine).toMatchObject({ seatsFree: 2, candidates: { shortlisted: 0, consented: 0, accepted: 0, placed: 0 } })
  })
})

describe('strict input', () => {
  const issues = (given: object) =>
    PublishPositionInput.safeParse({ ...input(), ...given }).error?.issues.map((one) => one.message)

  test('refuses what is not in the form, control characters and impossible hours', () => {
    expect(PublishPositionInput.safeParse({ ...input(), nationality: 'x' }).success).toBe(false)
    expect(issues({ title: 'a\0b' })).toEqual(['not-text'])
    expect(issues({ title: 'x'.repeat(121) })).toEqual(['too-long'])
    expect(issues({ tasks: ['', ' '] })).toEqual(['too-few'])
    expect(issues({ startsOn: '0001-01-01' })).toEqual(['not-a-day'])
    expect(issues({ startsOn: '2026-02-30' })).toEqual(['not-a-day'])
    expect(issues({ endsOn: '2026-12-01' })).toEqual(['ends-before-start'])
    expect(issues({ hoursPerWeek: 41 })).toEqual(['out-of-range'])
    expect(issues({ seats: 0 })).toEqual(['out-of-range'])
    expect(issues({ slots: [{ kind: 'work', weekday: 1, fromMinute: 545, toMinute: 600 }] })).toEqual([
      'slot-half-hour',
    ])
    expect(issues({ slots: [...weekBlocks('work', 9, 17, [1]), ...weekBlocks('lesson', 16, 18, [1])] })).toEqual([
      'slots-overlap',
    ])
  })
})
