import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AUDIT_POLICY, drawAudit } from '#server/safeguards/rules/audit-draw.ts'
import { LOOK_IDS, MONITOR_TITLES } from '#server/safeguards/rules/monitors/table.ts'
import { MONITOR_SOURCES } from '#server/safeguards/rules/sources.ts'

const pool = fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { maxLength: 60 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc.integer({ min: 0, max: 130 }).map((count) => ({
        employer: `m${id}`,
        files: Array.from({ length: count }, (_, at) => `m${id}-${at}`),
      })),
    ),
  ),
)

describe('the yearly sample', () => {
  it('takes a fifth of the employers and of their files, two at least and twenty at most, each from its own pool', () => {
    fc.assert(
      fc.property(pool, fc.string({ minLength: 1 }), (employers, seed) => {
        const drawn = drawAudit(employers, seed)
        const possible = employers.filter((one) => one.files.length > 0)
        expect(drawn).toHaveLength(Math.ceil(possible.length / 5))
        expect(new Set(drawn.map((one) => one.employer)).size).toBe(drawn.length)
        for (const { employer, files } of drawn) {
          const all = possible.find((one) => one.employer === employer)?.files ?? []
          const wanted = Math.min(20, Math.max(2, Math.ceil(all.length / 5)))
          expect(files).toHaveLength(Math.min(wanted, all.length))
          expect(new Set(files).size).toBe(files.length)
          for (const file of files) expect(all).toContain(file)
        }
        // Anyone can draw it again: the order in which employers and files are given changes nothing.
        const turned = [...employers].reverse().map((one) => ({ ...one, files: [...one.files].reverse() }))
        expect(drawAudit(turned, seed)).toEqual(drawn)
      }),
    )
  })
  it('is fair: over many years everybody is drawn about as often', () => {
    const employers = Array.from({ length: 20 }, (_, at) => ({ employer: `m${at}`, files: ['a'] }))
    const times = new Map<string, number>()
    for (let year = 0; year < 2000; year += 1)
      for (const { employer } of drawAudit(employers, `GM0344-${year}`))
        times.set(employer, (times.get(employer) ?? 0) + 1)
    // 2,000 draws of 4 in 20: 400 expected, standard deviation 18.
    for (const count of times.values()) expect(Math.abs(count - 400)).toBeLessThan(90)
    expect(times.size).toBe(20)
    expect(AUDIT_POLICY.label).toBe('policy')
  })
})

it('every monitor has a title in both languages and a source', () => {
  expect(Object.keys(MONITOR_TITLES)).toHaveLength(15)
  for (const [id, title] of Object.entries(MONITOR_TITLES)) {
    expect(title.nl).not.toBe(title.en)
    expect(MONITOR_SOURCES[id as keyof typeof MONITOR_SOURCES]).not.toEqual([])
  }
  for (const id of LOOK_IDS) expect(Object.keys(MONITOR_TITLES)).toContain(id)
})
