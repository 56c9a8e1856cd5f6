import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  MONITOR_NUMBER_NAMES,
  MONITOR_NUMBER_ROWS,
  numbersOfMonitor,
  wrongMonitorNumbers,
} from '#server/safeguards/rules/monitors/numbers.ts'
import { MONITOR_POLICY as base } from '#server/safeguards/rules/monitors/policy.ts'
import {
  isSameNumbers,
  monitorsNamed,
  monitorsOver,
  municipalMonitors,
} from '#server/safeguards/rules/monitors/profile.ts'
import { LOOK_IDS, look, lookAtAll, MONITOR_TITLES } from '#server/safeguards/rules/monitors/table.ts'
import { anyHistory, TODAY } from './monitor-histories.ts'

const profile = {
  code: 'GM0344',
  version: '2',
  from: '2026-12-01',
  until: null,
  numbers: {},
  source: 'x',
  verified: true,
}
const wide = municipalMonitors(base, { ...profile, monitors: { serialWarn: 3, serialBlock: 5, answerDays: 21 } })

describe('the numbers of the monitors', () => {
  it('are all described, within their limits, and read by monitors that exist', () => {
    expect([...MONITOR_NUMBER_NAMES].sort()).toEqual(Object.keys(base.numbers).sort())
    for (const name of MONITOR_NUMBER_NAMES) {
      const { limits, monitors, title, ground, setBy } = MONITOR_NUMBER_ROWS[name]
      expect(limits === null, name).toBe(setBy !== 'municipality')
      if (limits) {
        expect(base.numbers[name], name).toBeGreaterThanOrEqual(limits[0])
        expect(base.numbers[name], name).toBeLessThanOrEqual(limits[1])
      }
      for (const text of [title, ground]) expect(text.nl).not.toBe(text.en)
      for (const id of monitors) expect(MONITOR_TITLES).toHaveProperty([id])
    }
    expect(numbersOfMonitor('MON-01', wide)).toEqual({ windowMonths: 24, serialWarn: 3, serialBlock: 5 })
  })

  it('are set by a municipality within limits, and only its own', () => {
    const wrong = (given: object) => wrongMonitorNumbers(given, base)
    expect(wrong({ serialWarn: 1, serialBlock: 2, answerDays: 42 })).toEqual([])
    const out = (name: string) => [{ name, error: 'out-of-range' }]
    for (const [name, value] of [
      ['serialWarn', 0],
      ['serialBlock', 7],
      ['answerDays', 6],
      ['answerDays', 10.5],
      ['windowMonths', Number.NaN],
      // A remark comes no later than the pause: these cross what holds where nothing is set.
      ['serialWarn', 4],
      ['ratioHumanPercent', 21],
      ['flowTrialBlockPercent', 51],
    ] as const)
      expect(wrong({ [name]: value })).toEqual(out(name))
    const elsewhere = MONITOR_NUMBER_NAMES.filter((name) => MONITOR_NUMBER_ROWS[name].setBy !== 'municipality')
    // Too little data, what keeps people unseen, and what looks at the municipality itself.
    expect(elsewhere).toEqual(expect.arrayContaining(['flowLeast', 'smallCount', 'overrideLeast', 'overrideMonths']))
    for (const name of elsewhere) {
      expect(wrong({ [name]: base.numbers[name] })).toEqual([{ name, error: 'set-elsewhere' }])
      expect(municipalMonitors(base, { ...profile, monitors: { [name]: 1 } })).toBe(base)
    }
  })

  it('name the profile in their version, and an earlier version is read again with its own', () => {
    expect(wide.version).toBe(`${base.version}+GM0344-2`)
    expect(municipalMonitors(base, { ...profile, monitors: {} })).toBe(base)
    const profiles = [{ ...profile, monitors: { serialBlock: 5 } }]
    expect(monitorsNamed(`${base.version}+GM0344-2`, profiles)?.numbers.serialBlock).toBe(5)
    expect(monitorsNamed(base.version, profiles)).toBe(base)
    expect(monitorsNamed(`${base.version}+GM0344-9`, profiles)).toBeNull()
    expect(monitorsNamed('none', profiles)).toBeNull()
    expect(isSameNumbers(base, { ...base, version: 'other' })).toBe(true)
    expect(isSameNumbers(base, wide)).toBe(false)
  })
})

describe('monitors under the numbers of municipalities', () => {
  const groupOf = new Map([
    ['m1', 'g'],
    ['m2', 'g'],
  ])
  const employerOf = new Map([
    ['e1', 'm1'],
    ['e2', 'm1'],
    ['e3', 'm2'],
  ])
  const family = { employerOf, groupOf }

  it('every workplace is looked at with those of its own municipality', () => {
    const policyFor = monitorsOver(family, base, (one) => (one === 'e3' ? base : wide))
    fc.assert(
      fc.property(anyHistory, (history) => {
        const found = lookAtAll(history, family, base, TODAY, policyFor).filter(
          ({ level }) => level === 'establishment',
        )
        const expected = LOOK_IDS.flatMap((monitor) =>
          [base, wide].flatMap((policy) =>
            look(monitor, history, policy, TODAY).filter(({ subject }) => (subject === 'e3') === (policy === base)),
          ),
        )
        const told = (rows: readonly object[]) => rows.map((one) => JSON.stringify(one)).sort()
        expect(told(found.map(({ monitor: _m, level: _l, ...one }) => one))).toEqual(told(expected))
      }),
      { numRuns: 300 },
    )
  })

  const ended = (establishment: string, at: number) => ({
    id: `${establishment}-${at}`,
    establishment,
    role: '712',
    type: 'WORK_EXPERIENCE' as const,
    isPaid: false,
    hoursPerWeek: 24,
    startedOn: `2026-0${at}-01`,
    firstEndsOn: `2026-0${at}-20`,
    endsOn: `2026-0${at}-20`,
    endedOn: `2026-0${at}-20`,
    stoppedBy: null,
    goals: null,
    report: null,
    certificateOn: null,
  })
  const history = (...placements: ReturnType<typeof ended>[]) => ({
    placements,
    contracts: [],
    vacancies: [],
    published: [],
    hours: [],
    sizes: [],
    reports: [],
  })
  const serial = (rows: ReturnType<typeof history>, ofEstablishment: (one: string) => typeof base) =>
    lookAtAll(rows, family, base, TODAY, monitorsOver(family, base, ofEstablishment))
      .filter(({ monitor, outcome }) => monitor === 'MON-01' && outcome !== 'ok')
      .map(({ level, subject, outcome }) => `${level} ${subject} ${outcome}`)

  it('a company that stands in one municipality is looked at with its numbers, a wider one with those for everybody', () => {
    const three = history(ended('e1', 1), ended('e1', 3), ended('e1', 5))
    expect(serial(three, () => base)).toEqual(['establishment e1 block'])
    // All of it in the municipality that lets more pass: neither the company nor its group says otherwise.
    expect(serial(three, () => wide)).toEqual(['establishment e1 warn'])
    // The branch alone says it with the numbers for everybody too: there its municipality decided.
    expect(serial(three, (one) => (one === 'e1' ? wide : base))).toEqual(['establishment e1 warn'])
    // What only shows where branches are taken together is told of the company, with the numbers for everybody.
    const spread = history(ended('e1', 1), ended('e1', 3), ended('e2', 5))
    for (const branch of ['e1', 'e2'])
      expect(serial(spread, (one) => (one === branch ? wide : base))).toContain('employer m1 block')
    // And of a company within the municipality with its own numbers.
    const five = history(ended('e1', 1), ended('e1', 2), ended('e1', 3), ended('e2', 5), ended('e2', 7))
    expect(serial(five, (one) => (one === 'e3' ? base : wide))).toEqual(['establishment e1 warn', 'employer m1 block'])
  })
})
