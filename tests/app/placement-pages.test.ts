import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { writeMessage } from '#server/cases/write-message.ts'
import { checksOf, reviewsOf } from '#server/placements/reads-checks.ts'
import { placementPageOf } from '#server/placements/reads-tasks.ts'
import type { Actor } from '#server/platform/context.ts'
import { dayOf } from '#server/platform/context.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { anAcceptedProposal, aRunningPlacement } from '#tests/make/placed.ts'
import { BAKER } from '#tests/make/reference.ts'
import { anAccount, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: Awaited<ReturnType<typeof anEdge>>
/** The site has a clock of its own. */
const today = dayOf(new Date())

beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db)
})
afterAll(async () => {
  await site?.close()
  await home?.close()
})

const signIn = async ({ accountId }: Actor) => {
  await home.db.update(accounts).set({ demo: true })
  return cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: accountId ?? '' }))
}
const read = async (path: string, cookie: string) => (await site.ask({ path, headers: { cookie } })).text
const send = (path: string, fields: Record<string, string>, cookie: string) =>
  site.post(path, { key: crypto.randomUUID(), ...fields }, { cookie })
const namesIn = (text: string) => [...text.matchAll(/<(?:input|select)[^>]* name="([^"]+)"/g)].map(([, name]) => name)
const CHECKS = ['noticeOn', 'contract', 'permitUntil', 'is27']

test('the start asks a coach for what the rules want of this person in this place, and of others nothing', async () => {
  const participation = { type: 'PARTICIPATION_PLACEMENT' as const, hourlyWageCents: null }
  for (const [workRight, position, asked] of [
    ['free', {}, []],
    ['displaced-person', {}, ['noticeOn', 'contract']],
    ['asylum-seeker', {}, ['permitUntil']],
    ['asylum-seeker', participation, ['permitUntil', 'is27']],
  ] as const) {
    const { proposalId, coach } = await anAcceptedProposal(home.db, { newcomer: { workRight }, position })
    const text = await read(`/coach/voorstellen/${proposalId}/start`, await signIn(coach))
    expect([...new Set(namesIn(text))].filter((name) => CHECKS.includes(name ?? ''))).toEqual(asked)
  }
})

test('a notice in the form starts the placement; without it the page says who decides, and keeps what was typed', async () => {
  const { proposalId, coach } = await anAcceptedProposal(home.db, {
    newcomer: { workRight: 'displaced-person', workRightUntil: addDays(today, 700) },
  })
  const cookie = await signIn(coach)
  const path = `/coach/voorstellen/${proposalId}/start`
  const form = { startsOn: addDays(today, 14), endsOn: addDays(today, 100), mentor: 'Anneke', learningGoals: 'Brood' }
  const passed = await send(path, { ...form, startsOn: addDays(today, -1) }, cookie)
  expect(passed.status).toBe(422)
  expect(passed.text).toContain('Deze datum is te vroeg')
  expect(await read(path, cookie)).toContain(`min="${today}"`)
  const held = await send(path, { ...form, contract: 'employment' }, cookie)
  expect(held.status).toBe(422)
  expect(held.text).toContain('Niet bekend of de start bij UWV is gemeld')
  expect(held.text).toMatch(/value="employment"[^>]*checked|checked[^>]*value="employment"/)
  const started = await send(path, { ...form, contract: 'employment', noticeOn: today }, cookie)
  expect([started.status, started.headers.location]).toEqual([303, '/coach/plaatsingen?gedaan=started'])
  const list = await read('/coach/plaatsingen', cookie)
  const [, id = ''] = /href="\/coach\/plaatsingen\/([0-9a-f-]{36})"/.exec(list) ?? []
  expect(await checksOf(home.db, id)).toMatchObject({ noticeOn: today, contract: 'employment' })
  expect(namesIn(await read(`/coach/plaatsingen/${id}`, cookie))).toEqual(expect.arrayContaining(['noticeOn']))
})

test('the page of a placement: a review, a longer term that is blocked, and nothing for a stranger', async () => {
  const { placementId, coach, newcomer } = await aRunningPlacement(home.db, {
    position: { type: 'PARTICIPATION_PLACEMENT', hourlyWageCents: null },
    placement: { startsOn: addDays(today, -250), endsOn: addDays(today, 20) },
    newcomer: { workRightUntil: addDays(today, 10) },
  })
  const cookie = await signIn(coach)
  const path = `/coach/plaatsingen/${placementId}`
  const before = await read(path, cookie)
  expect(before).toContain('Het recht om te werken van Samira Tester loopt af')
  expect(before).toContain('Aanbod voor scholing')
  expect(before).toContain(`href="/coach/deelnemers/${newcomer.newcomerId}/intake/practical"`)
  expect(await read('/coach', cookie)).toContain(`href="${path}"`)

  const wrong = await send(path, { do: 'review', kind: 'premium', heldOn: addDays(today, 1) }, cookie)
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('Deze dag is nog niet geweest')])
  const done = await send(path, { do: 'review', kind: 'premium', heldOn: addDays(today, -60) }, cookie)
  expect([done.status, done.headers.location]).toEqual([303, `${path}?gedaan=saved`])
  expect(await reviewsOf(home.db, placementId)).toEqual([{ kind: 'premium', on: addDays(today, -60) }])

  // The right to work is over before the first new day: nobody can be asked.
  const longer = { endsOn: addDays(today, 60) }
  const blocked = await send(path, { do: 'extend', ...longer }, cookie)
  expect([blocked.status, blocked.text]).toEqual([422, expect.stringContaining('Deze verlenging kan niet')])
  expect(blocked.text).not.toContain('value="ask"')
  expect((await send(path, { do: 'extend' }, cookie)).status).toBe(422)
  expect((await send(path, { do: 'anything' }, cookie)).status).toBe(400)

  const stranger = await signIn(await anAccount(home.db, { role: 'coach' }))
  expect((await send(path, { do: 'review', kind: 'premium', heldOn: today }, stranger)).status).toBe(404)
})

test('a longer term that a person decides about is asked for on the page', async () => {
  const { placementId, coach } = await aRunningPlacement(home.db, {
    position: { type: 'PARTICIPATION_PLACEMENT', hourlyWageCents: null },
    placement: { startsOn: addDays(today, -250), endsOn: addDays(today, 20) },
  })
  const cookie = await signIn(coach)
  const path = `/coach/plaatsingen/${placementId}`
  // A browser sends the fields along that were left open.
  const longer = { endsOn: addDays(today, 60), 'extension.reference': '', 'extension.until': '' }
  const held = await send(path, { do: 'extend', ...longer }, cookie)
  expect([held.status, held.text]).toEqual([422, expect.stringContaining('value="ask"')])
  expect(held.text).toContain('Nog niet gedaan')
  const asked = await send(path, { do: 'ask', ...longer }, cookie)
  expect([asked.status, asked.headers.location]).toEqual([303, `${path}?gedaan=asked-longer`])
  expect(await read(path, cookie)).toContain('Je vraag over verlengen ligt bij de gemeente')

  const { question } = await placementPageOf(ctxOf(home.db, coach, new Date()), placementId)
  const officer = ctxOf(home.db, await anAccount(home.db, { role: 'officer' }), new Date())
  await writeMessage(officer, { verdictId: question?.id ?? '', kind: 'question', body: 'Wanneer is de beoordeling?' })
  expect(await read(path, cookie)).toContain('Wanneer is de beoordeling?')
  expect((await send(path, { do: 'answer', body: '' }, cookie)).status).toBe(422)
  expect((await send(path, { do: 'answer', body: 'Volgende week' }, cookie)).status).toBe(303)
  await decideStart(officer, { verdictId: question?.id ?? '', outcome: 'approved', motivation: 'Goed' })
  const decided = await read(path, cookie)
  expect(decided).toContain('Volgende week')
  expect(decided).toContain('De gemeente keurde de verlenging goed')
  const extended = await send(path, { do: 'extend', ...longer }, cookie)
  expect([extended.status, extended.headers.location]).toEqual([303, `${path}?gedaan=extended`])
  expect(await read(path, cookie)).not.toContain('De gemeente keurde de verlenging goed')
})

test('what was learned is recorded on the page once the placement is over, and is no task any more', async () => {
  const endedOn = addDays(today, -3)
  const { placementId, coach } = await aRunningPlacement(home.db, {
    placement: { state: 'completed', startsOn: addDays(today, -90), endsOn: endedOn, endedOn },
  })
  const cookie = await signIn(coach)
  const path = `/coach/plaatsingen/${placementId}`
  const page = await read(path, cookie)
  expect(page).toContain('Wat heeft Samira Tester geleerd?')
  expect(namesIn(page)).not.toContain('extension.reference')
  expect(await read('/coach/plaatsingen', cookie)).toContain(`href="${path}"`)
  const tooMany = await send(path, { do: 'results', goalsReached: '4' }, cookie)
  expect([tooMany.status, tooMany.text]).toEqual([422, expect.stringContaining('Dit getal is te hoog')])
  const done = await send(path, { do: 'results', goalsReached: '2', reportOn: endedOn }, cookie)
  expect([done.status, done.headers.location]).toEqual([303, `${path}?gedaan=saved`])
  const known = await placementPageOf(ctxOf(home.db, coach, new Date()), placementId)
  expect([known.tasks, known.results]).toMatchObject([[], { goalsSet: 3, goalsReached: 2, certificateOn: null }])
  expect(await read(path, cookie)).toContain('Vastgelegd: 2 van 3 doelen gehaald')
})

test('the intake asks how long an asylum seeker waits, and says what is not kept', async () => {
  const { newcomer, coach } = await anAcceptedProposal(home.db)
  const cookie = await signIn(coach)
  const path = `/coach/deelnemers/${newcomer.newcomerId}/intake/practical`
  const text = await read(path, cookie)
  expect(namesIn(text)).toContain('asylumWaitedMonths')
  expect(text).toContain('We bewaren de datum van de aanvraag niet')
  const right = { workRight: 'asylum-seeker', workRightCheckedOn: today, asylumWaitedMonths: '7' }
  expect((await send(path, { version: '1', intent: 'save', ...right }, cookie)).status).toBe(303)
  expect(await read(path, cookie)).toMatch(/name="asylumWaitedMonths"[^>]*value="7"/)
})

test('an employer with an unpaid place is asked for hours, quarter by quarter, and may leave them open', async () => {
  const { owner } = await anAcceptedProposal(home.db)
  const cookie = await signIn(owner.actor)
  const about = new URLSearchParams({ vestiging: owner.establishmentId, functie: BAKER })
  const path = (type: string) => `/werkgever/dossier/vragen?${about}&soort=${type}`
  expect(namesIn(await read(path('REGULAR_JOB'), cookie))).not.toContain('paid-hours')
  const asked = await read(path('WORK_EXPERIENCE'), cookie)
  expect(namesIn(asked)).toEqual(expect.arrayContaining(['paid-hours', 'quarter-hours.quarter', 'quarter-hours.paid']))
  const quarterIn = (text: string) => /name="quarter-hours.quarter"[^>]*value="([^"]+)"/.exec(text)?.[1] ?? ''
  const first = quarterIn(asked)
  expect(first).toMatch(/^20\d\d-Q[1-4]$/)
  const evidence = { 'evidence.kind': 'declaration', 'evidence.by': 'Personeelszaken', 'evidence.on': today }
  const place = { establishmentId: owner.establishmentId, occupationUri: BAKER, ...evidence }
  const one = await send(
    path('WORK_EXPERIENCE'),
    { ...place, 'quarter-hours.quarter': first, 'paid-hours': '320' },
    cookie,
  )
  expect(one.status).toBe(303)
  const hours = { 'quarter-hours.quarter': first, 'quarter-hours.paid': '200', 'quarter-hours.unpaid': '24' }
  expect((await send(path('WORK_EXPERIENCE'), { ...place, ...hours }, cookie)).status).toBe(303)
  const next = quarterIn(await read(path('WORK_EXPERIENCE'), cookie))
  expect(next > first).toBe(true)
})

test('the public page says what is not asked yet, and why', async () => {
  for (const [language, said, why] of [
    ['nl', 'Wordt nog niet gevraagd', 'Hoeveel kans iemand heeft op asiel'],
    ['en', 'Not asked yet', 'How likely somebody is to get asylum'],
  ] as const) {
    const text = await read(`/${language}/regels`, '')
    expect(text).toContain(said)
    expect(text).toContain(why)
  }
})
