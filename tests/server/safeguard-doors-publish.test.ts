import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { positions } from '#db/schema/positions.ts'
import { WORKER } from '#server/platform/context.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { type Doors, doorsOn } from '#tests/make/doors.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { anAccount, anEmployer, aPosition } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** A blocked position reaches neither index nor proposal nor placement: one test for each door, all on the running commands. */
let home: Awaited<ReturnType<typeof aDatabase>>
let doors: Doors
beforeAll(async () => {
  home = await aDatabase()
  doors = doorsOn(home.db)
})
afterAll(() => home.close())
beforeEach(() => doors.clear())

describe('the index', () => {
  test('publish: a blocked new position is kept as a draft alone, a blocked draft stays a draft, a blocked edit leaves the site as it was', async () => {
    const owner = await anEmployer(home.db)
    const low = positionForm(owner.establishmentId, { hourlyWageCents: 900 })
    const tried = await publishPosition(doors.ctx(owner.actor), low)
    if (tried.ok) throw new Error('not blocked')
    expect(tried.verdict.outcome).toBe('block')
    const { positionId } = await saveDraft(doors.ctx(owner.actor), low)
    expect(await publishPosition(doors.ctx(owner.actor), { ...low, positionId })).toMatchObject({ ok: false })
    expect(await doors.positionState(positionId)).toBe('draft')
    const there = await publishPosition(doors.ctx(owner.actor), positionForm(owner.establishmentId))
    if (!there.ok) throw new Error('blocked')
    expect(await publishPosition(doors.ctx(owner.actor), { ...low, positionId: there.positionId })).toMatchObject({
      ok: false,
    })
    const rows = await home.db.select().from(positions).where(eq(positions.employerId, owner.employerId))
    expect(rows.map(({ state, hourlyWageCents }) => [state, hourlyWageCents]).sort()).toEqual([
      ['draft', 900],
      ['draft', 900],
      ['published', 1650],
    ])
    await indexPositions(doors.ctx(WORKER), { positionIds: [tried.positionId, positionId, there.positionId] }, null)
    expect(await doors.indexed()).toEqual([there.positionId])
  })

  test('resume: what was paused stays off the site when it is blocked meanwhile', async () => {
    const owner = await anEmployer(home.db)
    const { positionId } = await aPosition(home.db, { employer: owner, type: 'WORK_EXPERIENCE', hourlyWageCents: null })
    await pausePosition(doors.ctx(owner.actor), { positionId })
    await doors.endsAContract(owner)
    expect(await resumePosition(doors.ctx(owner.actor), { positionId })).toMatchObject({
      ok: false,
      verdict: { outcome: 'block' },
    })
    expect(await doors.positionState(positionId)).toBe('paused')
  })

  test('approve: what is blocked while it waits does not come on the site by a decision about before', async () => {
    const owner = await anEmployer(home.db)
    const officer = await anAccount(home.db, { role: 'officer' })
    const asked = await publishPosition(doors.ctx(owner.actor), unpaidForm(owner.establishmentId))
    if (!asked.ok) throw new Error('blocked')
    const { positionId } = asked
    await doors.endsAContract(owner)
    const yes = { positionId, outcome: 'approved' as const, motivation: 'In orde' }
    expect(await codeOf(decidePosition(doors.ctx(officer), yes))).toBe('safeguard-blocks')
    expect(await doors.positionState(positionId)).toBe('awaiting-decision')
    await decidePosition(doors.ctx(officer), { ...yes, outcome: 'rejected' })
    expect(await doors.positionState(positionId)).toBe('draft')
  })

  test('rebuild: only what is on the site comes back', async () => {
    const owner = await anEmployer(home.db)
    const states = ['draft', 'awaiting-decision', 'paused', 'published'] as const
    const made = await Promise.all(states.map((state) => aPosition(home.db, { employer: owner, state })))
    await rebuildIndex(doors.ctx(WORKER), null)
    expect(await doors.indexed()).toEqual([made[3]?.positionId])
  })
})
