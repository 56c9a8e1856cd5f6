import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { newcomerFacts, positionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { readFacts } from '#server/matching/rules/read-facts.ts'
import { aNewcomerFacts, aPositionFacts, dutchAt } from '#tests/make/facts.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'explain-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))
const file = (name: string, content: unknown): string => {
  const at = path.join(folder, name)
  fs.writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content))
  return at
}
const run = (...args: string[]) => {
  const done = spawnSync(process.execPath, ['--import', 'tsx', 'bin/explain.ts', ...args], { encoding: 'utf8' })
  return { code: done.status, out: done.stdout, err: done.stderr }
}
const newcomer = file('newcomer.json', aNewcomerFacts({ dutch: dutchAt('A1') }))
const position = file('position.json', aPositionFacts())

describe('npm run explain', { timeout: 60_000 }, () => {
  it('prints gates, components, reasons and counterfactuals as JSON', () => {
    const { code, out, err } = run('--newcomer', newcomer, '--position', position, '--on', '2026-11-22')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const found = JSON.parse(out)
    expect(found).toMatchObject({
      answer: 'not-eligible',
      missed: ['language'],
      today: '2026-11-22',
      policyVersion: MATCHING_POLICY.version,
    })
    expect(found.gates).toHaveLength(11)
    expect(found.components.length).toBeGreaterThan(11)
    expect(found.reasons.against[0].name).toBe('language')
    expect(found.counterfactuals.map((one: { who: string }) => one.who)).toEqual(['newcomer', 'employer'])
  })

  it('says what is wrong, names the field, prints nothing, and ends with 1', () => {
    const both = ['--newcomer', newcomer, '--position', position]
    const wrong: [args: string[], said: RegExp][] = [
      [[], /--newcomer: is missing/],
      [['--newcomer', newcomer], /--position: is missing/],
      [[...both, '--on', '2026-02-30'], /--on: '2026-02-30' is not a day/],
      [[...both, '--on', '2026-11-22', '--on', '2026-11-23'], /--on: is given more than once/],
      [[...both, '--quick'], /--quick/],
      [[...both, 'more'], /more/],
      [
        ['--newcomer', path.join(folder, 'none.json'), '--position', position],
        /--newcomer: .*none\.json cannot be read \(ENOENT\)/,
      ],
      [['--newcomer', file('text.json', 'not JSON'), '--position', position], /--newcomer: .*text\.json is not JSON/],
      [['--newcomer', file('list.json', []), '--position', position], /newcomer\.\(the whole file\): /],
      [
        [
          '--newcomer',
          file('x.json', { ...aNewcomerFacts(), nationality: 'x' }),
          '--position',
          file('y.json', { id: 'p' }),
        ],
        /newcomer\.nationality: this field is not accepted\.\n(?:.*\n)*position\.startsOn: is missing\./,
      ],
    ]
    for (const [args, said] of wrong) {
      const { code, out, err } = run(...args)
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toMatch(said)
      expect(err).not.toMatch(/^\s+at /m)
    }
  })
})

/** A value, and the same with one field changed, for every field however deep. */
const eachField = (whole: object, edit: (holder: Record<string, unknown>, key: string) => void) => {
  const copies: { field: string; copy: unknown }[] = []
  const visit = (at: unknown, trail: string[]): void => {
    if (at === null || typeof at !== 'object') return
    for (const [key, inner] of Object.entries(at)) {
      const copy = JSON.parse(JSON.stringify(whole)) as object
      let holder = copy as Record<string, unknown>
      for (const step of trail) holder = holder[step] as Record<string, unknown>
      edit(holder, key)
      copies.push({ field: [...trail, key].join('.'), copy })
      visit(inner, [...trail, key])
    }
  }
  visit(whole, [])
  return copies
}

const someone = aNewcomerFacts({
  futurePlace: { from: '2027-01-01', place: { lat: 52.1, lon: 5.1 } },
  otherLanguages: [{ language: 'eng', skill: 'reading', level: 'B1' }],
  courses: [
    { hoursPerWeek: 9, startsOn: '2026-09-01', endsOn: null, attendance: 0.9, profile: 'usual', skills: ['reading'] },
  ],
  noGo: { isco: ['75'], employers: ['e9'] },
  licences: ['B'],
  skillsOfWishes: ['s'],
})
const place = aPositionFacts({
  otherLanguages: [{ language: 'eng', skill: 'reading', level: 'A2', task: 'read the label' }],
  requiredSkills: [{ uri: 's', broader: ['t'] }],
  licences: ['vca'],
})
const cases = [
  { name: 'newcomer', schema: newcomerFacts, facts: someone },
  { name: 'position', schema: positionFacts, facts: place },
] as const

describe('reading facts', () => {
  for (const { name, schema, facts } of cases) {
    it(`names each field of a ${name} that is wrong, and only that one`, () => {
      for (const { field, copy } of eachField(facts, (holder, key) => {
        holder[key] = Symbol.for('wrong')
      })) {
        const read = readFacts<typeof schema>(schema, copy)
        expect('problems' in read && read.problems.map((one) => one.split(':')[0])).toEqual([field])
      }
    })

    it(`names each field of a ${name} that is left out`, () => {
      for (const { field, copy } of eachField(facts, (holder, key) => {
        if (Array.isArray(holder)) holder[Number(key) as never] = undefined as never
        else delete holder[key]
      })) {
        const read = readFacts<typeof schema>(schema, copy)
        const said = 'problems' in read ? read.problems : []
        expect(said.map((one) => one.split(':')[0])).toEqual([field])
        if (!/\d+$/.test(field)) expect(said).toEqual([`${field}: is missing.`])
      }
    })

    it(`names each field of a ${name} that is not accepted`, () => {
      for (const key of ['nationality', 'birthDate', 'gender', 'religion', 'name', 'country', 'health']) {
        for (const { field, copy } of eachField(facts, (holder, at) => {
          const inner = holder[at]
          if (inner !== null && typeof inner === 'object' && !Array.isArray(inner)) Object.assign(inner, { [key]: 'x' })
        })) {
          const read = readFacts<typeof schema>(schema, copy)
          if ('problems' in read) expect(read.problems).toEqual([`${field}.${key}: this field is not accepted.`])
        }
        const read = readFacts<typeof schema>(schema, { ...facts, [key]: 'x' })
        expect(read).toEqual({ problems: [`${key}: this field is not accepted.`] })
      }
    })
  }

  it('refuses values that cannot be', () => {
    const problems = (over: object, schema: typeof newcomerFacts | typeof positionFacts = newcomerFacts) => {
      const read = readFacts(schema, { ...(schema === newcomerFacts ? aNewcomerFacts() : aPositionFacts()), ...over })
      return 'problems' in read ? read.problems.map((one) => one.split(':')[0]) : []
    }
    expect(problems({ availableFrom: '2026-02-30' })).toEqual(['availableFrom'])
    expect(problems({ hours: { min: 30, max: 20 } })).toEqual(['hours.max'])
    expect(problems({ hours: { min: -1, max: 20 } })).toEqual(['hours.min'])
    expect(problems({ place: { lat: 152, lon: 5 } })).toEqual(['place.lat'])
    expect(problems({ slots: [{ kind: 'lesson', weekday: 1, from: 600, to: 600 }] })).toEqual(['slots.0.to'])
    expect(problems({ slots: [{ kind: 'lesson', weekday: 8, from: 600, to: 660 }] })).toEqual(['slots.0.weekday'])
    expect(problems({ travel: { means: ['bicycle'], maxMinutes: 12.5 } })).toEqual(['travel.maxMinutes'])
    for (const isco of ['7', '75123', 'ab', ''])
      expect(problems({ noGo: { isco: [isco], employers: [] } })).toEqual(['noGo.isco.0'])
    expect(problems({ hoursPerWeek: 169 }, positionFacts)).toEqual(['hoursPerWeek'])
    expect(problems({ occupation: { uri: 'x', isco: '75' } }, positionFacts)).toEqual(['occupation.isco'])
    expect(problems({ seats: 1.5 }, positionFacts)).toEqual(['seats'])
    expect(problems({ safeguard: 'fine' }, positionFacts)).toEqual(['safeguard'])
  })

  it('refuses what does not go together, and names the field', () => {
    const said = (schema: typeof newcomerFacts | typeof positionFacts, over: object) => {
      const read = readFacts(schema, { ...(schema === newcomerFacts ? someone : place), ...over })
      return 'problems' in read ? read.problems : []
    }
    const skill = { uri: 's', broader: ['t'] }
    const twice = 'This skill is in the list already.'
    const has = { ...skill, evidence: 'tested' }
    expect(said(newcomerFacts, { skills: [has, { ...has, uri: 'u' }, has] })).toEqual([`skills.2.uri: ${twice}`])
    for (const list of ['learningWishes', 'skillsOfWishes'])
      expect(said(newcomerFacts, { [list]: ['s', 's', 's'] })).toEqual([`${list}.1: ${twice}`, `${list}.2: ${twice}`])
    for (const list of ['neededSkills', 'requiredSkills', 'taughtSkills'])
      expect(said(positionFacts, { [list]: [skill, { uri: 's', broader: [] }] })).toEqual([`${list}.1.uri: ${twice}`])
    // The same skill may be needed, required and taught.
    expect(said(positionFacts, { neededSkills: [skill], requiredSkills: [skill], taughtSkills: [skill] })).toEqual([])
    const taken = 'seatsTaken: More seats are taken than there are.'
    expect(said(positionFacts, { seats: 2, seatsTaken: 3 })).toEqual([taken])
    expect(said(positionFacts, { seats: 2, seatsTaken: 2 })).toEqual([])
    const early = 'It ends before it starts.'
    expect(said(positionFacts, { startsOn: '2027-01-04', endsOn: '2027-01-03' })).toEqual([`endsOn: ${early}`])
    expect(said(positionFacts, { startsOn: '2027-01-04', endsOn: '2027-01-04' })).toEqual([])
    const courses = [{ ...someone.courses[0], startsOn: '2026-09-02', endsOn: '2026-09-01' }]
    expect(said(newcomerFacts, { courses })).toEqual([`courses.0.endsOn: ${early}`])
  })
})
