import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readInstance, refuseUnproved, solvePlainly } from '#server/matching/rules/allocation/door.ts'
import { anInstance, bestByTrying, type Plain } from './allocation-oracles.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

const good = () => ({
  newcomers: [
    { id: 'ada', max: 1 },
    { id: 'bo', max: 2 },
  ],
  positions: [
    { id: 'mill', seats: 1 },
    { id: 'dock', seats: 1 },
  ],
  edges: [
    ['ada', 'mill', 500],
    ['bo', 'mill', 900],
    ['bo', 'dock', 100],
  ],
  coverageBonus: 1_000,
})

const solve = (value: unknown) => solvePlainly(readInstance(value))

test('everybody gets one where that is worth it, then the best sum', () => {
  expect(solve(good())).toEqual({
    pairs: [
      ['ada', 'mill'],
      ['bo', 'dock'],
    ],
    objective: 600,
    bonusObjective: 2_600,
    upperBound: 2_600,
    covered: 2,
    eligible: 2,
  })
  expect(solve({ ...good(), coverageBonus: 0 })).toMatchObject({ objective: 1_000, bonusObjective: 1_000, covered: 1 })
})

test('nothing is said of an allocation that breaks a limit, nor of one that may not be the best', () => {
  const tight = { feasible: true, upperBound: 2_600n, bonusObjective: 2_600n }
  expect(() => refuseUnproved(tight)).not.toThrow()
  expect(() => refuseUnproved({ ...tight, upperBound: 2_601n })).toThrow('could not be proved: the bound is 2601')
  expect(() => refuseUnproved({ ...tight, feasible: false, breach: 'position 0 has 2' })).toThrow('position 0 has 2')
})

test('a pinned pair is kept and counted, with its weight where it has an edge', () => {
  expect(solve({ ...good(), pinned: [['bo', 'mill']] })).toMatchObject({
    pairs: [
      ['bo', 'dock'],
      ['bo', 'mill'],
    ],
    objective: 1_000,
    bonusObjective: 2_000,
    upperBound: 2_000,
    covered: 1,
    eligible: 2,
  })
  expect(solve({ ...good(), pinned: [['ada', 'dock']] })).toMatchObject({
    pairs: [
      ['ada', 'dock'],
      ['bo', 'mill'],
    ],
    objective: 900,
    bonusObjective: 2_900,
    upperBound: 2_900,
    covered: 2,
  })
})

test('ids may be whole numbers, and come back as they were given', () => {
  const value = {
    newcomers: [{ id: 7, max: 1 }],
    positions: [{ id: 'p', seats: 1 }],
    edges: [[7, 'p', 3]],
    coverageBonus: 0,
  }
  expect(solve(value).pairs).toEqual([[7, 'p']])
})

test('an instance without anybody has an empty answer', () => {
  expect(solve({ newcomers: [], positions: [], edges: [], coverageBonus: 5 })).toEqual({
    pairs: [],
    objective: 0,
    bonusObjective: 0,
    upperBound: 0,
    covered: 0,
    eligible: 0,
  })
})

const doorOf = ({ newcomers, positions, edges }: Plain, coverageBonus: number) => ({
  newcomers: newcomers.map(({ id, max }) => ({ id, max })),
  positions: positions.map(({ id, room }) => ({ id, seats: room })),
  edges: edges.map((one) => [newcomers[one.newcomer]?.id, positions[one.position]?.id, one.weight]),
  coverageBonus,
})

test('the answer is the best, and the same when the lists are turned round', () => {
  fc.assert(
    fc.property(
      anInstance({ newcomers: 5, positions: 4 }),
      fc.constantFrom(0, 3, 1_000_000_000),
      (plain, coverageBonus) => {
        const newcomers = plain.newcomers.map((one) => ({ ...one, bonus: coverageBonus }))
        const value = doorOf(plain, coverageBonus)
        const answer = solve(value)
        expect(answer.bonusObjective).toBe(bestByTrying({ ...plain, newcomers }))
        expect(answer.upperBound).toBe(answer.bonusObjective)
        const turned = {
          ...value,
          newcomers: value.newcomers.toReversed(),
          positions: value.positions.toReversed(),
          edges: value.edges.toReversed(),
        }
        expect(solve(turned)).toEqual(answer)
      },
    ),
    { numRuns: 100 },
  )
})

const WRONG: [name: string, value: unknown, message: string][] = [
  ['no object', 5, 'the instance: must be an object, not 5'],
  ['a list', [], 'the instance: must be an object, not []'],
  ['an unknown field', { ...good(), nationality: 'x' }, 'nationality: is not a field here'],
  ['no newcomers', { ...good(), newcomers: undefined }, 'newcomers: must be a list, not nothing'],
  ['no bonus', { newcomers: [], positions: [], edges: [] }, 'coverageBonus: is missing'],
  [
    'a broken bonus',
    { ...good(), coverageBonus: 0.5 },
    'coverageBonus: must be a whole number from 0 to 1000000000, not 0.5',
  ],
  ['a bonus too high', { ...good(), coverageBonus: 1e9 + 1 }, 'coverageBonus: must be'],
  ['newcomers no list', { ...good(), newcomers: {} }, 'newcomers: must be a list, not {}'],
  ['a newcomer no object', { ...good(), newcomers: [1] }, 'newcomers[0]: must be an object, not 1'],
  ['a newcomer without max', { ...good(), newcomers: [{ id: 'ada' }] }, 'newcomers[0].max: is missing'],
  [
    'a newcomer with more',
    { ...good(), newcomers: [{ id: 'ada', max: 1, age: 30 }] },
    'newcomers[0].age: is not a field here; the fields are id, max',
  ],
  [
    'an empty id',
    { ...good(), newcomers: [{ id: '', max: 1 }] },
    'newcomers[0].id: must be an id (a text or a whole number), not ""',
  ],
  ['an id that is no text', { ...good(), positions: [{ id: null, seats: 1 }] }, 'positions[0].id: must be an id'],
  [
    'a negative max',
    { ...good(), newcomers: [{ id: 'ada', max: -1 }] },
    'newcomers[0].max: must be a whole number from 0 to 1000000, not -1',
  ],
  [
    'a max as text',
    { ...good(), newcomers: [{ id: 'ada', max: '1' }] },
    'newcomers[0].max: must be a whole number from 0 to 1000000, not "1"',
  ],
  ['seats too many', { ...good(), positions: [{ id: 'p', seats: 1_000_001 }] }, 'positions[0].seats: must be'],
  [
    'a newcomer twice',
    {
      ...good(),
      newcomers: [
        { id: 'a', max: 1 },
        { id: 'a', max: 2 },
      ],
    },
    'newcomers[1].id: "a" is there already: newcomers[0]',
  ],
  [
    'a position twice',
    {
      ...good(),
      positions: [
        { id: 1, seats: 1 },
        { id: '1', seats: 2 },
      ],
    },
    'positions[1].id: "1" is there already: positions[0]',
  ],
  ['an edge no list', { ...good(), edges: [{}] }, 'edges[0]: must be a list, not {}'],
  [
    'an edge too short',
    { ...good(), edges: [['ada', 'mill']] },
    'edges[0]: must be [newcomer, position, weight], not ["ada","mill"]',
  ],
  ['an edge of nobody', { ...good(), edges: [['eve', 'mill', 1]] }, 'edges[0][0]: there is no newcomer "eve"'],
  ['an edge to nothing', { ...good(), edges: [['ada', 'moon', 1]] }, 'edges[0][1]: there is no position "moon"'],
  [
    'a weight too high',
    { ...good(), edges: [['ada', 'mill', 1_000_001]] },
    'edges[0][2]: must be a whole number from 0 to 1000000, not 1000001',
  ],
  ['a negative weight', { ...good(), edges: [['ada', 'mill', -1]] }, 'edges[0][2]: must be'],
  ['a broken weight', { ...good(), edges: [['ada', 'mill', 1.5]] }, 'edges[0][2]: must be'],
  [
    'a pair twice',
    {
      ...good(),
      edges: [
        ['ada', 'mill', 1],
        ['bo', 'mill', 1],
        ['ada', 'mill', 2],
      ],
    },
    'edges[2]: this pair is there already: edges[0]',
  ],
  ['pinned no list', { ...good(), pinned: null }, 'pinned: must be a list, not null'],
  ['a pin too long', { ...good(), pinned: [['ada', 'mill', 1]] }, 'pinned[0]: must be [newcomer, position]'],
  ['a pin of nobody', { ...good(), pinned: [['eve', 'mill']] }, 'pinned[0][0]: there is no newcomer "eve"'],
  [
    'a pin twice',
    {
      ...good(),
      pinned: [
        ['ada', 'mill'],
        ['ada', 'mill'],
      ],
    },
    'pinned[1]: this pair is there already: pinned[0]',
  ],
]

test.each(WRONG)('%s is refused by name', (_name, value, message) => {
  expect(() => readInstance(value)).toThrow(message)
})

/** Every place in an instance, as the messages write it. */
const placesIn = (value: unknown, where = ''): { where: string; at: (string | number)[] }[] =>
  Object.entries(value as object).flatMap(([key, inner]) => {
    const step = Array.isArray(value) ? `[${key}]` : where ? `.${key}` : key
    const here = { where: where + step, at: [Array.isArray(value) ? Number(key) : key] }
    if (inner === null || typeof inner !== 'object') return [here]
    return [here, ...placesIn(inner, here.where).map((one) => ({ ...one, at: [...here.at, ...one.at] }))]
  })

const whole = { ...good(), pinned: [['ada', 'dock']] }

test.each(placesIn(whole))('$where wrong is named, whatever it says', ({ where, at }) => {
  for (const wrong of [null, true, 'nobody', -1, 0.5, {}, [], [null]]) {
    const copy = structuredClone(whole) as Record<string | number, unknown>
    let holder = copy
    for (const step of at.slice(0, -1)) holder = holder[step] as typeof copy
    const last = at.at(-1) ?? ''
    // A text is a fine id of a person or a place, though the edges then name somebody who is not there.
    if (last === 'id' && wrong === 'nobody') continue
    if (last === 'id' && wrong === -1) continue
    if ((last === 'edges' || last === 'pinned' || last === 'newcomers' || last === 'positions') && Array.isArray(wrong))
      if (wrong.length === 0) continue
    holder[last] = wrong
    let said = ''
    try {
      readInstance(copy)
    } catch (error) {
      said = String((error as Error).message)
    }
    expect([wrong, said.slice(0, where.length)]).toEqual([wrong, where])
  }
})

test.each(placesIn(whole).filter(({ at }) => typeof at.at(-1) === 'string'))(
  '$where left out is named',
  ({ where, at }) => {
    const copy = structuredClone(whole) as Record<string | number, unknown>
    let holder = copy
    for (const step of at.slice(0, -1)) holder = holder[step] as typeof copy
    delete holder[at.at(-1) ?? '']
    if (where === 'pinned') expect(readInstance(copy).pinned).toEqual([])
    else expect(() => readInstance(copy)).toThrow(`${where}: is missing`)
  },
)

const run = promisify(execFile)

/** The command as people run it, without npm's own lines. */
const match = async (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  run('npm', ['run', '--silent', 'match', '--', ...args], { cwd: ROOT }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  )

test('the command prints one line of JSON, or says in words what is wrong', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'instroom-match-'))
  const file = async (name: string, text: string) => {
    await writeFile(path.join(folder, name), text)
    return path.join(folder, name)
  }
  try {
    const [fine, wrong, broken, absent, none] = await Promise.all([
      match('--instance', await file('good.json', JSON.stringify(good()))),
      match('--instance', await file('wrong.json', JSON.stringify({ ...good(), edges: [['ada', 'mill', -1]] }))),
      match('--instance', await file('broken.json', '{"newcomers":')),
      match('--instance', path.join(folder, 'absent.json')),
      match(),
    ])
    expect(fine.code).toBe(0)
    expect(fine.stdout.trim().split('\n')).toHaveLength(1)
    const { milliseconds, ...answer } = JSON.parse(fine.stdout)
    expect(answer).toEqual(solve(good()))
    expect(milliseconds).toBeGreaterThan(0)
    for (const { code, stdout } of [wrong, broken, absent, none])
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(wrong.stderr).toContain('edges[0][2]: must be a whole number')
    expect(broken.stderr).toContain('broken.json is not JSON')
    expect(absent.stderr).toContain('absent.json cannot be read')
    expect(none.stderr).toContain('Give a file')
  } finally {
    await rm(folder, { recursive: true })
  }
})
