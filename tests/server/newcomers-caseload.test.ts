import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { caseloadOf } from '#server/newcomers/reads.ts'
import { caseloadCounts, caseloadForExport } from '#server/newcomers/reads-caseload.ts'
import type { Actor } from '#server/platform/context.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { someReference } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let coach: Actor

beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
})
afterAll(() => home.close())
beforeEach(async () => {
  coach = await anAccount(home.db, { role: 'coach' })
})

const ctx = (actor: Actor = coach) => ctxOf(home.db, actor)
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('the caseload', () => {
  test('own newcomers with name, levels, counts and next step; searched by name, never by wildcard', async () => {
    const first = await aNewcomer(home.db, { coach, waitingSince: '2026-01-01', identity: { givenName: 'Amal' } })
    const second = await aNewcomer(home.db, { coach, availability: 'in-intake', identity: { givenName: 'Dawit' } })
    await aNewcomer(home.db)
    await aProposal(home.db, { newcomer: first, state: 'accepted' })
    const { rows, total } = await caseloadOf(ctx())
    expect(total).toBe(2)
    expect(rows[0]).toMatchObject({
      id: first.newcomerId,
      name: 'Amal Tester',
      dutch: { speaking: 'A2' },
      openProposals: 1,
      nextStep: 'start-placement',
    })
    expect(rows[1]).toMatchObject({ id: second.newcomerId, nextStep: 'finish-intake' })
    expect((await caseloadOf(ctx(), { q: 'dawit' })).rows.map((row) => row.id)).toEqual([second.newcomerId])
    expect((await caseloadOf(ctx(), { q: '%' })).total).toBe(0)
    expect((await caseloadOf(ctx(), { availability: 'available', page: 2 })).rows).toEqual([])
    expect(await caseloadCounts(ctx())).toEqual({ available: 1, 'in-intake': 1 })
    expect(await caseloadForExport(ctx())).toHaveLength(2)
    await expect(caseloadOf(ctx(first.actor))).rejects.toEqual(refusal('forbidden'))
  })
})
