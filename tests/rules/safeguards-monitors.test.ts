import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inFamilies } from '#server/safeguards/rules/monitors/families.ts'
import { type History, pooled } from '#server/safeguards/rules/monitors/history.ts'
import { type DecisionRecord, manyOverrides } from '#server/safeguards/rules/monitors/overrides.ts'
import { MONITOR_POLICY as policy } from '#server/safeguards/rules/monitors/policy.ts'
import { MONITOR_PARAMS } from '#server/safeguards/rules/monitors/signal.ts'
import { LOOK_IDS, lookAtAll } from '#server/safeguards/rules/monitors/table.ts'
import { anyHistory, day, TODAY } from './monitor-histories.ts'
import { slowly, slowOverrides } from './monitor-oracle.ts'
import { quickly, short } from './monitor-words.ts'

describe('monitors over random histories', () => {
  it.each(LOOK_IDS)('%s says what the slow oracle says', (monitor) => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        expect(quickly(monitor, history)).toEqual(slowly(monitor, history, TODAY))
      }),
      { numRuns: 600 },
    )
  })

  it('MON-13: companies and groups are the same again with the place dropped, less what a part says already', () => {
    const employerOf = new Map([
      ['e1', 'm1'],
      ['e2', 'm1'],
      ['e3', 'm2'],
    ])
    const groupOf = new Map([
      ['m1', 'g'],
      ['m2', 'g'],
    ])
    const all = new Map([...employerOf.keys()].map((one) => [one, 'g']))
    fc.assert(
      fc.property(anyHistory, (history) => {
        const signals = lookAtAll(history, { employerOf, groupOf }, policy, TODAY)
        for (const { code, params } of signals)
          expect(Object.keys(params).sort()).toEqual([...MONITOR_PARAMS[code]].sort())
        for (const monitor of LOOK_IDS) {
          const told = (level: string) =>
            signals
              .filter((one) => one.monitor === monitor && one.level === level)
              .map((one) => [`${one.subject} ${one.about ?? ''}`, short(monitor, one)] as const)
          expect(Object.fromEntries(told('establishment'))).toEqual(slowly(monitor, history, TODAY))
          const companies = slowly(monitor, pooled(history, employerOf), TODAY)
          const groups = slowly(monitor, pooled(history, all), TODAY)
          for (const [key, said] of told('employer')) expect(companies[key]).toBe(said)
          for (const [key, said] of told('group')) expect(groups[key]).toBe(said)
          // Nothing grave about a group stays untold: it is said of the group or of one of its parts.
          for (const [key, said] of Object.entries(groups)) {
            if (said === 'ok' || said === 'ok one' || said === 'too-little-data') continue
            const about = key.slice(key.indexOf(' ') + 1)
            expect(
              signals.some(
                (one) =>
                  one.monitor === monitor &&
                  (one.about ?? '') === about &&
                  one.outcome !== 'ok' &&
                  one.outcome !== 'too-little-data',
              ),
              `${monitor} ${key}`,
            ).toBe(true)
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  it('MON-15: exact against sums of squared differences', () => {
    const decision: fc.Arbitrary<DecisionRecord> = fc.record({
      officer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      employer: fc.constantFrom('x', 'y', 'z'),
      isOverride: fc.boolean(),
      decidedOn: day,
    })
    const heavy = fc.array(
      fc.oneof(
        decision,
        fc.constant<DecisionRecord>({ officer: 'a', employer: 'x', isOverride: true, decidedOn: TODAY }),
      ),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(heavy, fc.constantFrom('officer' as const, 'employer' as const), (decisions, by) => {
        const said = Object.fromEntries(
          manyOverrides(decisions, by, policy, TODAY).map((one) => [
            `${one.subject} ${one.about}`,
            one.code === 'overrides-many' ? `warn ${one.params['count']}` : one.outcome,
          ]),
        )
        expect(said).toEqual(slowOverrides(decisions, by, TODAY))
      }),
      { numRuns: 500 },
    )
  })

  it('in parts by family says what the whole says, in parts of every size', () => {
    const family = {
      employerOf: new Map([
        ['e1', 'm1'],
        ['e2', 'm2'],
      ]),
      groupOf: new Map([['m2', 'g']]),
    }
    const told = (history: History) =>
      lookAtAll(history, family, policy, TODAY)
        .map((one) => JSON.stringify(one))
        .sort()
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 1, max: 40 }), (history, most) => {
        const parts = [...inFamilies(history, family, most)]
        for (const part of parts) {
          const rows = Object.values(part).reduce((sum, list) => sum + list.length, 0)
          // One that is larger cannot be divided any further.
          if (rows > most) expect([...inFamilies(part, family, 1)]).toHaveLength(1)
        }
        expect(parts.flatMap(told).sort()).toEqual(told(history))
      }),
      { numRuns: 300 },
    )
  })
})
