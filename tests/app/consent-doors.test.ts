import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { consents } from '#db/schema/proposals.ts'
import { withdrawConsent } from '#server/proposals/withdraw-consent.ts'
import { aProposal, stateOf } from '#tests/make/proposals.ts'
import { aNewcomer, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf } from './edge-site.ts'

const WHO = {
  givenName: 'Kanariegeel',
  familyName: 'Vogelzang',
  phone: '0699887766',
  email: 'kanarie@voorbeeld.example',
}
const NAMED = /Kanariegeel|Vogelzang|0699887766|kanarie@voorbeeld/

let home: Awaited<ReturnType<typeof aDatabase>>
let site: Awaited<ReturnType<typeof anEdge>>
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db)
})
afterAll(async () => {
  await site.close()
  await home.close()
})

const FIELDS = ['family-name', 'phone', 'email', 'work-history'] as const
const signIn = async (accountId: string | null) =>
  cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: accountId ?? '' }))

/** A candidate who said yes to everything, whom the employer has open in a tab. */
async function openTab() {
  const newcomer = await aNewcomer(home.db, { identity: WHO })
  const made = await aProposal(home.db, { newcomer, state: 'consented', fields: [...FIELDS] })
  await home.db.update(accounts).set({ demo: true })
  const cookie = await signIn(made.position.employer.accountId)
  const page = `/werkgever/kandidaten/${made.proposalId}`
  const list = `/werkgever/plekken/${made.position.positionId}/kandidaten`
  const ask = (path: string) => site.ask({ path, headers: { cookie } })
  const doors = {
    page: () => ask(page),
    data: () => ask(`${page}?_data=${encodeURIComponent('routes/employer.candidate')}`),
    list: () => ask(list),
    'data of the list': () => ask(`${list}?_data=${encodeURIComponent('routes/employer.candidates')}`),
    'the list of places': () => ask('/werkgever'),
  }
  for (const [door, open] of Object.entries(doors))
    if (door !== 'the list of places') expect([door, NAMED.test((await open()).text)]).toEqual([door, true])
  const click = (answer: Record<string, string>) => site.post(page, { key: crypto.randomUUID(), ...answer }, { cookie })
  return { ...made, newcomer, doors, click }
}

describe('a yes that is taken back', () => {
  test('closes every door of the employer with that commit, and the next click of an open tab', async () => {
    const { proposalId, newcomer, doors, click } = await openTab()
    await withdrawConsent(ctxOf(home.db, newcomer.actor), { proposalId })
    for (const [door, open] of Object.entries(doors)) {
      const answer = await open()
      expect([door, NAMED.test(answer.text)]).toEqual([door, false])
      if (door === 'page' || door === 'data') expect([door, answer.status]).toEqual([door, 404])
    }
    for (const answer of [{ answer: 'accept' }, { answer: 'refuse', reason: 'skills' }]) {
      const clicked = await click(answer)
      expect([404, 409]).toContain(clicked.status)
      expect(clicked.text).not.toMatch(NAMED)
    }
    expect(await stateOf(home.db, proposalId)).toBe('declined')
  })
})

describe('a yes that lapsed', () => {
  test('closes at once, before any sweep: the card without a name, and no answer is taken', async () => {
    const { proposalId, doors, click } = await openTab()
    await home.db.update(consents).set({ expiresOn: '2026-01-01' }).where(eq(consents.proposalId, proposalId))
    for (const [door, open] of Object.entries(doors)) {
      const answer = await open()
      expect([door, answer.status, NAMED.test(answer.text)]).toEqual([door, 200, false])
    }
    const clicked = await click({ answer: 'accept' })
    expect(clicked.status).toBe(409)
    expect(clicked.text).not.toMatch(NAMED)
    expect(await stateOf(home.db, proposalId)).toBe('consented')
  })
})

describe('a field that was not ticked', () => {
  test.each(['family-name', 'phone', 'email', 'work-history'] as const)('%s is at no door', async (left) => {
    const { proposalId, doors } = await openTab()
    const fields = ['given-name' as const, ...FIELDS.filter((field) => field !== left)]
    await home.db.update(consents).set({ fields }).where(eq(consents.proposalId, proposalId))
    const sign = {
      'family-name': /Vogelzang/,
      phone: /0699887766/,
      email: /kanarie@voorbeeld/,
      'work-history': /bakker \(1 tot 2|"workHistory":\[/,
    }
    for (const [door, open] of Object.entries(doors))
      expect([door, sign[left].test((await open()).text)]).toEqual([door, false])
  })
})

describe('who sees what', () => {
  test('the newcomer reads for each employer and place what it sees, until when, who looked, and stops it there', async () => {
    const { proposalId, newcomer, doors } = await openTab()
    await doors.page()
    const cookie = await signIn(newcomer.actor.accountId)
    for (const language of ['nl', 'en', 'ar'] as const) {
      const { text } = await site.ask({ path: `/${language}/mijn-gegevens`, headers: { cookie } })
      expect(text).toContain(`/${language}/mijn-gegevens/voorstel/${proposalId}/stoppen`)
      expect(text).toContain({ nl: 'Ziet je gegevens', en: 'Sees your details', ar: 'يرى بياناتك' }[language])
      expect(text).toContain(
        { nl: 'keek naar je gegevens', en: 'looked at your details', ar: 'اطّلع على بياناتك' }[language],
      )
      expect(text.replaceAll('<!-- -->', '')).toContain(
        { nl: '23 december 2026', en: '23 December 2026', ar: '2026' }[language],
      )
    }
  })
})
