import { describe, expect, it } from 'vitest'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import type { LiveArea } from '#server/proposals/rules-live.ts'
import { type AreaPair, keyOf } from '#server/proposals/rules-pins.ts'
import { aNewcomerFacts, aPositionFacts } from '#tests/make/facts.ts'
import { aPair, carryOut, NOTHING, openWorld, worldOf } from './live-world.ts'

describe('what is told of a pair', () => {
  const pair = { newcomerId: 'n1', positionId: 'p1' }
  const opened = (over: Partial<AreaPair>, positions = [aPositionFacts({ seats: 1 })]) => {
    const others = Array.from({ length: 5 }, (_, i) => aNewcomerFacts({ id: `x${i}`, waitingSince: '2024-01-01' }))
    const world = worldOf([aNewcomerFacts(), ...others], positions, [aPair(pair, over)])
    return { world, live: openWorld(world) }
  }
  const made = (live: LiveArea) => live.settle().made.map((one) => one.newcomerId)

  it('that it was seen or taken up gives it a place, and that it is over frees the place', () => {
    for (const over of [{ seen: true }, { state: 'shortlisted' as const }]) {
      const { live, world } = opened({})
      expect(live.settle()).toMatchObject({ made: [{}, {}, {}, {}, {}], dropped: [pair] })
      live.setPair(pair, aPair(pair, over))
      world.open.set(keyOf(pair), aPair(pair, over))
      expect(live.settle()).toEqual(openWorld(world).settle())
      expect(made(live)).toHaveLength(4)
      live.setPair(pair, null)
      expect(made(live)).toHaveLength(5)
    }
  })

  it('that it is gone though it should be there brings it back', () => {
    const world = worldOf([aNewcomerFacts()], [aPositionFacts()], [aPair(pair)])
    const live = openWorld(world)
    expect(live.settle()).toEqual(NOTHING)
    live.setPair(pair, null)
    expect(made(live)).toEqual(['n1'])
  })

  it('that did not fit is forgotten once it is gone, whoever says so', () => {
    const world = worldOf([aNewcomerFacts({ availableFrom: null })], [aPositionFacts()], [aPair(pair)])
    for (const tell of [
      (live: LiveArea) => live.setPair(pair, null),
      (live: LiveArea) => live.setNewcomer({ id: 'n1', facts: null, open: [], ended: [] }),
      (live: LiveArea) => live.setPosition({ id: 'p1', facts: aPositionFacts(), open: [], ended: [] }),
    ]) {
      const live = openWorld(world)
      expect(live.settle().unfit).toHaveLength(1)
      expect(live.settle().unfit).toHaveLength(1)
      tell(live)
      expect(live.settle()).toEqual(NOTHING)
    }
  })

  it('that it ended holds when the place changes, and closes and opens again', () => {
    const place = aPositionFacts()
    const live = openWorld(worldOf([aNewcomerFacts()], [place], [], [pair]))
    const tell = (facts: PositionFacts | null) => live.setPosition({ id: 'p1', facts, open: [], ended: [pair] })
    expect(live.settle()).toEqual(NOTHING)
    for (const facts of [{ ...place, supervisorHours: 1 }, { ...place, hoursPerWeek: 20, slots: [] }, null, place]) {
      tell(facts)
      expect(live.settle()).toEqual(NOTHING)
    }
    live.setPosition({ id: 'p1', facts: { ...place, hoursPerWeek: 20, slots: [] }, open: [], ended: [] })
    expect(made(live)).toEqual(['n1'])
  })

  it('a place that gets seats, closes and gets seats again takes the same people as one that was always so', () => {
    const people = Array.from({ length: 30 }, (_, i) => aNewcomerFacts({ id: `n${i}` }))
    const [place, other] = [aPositionFacts({ seats: 1 }), aPositionFacts({ id: 'p2', seats: 2 })]
    const world = worldOf(people, [place, other])
    const live = openWorld(world)
    carryOut(world, live, live.settle())
    for (const seats of [2, 3, 0, 4, 1, 0, 2]) {
      const facts = seats === 0 ? null : { ...place, seats }
      if (facts) world.positions.set('p1', facts)
      else world.positions.delete('p1')
      const open = [...world.open.values()].filter((one) => one.positionId === 'p1')
      live.setPosition({ id: 'p1', facts, open, ended: [] })
      carryOut(world, live, live.settle())
      expect(live.settle()).toEqual(NOTHING)
      expect(live.openOf({ positionId: 'p1' })).toHaveLength(seats * policy.proposalsPerSeat)
      expect(live.pairs()).toHaveLength(world.open.size)
      expect(openWorld(world).settle()).toEqual(NOTHING)
    }
  })
})
