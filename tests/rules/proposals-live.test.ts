import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { type AreaPair, keyOf } from '#server/proposals/rules-pins.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'
import { someNewcomers, somePositions } from './arbitrary-facts.ts'
import { aPair, carryOut, type Ids, NOTHING, openWorld, worldOf } from './live-world.ts'
import { slowlyPasses } from './slow-gate.ts'

const settled = (newcomers: NewcomerFacts[], positions: PositionFacts[], open: AreaPair[] = [], ended: Ids[] = []) =>
  openWorld(worldOf(newcomers, positions, open, ended)).settle()

describe('the live allocation, whatever the facts', () => {
  it('violates no gate and no cap, gives the same set in any order, and settles', () => {
    fc.assert(
      fc.property(someNewcomers(14), somePositions(6), fc.integer(), (newcomers, positions, turn) => {
        const world = worldOf(newcomers, positions)
        const live = openWorld(world)
        const wanted = live.settle()
        const count = new Map<string, number>()
        const more = (id: string) => count.set(id, (count.get(id) ?? 0) + 1)
        for (const { newcomerId, positionId } of wanted.made) {
          const [newcomer, position] = [world.newcomers.get(newcomerId), world.positions.get(positionId)]
          expect(newcomer && position && slowlyPasses(newcomer, position, TODAY)).toBe(true)
          more(`n ${newcomerId}`)
          more(`p ${positionId}`)
        }
        for (const { id, seats, seatsTaken } of positions)
          expect(count.get(`p ${id}`) ?? 0).toBeLessThanOrEqual(
            Math.max(0, seats - seatsTaken) * policy.proposalsPerSeat,
          )
        for (const { id } of newcomers)
          expect(count.get(`n ${id}`) ?? 0).toBeLessThanOrEqual(policy.proposalsPerNewcomer)
        const rotate = <T>(list: T[]): T[] => {
          const by = Math.abs(turn) % list.length
          return [...list.slice(by), ...list.slice(0, by)].reverse()
        }
        expect(settled(rotate(newcomers), rotate(positions))).toEqual(wanted)
        carryOut(world, live, wanted)
        expect(live.settle()).toEqual(NOTHING)
        expect(openWorld(world).settle()).toEqual(NOTHING)
      }),
      { numRuns: 120 },
    )
  })

  it('equals a fresh opening after any changes of people, positions and proposals', () => {
    const step = fc.record({
      what: fc.constantFrom('newcomer', 'leave', 'position', 'close', 'seats', 'see', 'shortlist', 'end', 'return'),
      at: fc.nat(1000),
      seats: fc.integer({ min: 0, max: 3 }),
    })
    fc.assert(
      fc.property(
        someNewcomers(12),
        somePositions(6),
        someNewcomers(12),
        somePositions(6),
        fc.array(step, { maxLength: 30 }),
        (newcomers, positions, otherNewcomers, otherPositions, steps) => {
          const world = worldOf(newcomers.slice(0, 8), positions.slice(0, 4))
          const live = openWorld(world)
          carryOut(world, live, live.settle())
          let turn = 0
          const sideOf = (side: { newcomerId: string } | { positionId: string }) => {
            const isMine = (pair: Ids) =>
              'newcomerId' in side ? pair.newcomerId === side.newcomerId : pair.positionId === side.positionId
            return { open: [...world.open.values()].filter(isMine), ended: [...world.ended.values()].filter(isMine) }
          }
          const tell = {
            newcomer: (id: string) =>
              live.setNewcomer({ id, facts: world.newcomers.get(id) ?? null, ...sideOf({ newcomerId: id }) }),
            position: (id: string) =>
              live.setPosition({ id, facts: world.positions.get(id) ?? null, ...sideOf({ positionId: id }) }),
          }
          const change = (pair: AreaPair | undefined, over: Partial<AreaPair> | null): void => {
            if (!pair) return
            if (over) world.open.set(keyOf(pair), { ...pair, ...over })
            else {
              world.open.delete(keyOf(pair))
              world.ended.set(keyOf(pair), pair)
            }
            // What is open is told as a pair or with its side; what ended, with its side.
            const now = world.open.get(keyOf(pair))
            if (now && turn % 2 === 0 && live.openOf(pair).some((one) => one.id === pair.id)) live.setPair(pair, now)
            else tell.newcomer(pair.newcomerId)
          }
          for (const { what, at, seats } of steps) {
            turn += 1
            const [who, other] = [newcomers[at % newcomers.length], otherNewcomers[at % otherNewcomers.length]]
            const [where, elsewhere] = [positions[at % positions.length], otherPositions[at % otherPositions.length]]
            const pair = [...world.open.values()][at % Math.max(1, world.open.size)]
            if (!who || !other || !where || !elsewhere) continue
            if (what === 'newcomer') world.newcomers.set(who.id, { ...other, id: who.id })
            if (what === 'leave') world.newcomers.delete(who.id)
            if (what === 'newcomer' || what === 'leave') tell.newcomer(who.id)
            if (what === 'position') world.positions.set(where.id, { ...elsewhere, id: where.id })
            if (what === 'close') world.positions.delete(where.id)
            const known = world.positions.get(where.id)
            if (what === 'seats' && known) world.positions.set(where.id, { ...known, seats, seatsTaken: 0 })
            if (what === 'position' || what === 'close' || what === 'seats') tell.position(where.id)
            if (what === 'see' && pair?.state === 'proposed') change(pair, { seen: true })
            if (what === 'shortlist') change(pair, { state: 'shortlisted' })
            if (what === 'end') change(pair, null)
            const back = [...world.ended.values()][at % Math.max(1, world.ended.size)]
            if (what === 'return' && back && !world.open.has(keyOf(back))) {
              world.ended.delete(keyOf(back))
              change(aPair(back, { seen: true }), {})
            }
            if (at % 2 === 0) carryOut(world, live, live.settle())
          }
          carryOut(world, live, live.settle())
          expect(live.settle()).toEqual(NOTHING)
          const fresh = openWorld(world)
          expect(fresh.settle()).toEqual(NOTHING)
          expect(live.pairs().map(keyOf).sort()).toEqual(fresh.pairs().map(keyOf).sort())
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('proposing', () => {
  const crowd = (n: number, over: Partial<NewcomerFacts> = {}) =>
    Array.from({ length: n }, (_, i) => aNewcomerFacts({ id: `n${i}`, ...over }))
  const at =
    (positionId: string, over: Partial<AreaPair> = {}) =>
    (one: NewcomerFacts): AreaPair =>
      aPair({ newcomerId: one.id, positionId }, over)

  it('gives everybody one before anybody two', () => {
    const weak = crowd(9, { skills: [], experiences: [] })
    const positions = [aPositionFacts({ id: 'p1' }), aPositionFacts({ id: 'p2' })]
    const { made } = settled([aNewcomerFacts({ id: 'strong' }), ...weak], positions)
    expect([made.length, new Set(made.map((one) => one.newcomerId)).size]).toEqual([10, 10])
  })

  it('gives the last room to who waits longest, all else alike', () => {
    const longest = { ...aNewcomerFacts({ id: 'n9' }), waitingSince: '2025-01-01' }
    const { made } = settled([...crowd(6), longest], [aPositionFacts()])
    expect(made).toHaveLength(5)
    expect(made.map((one) => one.newcomerId)).toContain('n9')
  })

  it('breaks a tie without favouring an id that sorts first', () => {
    const people = crowd(40)
    const sorted = people.map((one) => one.id).sort()
    expect(settled(people, [aPositionFacts()]).made.map((one) => one.newcomerId)).not.toEqual(sorted.slice(0, 5))
  })

  it('leaves what people acted on, counts it, and leaves what a coach saw while it fits', () => {
    const touched = crowd(4).map(at('p1', { state: 'shortlisted' }))
    expect(settled(crowd(7), [aPositionFacts()], touched)).toMatchObject({ made: [{}], dropped: [], unfit: [] })
    expect(settled(crowd(4, { availableFrom: null }), [aPositionFacts()], touched)).toEqual(NOTHING)
    const longest = Array.from({ length: 5 }, (_, i) => ({
      ...aNewcomerFacts({ id: `x${i}` }),
      waitingSince: '2024-01-01',
    }))
    const unseen = crowd(5).map(at('p1'))
    expect(settled([...crowd(5), ...longest], [aPositionFacts()], unseen).dropped).toHaveLength(5)
    const seen = crowd(5).map(at('p1', { seen: true }))
    expect(settled([...crowd(5), ...longest], [aPositionFacts()], seen)).toEqual(NOTHING)
    const gone = settled(crowd(5, { availableFrom: null }), [aPositionFacts()], seen)
    expect(gone).toMatchObject({ made: [], dropped: [], unfit: [{}, {}, {}, {}, {}] })
  })

  it('keeps the place of somebody who is not there but was said yes to', () => {
    const absent = crowd(5).map(at('p1', { state: 'consented' }))
    expect(settled([aNewcomerFacts({ id: 'n9' })], [aPositionFacts()], absent)).toEqual(NOTHING)
    const elsewhere = ['p7', 'p8', 'p9'].map((positionId) =>
      at(positionId, { state: 'accepted' })(aNewcomerFacts({ id: 'n9' })),
    )
    expect(settled([aNewcomerFacts({ id: 'n9' })], [aPositionFacts()], elsewhere)).toEqual(NOTHING)
  })

  it('takes back what the engine alone proposed when somebody left, a place closed or its seats went', () => {
    const open = [at('p1')(aNewcomerFacts({ id: 'n1' }))]
    expect(settled([], [aPositionFacts()], open).unfit).toHaveLength(1)
    expect(settled([aNewcomerFacts()], [], open).unfit).toHaveLength(1)
    expect(settled([aNewcomerFacts()], [aPositionFacts({ seatsTaken: 1 })], open).unfit).toHaveLength(1)
  })

  it('does not bring up again what ended, nor propose where a decision is waited for', () => {
    expect(settled([aNewcomerFacts()], [aPositionFacts()], [], [{ newcomerId: 'n1', positionId: 'p1' }])).toEqual(
      NOTHING,
    )
    expect(settled([aNewcomerFacts()], [aPositionFacts({ safeguard: 'human' })])).toEqual(NOTHING)
  })

  it('leaves a pair across areas alone, and counts it on both sides', () => {
    const across = ['p7', 'p8', 'p9'].map((positionId) =>
      at(positionId, { foreign: true })(aNewcomerFacts({ id: 'n1' })),
    )
    expect(settled([aNewcomerFacts()], [aPositionFacts()], across)).toEqual(NOTHING)
    const strangers = crowd(5).map(at('p1', { foreign: true }))
    expect(settled([aNewcomerFacts({ id: 'n9' })], [aPositionFacts()], strangers)).toEqual(NOTHING)
  })
})
