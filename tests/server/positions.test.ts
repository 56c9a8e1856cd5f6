import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positionLog, positions, positionVerdicts } from '#db/schema/positions.ts'
import type { Actor } from '#server/platform/context.ts'
import { verdictForDraft } from '#server/positions/ask-verdict.ts'
import { PublishPositionInput, publishPosition } from '#server/positions/publish-position.ts'
import { ownPositions, positionForEditing, publicPosition } from '#server/positions/reads.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { BAKER } from '#tests/make/reference.ts'
import { anAccount, anEmployer, ctxOf, NOW, TODAY, weekBlocks } from '#tests/make/rooms.ts'
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

const input = (given: Partial<PublishPositionInput> = {}) => positionForm(employer.establishmentId, given)
const unpaid = (given: Partial<PublishPositionInput> = {}) => unpaidForm(employer.establishmentId, given)

const ctx = (actor: Actor = employer.actor, now = NOW) => ctxOf(home.db, actor, now)
const eventsOf = async (positionId: string) =>
  (await home.db.select().from(outboxEvents).orderBy(asc(outboxEvents.id)))
    .filter((event) => event.payload['positionId'] === positionId)
    .map((event) => event.name)
const logOf = async (positionId: string) =>
  (
    await home.db.select().from(positionLog).where(eq(positionLog.positionId, positionId)).orderBy(asc(positionLog.at))
  ).map((row) => `${row.step}: ${row.fromState} > ${row.toState} by ${row.actorRole}`)
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
