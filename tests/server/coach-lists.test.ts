import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { namesInCaseload, QUIET_DAYS, quietInCaseload } from '#server/newcomers/reads-caseload.ts'
import { proposalForCoach } from '#server/proposals/reads.ts'
import {
  newProposalsOf,
  PAGE_SIZE,
  proposalsForCoach,
  subjectsForCoach,
  waitingForCoach,
} from '#server/proposals/reads-list.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { aProposal, aReadyNewcomer, codeOf } from '#tests/make/proposals.ts'
import { anAccount, aPosition, ctxOf, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const aCoach = () => anAccount(home.db, { role: 'coach' })
const LATE = addDays(TODAY, -1)
const SOON = addDays(TODAY, 3)

/** The same ctx, and how many selects went through it. */
function counted(ctx: ReturnType<typeof ctxOf>) {
  const seen = { selects: 0 }
  const db = new Proxy(ctx.db, {
    get(target, key, receiver) {
      if (key === 'select' || key === 'with') seen.selects++
      return Reflect.get(target, key, receiver)
    },
  })
  return { ctx: { ...ctx, db }, seen }
}

describe('the inbox of a coach', () => {
  test('counts and pages: the count also stands on a page past the end', async () => {
    const coach = await aCoach()
    const newcomer = await aReadyNewcomer(home.db, { coach })
    const many = PAGE_SIZE + 2
    for (let at = 0; at < many; at++) await aProposal(home.db, { newcomer, score: 100 + at })
    await aProposal(home.db)
    const ctx = ctxOf(home.db, coach)
    const first = await proposalsForCoach(ctx, { state: 'proposed' })
    expect(first).toMatchObject({ total: many, page: 1, pages: 2 })
    expect(first.rows.map((row) => row.score)).toEqual(
      Array.from({ length: PAGE_SIZE }, (_, at) => 100 + many - 1 - at),
    )
    expect((await proposalsForCoach(ctx, { page: 2 })).rows.map((row) => row.score)).toEqual([101, 100])
    expect(await proposalsForCoach(ctx, { page: 9 })).toMatchObject({ rows: [], total: many, pages: 2 })
    expect(await newProposalsOf(ctx)).toBe(many)
    expect(await codeOf(newProposalsOf(ctxOf(home.db, newcomer.actor)))).toBe('forbidden')
  })

  test('orders by who waits longest, by score, by due day and by newest', async () => {
    const coach = await aCoach()
    const old = await aReadyNewcomer(home.db, { coach, waitingSince: '2026-01-01' })
    const young = await aReadyNewcomer(home.db, { coach, waitingSince: '2026-10-01' })
    const a = await aProposal(home.db, {
      newcomer: young,
      score: 900,
      answerDueOn: SOON,
      stateSince: new Date('2026-11-02T00:00:00Z'),
    })
    const b = await aProposal(home.db, {
      newcomer: old,
      score: 500,
      answerDueOn: LATE,
      stateSince: new Date('2026-11-03T00:00:00Z'),
    })
    const c = await aProposal(home.db, { newcomer: old, score: 600, stateSince: new Date('2026-11-01T00:00:00Z') })
    const inOrder = async (order: 'waiting' | 'best' | 'due' | 'newest') =>
      (await proposalsForCoach(ctxOf(home.db, coach), { order })).rows.map((row) => row.id)
    const [A, B, C] = [a.proposalId, b.proposalId, c.proposalId]
    expect(await inOrder('waiting')).toEqual([C, B, A])
    expect(await inOrder('best')).toEqual([A, C, B])
    expect(await inOrder('due')).toEqual([B, A, C])
    expect(await inOrder('newest')).toEqual([B, A, C])
  })

  test('shows of a fit the four states, and on the proposal itself the reasons and the free seats', async () => {
    const coach = await aCoach()
    const newcomer = await aReadyNewcomer(home.db, { coach })
    const position = await aPosition(home.db)
    const against = [{ code: 'travel-unknown', params: {} }]
    const fit = {
      can: { state: 'full' as const, for: [], against: [] },
      wants: { state: 'part' as const, for: [], against: [] },
      practical: { state: 'open' as const, for: [], against },
      support: { state: 'full' as const, for: [], against: [] },
    }
    const { proposalId } = await aProposal(home.db, { newcomer, position, fit })
    const ctx = ctxOf(home.db, coach)
    const [row] = (await proposalsForCoach(ctx)).rows
    expect(row).toMatchObject({ id: proposalId, can: 'full', wants: 'part', practical: 'open', support: 'full' })
    expect(row).not.toHaveProperty('fit')
    expect(await proposalForCoach(ctx, proposalId)).toMatchObject({ fit, seats: 2, seatsFree: 2, placementId: null })
  })
})

describe('the day of a coach', () => {
  test('what was accepted, and what nobody answered in time', async () => {
    const coach = await aCoach()
    const newcomer = await aReadyNewcomer(home.db, { coach })
    const made = async (state: 'shortlisted' | 'consented' | 'accepted' | 'proposed', answerDueOn: string | null) =>
      (await aProposal(home.db, { newcomer, state, answerDueOn })).proposalId
    const accepted = await made('accepted', null)
    const silent = await made('consented', LATE)
    const today = await made('shortlisted', TODAY)
    await made('shortlisted', SOON)
    await made('consented', SOON)
    await made('proposed', null)
    await aProposal(home.db, { state: 'accepted' })
    const rows = await waitingForCoach(ctxOf(home.db, coach))
    expect(rows.map((row) => row.id)).toEqual([silent, today, accepted])
    expect(rows[0]).toMatchObject({ state: 'consented', newcomerName: 'Samira Tester' })
  })

  test('reads what twenty messages are about at once, and only of the own caseload', async () => {
    const coach = await aCoach()
    const newcomer = await aReadyNewcomer(home.db, { coach })
    const own: string[] = []
    for (let at = 0; at < 20; at++) own.push((await aProposal(home.db, { newcomer, state: 'shortlisted' })).proposalId)
    const other = await aProposal(home.db)
    const { ctx, seen } = counted(ctxOf(home.db, coach))
    const subjects = await subjectsForCoach(ctx, [...own, ...own, other.proposalId, 'no-id'])
    expect(seen.selects).toBe(1)
    expect([...subjects.keys()].sort()).toEqual(own.sort())
    expect(await subjectsForCoach(ctx, [])).toEqual(new Map())
    expect(seen.selects).toBe(1)
  })

  test('who waits long and has nothing under way', async () => {
    const coach = await aCoach()
    const since = addDays(TODAY, -QUIET_DAYS - 1)
    const quiet = await aReadyNewcomer(home.db, { coach, waitingSince: since })
    await aReadyNewcomer(home.db, { coach, waitingSince: addDays(since, 1) })
    await aReadyNewcomer(home.db, { coach, waitingSince: since, availability: 'paused' })
    const busy = await aReadyNewcomer(home.db, { coach, waitingSince: since })
    await aProposal(home.db, { newcomer: busy })
    const tried = await aReadyNewcomer(home.db, { coach, waitingSince: addDays(since, -30) })
    await aProposal(home.db, { newcomer: tried, state: 'refused' })
    await aReadyNewcomer(home.db, { waitingSince: since })
    const rows = await quietInCaseload(ctxOf(home.db, coach))
    expect(rows.map((row) => row.id)).toEqual([tried.newcomerId, quiet.newcomerId])
    expect(rows[0]).toMatchObject({ name: 'Samira Tester', availability: 'available', nextStep: 'wait-proposals' })
  })

  test('names only of the own caseload', async () => {
    const coach = await aCoach()
    const mine = await aReadyNewcomer(home.db, { coach })
    const other = await aReadyNewcomer(home.db)
    const names = await namesInCaseload(ctxOf(home.db, coach), [mine.newcomerId, other.newcomerId])
    expect([...names]).toEqual([[mine.newcomerId, 'Samira Tester']])
  })
})
