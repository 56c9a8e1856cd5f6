import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts, sessions } from '#db/schema/accounts.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { corrections } from '#db/schema/privacy.ts'
import type { Actor } from '#server/platform/context.ts'
import { aProposal, aReadyNewcomer } from '#tests/make/proposals.ts'
import { NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: Awaited<ReturnType<typeof anEdge>>
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db)
})
afterAll(async () => {
  await site?.close()
  await home?.close()
})

const signIn = async ({ accountId }: Actor): Promise<string> => {
  await home.db.update(accounts).set({ demo: true })
  return cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: accountId ?? '' }))
}
const get = (path: string, cookie: string) => site.ask({ path, headers: { cookie } })
const post = (path: string, fields: Record<string, string>, cookie: string) =>
  site.post(path, { key: crypto.randomUUID(), ...fields }, { cookie })

async function somebody(state: 'completed' | 'active' | null = 'completed') {
  const newcomer = await aReadyNewcomer(home.db, {
    needsAtWork: 'Een rustige plek',
    identity: {
      givenName: 'Quellara',
      familyName: 'Vanzithe',
      email: `${crypto.randomUUID()}@x.example`,
      phone: '0687125409',
    },
  })
  await aProposal(home.db, { state: 'consented', newcomer })
  if (state !== null) {
    const placed = await aProposal(home.db, { state: 'placed', newcomer })
    const placementId = crypto.randomUUID()
    await home.db.insert(placements).values({
      id: placementId,
      proposalId: placed.proposalId,
      newcomerId: newcomer.newcomerId,
      positionId: placed.position.positionId,
      state,
      seat: 1,
      startsOn: '2026-02-02',
      mentor: 'Anneke',
      learningGoals: ['Brood bakken'],
      createdAt: NOW,
      stateSince: NOW,
    })
    await home.db
      .insert(followUps)
      .values({ placementId, kind: 'week-2', state: 'done', dueOn: '2026-02-16', note: 'GEHEIM van de coach' })
  }
  return { ...newcomer, cookie: await signIn(newcomer.actor) }
}

test('a copy holds everything of oneself, and nothing of another', async () => {
  const me = await somebody()
  const other = await somebody()
  await get(`/coach/deelnemers/${me.newcomerId}`, await signIn(me.coach))
  const { status, headers, text } = await get('/nl/mijn-gegevens/kopie.json', me.cookie)
  expect(status).toBe(200)
  expect(headers['content-disposition']).toContain('attachment')
  expect(headers['cache-control']).toContain('no-store')
  const copy = JSON.parse(text) as { tables: { table: string; rows: Record<string, unknown>[] }[]; looks: unknown[] }
  const rowsOf = (table: string) => copy.tables.find((one) => one.table === table)?.rows ?? []
  expect(rowsOf('newcomer_identities')).toMatchObject([{ givenName: 'Quellara', phone: '0687125409' }])
  expect(rowsOf('newcomers')).toMatchObject([{ needsAtWork: 'Een rustige plek' }])
  expect(rowsOf('newcomer_wishes')[0]?.['occupationName']).toBe('bakker')
  expect(rowsOf('consents')).toHaveLength(2)
  expect(rowsOf('placements')).toMatchObject([{ mentor: 'Anneke', startsOn: '2026-02-02' }])
  expect(copy.looks).toMatchObject([{ role: 'coach', action: 'dossier.viewed', times: 1 }])
  expect(text).not.toContain('GEHEIM')
  expect(text).not.toContain(other.newcomerId)
  const page = await get('/nl/mijn-gegevens/kopie', me.cookie)
  for (const word of [
    'Quellara',
    '0687125409',
    'Een rustige plek',
    'bakker',
    'Anneke',
    'Voornaam',
    'opende je profiel',
  ])
    expect(page.text).toContain(word)
  expect(page.text).not.toContain('GEHEIM')
  expect((await get('/ar/mijn-gegevens/kopie', me.cookie)).text).toContain('الاسم الأول')
  const made = await home.db.select().from(auditEntries).where(eq(auditEntries.action, 'newcomer.copied'))
  expect(made.map((one) => one.subjectId)).toEqual([me.newcomerId, me.newcomerId, me.newcomerId])
  expect((await get('/nl/mijn-gegevens/kopie.json', await signIn(me.coach))).status).toBe(403)
})

test('what is not right is asked of the own coach, who says that it was looked at', async () => {
  const me = await somebody(null)
  expect((await post('/nl/mijn-gegevens', { intent: 'correct' }, me.cookie)).status).toBe(422)
  const asked = await post('/nl/mijn-gegevens', { intent: 'correct', part: 'phone' }, me.cookie)
  expect(asked.status).toBe(422)
  for (let turn = 0; turn < 2; turn++)
    expect((await post('/nl/mijn-gegevens', { intent: 'correct', part: 'contact' }, me.cookie)).status).toBe(303)
  const [open, ...more] = await home.db.select().from(corrections).where(eq(corrections.newcomerId, me.newcomerId))
  expect([open?.part, more]).toEqual(['contact', []])
  expect((await get('/nl/mijn-gegevens?gedaan=correct', me.cookie)).text).toContain('Je coach kijkt ernaar')
  const page = `/coach/deelnemers/${me.newcomerId}`
  const [coach, stranger] = [await signIn(me.coach), await signIn((await somebody(null)).coach)]
  expect((await get(page, coach)).text).toContain('Klopt niet, zegt de deelnemer')
  expect((await post(page, { correctionId: open?.id ?? '' }, stranger)).status).toBe(404)
  expect((await post(page, { correctionId: open?.id ?? '' }, coach)).status).toBe(303)
  expect((await get(page, coach)).text).not.toContain('Klopt niet, zegt de deelnemer')
})

test('everything is erased by the person, who is then nobody', async () => {
  const me = await somebody()
  const asks = await get('/nl/mijn-gegevens/wissen', me.cookie)
  expect(asks.text).toContain('Ja, wis alles')
  const done = await post('/nl/mijn-gegevens/wissen', { intent: 'erase' }, me.cookie)
  expect([done.status, done.headers.location]).toEqual([303, '/nl/gewist'])
  expect((await get('/nl/gewist', me.cookie)).text).toContain('Alles over jou is gewist')
  expect((await get('/nl/mijn-gegevens', me.cookie)).status).toBe(303)
  expect(await home.db.select().from(newcomers).where(eq(newcomers.id, me.newcomerId))).toEqual([])
  const coach = await signIn(me.coach)
  expect((await get(`/coach/deelnemers/${me.newcomerId}`, coach)).status).toBe(404)
  for (const path of ['/coach', '/coach/deelnemers', '/coach/plaatsingen', '/coach/voorstellen']) {
    const { status, text } = await get(path, coach)
    expect([path, status]).toEqual([path, 200])
    expect(text).not.toContain('Quellara')
  }
})

test('a phone that somebody else holds, long after signing in, gives no copy and erases nothing', async () => {
  const me = await somebody(null)
  await home.db
    .update(sessions)
    .set({ provedAt: new Date(Date.now() - 11 * 60_000) })
    .where(eq(sessions.accountId, me.actor.accountId ?? ''))
  const proof = (path: string) => [303, `/account/bevestigen?naar=${encodeURIComponent(path)}`]
  for (const page of ['kopie', 'kopie.json', 'wissen']) {
    const path = `/nl/mijn-gegevens/${page}`
    const { status, headers } = await get(path, me.cookie)
    expect([status, headers.location]).toEqual(proof(path))
  }
  const sent = await post('/nl/mijn-gegevens/wissen', { intent: 'erase' }, me.cookie)
  expect([sent.status, sent.headers.location]).toEqual(proof('/nl/mijn-gegevens/wissen'))
  expect(await home.db.$count(newcomers, eq(newcomers.id, me.newcomerId))).toBe(1)
  expect((await get('/account/bevestigen?naar=%2Fnl%2Fmijn-gegevens%2Fwissen', me.cookie)).text).toContain(
    '/inloggen?naar=',
  )
})

test('who has a place cannot, and reads why', async () => {
  const me = await somebody('active')
  const { text } = await get('/nl/mijn-gegevens/wissen', me.cookie)
  expect(text).toContain('Je hebt nu een plek')
  expect(text).not.toContain('Ja, wis alles')
  expect((await post('/nl/mijn-gegevens/wissen', { intent: 'erase' }, me.cookie)).status).toBe(409)
  expect(await home.db.select().from(newcomers).where(eq(newcomers.id, me.newcomerId))).toHaveLength(1)
})
