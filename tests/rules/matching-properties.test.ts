import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import { type ExistingProposal, propose } from '#server/matching/rules/allocate.ts'
import { explainPair } from '#server/matching/rules/explain.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { allPass, pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'
import { anyNewcomer, anyPosition, someNewcomers, somePositions } from './arbitrary-facts.ts'
import { slowlyPasses } from './slow-gate.ts'

const people = someNewcomers(14)
const places = somePositions(6)
/** What the caller would find in the database next time. */
const asExisting = (result: ReturnType<typeof propose>): ExistingProposal[] =>
  result.proposals.map(({ newcomerId, positionId }) => ({ newcomerId, positionId, state: 'proposed' }))

describe('the engine, whatever the facts', () => {
  it('agrees with the slow gate, and stopping early gives the same answer', () => {
    let passed = 0
    fc.assert(
      fc.property(anyNewcomer('n'), anyPosition('p'), (newcomer, position) => {
        const { answer } = explainPair(newcomer, position, policy, TODAY)
        expect(answer === 'eligible').toBe(slowlyPasses(newcomer, position, TODAY))
        expect(allPass(pairOf(newcomer, position, policy, TODAY))).toBe(answer === 'eligible')
        if (answer === 'eligible') passed += 1
      }),
      { numRuns: 1500 },
    )
    expect(passed).toBeGreaterThan(20)
  })

  it('never loses an eligible pair when somebody can do more', () => {
    const better: ((one: NewcomerFacts) => NewcomerFacts)[] = [
      (one) => {
        const dutch = { ...one.dutch }
        for (const skill of LANGUAGE_SKILLS) {
          const has = dutch[skill]
          const next = has?.level ? LEVELS[LEVELS.indexOf(has.level) + 1] : undefined
          if (has && next) dutch[skill] = { ...has, level: next }
        }
        return { ...one, dutch }
      },
      (one) => ({ ...one, hours: one.hours && { min: one.hours.min, max: one.hours.max + 4 } }),
      (one) => ({ ...one, travel: { ...one.travel, maxMinutes: (one.travel.maxMinutes ?? 0) + 30 } }),
      (one) => ({ ...one, travel: { ...one.travel, means: ['walk', 'bicycle', 'public-transport', 'car'] } }),
      (one) => ({ ...one, skills: [...one.skills, { uri: 'skill:new', broader: [], evidence: 'tested' }] }),
      (one) => ({ ...one, slots: [...one.slots, { kind: 'available', weekday: 6, from: 0, to: 1440 }] }),
      (one) => ({ ...one, slots: one.slots.filter((slot) => slot.kind === 'available') }),
      (one) => ({ ...one, availableFrom: '2020-01-01' }),
      (one) => ({ ...one, licences: ['B', 'C'] }),
    ]
    fc.assert(
      fc.property(anyNewcomer('n'), anyPosition('p'), (newcomer, position) => {
        if (explainPair(newcomer, position, policy, TODAY).answer !== 'eligible') return
        for (const more of better) expect(explainPair(more(newcomer), position, policy, TODAY).answer).toBe('eligible')
      }),
      { numRuns: 800 },
    )
  })

  it('violates no gate and no cap, gives the same set in any order, and settles', () => {
    fc.assert(
      fc.property(people, places, fc.integer(), (newcomers, positions, turn) => {
        const result = propose(newcomers, positions, [], policy, TODAY)
        const load = new Map<string, number>()
        const held = new Map<string, number>()
        for (const { newcomerId, positionId, score } of result.proposals) {
          const newcomer = newcomers.find((one) => one.id === newcomerId)
          const position = positions.find((one) => one.id === positionId)
          expect(newcomer && position && slowlyPasses(newcomer, position, TODAY)).toBe(true)
          expect(Number.isInteger(score) && score >= 0 && score <= 1000).toBe(true)
          load.set(positionId, (load.get(positionId) ?? 0) + 1)
          held.set(newcomerId, (held.get(newcomerId) ?? 0) + 1)
        }
        for (const { id, seats, seatsTaken } of positions)
          expect(load.get(id) ?? 0).toBeLessThanOrEqual((seats - seatsTaken) * policy.proposalsPerSeat)
        for (const count of held.values()) expect(count).toBeLessThanOrEqual(policy.proposalsPerNewcomer)

        const rotate = <T>(list: T[]): T[] => {
          const by = Math.abs(turn) % list.length
          return [...list.slice(by), ...list.slice(0, by)].reverse()
        }
        expect(propose(rotate(newcomers), rotate(positions), [], policy, TODAY)).toEqual(result)

        const again = propose(newcomers, positions, asExisting(result).reverse(), policy, TODAY)
        expect(again.withdrawals).toEqual([])
        expect(again.proposals.map(({ kept, ...rest }) => rest)).toEqual(
          result.proposals.map(({ kept, ...rest }) => rest),
        )
        expect(again.proposals.every((one) => one.kept)).toBe(true)
      }),
      { numRuns: 120 },
    )
  })
})

describe('proposing', () => {
  const crowd = (n: number, over: Partial<NewcomerFacts> = {}) =>
    Array.from({ length: n }, (_, i) => aNewcomerFacts({ id: `n${i}`, ...over }))

  it('gives everybody one before anybody two', () => {
    const strong = aNewcomerFacts({ id: 'strong' })
    const weak = crowd(9, { skills: [], experiences: [] })
    const positions = [aPositionFacts({ id: 'p1' }), aPositionFacts({ id: 'p2' })]
    const { proposals, summary } = propose([strong, ...weak], positions, [], policy, TODAY)
    expect(proposals).toHaveLength(10)
    expect(new Set(proposals.map((one) => one.newcomerId)).size).toBe(10)
    expect(summary).toMatchObject({ eligiblePairs: 20, newcomersWithProposal: 10, newcomersWithoutRoom: 0 })
  })

  it('gives the last room to who fits best, then to who waits longest', () => {
    const six = crowd(6)
    const longest = { ...aNewcomerFacts({ id: 'n9' }), waitingSince: '2025-01-01' }
    const { proposals, summary } = propose([...six, longest], [aPositionFacts()], [], policy, TODAY)
    expect(proposals).toHaveLength(5)
    expect(proposals.map((one) => one.newcomerId)).toContain('n9')
    expect(summary.newcomersWithoutRoom).toBe(2)
  })

  it('breaks a tie without favouring an id that sorts first', () => {
    const { proposals } = propose(crowd(40), [aPositionFacts()], [], policy, TODAY)
    const first = crowd(40)
      .map((one) => one.id)
      .sort()
      .slice(0, 5)
    expect(proposals.map((one) => one.newcomerId)).not.toEqual(first)
  })

  it('leaves touched proposals and counts them', () => {
    const existing = crowd(4).map((one) => ({ newcomerId: one.id, positionId: 'p1', state: 'shortlisted' as const }))
    const { proposals, withdrawals } = propose(crowd(7), [aPositionFacts()], existing, policy, TODAY)
    expect(proposals).toHaveLength(1)
    expect(withdrawals).toEqual([])
    const over = propose(crowd(4, { availableFrom: null }), [aPositionFacts()], existing, policy, TODAY)
    expect(over).toMatchObject({ proposals: [], withdrawals: [] })
  })

  it('withdraws its own when a gate no longer passes, and says which', () => {
    const existing = [{ newcomerId: 'n1', positionId: 'p1', state: 'proposed' as const }]
    const gone = propose(
      [aNewcomerFacts({ hours: { min: 1, max: 8 }, availableFrom: null })],
      [aPositionFacts()],
      existing,
      policy,
      TODAY,
    )
    expect(gone).toMatchObject({
      proposals: [],
      withdrawals: [{ newcomerId: 'n1', positionId: 'p1', gates: ['hours', 'start'] }],
    })
    const full = propose([aNewcomerFacts()], [aPositionFacts({ seatsTaken: 1 })], existing, policy, TODAY)
    expect(full.withdrawals[0]?.gates).toEqual(['capacity'])
  })

  it('withdraws its own lowest when touched ones took the room', () => {
    const existing: ExistingProposal[] = [
      ...crowd(5).map((one) => ({ newcomerId: one.id, positionId: 'p1', state: 'consented' as const })),
      { newcomerId: 'n9', positionId: 'p1', state: 'proposed' },
    ]
    const { withdrawals } = propose([aNewcomerFacts({ id: 'n9' })], [aPositionFacts()], existing, policy, TODAY)
    expect(withdrawals).toEqual([{ newcomerId: 'n9', positionId: 'p1', gates: [] }])
  })

  it('does not bring up again what somebody ended, and may renew what the engine withdrew', () => {
    const again = (state: ExistingProposal['state']) =>
      propose([aNewcomerFacts()], [aPositionFacts()], [{ newcomerId: 'n1', positionId: 'p1', state }], policy, TODAY)
        .proposals.length
    for (const state of ['declined', 'set-aside', 'refused', 'placed', 'superseded', 'expired'] as const)
      expect(again(state)).toBe(0)
    for (const state of ['withdrawn', 'closed'] as const) expect(again(state)).toBe(1)
  })

  it('counts the open proposals of people who are not in this run, and leaves them alone', () => {
    const existing = crowd(4).map((one) => ({ newcomerId: one.id, positionId: 'p1', state: 'proposed' as const }))
    const two = [aNewcomerFacts({ id: 'x' }), aNewcomerFacts({ id: 'y' })]
    const { proposals, withdrawals } = propose(two, [aPositionFacts()], existing, policy, TODAY)
    expect(proposals).toHaveLength(1)
    expect(withdrawals).toEqual([])
  })

  it('does not propose where a decision is waited for', () => {
    const { proposals, summary } = propose(
      [aNewcomerFacts()],
      [aPositionFacts({ safeguard: 'human' })],
      [],
      policy,
      TODAY,
    )
    expect(proposals).toEqual([])
    expect(summary).toMatchObject({ positionsWaiting: 1, newcomersWithoutEligible: 1 })
  })
})
