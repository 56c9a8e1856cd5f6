import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { safeguardOverrides, safeguardProfiles } from '#db/schema/decisions.ts'
import { employerGroups, groupRequests } from '#db/schema/facts.ts'
import { auditFiles, audits, publicReports, signals } from '#db/schema/monitoring.ts'
import { positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { tensions } from '#db/schema/reference.ts'
import { writeMessage } from '#server/cases/write-message.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { BAKER, UTRECHT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf, type RunningSite } from './edge-site.ts'
import { someCases } from './route-cases.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
let employer: Awaited<ReturnType<typeof anEmployer>>
let cases: Awaited<ReturnType<typeof someCases>>
let first: string
const jar = { first: '', second: '', coach: '' }

beforeAll(async () => {
  home = await aDatabase()
  const { db } = home
  site = await anEdge(db)
  employer = await anEmployer(db)
  cases = await someCases(db, (await aPosition(db)).positionId)
  const people = {
    first: await anAccount(db, { role: 'officer', displayName: 'Ilse Kramer' }),
    second: await anAccount(db, { role: 'officer', displayName: 'Bram Tweede' }),
    coach: await anAccount(db, { role: 'coach' }),
  }
  first = people.first.accountId ?? ''
  await db.update(accounts).set({ demo: true })
  for (const name of ['first', 'second', 'coach'] as const)
    jar[name] = cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: people[name].accountId ?? '' }))
})
afterAll(async () => {
  await site.close()
  await home.close()
})

const get = async (path: string, who: keyof typeof jar = 'first') => {
  const { status, text } = await site.ask({ path, headers: { cookie: jar[who] } })
  expect(status, path).toBe(200)
  return text.replace(/<!--.*?-->/g, '')
}
const send = (path: string, fields: Record<string, string>, who: keyof typeof jar = 'first') =>
  site.post(path, { key: crypto.randomUUID(), ...fields }, { cookie: jar[who] })
const led = async (path: string, fields: Record<string, string>, who: keyof typeof jar = 'first') => {
  const { status, headers } = await send(path, fields, who)
  return status === 303 ? headers.location : status
}

/** A draft that the safeguards block by policy, brought before the officer by its employer. */
async function aBlockedCase(): Promise<string> {
  const ctx = ctxOf(home.db, employer.actor)
  const { establishmentId } = employer
  await recordStaffingFact(ctx, {
    establishmentId,
    kind: 'contract-ended',
    reason: 'not-renewed',
    occupationUri: BAKER,
    happenedOn: '2026-03-14',
  })
  const form = unpaidForm(establishmentId, { title: 'Helpen in de bakkerij' })
  const { positionId } = await saveDraft(ctx, form)
  await publishPosition(ctx, { ...form, positionId })
  const [verdict] = await home.db.select().from(positionVerdicts).where(eq(positionVerdicts.positionId, positionId))
  if (!verdict) throw new Error('no verdict')
  await writeMessage(ctx, { verdictId: verdict.id, kind: 'objection', body: 'De oude bakker koos zelf iets anders.' })
  return verdict.id
}

test('a case is on one page, and is decided with a reason and a term; the list of decided cases has it', async () => {
  const asked = await publishPosition(
    ctxOf(home.db, employer.actor),
    positionForm(employer.establishmentId, { hourlyWageCents: 1475, title: 'Bakken bij de hoek' }),
  )
  if (!asked.ok || asked.state !== 'awaiting-decision') throw new Error('this place does not wait for a person')
  const { positionId } = asked
  expect(await get('/toets')).toContain('Bakken bij de hoek')
  const path = `/toets/${positionId}`
  const page = await get(path)
  for (const part of ['Deze plek vraagt uw besluit', 'Alle regels', 'Wat de werkgever verklaarde', 'Krapte op de'])
    expect(page).toContain(part)
  const verdictId = /name="verdictId" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const form = { intent: 'decide', positionId, verdictId, outcome: 'approved', validUntil: '2026-12-31' }
  const wrong = await send(path, { ...form, motivation: '' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('<title>Fout: ')
  expect(await led(path, { ...form, motivation: 'Bezocht' }, 'coach')).toBe(403)
  expect(await led(path, { ...form, motivation: 'Bezocht' })).toBe('/toets?gedaan=besluit')
  const [kept] = await home.db.select().from(safeguardDecisions).where(eq(safeguardDecisions.verdictId, verdictId))
  expect(kept).toMatchObject({ outcome: 'approved', motivation: 'Bezocht', validUntil: '2026-12-31' })
  for (const list of ['besloten', 'mijn']) expect(await get(`/toets?wat=${list}`)).toContain('Bakken bij de hoek')
  expect(await get('/toets?wat=mijn', 'second')).not.toContain('Bakken bij de hoek')
  expect(await get(`/toets/zaken/${verdictId}`)).toContain('31 december 2026')
  expect(await get('/toets/logboek')).toContain('Ilse Kramer')
})

test('a block of policy is let through by two people: the first sees that it waits', async () => {
  const verdictId = await aBlockedCase()
  const path = `/toets/zaken/${verdictId}`
  expect(await get('/toets')).toContain(`href="${path}"`)
  expect(await get(path)).toContain('De oude bakker koos zelf iets anders.')
  expect(await led(path, { intent: 'question', verdictId, kind: 'question', body: 'Wie deed dit werk?' })).toBe(
    `${path}?gedaan=vraag`,
  )
  const ask = { intent: 'ask-override', verdictId, motivation: 'Nagegaan bij de bakker', validUntil: '2027-01-31' }
  // A term that the policy does not allow is said beside its field.
  for (const [validUntil, said] of [
    ['2026-01-01', 'Deze datum is te vroeg'],
    ['2027-11-01', 'Deze datum is te laat'],
  ] as const) {
    const refused = await send(path, { ...ask, validUntil })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(said)
    expect(refused.text).toContain('Nagegaan bij de bakker')
  }
  expect(await led(path, ask)).toBe(`${path}?gedaan=gevraagd`)
  const own = await get(path)
  expect(own).toContain('Dit wacht op een tweede persoon')
  expect(own).not.toContain('value="confirm"')
  const [asked] = await home.db.select().from(safeguardOverrides).where(eq(safeguardOverrides.verdictId, verdictId))
  const confirm = { intent: 'decide-override', overrideId: asked?.id ?? '', decision: 'confirm', motivation: 'Eens' }
  expect(await led(path, confirm)).toBe(403)
  expect(await get(path, 'second')).toContain('value="confirm"')
  expect(await led(path, confirm, 'second')).toBe(`${path}?gedaan=vastgelegd`)
  expect(await get(path)).toContain('Bram Tweede')
})

test('a version of the rules is looked at before it is proposed, and confirmed by somebody else', async () => {
  expect(await get('/toets/regels')).toContain('Wacht op een tweede persoon')
  const path = `/toets/regels/${cases.profile}`
  expect(await get(path)).toContain('Proefplaats gemeente, gewoon')
  expect(await led(path, { decision: 'confirm', motivation: 'Nagelezen' }, 'second')).toBe(
    '/toets/regels?gedaan=besluit',
  )
  const form = {
    fromOn: '2027-02-01',
    source: 'Protocol 2027',
    isVerified: 'yes',
    'numbers.supervisorLeastHours': '2,5',
  }
  const preview = await send('/toets/regels/nieuw', { ...form, intent: 'preview' })
  expect([preview.status, preview.text.includes('Wat verandert er voor de plekken van vandaag?')]).toEqual([200, true])
  const wrong = await send('/toets/regels/nieuw', { ...form, 'numbers.trialMaxMonths': '99', intent: 'preview' })
  expect([wrong.status, wrong.text.includes('id="numbers-trialMaxMonths-error"')]).toEqual([422, true])
  // The field is named in the summary; a number that is not the municipality's has no field, and is refused by name.
  expect(wrong.text).toContain('Proefplaats gemeente, hooguit: Dit getal kan hier niet')
  for (const name of ['dismissalWeeks', 'uwvTrialMaxMonths', 'asylumWaitMonths', 'tensionAmple']) {
    expect(wrong.text).not.toContain(`name="numbers.${name}"`)
    const elsewhere = await send('/toets/regels/nieuw', { ...form, [`numbers.${name}`]: '1', intent: 'propose' })
    expect([elsewhere.status, elsewhere.text.includes('Dit getal stelt de gemeente niet vast')]).toEqual([422, true])
  }
  expect(await led('/toets/regels/nieuw', { ...form, intent: 'propose' })).toBe('/toets/regels?gedaan=voorstel')
  const kept = await home.db.select().from(safeguardProfiles).orderBy(safeguardProfiles.version)
  expect(kept.map(({ state, numbers }) => [state, numbers])).toEqual([
    ['in-force', { trialNormalMonths: 1 }],
    ['proposed', { supervisorLeastHours: 2.5 }],
  ])
  const proposed = `/toets/regels/${kept[1]?.id}`
  expect(await get(proposed)).toContain('Trek het voorstel in')
  expect(await led(proposed, { decision: 'confirm', motivation: 'Zelf' })).toBe(403)
})

test('a signal is closed with a reason, which lifts the pause; a report is weighed and its way to answer wiped', async () => {
  const path = `/toets/signalen/${cases.signal}`
  expect(await get('/toets/signalen')).toContain('Nog niet beoordeeld')
  const page = await get(path)
  expect(page).toContain('Twee van de drie zijn nu in dienst.')
  expect(page).toContain('Sluit af en hef de pauze op')
  expect((await send(path, { reason: ' ' })).status).toBe(422)
  expect(await led(path, { reason: 'Gesproken, twee contracten gezien' })).toBe('/toets/signalen?gedaan=signaal')
  const [closed] = await home.db.select().from(signals).where(eq(signals.id, cases.signal))
  expect(closed?.state).toBe('closed')
  expect(await get('/toets/signalen?wat=afgesloten')).toContain(path)

  const report = `/toets/meldingen/${cases.report}`
  expect(await get(report)).toContain('bel 06')
  expect(await led(report, { weight: 'ordinary', motivation: 'Klinkt aannemelijk' })).toBe(
    '/toets/signalen?gedaan=melding',
  )
  const [weighed] = await home.db.select().from(publicReports).where(eq(publicReports.id, cases.report))
  expect(weighed).toMatchObject({ state: 'taken-up', contact: null })
})

test('a group of companies is asked for by one officer and confirmed by another, and corrected by asking again', async () => {
  const path = '/toets/groepen'
  const form = { employerId: employer.employerId, groupName: 'Brood Groep', source: 'Handelsregister' }
  expect((await send(path, form)).status).toBe(422)
  expect(await led(path, { ...form, sinceOn: '2026-01-01' }, 'coach')).toBe(403)
  for (const groupName of ['Brood Groep', 'Deeg Groep'])
    expect(await led(path, { ...form, groupName, sinceOn: '2026-01-01' })).toBe(`${path}?gedaan=gevraagd`)
  const [asked] = await home.db.select().from(groupRequests).where(eq(groupRequests.state, 'asked'))
  const confirm = { requestId: asked?.id ?? '', outcome: 'confirmed' }
  expect(await led(path, confirm)).toBe(403)
  expect(await home.db.$count(employerGroups)).toBe(0)
  expect(await led(path, confirm, 'second')).toBe(`${path}?gedaan=bevestigd`)
  expect(await home.db.select().from(employerGroups)).toMatchObject([{ groupName: 'Deeg Groep' }])
  const page = await get(path)
  expect(page).toContain('Deeg Groep')
  expect(page).not.toContain('Brood Groep')
})

test('a year of which nothing could be drawn looks drawn', async () => {
  await home.db.insert(audits).values({
    id: crypto.randomUUID(),
    municipalityCode: UTRECHT,
    year: 2025,
    seed: 'leeg',
    policyVersion: 'test',
    drawnBy: first,
    drawnAt: new Date('2025-12-01T09:00:00Z'),
  })
  const page = await get('/toets/steekproef')
  expect(page).toContain('Dossiers van 2025')
  expect(page).toContain('er waren in dat jaar geen plekken')
})

test('a drawn file goes to its employer first; the draw of a year stands', async () => {
  expect(await get('/toets/steekproef')).toContain('een lot')
  const path = `/toets/steekproef/${cases.auditFile}`
  const find = { intent: 'find', finding: 'minor', motivation: 'Geen verslag' }
  expect(await led(path, find)).toBe('/toets/steekproef?gedaan=bevinding')
  expect(await get(path)).toContain('De werkgever is aan de beurt')
  const close = { intent: 'close', finding: 'minor', consequence: 'talk', reason: 'Afgesproken' }
  expect(await led(path, close)).toBe(409)
  await home.db.update(auditFiles).set({ state: 'answered', answer: 'Het verslag komt.' })
  expect((await send(path, { ...close, consequence: 'pause' })).status).toBe(422)
  expect(await led(path, close)).toBe('/toets/steekproef?gedaan=afgesloten')
  expect(await led('/toets/steekproef', { year: '2026' })).toBe('/toets/steekproef?getrokken=1')
})

test('a file is tried before it is taken over, and every fault has its line', async () => {
  const head = 'region;occupation_group;quarter;ratio;source'
  const file = { kind: 'tensions', file: 'uwv.csv' }
  const post = (rows: string, intent: string) => send('/toets/invoer', { ...file, text: `${head}\n${rows}`, intent })
  const wrong = await post('AM18;75;2026-Q3;1,8;UWV', 'dry')
  expect([wrong.status, wrong.text.includes('Geen beroepsgroep')]).toEqual([422, true])
  const good = 'AM18;751;2026-Q3;1,8;UWV'
  const tried = await post(good, 'dry')
  expect([tried.status, tried.text.includes('value="import"')]).toEqual([200, true])
  expect(await home.db.$count(tensions, eq(tensions.occupationGroup, '751'))).toBe(0)
  expect((await post(good, 'import')).text).toContain('Overgenomen')
  const [kept] = await home.db.select().from(tensions).where(eq(tensions.occupationGroup, '751'))
  expect(kept).toMatchObject({ regionCode: 'AM18', quarter: '2026-Q3', ratio: 1.8 })
  expect((await send('/toets/invoer', { ...file, text: head, intent: 'dry' }, 'coach')).status).toBe(403)
})
