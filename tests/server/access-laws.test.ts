import { expect, test } from 'vitest'
import { behindDoors } from '#app/request/doors.ts'
import siteMap from '#app/routes.ts'
import { ROLES, type Role } from '#db/values/accounts.ts'
import { WORKERS } from '#db/values/workers.ts'
import { DOORS, type Door } from '#server/access/doors.ts'
import { ACTION_NAMES, type Action, PEOPLE, type Person, ROWS } from '#server/access/matrix.ts'
import { may, requireMay, requireRole } from '#server/access/may.ts'
import { SECOND_STEP } from '#server/access/rules-second-step.ts'
import { TITLES } from '#server/access/titles.ts'
import { mustKeepSecondStep } from '#server/accounts/rules-session.ts'
import { type Actor, WORKER, workerNamed } from '#server/platform/context.ts'
import { hits, sourcesIn } from '#tests/laws/sources.ts'

const ROW_NAME = /'([a-z][a-z-]*\.[a-z-]+)'/g
const people = PEOPLE.filter((person) => person !== 'anyone')
const actorAs = (person: Person): Actor => {
  const role = (person.startsWith('employer') ? 'employer' : person) as Role
  return {
    role,
    accountId: crypto.randomUUID(),
    newcomerId: role === 'newcomer' ? crypto.randomUUID() : null,
    employerId: role === 'employer' ? crypto.randomUUID() : null,
    municipalityCode: role === 'coach' || role === 'municipality' || role === 'officer' ? 'GM0344' : null,
    isAdmin: person === 'employer-admin',
  }
}
const doors: Readonly<Record<string, Door>> = DOORS
const nameOf = (file: string) => file.replace(/^.*routes\/|\.tsx?$/g, '')
const routes = sourcesIn(['app/routes'])
const product = sourcesIn(['server', 'workers', 'app'])

test('who may do what is the matrix and nothing else: each person and each worker, each row', () => {
  for (const action of ACTION_NAMES) {
    const { by, workers = [] } = ROWS[action]
    for (const person of people) {
      const isNamed = by[person] !== undefined || by.anyone !== undefined
      expect(may(actorAs(person), action), `${person} ${action}`).toBe(isNamed)
      if (isNamed) expect(() => requireMay(actorAs(person), action)).not.toThrow()
      else expect(() => requireMay(actorAs(person), action)).toThrow('forbidden')
    }
    for (const worker of WORKERS) {
      const isNamed = workers.some((one) => one === worker) || (worker === 'operator' && workers.length > 0)
      expect(may(workerNamed(worker), action), `${worker} ${action}`).toBe(isNamed)
    }
  }
})

test('every page has a door, every door a page, and a site that differs does not start', () => {
  expect(Object.keys(DOORS).sort()).toEqual(siteMap.map(({ file }) => nameOf(file)).sort())
  for (const { path, text } of routes.filter((one) => siteMap.some(({ file }) => one.path.endsWith(file)))) {
    const exports = (name: string) =>
      new RegExp(`^export (async function|const|\\{[^}]*)\\s*\\b${name}\\b`, 'm').test(text)
    const { opens, takes } = doors[nameOf(path)] ?? {}
    expect([path, exports('loader'), exports('action')]).toEqual([path, opens !== undefined, takes !== undefined])
  }
  const module = { default: () => null, loader: () => null }
  const build = { routes: { 'routes/bare': { id: 'routes/bare', parentId: 'root', path: 'x', module } } }
  const start = (given: Record<string, Door>) => () => behindDoors(build as never, given)
  expect(start({})).toThrow('routes/bare (loader)')
  expect(start({ bare: { opens: 'site.read', takes: ['site.read'] } })).toThrow('routes/bare (action)')
  expect(start({ bare: { opens: 'site.read' }, gone: { opens: 'site.read' } })).toThrow('gone')
  expect(start({ bare: { opens: 'site.read' } })).not.toThrow()
})

test('a page asks for a row of its own door, and for no role', () => {
  for (const { path, text } of routes)
    for (const [, row = ''] of text.matchAll(/signedIn\(\s*args,\s*'([^']+)'/g)) {
      const door = doors[nameOf(path)]
      const named = door
        ? [door.opens, ...(door.takes ?? [])]
        : Object.values(doors).flatMap((one) => [one.opens, ...(one.takes ?? [])])
      expect(named, `${path} asks for ${row}`).toContain(row)
    }
  expect(hits(sourcesIn(['app']), /requireRole|signedIn\(args, '(?!\w[\w-]*\.)/)).toEqual([])
})

test('every row is asked for: by a page, or by a command', () => {
  const asked = new Set<string>(Object.values(doors).flatMap(({ opens }) => opens ?? []))
  for (const { text } of product)
    for (const [call] of text.matchAll(/\b(?:requireMay|may)\((?:[^()]|\([^()]*\))*\)/g))
      for (const [, row = ''] of call.matchAll(ROW_NAME)) asked.add(row)
  const idle = ACTION_NAMES.filter((action) => !asked.has(action) && !ROWS[action].by.anyone)
  // What somebody does to the own session is asked at the door alone: the session says whose it is.
  expect(idle.filter((action) => !action.startsWith('account.'))).toEqual([])
})

test('each job and each sweep has its own name, and the matrix names it', () => {
  const named = new Set(ACTION_NAMES.flatMap((action) => ROWS[action].workers ?? []))
  expect(WORKERS.filter((worker) => !named.has(worker))).toEqual([])
  for (const { path, text } of sourcesIn(['workers/jobs'])) {
    const name = /name: '([a-z-]+)'/.exec(text)?.[1]
    expect(WORKERS, path).toContain(name)
    for (const [, given] of text.matchAll(/workerCtx\(deps(?:, '([a-z-]+)')?\)/g)) expect(given, path).toBe(name)
  }
  const sweeps = sourcesIn(['workers']).find(({ path }) => path === 'workers/sweeps.ts')?.text ?? ''
  const names = [...sweeps.matchAll(/(?:minutely\(|name: )'([a-z-]+)'/g)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(10)
  for (const name of names) expect(WORKERS).toContain(name)
  // Nobody but the command line is the operator.
  expect(
    hits(sourcesIn(['server', 'workers', 'app']), /\bWORKER\b(?!S)/).filter(
      (hit) => !/^server\/platform\/context|@param|\* /.test(hit),
    ),
  ).toEqual([])
})

test('each row has a title in both languages, without dashes', () => {
  expect(Object.keys(TITLES).sort()).toEqual([...ACTION_NAMES].sort())
  for (const { nl, en } of Object.values(TITLES))
    for (const text of [nl, en]) expect(text).toMatch(/^[a-z“][^–—]{4,110}$/i)
})

test('only the newcomer says yes, no or takes a yes back', () => {
  for (const action of ['consent.give', 'consent.withdraw', 'proposal.decline'] as const)
    expect(Object.keys(ROWS[action].by)).toEqual(['newcomer'])
})

/** What names people, or what somebody said of them; the platform and the auditor read none of it (reliability.md section 4). */
const PERSONAL = /^(newcomer|proposal|consent|placement|follow-up|case|privacy)\./
test('the platform, the auditor and the municipality see no persons', () => {
  // What is about themselves they may read like everybody.
  const rowsOf = (person: Person) =>
    ACTION_NAMES.filter((action) => ![undefined, 'self'].includes(ROWS[action].by[person]))
  for (const person of ['platform', 'auditor'] as const)
    for (const action of rowsOf(person).filter((one) => PERSONAL.test(one)))
      expect(['ids', 'counts'], `${person} ${action}`).toContain(ROWS[action].shows)
  for (const action of rowsOf('municipality').filter((one) => /\.read/.test(one) && PERSONAL.test(one)))
    expect(['ids', 'counts']).toContain(ROWS[action].shows)
})

test('a second step is compulsory for whom the matrix says', () => {
  for (const person of people) {
    const { role, isAdmin = false } = actorAs(person)
    if (role !== 'worker') expect(mustKeepSecondStep({ role, isAdmin }), person).toBe(SECOND_STEP.includes(person))
  }
  const half = ACTION_NAMES.filter((action) => ROWS[action].half)
  for (const action of half) expect(action).toMatch(/^account\./)
})

test('a role that is known gives its link', () => {
  const actor = actorAs('employer-admin')
  requireRole(actor, 'employer')
  const id: string = actor.employerId
  expect(id).toBeTruthy()
  expect(() => requireRole(actorAs('coach'), 'employer', 'officer')).toThrow('forbidden')
  expect(() => requireRole(WORKER, ...ROLES)).toThrow('forbidden')
})

test('an unknown column may nothing', () => {
  const ghost = { ...actorAs('coach'), role: 'ghost' } as unknown as Actor
  const open = ACTION_NAMES.filter((action: Action) => may(ghost, action))
  expect(open).toEqual(ACTION_NAMES.filter((action) => ROWS[action].by.anyone))
})
