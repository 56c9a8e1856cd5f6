import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessionCookie } from '#app/request/session.ts'
import { DOORS, type Door } from '#server/access/doors.ts'
import { ACTION_NAMES, type Action, type Need, type Person, ROWS } from '#server/access/matrix.ts'
import { openSession } from '#server/accounts/open-session.ts'
import { sourcesIn } from '#tests/laws/sources.ts'
import { addressOf, ROUTES } from './route-map.ts'
import { aPeopledSite, everything, type PeopledSite } from './route-people.ts'

const doors: Readonly<Record<string, Door>> = DOORS
const needs = (row: Action | undefined, need: Need): boolean =>
  row !== undefined && (ROWS[row].needs?.includes(need) ?? false)
const FRESH = Object.entries(doors).filter(
  ([, { opens, takes = [] }]) => needs(opens, 'fresh-proof') || takes.some((row) => needs(row, 'fresh-proof')),
)
/** Pages where the door leaves the proof to the page, and why. */
const BY_PAGE: Readonly<Record<string, string>> = {
  'account.home': 'a session of a browser that was lost must end at once; what changes the way in asks for the proof',
  'account.address': 'the codes from the two mailboxes are typed after the proof, which the first form asked for',
}
const guarded = FRESH.filter(([name]) => !(name in BY_PAGE))

let site: PeopledSite
const cookies = new Map<string, string>()
beforeAll(async () => {
  site = await aPeopledSite()
  const { db } = site.home
  // A newcomer and a coach who signed in a while ago, with all that their pages ask.
  for (const role of ['newcomer', 'coach'] as const) {
    const [row] = await db.execute<{ id: string }>(sql`select id from accounts where role = ${role} limit 1`)
    const opened = await db.transaction((tx) =>
      openSession(tx, { id: row?.id ?? '', role }, null, new Date(), { aal: 2, amr: ['code', 'totp'] }),
    )
    cookies.set(role, sessionCookie(opened, new Date(), 'https://instroom.example').split(';', 1)[0] ?? '')
  }
  await db.execute(sql`update sessions set proved_at = now() - interval '11 minutes'`)
}, 120_000)
afterAll(() => site.close())

test('the pages that need a fresh proof are these', () => {
  expect(guarded.map(([name]) => name).sort()).toEqual([
    'account.card-code',
    'account.codes',
    'account.copy',
    'account.copy-file',
    'account.erase',
    'newcomer.copy',
    'newcomer.copy-file',
    'newcomer.erase',
  ])
  expect(
    FRESH.map(([name]) => name)
      .filter((name) => name in BY_PAGE)
      .sort(),
  ).toEqual(Object.keys(BY_PAGE).sort())
  for (const name of Object.keys(BY_PAGE)) {
    const page = sourcesIn(['app/routes']).find(({ path }) => path.endsWith(`/${name}.tsx`))
    expect(page?.text, name).toMatch(/requireFresh\(args|isFresh\(me/)
  }
})

test('whoever proved it too long ago meets none of them: to the page that asks, and back', async () => {
  const before = await everything(site)
  for (const [name, { opens, takes }] of guarded) {
    const route = ROUTES.find((one) => one.name === name)
    if (!route) throw new Error(`no page ${name}`)
    const path = addressOf(route, '', '')
    const person: Person = opens && ROWS[opens].by.coach ? 'coach' : 'newcomer'
    const cookie = cookies.get(person) ?? ''
    const way = `/account/bevestigen?naar=${encodeURIComponent(path)}`
    const asked = [await site.get(path, cookie)]
    if (takes) asked.push(await site.send(path, { sure: 'yes', code: '482915' }, cookie))
    for (const answer of asked) expect([name, answer.status, answer.headers.location]).toEqual([name, 303, way])
    const data = await site.get(`${path}?_data=${encodeURIComponent(`routes/${name}`)}`, cookie)
    expect([name, data.headers['x-remix-redirect'] ?? data.headers.location, data.text]).toEqual([name, way, ''])
  }
  expect(await everything(site)).toEqual(before)
})

const commands = sourcesIn(['server', 'app'])
/** The files that ask for a row: where its command stands. */
const filesOf = (row: Action) =>
  commands.filter(
    ({ text }) => text.includes(`requireMay(ctx.actor, '${row}')`) || text.includes(`requireMay(actor, '${row}')`),
  )

/** The second person of this row said yes before: what is read is an opening that was approved (`opening.decide`). */
const SECOND_ELSEWHERE: Readonly<Partial<Record<Action, RegExp>>> = { 'opening.read-file': /isOpenAt\(opening/ }

test('what needs a second person looks at whether it is one, and what needs a yes looks for it', () => {
  const wrong: string[] = []
  const check = (need: Need, pattern: RegExp) => {
    for (const row of ACTION_NAMES.filter((one) => needs(one, need))) {
      const files = filesOf(row)
      if (files.length === 0 || !files.some(({ text }) => (SECOND_ELSEWHERE[row] ?? pattern).test(text)))
        wrong.push(`${need}: ${row}`)
    }
  }
  check('second-person', /isSamePerson\(/)
  check('consent', /consent-missing|consentOf\(/)
  expect(wrong).toEqual([])
})
