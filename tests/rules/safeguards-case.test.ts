import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readFacts } from '#server/matching/rules/read-facts.ts'
import { answerCase, safeguardCase } from '#server/safeguards/rules/case.ts'
import { PAID_IN_ORDER, PERSON_IN_ORDER } from '#server/safeguards/rules/examples/bases.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A case in which every field that can be filled in is filled in. */
const FULL: { [key: string]: Json } = JSON.parse(
  JSON.stringify({
    moment: 'start',
    today: '2026-11-22',
    policy: {
      version: '2026-11-22',
      municipality: { code: 'GM0518', version: '1', numbers: { trialNormalMonths: 1 }, ampleMarket: 'block' },
    },
    position: {
      ...PAID_IN_ORDER,
      wageForAge: 18,
      wageSubsidy: false,
      cao: { code: 'x', scale: '1', scaleCents: 1500 },
      decision: { reference: 'D', body: 'UWV', from: '2027-01-01', until: '2027-12-31' },
      extension: { reference: 'V', until: '2027-12-31', elsewhere: true },
      otherWageSubsidy: false,
      volunteerDeclaration: { given: true, until: '2028-01-01' },
      worksCouncil: 'advised',
      lender: { registered: true, admission: 'admitted', paysAsHost: true },
      languageDemands: [{ language: 'nld', skill: 'reading', level: 'A2', task: 'reads a list' }],
      staffing: {
        endedContracts: [{ reason: 'dismissal', endedOn: '2026-01-01' }],
        openVacancies: 0,
        industrialAction: false,
        dismissalRequests: [{ sameRole: false, requestedOn: '2026-01-01', offered: 'no' }],
        contractsIncomplete: false,
        dismissalsIncomplete: false,
        collectiveDismissals: [{ on: '2026-01-01' }],
        concerns: [{ concern: 'unsafe', reportedOn: '2026-01-01' }],
        pauses: [{ monitor: 'MON-01', on: '2026-01-01' }],
        employeesTotal: 30,
      },
    },
    person: {
      ...PERSON_IN_ORDER,
      mayWork: { known: true, allowed: true, from: '2026-01-01', until: '2030-01-01' },
      paper: 'permit',
      wageAge: 18,
      rightRule: 'asylum-seeker',
      asylum: { appliedOn: '2026-01-01', permit: { until: '2027-01-01' }, cardChecked: true, lowChance: false },
      displaced: { noticeOn: '2026-12-01', contract: 'employment', residenceUntil: '2027-03-04' },
      workedHere: [{ sameRole: true, beforeIllness: false }],
      unpaidPeriods: [{ sameEmployer: true, from: '2026-01-01', until: '2026-02-01' }],
      contracts: [{ from: '2026-01-01', until: '2026-02-01', isBbl: false }],
      participation: { startedOn: '2026-01-01', done: [{ kind: 'premium', on: '2026-07-01' }] },
      lessons: [{ weekday: 1, from: 540, to: 600 }],
    },
  }),
)

type Step = string | number
const leavesOf = (value: Json, at: Step[] = []): Step[][] => {
  if (value === null || typeof value !== 'object') return [at]
  const inner = Object.entries(value).flatMap(([key, one]) =>
    leavesOf(one, [...at, Array.isArray(value) ? Number(key) : key]),
  )
  return at.length === 0 ? inner : [at, ...inner]
}
const objectsOf = (value: Json, at: Step[] = []): Step[][] => {
  if (value === null || typeof value !== 'object') return []
  const inner = Object.entries(value).flatMap(([key, one]) =>
    objectsOf(one, [...at, Array.isArray(value) ? Number(key) : key]),
  )
  return Array.isArray(value) ? inner : [at, ...inner]
}
const changed = (at: readonly Step[], to: Json | ((before: Json) => Json)): Json => {
  const copy = structuredClone(FULL) as Json
  let holder = copy as Record<Step, Json>
  for (const step of at.slice(0, -1)) holder = holder[step] as Record<Step, Json>
  const last = at.at(-1)
  if (last === undefined) return typeof to === 'function' ? to(copy) : to
  holder[last] = typeof to === 'function' ? to(holder[last] ?? null) : to
  return copy
}
const problemsOf = (given: unknown): string[] => {
  const read = readFacts(safeguardCase, given)
  return 'problems' in read ? read.problems : []
}

describe('a case from outside', () => {
  it('is read when every field is right, and when only what must be there is there', () => {
    expect(problemsOf(FULL)).toEqual([])
    expect(problemsOf({ moment: 'publish', position: { type: 'VOLUNTEER', hoursPerWeek: 8 } })).toEqual([])
  })

  it('names every field that holds a wrong kind of value', () => {
    for (const at of leavesOf(FULL))
      for (const wrong of ['~', { strange: 1 }, -1.5] as Json[]) {
        // A free text takes any text.
        if (
          wrong === '~' &&
          [
            'name',
            'startLevel',
            'targetLevel',
            'activities',
            'reference',
            'body',
            'task',
            'source',
            'code',
            'crebo',
            'scale',
            'consentAt',
            'version',
          ].includes(String(at.at(-1)))
        )
          continue
        if (wrong === '~' && at.at(-2) === 'goals') continue
        const problems = problemsOf(changed(at, wrong))
        expect(problems.length, at.join('.')).toBeGreaterThan(0)
        expect(
          problems.some((line) => line.startsWith(at.join('.'))),
          `${at.join('.')}: ${problems.join(' | ')}`,
        ).toBe(true)
      }
  })

  it('refuses a field that is not listed, in every object', () => {
    for (const at of objectsOf(FULL)) {
      const problems = problemsOf(changed(at, (before) => ({ ...(before as object), nationality: 'x' })))
      expect(problems).toEqual([`${[...at, 'nationality'].join('.')}: this field is not accepted.`])
    }
  })

  it('names what is missing, and what does not go together', () => {
    expect(problemsOf({ position: { type: 'VOLUNTEER', hoursPerWeek: 8 } })).toEqual(['moment: is missing.'])
    expect(problemsOf({ moment: 'publish' })).toEqual(['position: is missing.'])
    expect(problemsOf({ moment: 'publish', position: {} })).toEqual([
      'position.type: is missing.',
      'position.hoursPerWeek: is missing.',
    ])
    expect(problemsOf([])[0]).toMatch(/^\(the whole file\): /)
    const late = changed(['position', 'endsOn'], '2026-01-01')
    expect(problemsOf(late)).toEqual(['position.endsOn: A place ends on or after the day on which it begins.'])
    expect(problemsOf(changed(['position', 'startsOn'], '2026-02-30'))[0]).toBe(
      'position.startsOn: A day is written as YYYY-MM-DD.',
    )
    expect(problemsOf(changed(['person', 'lessons', 0, 'to'], 540))).toEqual([
      'person.lessons.0.to: A block ends after it begins.',
    ])
    expect(problemsOf(changed(['person', 'contracts', 0, 'until'], '2025-01-01'))[0]).toMatch(
      /^person\.contracts\.0\.until: A period ends/,
    )
    expect(problemsOf(changed(['position', 'tension', 'quarter'], '2026-Q5'))[0]).toMatch(
      /^position\.tension\.quarter: A quarter/,
    )
  })

  it('is answered with the numbers of the municipality, the rules asked and those not', () => {
    const given = safeguardCase.parse({
      moment: 'publish',
      policy: {
        version: '2026-11',
        municipality: { code: 'GM0518', version: '1', numbers: { workExperienceNormalMonths: 1 } },
      },
      position: { type: 'WORK_EXPERIENCE', hoursPerWeek: 24, startsOn: '2027-01-04', endsOn: '2027-02-04' },
    })
    const answer = answerCase(given, '2026-11-22')
    expect(answer.policyVersion).toBe('2026-11+GM0518-1')
    const term = answer.rules.find((one) => one.rule === 'DSP-03e')
    expect(term).toMatchObject({ outcome: 'human', version: 1, tags: ['own'], inputs: { endsOn: '2027-02-04' } })
    expect(answer.notAsked).toContain('DSP-18')
    expect(answer.rules.map((one) => one.rule)).not.toContain('DSP-35')
  })
})

describe('npm run safeguards', { timeout: 180_000 }, () => {
  const root = path.resolve(import.meta.dirname, '../..')
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'safeguards-'))
  afterAll(() => fs.rmSync(folder, { recursive: true }))
  const run = (...args: string[]) => {
    const done = spawnSync(process.execPath, ['--import', 'tsx', 'bin/safeguards.ts', ...args], {
      cwd: root,
      encoding: 'utf8',
    })
    return { code: done.status, out: done.stdout, wrong: done.stderr }
  }
  const fileOf = (name: string, text: string): string => {
    fs.writeFileSync(path.join(folder, name), text)
    return path.join(folder, name)
  }
  it('prints the verdict, or what is wrong on the error channel with exit code 1', () => {
    const good = run('--case', fileOf('good.json', JSON.stringify(FULL)))
    expect(good).toMatchObject({ code: 0, wrong: '' })
    expect(JSON.parse(good.out)).toMatchObject({ moment: 'start', policyVersion: '2026-11-22+GM0518-1' })
    expect(JSON.parse(good.out).rules[0]).toMatchObject({ rule: 'DSP-01', version: 2, outcome: 'ok' })
    const bad = run('--case', fileOf('bad.json', JSON.stringify({ ...FULL, moment: 'maybe' })))
    expect(bad).toMatchObject({ code: 1, out: '' })
    expect(bad.wrong).toMatch(/^moment: /)
    expect(run().wrong).toMatch(/^--case: is missing/)
    expect(run('--case', path.join(folder, 'none.json')).wrong).toMatch(/cannot be read \(ENOENT\)/)
    expect(run('--case', fileOf('text.json', 'hello')).wrong).toMatch(/is not JSON/)
  })
})
