import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { verdictForDraft } from '#server/positions/ask-verdict.ts'
import { PublishPositionInput, publishPosition } from '#server/positions/publish-position.ts'
import { ownPositions, positionForEditing, publicPosition } from '#server/positions/reads.ts'
import { aPublishingDesk, type PublishingDesk } from '#tests/make/publishing.ts'
import { BAKER } from '#tests/make/reference.ts'
import { anEmployer, DECLARED, NOW, TODAY, weekBlocks } from '#tests/make/rooms.ts'

let desk: PublishingDesk
beforeAll(async () => {
  desk = await aPublishingDesk()
})
afterAll(() => desk.home.close())
beforeEach(() => desk.renew())

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('publishing', () => {
  test('in order: on the site with a verdict, a log and one event', async () => {
    const result = await desk.published()
    expect(result.state).toBe('published')
    expect(['ok', 'warn']).toContain(result.verdict.outcome)
    const [row] = await desk.home.db.select().from(positions).where(eq(positions.id, result.positionId))
    expect(row).toMatchObject({ state: 'published', expiresOn: '2027-02-21', publishedAt: NOW })
    expect(row?.code).toMatch(/^[34679CDFGHJKMNPQRTVWXY]{6}$/)
    expect((await desk.logOf(result.positionId)).sort()).toEqual([
      'create: null > draft by employer',
      'publish: draft > published by employer',
    ])
    expect(await desk.eventsOf(result.positionId)).toEqual(['position.published'])
    const [verdict] = await desk.home.db
      .select()
      .from(positionVerdicts)
      .where(eq(positionVerdicts.positionId, result.positionId))
    expect(verdict).toMatchObject({ moment: 'publish', policyVersion: result.verdict.policyVersion })
    expect(verdict?.reasons.length).toBeGreaterThan(0)
  })

  test('a person is needed: it waits, is not on the site, and the officer is told', async () => {
    const result = await desk.published(desk.unpaid())
    expect(result).toMatchObject({ state: 'awaiting-decision', verdict: { outcome: 'human' } })
    expect(await desk.eventsOf(result.positionId)).toEqual(['position.decision-asked'])
    const [row] = await desk.home.db.select().from(positions).where(eq(positions.id, result.positionId))
    expect(row).toMatchObject({ state: 'awaiting-decision', publishedAt: null, expiresOn: null })
    expect(await publicPosition(desk.home.db, row?.code ?? '', TODAY)).toBeNull()
  })

  test('blocked: all reasons come back, and only a draft with the answer is kept, of which nobody hears', async () => {
    const result = await publishPosition(desk.ctx(), desk.input({ hourlyWageCents: 900 }))
    expect(result).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
    expect(result.verdict.reasons.map((one) => one.code)).toContain('wage-below-minimum')
    const rows = await desk.home.db.select().from(positions).where(eq(positions.employerId, desk.employer.employerId))
    expect(rows).toMatchObject([{ state: 'draft', hourlyWageCents: 900, publishedAt: null }])
    const [{ id } = { id: '' }] = rows
    expect(result).toMatchObject({ positionId: id })
    expect(await desk.eventsOf(id)).toEqual([])
    await desk.renew()
  })

  test('a wage subsidy is asked of every paid type: with one it is judged as subsidised work, unanswered a person looks', async () => {
    const codesOf = async (given: Parameters<typeof desk.input>[0]) => {
      const result = await publishPosition(desk.ctx(), desk.input(given))
      if (!result.ok) throw new Error('nothing blocks this place')
      const [kept] = await desk.home.db
        .select({ reasons: positionVerdicts.reasons })
        .from(positionVerdicts)
        .where(eq(positionVerdicts.positionId, result.positionId))
      const human = (kept?.reasons ?? []).flatMap(({ ruleId, outcome, code }) =>
        outcome === 'human' ? [`${ruleId} ${code}`] : [],
      )
      return [result.state, ...human]
    }
    const declared = (wageSubsidy: boolean | null) => ({ declaration: { ...DECLARED, wageSubsidy } })
    await recordStaffingFact(desk.ctx(), {
      establishmentId: desk.employer.establishmentId,
      kind: 'contract-ended',
      occupationUri: BAKER,
      reason: 'dismissal',
      happenedOn: '2026-06-30',
    })
    expect(await codesOf(declared(false))).toEqual(['published'])
    expect(await codesOf(declared(true))).toEqual([
      'awaiting-decision',
      'DSP-09 contract-ended',
      'DSP-35 tension-unknown',
    ])
    expect(await codesOf(declared(null))).toContain('DSP-09 subsidy-unknown')
    expect(await codesOf({ ...declared(null), type: 'START_JOB' })).toContain('DSP-09 subsidy-unknown')
  })

  test('a youth wage is held against the minimum of its age, and any other against the whole', async () => {
    const paying = (hourlyWageCents: number, wageForAge: number | null) =>
      publishPosition(
        desk.ctx(),
        desk.input({
          hourlyWageCents,
          declaration: { ...DECLARED, wageForAge, cao: { code: 'Bakkersbedrijf', scale: 'jeugd', scaleCents: 800 } },
        }),
      )
    expect(await paying(900, 18)).toMatchObject({ ok: true, state: 'published' })
    expect(await paying(700, 18)).toMatchObject({ ok: false })
    expect(await paying(900, 20)).toMatchObject({ ok: false })
    expect(await paying(900, null)).toMatchObject({ ok: false })
    await expect(paying(900, 21)).rejects.toMatchObject({ name: 'ZodError' })
  })

  test('the live verdict writes nothing and takes what there is', async () => {
    const verdict = await verdictForDraft(desk.ctx(), { type: 'REGULAR_JOB', occupationUri: BAKER })
    expect(verdict.moment).toBe('publish')
    expect(await ownPositions(desk.ctx())).toEqual([])
  })

  test('only an desk.employer, at an own establishment, with known concepts', async () => {
    const other = await anEmployer(desk.home.db)
    await expect(publishPosition(desk.ctx(desk.officer), desk.input())).rejects.toEqual(refusal('forbidden'))
    await expect(publishPosition(desk.ctx(other.actor), desk.input())).rejects.toEqual(refusal('not-found'))
    await expect(
      publishPosition(desk.ctx(), desk.input({ neededSkills: ['http://example.org/none'] })),
    ).rejects.toEqual(refusal('not-found'))
  })
})

describe('editing what is published', () => {
  test('in order: it stays and everybody is told of a change', async () => {
    const { positionId } = await desk.published()
    const result = await desk.published(desk.input({ positionId, title: 'Werken en leren in de bakkerij', slots: [] }))
    expect(result).toMatchObject({ positionId, state: 'published' })
    expect(await desk.eventsOf(positionId)).toEqual(['position.published', 'position.updated'])
    expect(await positionForEditing(desk.ctx(), positionId)).toMatchObject({
      title: 'Werken en leren in de bakkerij',
      slots: [],
    })
  })

  test('blocked: what was published stays as it was', async () => {
    const { positionId } = await desk.published()
    const result = await publishPosition(desk.ctx(), desk.input({ positionId, hourlyWageCents: 900, title: 'Anders' }))
    expect(result.ok).toBe(false)
    const kept = await positionForEditing(desk.ctx(), positionId)
    expect(kept).toMatchObject({ state: 'published', title: 'Werken in de bakkerij', hourlyWageCents: 1650 })
  })

  test('a person is needed: it leaves the site to wait', async () => {
    const { positionId } = await desk.published()
    const result = await desk.published(desk.unpaid({ positionId }))
    expect(result.state).toBe('awaiting-decision')
    expect(await desk.eventsOf(positionId)).toEqual([
      'position.published',
      'position.updated',
      'position.decision-asked',
    ])
  })
})

describe('what others see', () => {
  test("the public view has the supervisor's first name and free seats only", async () => {
    const { positionId } = await desk.published()
    const [row] = await desk.home.db
      .select()
      .from(positions)
      .where(and(eq(positions.id, positionId)))
    const view = await publicPosition(desk.home.db, (row?.code ?? '').toLowerCase(), TODAY)
    expect(view).toMatchObject({ supervisorName: 'Anneke', seats: 2, seatsFree: 2, employerName: 'Bakkerij Test' })
    expect(JSON.stringify(view)).not.toContain('de Bakker')
    expect(await publicPosition(desk.home.db, row?.code ?? '', '2027-03-01')).toBeNull()
    expect(await publicPosition(desk.home.db, "' or 1=1", TODAY)).toBeNull()
  })

  test('own positions only', async () => {
    await desk.published()
    const other = await anEmployer(desk.home.db)
    expect(await ownPositions(desk.ctx(other.actor))).toEqual([])
    const [mine] = await ownPositions(desk.ctx(), { state: 'published' })
    expect(mine).toMatchObject({ seatsFree: 2, candidates: { shortlisted: 0, consented: 0, accepted: 0, placed: 0 } })
  })
})

describe('strict input', () => {
  const issues = (given: object) =>
    PublishPositionInput.safeParse({ ...desk.input(), ...given }).error?.issues.map((one) => one.message)

  test('refuses what is not in the form, control characters and impossible hours', () => {
    expect(PublishPositionInput.safeParse({ ...desk.input(), nationality: 'x' }).success).toBe(false)
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
