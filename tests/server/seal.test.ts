import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { demoKeyRing, keyNumberOf, NO_KEYS, opened, readKeyRing, resealed, sealed } from '#server/platform/seal.ts'

const KEY_1 = `1:${'a1'.repeat(32)}`
const KEY_2 = `2:${'b2'.repeat(32)}`
const ring = readKeyRing(KEY_1)
const place = { table: 'totp_keys', column: 'secret', row: crypto.randomUUID() }

describe('a sealed text', () => {
  test('opens where it was sealed, whatever it is, and is never the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = sealed(ring, place, text)
        expect(opened(ring, place, bytes)).toBe(text)
        expect(bytes.length).toBe(Buffer.byteLength(text) + 30)
        expect(sealed(ring, place, text).equals(bytes)).toBe(false)
      }),
    )
  })

  test('opens in no other row, column or table', () => {
    const bytes = sealed(ring, place, 'secret')
    for (const other of [{ row: crypto.randomUUID() }, { column: 'email' }, { table: 'accounts' }]) {
      expect(() => opened(ring, { ...place, ...other }, bytes)).toThrow('damaged')
    }
    expect(() => sealed(ring, { ...place, row: '' }, 'x')).toThrow('a place')
    expect(() => sealed(ring, { table: 'a', column: 'b|c', row: 'd' }, 'x')).toThrow('a place')
  })

  test('is refused when one bit differs, or when it was cut anywhere', () => {
    const bytes = sealed(ring, place, 'secret')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => opened(ring, place, changed), `byte ${at}`).toThrow()
      expect(() => opened(ring, place, bytes.subarray(0, at)), `cut at ${at}`).toThrow()
    }
    // A tag of four bytes, as Node takes it when nobody says how long a tag is.
    const short = Buffer.concat([bytes.subarray(0, 18), bytes.subarray(30)])
    expect(() => opened(ring, place, short)).toThrow()
  })
})

describe('keys', () => {
  test('change by number: the new one seals, the old one still opens, and a value moves over once', () => {
    const before = sealed(ring, place, 'secret')
    const both = readKeyRing(`${KEY_2},${KEY_1}`)
    expect([keyNumberOf(before), opened(both, place, before)]).toEqual([1, 'secret'])
    const after = resealed(both, place, before)
    if (!after) throw new Error('not sealed anew')
    expect([keyNumberOf(after), opened(readKeyRing(KEY_2), place, after)]).toEqual([2, 'secret'])
    expect(resealed(both, place, after)).toBeNull()
    expect(() => opened(ring, place, after)).toThrow('key 2 is not in SEAL_KEYS')
  })

  test('of the demo come from its secret; without any nothing is sealed', () => {
    const bytes = sealed(demoKeyRing('a'.repeat(32)), place, 'secret')
    expect(opened(demoKeyRing('a'.repeat(32)), place, bytes)).toBe('secret')
    expect(() => opened(demoKeyRing('b'.repeat(32)), place, bytes)).toThrow('damaged')
    expect(() => sealed(NO_KEYS, place, 'x')).toThrow('SEAL_KEYS')
  })

  test.each([
    '',
    '1',
    '1:',
    `0:${'a1'.repeat(32)}`,
    `256:${'a1'.repeat(32)}`,
    `1:${'a1'.repeat(31)}`,
    `${KEY_1},${KEY_1}`,
    `${KEY_1},`,
  ])('%j is no ring', (text) => {
    expect(() => readKeyRing(text)).toThrow()
  })
})
