import fc from 'fast-check'
import { expect, test } from 'vitest'
import { certify } from '#server/matching/rules/allocation/certify.ts'
import { allocateExactly, type LiveAllocation, openAllocation } from '#server/matching/rules/allocation/exact.ts'
import { hashOf, tieOf } from '#server/matching/rules/tie.ts'
import { anInstance, instanceOf, type Plain, pairsOf } from './allocation-oracles.ts'

/** One change: who or what (taken modulo), how much room, and a weight per counterpart, below 0 = no edge. */
const aChange = fc.record({
  kind: fc.constantFrom('newcomer', 'leave', 'room', 'close', 'reopen', 'position', 'arrive', 'opens'),
  at: fc.nat(99),
  count: fc.nat(4),
  bonus: fc.constantFrom(0, 3, 5000),
  weights: fc.array(fc.integer({ min: -5, max: 8 }), { minLength: 1, maxLength: 12 }),
  settles: fc.boolean(),
})
type Change = typeof aChange extends fc.Arbitrary<infer T> ? T : never

const tieIn = (plain: Plain, i: number, j: number): number =>
  tieOf(hashOf(plain.newcomers[i]?.id ?? ''), hashOf(plain.positions[j]?.id ?? ''))

/** Numbers stay those of the ids only while ids sort in the order they came. */
const idOf = (letter: string, n: number): string => `${letter}${String(n).padStart(4, '0')}`

const withSortedIds = (plain: Plain): Plain => ({
  ...plain,
  newcomers: plain.newcomers.map((one, i) => ({ ...one, id: idOf('n', i) })),
  positions: plain.positions.map((one, j) => ({ ...one, id: idOf('p', j) })),
})

/** Makes the change in the plain facts and tells the live allocation. */
const carryOut = (plain: Plain, live: LiveAllocation, change: Change): void => {
  const { at, count, bonus, weights } = change
  const weightFor = (n: number): number => weights[n % weights.length] ?? 0
  const tellNewcomer = (i: number, max: number): void => {
    plain.edges = plain.edges.filter((one) => one.newcomer !== i)
    if (max > 0)
      plain.positions.forEach((_, position) => {
        if (weightFor(position) >= 0) plain.edges.push({ newcomer: i, position, weight: weightFor(position) })
      })
    Object.assign(plain.newcomers[i] ?? {}, { max, bonus })
    const edges = plain.edges
      .filter((one) => one.newcomer === i)
      .map(({ position, weight }) => ({ position, weight, tie: tieIn(plain, i, position) }))
    live.setNewcomer(i, { max, bonus, edges })
  }
  const tellPosition = (j: number, room: number): void => {
    plain.edges = plain.edges.filter((one) => one.position !== j)
    plain.newcomers.forEach((_, newcomer) => {
      if (weightFor(newcomer) >= 0) plain.edges.push({ newcomer, position: j, weight: weightFor(newcomer) })
    })
    Object.assign(plain.positions[j] ?? {}, { room })
    const edges = plain.edges
      .filter((one) => one.position === j)
      .map(({ newcomer, weight }) => ({ newcomer, weight, tie: tieIn(plain, newcomer, j) }))
    live.setPosition(j, { room, edges })
  }
  const tellRoom = (j: number, room: number): void => {
    Object.assign(plain.positions[j] ?? {}, { room })
    live.setRoom(j, room)
  }
  if (change.kind === 'arrive') {
    plain.newcomers.push({ id: idOf('n', plain.newcomers.length), max: 0, bonus: 0 })
    expect(live.addNewcomer()).toBe(plain.newcomers.length - 1)
    tellNewcomer(plain.newcomers.length - 1, count)
  } else if (change.kind === 'opens') {
    plain.positions.push({ id: idOf('p', plain.positions.length), room: 0 })
    expect(live.addPosition()).toBe(plain.positions.length - 1)
    tellPosition(plain.positions.length - 1, count)
  } else if (change.kind === 'newcomer' || change.kind === 'leave') {
    if (plain.newcomers.length > 0) tellNewcomer(at % plain.newcomers.length, change.kind === 'leave' ? 0 : count)
  } else if (plain.positions.length > 0) {
    const j = at % plain.positions.length
    const room = plain.positions[j]?.room ?? 0
    if (change.kind === 'position') tellPosition(j, count)
    else if (change.kind === 'reopen') for (const next of [room + count, 0, room + 1]) tellRoom(j, next)
    else tellRoom(j, change.kind === 'close' ? 0 : count)
  }
}

const asWords = (pairs: readonly (readonly [number, number])[]): string[] => pairs.map((pair) => pair.join(' '))

test('after any changes it is what a fresh solve gives, and it tells what changed', () => {
  fc.assert(
    fc.property(
      anInstance({ newcomers: 12, positions: 6, room: 4 }),
      fc.array(aChange, { minLength: 5, maxLength: 25, size: 'max' }),
      (first, changes) => {
        const plain = withSortedIds(first)
        const live = openAllocation(instanceOf(plain), { mostPositions: 64 })
        const known = new Set(asWords(live.pairs()))
        for (const change of changes) {
          carryOut(plain, live, change)
          if (!change.settles) continue
          const { made, withdrawn } = live.settle()
          for (const pair of asWords(withdrawn)) expect(known.delete(pair)).toBe(true)
          for (const pair of asWords(made)) expect(known.has(pair) || !known.add(pair)).toBe(false)
          const instance = instanceOf(plain)
          const fresh = allocateExactly(instance)
          expect(asWords(live.pairs())).toEqual(pairsOf(instance, fresh))
          expect([...known].sort()).toEqual(asWords(live.pairs()).sort())
          expect(live.prices().positionPrice).toEqual(fresh.positionPrice)
          const now = live.snapshot()
          expect(certify(now.instance, now.allocation)).toEqual(certify(instance, fresh))
          expect(certify(now.instance, now.allocation).imbalance).toBe(0)
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('room that goes up, away and up again, time after time, leaves what a fresh solve gives and no price behind', () => {
  const aSwing = fc.record({ at: fc.nat(99), up: fc.integer({ min: 1, max: 40 }), settles: fc.boolean() })
  fc.assert(
    fc.property(
      anInstance({ newcomers: 14, positions: 4, room: 2 }),
      fc.array(aSwing, { minLength: 8, maxLength: 20, size: 'max' }),
      (first, swings) => {
        const plain = withSortedIds(first)
        if (plain.positions.length === 0) return
        // No room to grow is asked for: the layout finds it itself.
        const live = openAllocation(instanceOf(plain))
        const before = asWords(live.pairs())
        const rooms = plain.positions.map((one) => one.room)
        const tell = (j: number, room: number, settles: boolean): void => {
          Object.assign(plain.positions[j] ?? {}, { room })
          live.setRoom(j, room)
          if (!settles) return
          live.settle()
          const instance = instanceOf(plain)
          expect(asWords(live.pairs())).toEqual(pairsOf(instance, allocateExactly(instance)))
        }
        for (const { at, up, settles } of swings) {
          const j = at % plain.positions.length
          const room = plain.positions[j]?.room ?? 0
          for (const next of [room + up, 0, room + up + 1, 0, rooms[j] ?? 0]) tell(j, next, settles)
        }
        live.settle()
        expect(asWords(live.pairs())).toEqual(before)
        const instance = instanceOf(plain)
        expect(live.prices().positionPrice).toEqual(allocateExactly(instance).positionPrice)
        const now = live.snapshot()
        expect(certify(now.instance, now.allocation).imbalance).toBe(0)
      },
    ),
    { numRuns: 120 },
  )
})
