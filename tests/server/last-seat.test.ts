import { and, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { placements } from '#db/schema/placements.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { acceptCandidate } from '#server/proposals/accept-candidate.ts'
import { withdrawConsent } from '#server/proposals/withdraw-consent.ts'
import { aProposal, codeOf, eventsAbout, stateOf } from '#tests/make/proposals.ts'
import { aNewcomer, anAccount, aPosition, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** P4 of the design: never two winners of one seat, with real concurrency on real Postgres. */
let base: Awaited<ReturnType<typeof aDatabase>>
let home: Database
beforeAll(async () => {
  base = await aDatabase()
  // A connection for each of the eight, or the pool would queue them and there would be no race.
  home = openDatabase(base.url, { max: 10 })
})
afterAll(async () => {
  await home.close()
  await base.close()
})

const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }
const running = inArray(placements.state, ['planned', 'active'])

async function accepted(position: Awaited<ReturnType<typeof aPosition>>, people: number) {
  const coach = await anAccount(home.db, { role: 'coach' })
  return Promise.all(
    Array.from({ length: people }, async () =>
      aProposal(home.db, { newcomer: await aNewcomer(home.db, { coach }), position, state: 'accepted' }),
    ),
  )
}

const start = async ({ proposalId, coach }: { proposalId: string; coach: Parameters<typeof ctxOf>[1] }) => {
  const result: { ok?: boolean } = {}
  const code = await codeOf(
    startPlacement(ctxOf(home.db, coach), { proposalId, ...terms }).then((answer) => {
      result.ok = answer.ok
    }),
  )
  return result.ok === false ? 'safeguard' : code
}

describe('the last seat', () => {
  test('two at once: one wins, the other hears that the seats are taken', async () => {
    const position = await aPosition(home.db, { seats: 1 })
    const pair = await accepted(position, 2)
    const codes = await Promise.all(pair.map(start))
    expect(codes.sort()).toEqual(['ok', 'seats-taken'])
    const states = await Promise.all(pair.map(({ proposalId }) => stateOf(home.db, proposalId)))
    expect(states.sort()).toEqual(['accepted', 'placed'])
    expect(await eventsAbout(home.db, position.positionId, 'placement.started')).toHaveLength(1)
  })

  test('20 rounds of 8 at once: exactly one each round, and nothing unknown', async () => {
    for (let round = 0; round < 20; round += 1) {
      const position = await aPosition(home.db, { seats: 1 })
      const eight = await accepted(position, 8)
      const codes = await Promise.all(eight.map(start))
      expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
      expect(codes.filter((code) => code === 'seats-taken')).toHaveLength(7)
    }
  })

  test('eight for three seats: seats 1, 2 and 3, each once', async () => {
    const position = await aPosition(home.db, { seats: 3 })
    const codes = await Promise.all((await accepted(position, 8)).map(start))
    expect(codes.filter((code) => code === 'ok')).toHaveLength(3)
    expect(codes.filter((code) => code === 'seats-taken')).toHaveLength(5)
    const rows = await home.db
      .select({ seat: placements.seat })
      .from(placements)
      .where(and(eq(placements.positionId, position.positionId), running))
      .orderBy(placements.seat)
    expect(rows.map((row) => row.seat)).toEqual([1, 2, 3])
  })

  test('one person, two places at once: one placement, the other hears that they are placed', async () => {
    for (let round = 0; round < 10; round += 1) {
      const newcomer = await aNewcomer(home.db)
      const two = await Promise.all(
        [1, 2].map(async () => aProposal(home.db, { newcomer, position: await aPosition(home.db), state: 'accepted' })),
      )
      const codes = await Promise.all(two.map(start))
      expect(codes.sort()).toEqual(['already-placed', 'ok'])
    }
  })

  test('the same proposal twice at once: one placement, the other is stale', async () => {
    const one = await aProposal(home.db, { state: 'accepted' })
    const codes = await Promise.all([start(one), start(one), start(one)])
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
    expect(codes.filter((code) => code === 'stale')).toHaveLength(2)
  })

  test('never more running placements than seats, never two for one person', async () => {
    const over = await home.db.execute(sql`
      select p.id from positions p join placements l on l.position_id = p.id and l.state in ('planned', 'active')
      group by p.id, p.seats having count(*) > p.seats`)
    const twice = await home.db.execute(sql`
      select newcomer_id from placements where state in ('planned', 'active') group by newcomer_id having count(*) > 1`)
    expect([...over, ...twice]).toEqual([])
  })
})

describe('a yes that is taken back at the same moment', () => {
  test('accept against withdraw: exactly one counts', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { proposalId, newcomer, position } = await aProposal(home.db, { state: 'consented' })
      const [accepts, withdraws] = await Promise.all([
        codeOf(acceptCandidate(ctxOf(home.db, position.employer), { proposalId })),
        codeOf(withdrawConsent(ctxOf(home.db, newcomer.actor), { proposalId })),
      ])
      // Both may pass one after the other: accepted, and then taken back. Never accepted after it was taken back.
      const state = await stateOf(home.db, proposalId)
      if (withdraws === 'ok') expect(state).toBe('declined')
      else {
        expect(withdraws).toBe('stale')
        expect(accepts).toBe('ok')
        expect(state).toBe('accepted')
      }
      expect(['ok', 'stale', 'not-found', 'consent-missing']).toContain(accepts)
    }
  })

  test('start against withdraw: placed with a standing yes, or taken back without a placement', async () => {
    for (let round = 0; round < 20; round += 1) {
      const one = await aProposal(home.db, { state: 'accepted' })
      const { proposalId } = one
      const [starts, withdraws] = await Promise.all([
        start(one),
        codeOf(withdrawConsent(ctxOf(home.db, one.newcomer.actor), { proposalId })),
      ])
      expect([starts, withdraws].filter((code) => code === 'ok')).toHaveLength(1)
      const made = await home.db.select().from(placements).where(eq(placements.proposalId, proposalId))
      expect(made).toHaveLength(starts === 'ok' ? 1 : 0)
      expect(await stateOf(home.db, proposalId)).toBe(starts === 'ok' ? 'placed' : 'declined')
    }
  })
})
