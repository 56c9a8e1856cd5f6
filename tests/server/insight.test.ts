import { afterAll, beforeAll, expect, test } from 'vitest'
import { regionCounts, stageCounts } from '#server/insight/reads.ts'
import { aProposal, codeOf } from '#tests/make/proposals.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

test('counts people of the own municipality per stage and hides fewer than ten', async () => {
  const coach = await anAccount(home.db, { role: 'coach' })
  for (let i = 0; i < 12; i += 1) {
    const newcomer = await aNewcomer(home.db, { coach })
    await aProposal(home.db, { newcomer })
    await aProposal(home.db, { newcomer }) // the same person twice counts once
    if (i < 9) await aProposal(home.db, { newcomer, state: 'shortlisted' })
  }
  const elsewhere = await anAccount(home.db, { role: 'coach', municipalityCode: AMERSFOORT })
  for (let i = 0; i < 11; i += 1) await aNewcomer(home.db, { coach: elsewhere, availability: 'in-intake' })
  const municipality = await anAccount(home.db, { role: 'municipality' })
  const counts = Object.fromEntries(
    (await stageCounts(ctxOf(home.db, municipality))).map(({ stage, count }) => [stage, count]),
  )
  expect(counts).toEqual({
    intake: null,
    available: 12,
    proposed: 12,
    shortlisted: null,
    consented: null,
    accepted: null,
    placed: null,
    sustained: null,
  })
  const region = Object.fromEntries(
    ((await regionCounts(ctxOf(home.db, municipality))) ?? []).map(({ stage, count }) => [stage, count]),
  )
  // Region less own municipality would be nought available people: hidden, since the reader could subtract.
  expect(region).toMatchObject({ intake: 11, available: null, proposed: null })
  const { actor } = await aNewcomer(home.db, { coach })
  expect(await codeOf(stageCounts(ctxOf(home.db, actor)))).toBe('forbidden')
})
