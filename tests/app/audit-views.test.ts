import { and, asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditEntries } from '#db/schema/audit.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

let site: PeopledSite
beforeAll(async () => {
  site = await aPeopledSite()
})
afterAll(() => site?.close())

const written = async (subjectId?: string) => {
  const rows = await site.home.db
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.subject, 'newcomer'), subjectId ? eq(auditEntries.subjectId, subjectId) : undefined))
    .orderBy(asc(auditEntries.at), asc(auditEntries.action))
  return rows.map(({ actorRole, action, detail }) => `${actorRole} ${action} ${detail['page']}`)
}
const NAME = 'Samira'

test('who opens a page about a person is written down, and the person reads it', async () => {
  const { newcomer, proposal, position } = site.existing
  const looks = async (path: string, cookie: string) => {
    const before = await written(newcomer)
    const answer = await site.get(path, cookie)
    expect([path, answer.status]).toEqual([path, 200])
    return (await written(newcomer)).slice(before.length)
  }
  expect(await looks('/nl/mijn-gegevens', site.own.newcomer)).toEqual([])
  expect(await looks(`/coach/deelnemers/${newcomer}`, site.own.coach)).toEqual(['coach dossier.viewed profile'])
  expect(await looks(`/coach/deelnemers/${newcomer}/intake/basics`, site.own.coach)).toEqual([
    'coach dossier.viewed intake',
  ])
  expect(await looks(`/coach/deelnemers/${newcomer}/plekken`, site.own.coach)).toEqual(['coach match.viewed places'])
  expect(await looks(`/coach/deelnemers/${newcomer}/plekken/${position}`, site.own.coach)).toEqual([
    'coach match.viewed match',
  ])
  expect(await looks(`/coach/voorstellen/${proposal}`, site.own.coach)).toEqual(['coach match.viewed proposal'])
  expect(await looks(`/coach/voorstellen/${proposal}/start`, site.own.coach)).toEqual(['coach match.viewed start'])
  expect(await looks('/coach/deelnemers.csv', site.own.coach)).toEqual(['coach list.exported caseload'])
  expect(await looks(`/werkgever/kandidaten/${proposal}`, site.own.employer)).toEqual([
    'employer identity.viewed candidate',
  ])
  expect(await looks(`/werkgever/plekken/${position}/kandidaten`, site.own.employer)).toEqual([
    'employer identity.viewed candidates',
  ])
  await site.get(`/coach/deelnemers/${newcomer}`, site.own.coach)
  const text = (await site.get('/nl/mijn-gegevens', site.own.newcomer)).text.replaceAll('<!-- -->', '')
  expect(text).toContain('Utrecht</bdi></b> (Coach) opende je profiel, 3 keer')
  expect(text).toContain('zag wie je bent, na jouw ja')
  expect((await site.get('/nl/mijn-gegevens', site.foreign.newcomer)).text).toContain('Nog niemand keek.')
})

test('who is refused looks at nobody', async () => {
  const before = await written()
  await site.get(`/coach/deelnemers/${site.existing.newcomer}`, site.foreign.coach)
  await site.get(`/werkgever/kandidaten/${site.existing.proposal}`, site.foreign.employer)
  await site.get(`/coach/deelnemers/${site.existing.newcomer}`, site.own.employer)
  expect(await written()).toEqual(before)
})

test('who is refused is written down: which desk and object, and no word that was typed', async () => {
  const { db } = site.home
  const { newcomer } = site.existing
  const denials = async () => {
    const rows = await db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.action, 'denied'))
      .orderBy(asc(auditEntries.at))
    return rows.map((row) => [row.actorRole, row.subjectId, row.detail['status'], row.detail['desk']])
  }
  const before = await denials()
  await site.get(`/coach/deelnemers/${newcomer}`, site.foreign.coach)
  await site.post(`/coach/deelnemers/${newcomer}`, site.own.employer)
  await site.get(`/coach/deelnemers/Samira-Tester?naam=Samira`, site.own.coach)
  await site.get('/Samira/Tester', site.own.coach)
  await site.get(`/coach/deelnemers/${newcomer}`)
  expect((await denials()).slice(before.length)).toEqual([
    ['coach', newcomer, 404, 'coach'],
    ['employer', newcomer, 403, 'coach'],
    ['coach', '', 404, 'coach'],
    ['coach', '', 404, ''],
    ['nobody', newcomer, 401, 'coach'],
  ])
})

test('when it cannot be written down, nothing is shown', async () => {
  const { db } = site.home
  const { newcomer, proposal, position, answer } = site.existing
  await db.execute(
    sql`create function no_audit() returns trigger language plpgsql as 'begin raise exception ''full''; end'`,
  )
  await db.execute(sql`create trigger no_audit before insert on audit_entries execute function no_audit()`)
  try {
    for (const [path, cookie] of [
      [`/coach/deelnemers/${newcomer}`, site.own.coach],
      [`/coach/deelnemers/${newcomer}/plekken/${position}`, site.own.coach],
      ['/coach/deelnemers.csv', site.own.coach],
      [`/werkgever/kandidaten/${proposal}`, site.own.employer],
      [`/toets/zaken/${answer}`, site.own.officer],
      ['/gemeente.csv', site.own.municipality],
    ] as const) {
      const { status, text } = await site.get(path, cookie)
      expect([path, status]).toEqual([path, 500])
      expect(text).not.toContain(NAME)
    }
  } finally {
    await db.execute(sql`drop trigger no_audit on audit_entries`)
  }
  expect((await site.get(`/coach/deelnemers/${newcomer}`, site.own.coach)).text).toContain(NAME)
})
