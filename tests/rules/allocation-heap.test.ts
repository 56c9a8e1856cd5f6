import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openHeap } from '#server/matching/rules/allocation/heap.ts'

describe('the heap', () => {
  it('gives the least key first, whatever came, rose or was cleared', () => {
    /** -1 = take one out, -2 = clear, else put this node in with a key (never above the key it waits with). */
    const step = fc.tuple(
      fc.oneof({ weight: 5, arbitrary: fc.nat(40) }, { weight: 3, arbitrary: fc.constant(-1) }, fc.constant(-2)),
      fc.nat(60),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), fc.constantFrom(1, 30, 400), (steps, stride) => {
        const heap = openHeap()
        const waiting = new Map<number, number>()
        for (const [what, key] of steps) {
          const least = Math.min(...waiting.values())
          expect(heap.leastKey()).toBe(least)
          if (what === -2) {
            heap.clear()
            waiting.clear()
          } else if (what >= 0) {
            const node = what * stride
            const lower = Math.min(key, waiting.get(node) ?? Number.POSITIVE_INFINITY)
            heap.put(node, lower)
            waiting.set(node, lower)
          } else if (waiting.size > 0) {
            const node = heap.pop()
            expect(waiting.get(node)).toBe(least)
            waiting.delete(node)
          }
        }
        const rest = [...waiting.values()].sort((a, b) => a - b)
        const popped = rest.map(() => {
          const key = heap.leastKey()
          expect(waiting.get(heap.pop())).toBe(key)
          return key
        })
        expect(popped).toEqual(rest)
        expect(heap.leastKey()).toBe(Number.POSITIVE_INFINITY)
      }),
      { numRuns: 80 },
    )
  })

  it('holds more nodes than it began with, far numbers too', () => {
    const heap = openHeap()
    const nodes = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 3000)
    for (const node of nodes) heap.put(node, 3000 - node)
    heap.put(90_000, 0.5)
    for (const node of [90_000, ...nodes.sort((a, b) => b - a)]) expect(heap.pop()).toBe(node)
  })
})
