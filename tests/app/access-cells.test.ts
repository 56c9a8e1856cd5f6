import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionCookie } from '#app/request/session.ts'
import type { Db } from '#db/client.ts'
import { DOORS, type Door } from '#server/access/doors.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { FORMS, type Form } from './access-forms.ts'
import { mustBe, type Verdict } from './access-oracle.ts'
import { aWorld, DISTANCES, type Distance, SHOWS_HERE, type Visitor, type World } from './access-world.ts'
import { type Answer, anEdge, type RunningSite } from './edge-site.ts'
import { addressOf, OBJECT_PAGES, type Route, SHARED, SHOWS, ROUTES as SITE_MAP } from './route-map.ts'
import { everything } from './route-people.ts'

const ORIGIN = 'https://instroom.example'
const WAYS = ['document', 'data'] as const
type Way = (typeof WAYS)[number]
type Cell = {
  route: Route
  kind: 'loader' | 'action'
  visitor: Visitor
  distance: Distance | null
  form: Form | null
  way: Way
}

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
let world: World
let ran = 0
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db, { demo: false, quotaFactor: 100 })
  world = await aWorld(home.db, (token) => {
    const later = { token, absoluteAt: new Date(Date.now() + 3_600_000) }
    return sessionCookie(later, new Date(), ORIGIN).split(';', 1)[0] ?? ''
  })
}, 120_000)
afterAll(async () => {
  console.log(`access: ${ran} cells ran`)
  await site.close()
  await home.close()
})

const doors: Readonly<Record<string, Door>> = DOORS
/** How many denials of people with a session stand in the audit: of nobody it holds some in an hour, however many there are (`too-often`). */
async function denials(db: Db): Promise<number> {
  const [row] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from audit_entries where action = 'denied' and actor_id is not null`,
  )
  return row?.n ?? 0
}

const ROUTES = [...SITE_MAP].sort(
  (one, other) => Number(one.name === 'system.sign-out') - Number(other.name === 'system.sign-out'),
)
const shownBy = (name: string) => SHOWS_HERE[name] ?? SHOWS[name]
const isObject = new Set(OBJECT_PAGES.map(({ name }) => name).filter((name) => !SHARED.includes(name)))

test('every page of an object has objects in this world', () => {
  expect([...isObject].filter((name) => shownBy(name) === undefined)).toEqual([])
})

/** Every cell of a page: its loader and its action, for each visitor, at each distance, by each way in. */
function cellsOf(route: Route): Cell[] {
  const { opens, takes } = doors[route.name] ?? {}
  const cells: Cell[] = []
  const ways: readonly Way[] = /\.(csv|json)$/.test(route.path) ? ['document', 'data'] : WAYS
  const forms: (Form | null)[] = [...(FORMS[route.name] ?? [null])]
  for (const visitor of world.visitors)
    for (const way of ways) {
      const objects = isObject.has(route.name) ? DISTANCES : [null]
      if (opens)
        for (const distance of objects) cells.push({ route, kind: 'loader', visitor, distance, form: null, way })
      if (takes)
        for (const form of forms)
          for (const distance of distancesOf(form, objects))
            cells.push({ route, kind: 'action', visitor, distance, form, way })
    }
  return cells
}

/** How far the object of a form may be; an empty one is about the object of the page, if it has one. */
function distancesOf(form: Form | null, ofPage: readonly (Distance | null)[]): readonly (Distance | null)[] {
  if (form === null) return ofPage
  if (form.names === 'nothing') return [null]
  return DISTANCES
}

const addressIn = ({ route, distance, form, way }: Cell): string => {
  const objects = world.objects[form?.names === 'own' ? 'own' : (distance ?? 'own')]
  const kind = shownBy(route.name)
  const path = addressOf(route, kind === undefined ? '' : objects[kind], world.objects.own.position)
  return way === 'data' ? `${path}?_data=${encodeURIComponent(`routes/${route.name}`)}` : path
}

function ask(cell: Cell): Promise<Answer> {
  ran += 1
  const { kind, visitor, distance, form } = cell
  const path = addressIn(cell)
  const { cookie } = visitor
  if (kind === 'loader') return site.ask({ path, headers: { cookie } })
  return site.post(path, form ? form.fields(world.objects[distance ?? 'own'], world.objects.own) : {}, { cookie })
}

/** Whether the address says which object it is about. */
const isOfPage = ({ route, form }: Pick<Cell, 'route' | 'form'>): boolean =>
  isObject.has(route.name) && form?.names !== 'own'

const verdictOf = (cell: Cell): Verdict => {
  const { route, kind, visitor, distance, form } = cell
  return mustBe(route.name, kind, visitor, distance, form?.row ?? null, isOfPage(cell))
}

const said = (cell: Cell, answer: Answer): string => {
  const { route, kind, visitor, distance, form, way } = cell
  return `${route.name} ${kind} by ${way}, ${visitor.name}, ${distance ?? 'no object'}, ${form?.row ?? 'empty form'}: ${answer.status} ${answer.headers.location ?? answer.headers['x-remix-redirect'] ?? ''}`
}

/** Whether an answer is what the matrix says of this cell. */
function isRight(cell: Cell, verdict: Verdict, { status, headers, text }: Answer): boolean {
  const isFile = /\.(csv|json)$/.test(cell.route.path)
  if (verdict === 'sign-in' || verdict === 'step') {
    const door = verdict === 'sign-in' ? '/inloggen' : '/account/bevestigen'
    const path = addressIn({ ...cell, way: 'document' })
    // Signing in leads back to pages, and to a file only where its address lies below a desk.
    const way = path === '/gemeente.csv' ? door : `${door}?naar=${encodeURIComponent(path)}`
    if (cell.way === 'data') return status === 401 && text === '' && headers['x-remix-redirect'] === way
    if (isFile) return status === 401
    return status === 303 && text === '' && headers.location === way
  }
  if (verdict === 'function') return status === 403
  if (verdict === 'both') return status === 403 || status === 404
  // An empty form is a wrong one: a script hears so (422), the same for every object; a page shows what the address shows, which is nothing.
  const isEmpty = cell.kind === 'action' && cell.form === null
  // What a field names and nobody may see is a wrong choice in a form, the same as what does not exist.
  const isTyped = cell.form !== null && !isOfPage(cell)
  if (verdict === 'object')
    return (
      status === 404 ||
      (isTyped && status === 422) ||
      (isEmpty && (status === 400 || (cell.way === 'data' && status === 422)))
    )
  return status < 500 && ![401, 403, 404].includes(status)
}

/** Whether the audit must hold this: whoever is known was refused, also before the second step, and also where a form says it at a field. */
function isDenied({ visitor: { standing }, form }: Cell, verdict: Verdict, { status }: Answer): boolean {
  if (standing === 'nobody' || standing === 'suspended') return false
  if (status === 403 || status === 404 || verdict === 'step') return true
  // What a file names by a word is no object that somebody tries.
  return verdict === 'object' && status === 422 && form !== null && form.row !== 'employer.import-vacancies'
}

/** What differs from one answer to the next and says nothing: ids in addresses, keys of forms, the nonce, the hour. */
const bare = ({ status, headers, text }: Answer): unknown => {
  const { date: _date, 'content-security-policy': policy, ...rest } = headers
  const clean = (one: string) =>
    one
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
      .replace(/nonce[-"=]+[A-Za-z0-9+/_=-]+/g, 'NONCE')
      .replace(/\b[0-9A-Z]{6}\b/g, 'CODE')
  return [status, clean(text), clean(JSON.stringify(rest)), clean(String(policy))]
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const turn = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: 6 }, turn))
}

describe.each(ROUTES.map((route) => [route.name, route] as const))('%s', (_name, route) => {
  test('is closed to everybody whom the matrix does not name: no effect, written down, and hidden as what does not exist', async () => {
    const closed = cellsOf(route).filter((cell) => verdictOf(cell) !== 'open')
    const before = await everything({ home })
    const known = await denials(home.db)
    const wrong: string[] = []
    const seen = new Map<string, Map<Distance, string>>()
    let denied = 0
    await inTurns(closed, async (cell) => {
      const { kind, visitor, distance, form, way } = cell
      const answer = await ask(cell)
      const verdict = verdictOf(cell)
      if (!isRight(cell, verdict, answer)) wrong.push(`${verdict}: ${said(cell, answer)}`)
      if (isDenied(cell, verdict, answer)) denied += 1
      if (distance === null || verdict !== 'object') return
      const key = [kind, visitor.name, form?.row, way].join()
      seen.set(key, (seen.get(key) ?? new Map()).set(distance, JSON.stringify(bare(answer))))
    })
    for (const [key, group] of seen)
      for (const [distance, text] of group)
        if (text !== group.get('missing')) wrong.push(`not as what does not exist: ${key} ${distance}`)
    expect(wrong).toEqual([])
    expect(await denials(home.db), 'each denial of somebody with a session stands in the audit').toBe(known + denied)
    expect(await everything({ home }), 'nothing was written').toEqual(before)
  }, 180_000)
})

const REASONED = ROUTES.flatMap((route) =>
  (FORMS[route.name] ?? []).flatMap(({ reason, ...form }) => (reason === undefined ? [] : [{ route, form, reason }])),
)
test('what needs a reason is not done without one, by nobody whom the matrix names', async () => {
  const before = await everything({ home })
  const wrong: string[] = []
  let tried = 0
  for (const { route, form, reason } of REASONED) {
    const fields: Form['fields'] = (...given) => ({ ...form.fields(...given), [reason]: ' ' })
    for (const visitor of world.visitors) {
      const cell: Cell = { route, kind: 'action', visitor, distance: 'own', form: { ...form, fields }, way: 'data' }
      if (verdictOf(cell) !== 'open') continue
      tried += 1
      const answer = await ask(cell)
      if (answer.status !== 422 && answer.status !== 400) wrong.push(said(cell, answer))
    }
  }
  expect(wrong).toEqual([])
  expect(tried).toBeGreaterThanOrEqual(REASONED.length)
  expect(await everything({ home }), 'nothing was written').toEqual(before)
}, 60_000)

/** Pages that are not found for anybody in this world: the page that says so itself, and the way to an identity provider that is not set. */
const FOUND_BY_NOBODY = ['system.not-found', 'visitor.sign-in-outward', 'visitor.sign-in-return']

/** A form that is filled in is never a wrong form: what stops it is what others did before, which may be said on the form, yet at none of its fields. */
function isFilled({ form, way }: Cell, { status, text }: Answer): boolean {
  if (form === null || (status !== 400 && status !== 422)) return true
  if (status === 400) return false
  if (way === 'document') return !text.includes('in-field__error') || form.says !== undefined
  const { errors = {} } = JSON.parse(text) as { errors?: Record<string, string[]> }
  const codes = Object.values(errors).flat()
  return form.says === undefined ? codes.length === 0 : codes.join() === form.says
}

async function wrongOf(open: readonly Cell[]): Promise<string[]> {
  const wrong: string[] = []
  for (const cell of open) {
    const answer = await ask(cell)
    const isNowhere = FOUND_BY_NOBODY.includes(cell.route.name) && [403, 404, 405].includes(answer.status)
    if (!(isNowhere || isRight(cell, 'open', answer)) || !isFilled(cell, answer)) wrong.push(said(cell, answer))
  }
  return wrong
}

const openCells = (route: Route, kind: Cell['kind']): Cell[] =>
  cellsOf(route).filter((cell) => cell.kind === kind && verdictOf(cell) === 'open')

// Every page before any form: what a form ends is not there for the page after it. Who signs out comes last.
for (const kind of ['loader', 'action'] as const)
  describe.each(ROUTES.map((route) => [route.name, route] as const))(`the ${kind} of %s`, (_name, route) => {
    test('is open to everybody whom the matrix names', async () => {
      expect(await wrongOf(openCells(route, kind))).toEqual([])
    }, 180_000)
  })
