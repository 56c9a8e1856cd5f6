import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sessionCookie } from '#app/request/session.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { countDenial, DENIALS_POLICY } from '#server/access/count-denial.ts'
import { dbOfDoor } from '#server/platform/bound-db.ts'
import { anAccount } from '#tests/make/rooms.ts'
import { aHalfSession } from '#tests/make/sign-ins.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

let site: PeopledSite
beforeAll(async () => {
  site = await aPeopledSite()
}, 120_000)
afterAll(() => site.close())

const entries = () =>
  site.home.db.select().from(auditEntries).where(eq(auditEntries.action, 'denied')).orderBy(asc(auditEntries.at))
let before = 0
beforeEach(async () => {
  before = (await entries()).length
})
/** What was written since the test began: who, about what, and what beside it. */
const written = async () =>
  (await entries()).slice(before).map(({ actorRole, subjectId, detail }) => [actorRole, subjectId, detail])

test('an object of somebody else in a field of a form stands in the audit: alone, beside that of the page, and where the form is shown again', async () => {
  const { placement, newcomer } = site.existing
  const cancelled = await site.send(
    '/coach/plaatsingen',
    { step: 'cancel', placementId: placement },
    site.foreign.coach,
  )
  expect(cancelled.status).toBe(404)
  const correctionId = crypto.randomUUID()
  const closed = await site.send(`/coach/deelnemers/${newcomer}`, { correctionId }, site.own.coach)
  expect(closed.status).toBe(404)
  const reason = 'Er is acuut gevaar en de klantmanager is onbereikbaar.'
  const ask = { intent: 'ask', newcomerId: newcomer, why: 'danger', reason }
  const asked = await site.send('/inzage', ask, site.foreign.municipality)
  expect(asked.status).toBe(422)
  expect(await written()).toEqual([
    ['coach', placement, { status: 404, desk: 'coach' }],
    ['coach', newcomer, { status: 404, desk: 'coach', named: correctionId }],
    ['municipality', newcomer, { status: 404, desk: 'inzage' }],
  ])
  expect(JSON.stringify(await written())).not.toContain('gevaar')
})

test('a form that is only wrong is no denial', async () => {
  const sent = await site.send('/coach/plaatsingen', { step: 'cancel', placementId: 'abc' }, site.own.coach)
  expect(sent.status).toBe(422)
  expect(await written()).toEqual([])
})

test('who took no second step yet is written down by the account, and by nothing else', async () => {
  const coach = await anAccount(site.home.db, { role: 'coach' })
  const id = coach.accountId ?? ''
  const half = await aHalfSession(site.home.db, { id, role: 'coach' }, new Date())
  const cookie = sessionCookie(half, new Date(), 'https://instroom.example').split(';', 1)[0] ?? ''
  const { newcomer } = site.existing
  const answer = await site.get(`/coach/deelnemers/${newcomer}?naam=Samira`, cookie)
  expect([answer.status, answer.headers.location?.startsWith('/account/bevestigen')]).toEqual([303, true])
  const last = (await entries()).at(-1)
  expect([last?.actorId, last?.subjectId, last?.detail]).toEqual([id, newcomer, { status: 401, desk: 'coach' }])
})

test('of visitors the audit holds where they were turned away, without a word or an address, and not more than some in an hour', async () => {
  const { newcomer } = site.existing
  const { network } = DENIALS_POLICY
  for (let at = 0; at < network + 5; at += 1) await site.get(`/coach/deelnemers/${newcomer}?naam=Samira`)
  await site.send('/coach/plaatsingen', { step: 'cancel', placementId: newcomer }, '')
  const rows = await written()
  expect(rows).toHaveLength(network)
  expect(rows[0]).toEqual(['nobody', newcomer, { status: 401, desk: 'coach' }])
  expect(rows.at(-1)).toEqual(['nobody', newcomer, { status: 401, desk: 'coach', more: 'not-written' }])
  expect(JSON.stringify((await entries()).slice(before))).not.toMatch(/Samira|127\.0\.0/)
  expect((await site.get('/bestaat-niet')).status).toBe(404)
  expect(await written(), 'what a visitor does not find is no denial').toHaveLength(network)
})

test('one account fills no audit either: the last entry of an hour says that there were more, and the next hour begins anew', async () => {
  const { db } = site.home
  const { account, seconds } = DENIALS_POLICY
  const now = new Date()
  const who = { accountId: crypto.randomUUID() }
  const few = 3 / account
  const count = (at: Date) => countDenial({ db: dbOfDoor(db, at), now: at }, who, few)
  expect([await count(now), await count(now), await count(now), await count(now), await count(now)]).toEqual([
    'within',
    'within',
    'last',
    'past',
    'past',
  ])
  expect(await count(new Date(now.getTime() + seconds * 1000 + 1))).toBe('within')
})
