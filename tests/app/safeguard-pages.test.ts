import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordsFor } from '#app/ui/words/words.tsx'
import { accounts } from '#db/schema/accounts.ts'
import { caseMessages, safeguardProfiles } from '#db/schema/decisions.ts'
import { factStatements } from '#db/schema/facts.ts'
import { publicReports, signals } from '#db/schema/monitoring.ts'
import { positionVerdicts } from '#db/schema/positions.ts'
import { POSITION_TYPES } from '#db/values/positions.ts'
import { REPORT_LIMITS } from '#server/cases/rules.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { dayOf } from '#server/platform/context.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { SAFEGUARD_EXAMPLES } from '#server/safeguards/rules/examples/all.ts'
import { NUMBER_ROWS } from '#server/safeguards/rules/numbers.ts'
import { policyOn } from '#server/safeguards/rules/profile.ts'
import { rulesOf } from '#server/safeguards/rules/table.ts'
import { RULE_IDS, RULE_TITLES } from '#server/safeguards/rules/titles.ts'
import { BAKER, UTRECHT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: Awaited<ReturnType<typeof anEdge>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let position: Awaited<ReturnType<typeof aPosition>>
/** The site has a clock of its own. */
const today = dayOf(new Date())
let cookie = ''
let stranger = ''
let coach = ''
const answer = crypto.randomUUID()
const signal = crypto.randomUUID()

beforeAll(async () => {
  home = await aDatabase()
  const { db } = home
  site = await anEdge(db)
  employer = await anEmployer(db, { unasked: true })
  position = await aPosition(db, { employer })
  await db.insert(positionVerdicts).values({
    id: answer,
    positionId: position.positionId,
    moment: 'publish',
    outcome: 'human',
    reasons: [{ ruleId: 'DSP-12', outcome: 'human', code: 'industrial-action-unknown', params: {} }],
    inputs: { 'DSP-12': { industrialAction: null } },
    policyVersion: '2026-11-22',
    askedAt: NOW,
  })
  await db.insert(signals).values({
    id: signal,
    subject: 'establishment',
    subjectId: employer.establishmentId,
    establishmentId: employer.establishmentId,
    employerId: employer.employerId,
    monitor: 'MON-01',
    about: '',
    outcome: 'human',
    code: 'serial-unpaid',
    params: { count: 3, months: 24 },
    facts: [],
    pauses: false,
    policyVersion: 'monitors',
    firstSeenOn: TODAY,
    lastSeenOn: TODAY,
    answerDueOn: '2026-12-14',
    state: 'new',
  } as never)
  const others = [(await anEmployer(db, { unasked: true })).actor, await anAccount(db, { role: 'coach' })]
  await db.update(accounts).set({ demo: true })
  const signIn = async (accountId: string | null) =>
    cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: accountId ?? '' }))
  cookie = await signIn(employer.actor.accountId)
  ;[stranger = '', coach = ''] = await Promise.all(others.map((one) => signIn(one.accountId)))
})
afterAll(async () => {
  await site?.close()
  await home?.close()
})

const read = async (path: string, as = '') => {
  const got = await site.ask({ path, headers: { cookie: as } })
  return { ...got, text: got.text.replaceAll('&#x27;', "'").replaceAll('&amp;', '&').replaceAll('<!-- -->', '') }
}
const send = (path: string, fields: Record<string, string>, as = cookie) =>
  site.post(path, { key: crypto.randomUUID(), ...fields }, { cookie: as })

test.each(['nl', 'en', 'ar'] as const)(
  'every rule has its place on the page in %s, with title and basis',
  async (language) => {
    const { status, text } = await read(`/${language}/regels`)
    expect(status).toBe(200)
    const own = language === 'nl' ? 'nl' : 'en'
    for (const id of RULE_IDS) {
      expect(text, id).toContain(`id="${id}"`)
      expect(text, id).toContain(RULE_TITLES[id][own])
    }
    expect(text).not.toMatch(/rules\.[a-z]|key '|ruling \d/)
  },
)

test('a municipality with its own number stands beside the usual one, and an amount that nobody verified is no law', async () => {
  const by = await anAccount(home.db, { role: 'officer' })
  const other = await anAccount(home.db, { role: 'officer' })
  await home.db.insert(safeguardProfiles).values({
    id: crypto.randomUUID(),
    municipalityCode: UTRECHT,
    version: 1,
    fromOn: '2026-01-01',
    numbers: { endedContractMonths: 18 },
    choices: {},
    source: 'Verordening Utrecht 2026',
    isVerified: false,
    state: 'in-force',
    motivation: 'test',
    proposedBy: by.accountId,
    proposedAt: NOW,
    decidedBy: other.accountId,
    decidedAt: NOW,
  } as never)
  const { text } = await read('/nl/regels')
  expect(text).toContain('Utrecht: 18')
  expect(text).toContain('Verordening Utrecht 2026')
  expect(text).toContain('volgens de gemeente, nog niet nagekeken')
  expect(text).toContain('Nog niet nagekeken')
})

test('what nobody has verified is marked on the public page and never stands there as law', async () => {
  const { text } = await read('/nl/regels')
  const cards = text.split('in-card in-rule').slice(1)
  const policy = policyOn(today)
  const rules = rulesOf(policy)
  expect(cards).toHaveLength(rules.length)
  let marked = 0
  for (const { id, basis, tags } of rules) {
    const card = cards.find((one) => one.includes(`id="${id}"`)) ?? ''
    const isLaw = card.includes('Wet</span>')
    expect(isLaw, id).toBe(tags.includes('law'))
    if (isLaw) expect(basis.sources[0]?.verified, `${id} is called law by what was read`).toBe(true)
    for (const { nl, verified } of basis.sources) {
      const [, after = ''] = card.split(nl)
      expect(after.slice(0, after.indexOf('</li>')).includes('Nog niet nagekeken'), `${id}: ${nl}`).toBe(!verified)
      if (!verified) marked += 1
    }
  }
  expect(marked).toBeGreaterThan(2)
  const wages = cards[0] ?? ''
  for (const { from, cents } of policy.minimumWage) {
    const [, row = ''] = wages.split(wordsFor('nl').day(from))
    const cells = row.slice(0, row.indexOf('</tr>'))
    expect(cells.includes('€'), from).toBe(cents !== null)
    expect(cells.includes('nog niet nagekeken'), from).toBe(cents === null)
  }
  expect(policy.minimumWage.some(({ cents }) => cents === null)).toBe(true)
  for (const name of ['asylumWaitMonths', 'dismissalWeeks'] as const) {
    const [, row = ''] = text.split(NUMBER_ROWS[name].title.nl)
    expect(row.slice(0, row.indexOf('</li>')), name).toContain('Gepubliceerd beleid')
  }
})

test('every moment at which a rule is asked stands there', async () => {
  const { text } = await read('/nl/regels')
  const moments = wordsFor('nl').t
  for (const { id, moments: asked } of rulesOf(policyOn(today))) {
    const [, card = ''] = text.split(`id="${id}"`)
    const [, after = ''] = card.split(moments('rules.askedAt'))
    const shown = after.slice(0, after.indexOf('</dd>'))
    for (const moment of asked) expect(shown, `${id} at ${moment}`).toContain(moments(`enum.moment.${moment}`))
  }
})

test('rules can be narrowed to a type, and anything else in the address is left out', async () => {
  for (const type of POSITION_TYPES) expect((await read(`/nl/regels?soort=${type}`)).status).toBe(200)
  expect((await read('/nl/regels?soort=REGULAR_JOB')).text).not.toContain('id="DSP-31"')
  expect((await read('/nl/regels?soort=__proto__')).text).toContain('id="DSP-31"')
})

test.each(['nl', 'en', 'ar'] as const)('all examples are readable in %s with what the rules say', async (language) => {
  const { text } = await read(`/${language}/regels/voorbeelden`)
  const own = language === 'nl' ? 'nl' : 'en'
  expect(SAFEGUARD_EXAMPLES.length).toBeGreaterThanOrEqual(30)
  for (const { id, title, given } of SAFEGUARD_EXAMPLES) {
    expect(text).toContain(`id="${id}"`)
    expect(text).toContain(title[own])
    expect(text).toContain(given[own])
  }
  expect(text).not.toContain('{{')
  expect(text).not.toMatch(/safeguard\.found/)
})

test('anybody reports something about a workplace: found by name, sent once, and the code tells how it stands', async () => {
  const [{ name = '' } = {}] = await home.db.execute<{ name: string }>(
    sql`select name from establishments where id = ${employer.establishmentId}`,
  )
  const found = await read(`/nl/melden?naam=${encodeURIComponent(name)}`)
  expect(found.text).toContain(`vestiging=${employer.establishmentId}`)
  expect((await read('/nl/melden?naam=bestaat%20niet')).text).toContain('Wij vinden geen bedrijf')
  const form = `/nl/melden?vestiging=${employer.establishmentId}`
  const report = {
    establishmentId: employer.establishmentId,
    reporterRole: 'worker',
    body: 'Drie stagiairs in een rij.',
  }
  expect((await site.post(form, report)).status).toBe(422)
  expect((await site.post(form, { ...report, concern: 'displacement', body: '' })).status).toBe(422)
  const thanked = await site.post(form, { ...report, concern: 'displacement' })
  expect(thanked.status).toBe(200)
  const [kept] = await home.db.select().from(publicReports)
  expect(kept).toMatchObject({ concern: null, reporterRole: 'worker', state: 'new', contact: null })
  expect(thanked.text).toContain(kept?.code)
  expect((await site.post('/nl/melden', { code: kept?.code.toLowerCase() ?? '' })).text).toContain('heeft uw melding')
  expect((await site.post('/nl/melden', { code: 'XXXX' })).status).toBe(422)
  // One network may send so many an hour; the second of these posts was a report as well.
  for (let times = 1; times < REPORT_LIMITS.network.most; times++)
    await site.post(form, { ...report, concern: 'unsafe', body: `Nog een ${times}` })
  expect((await site.post(form, { ...report, concern: 'unsafe', body: 'En nog een' })).status).toBe(429)
})

test('the employer answers questions once per establishment; they are kept with evidence and a day until when they hold', async () => {
  const path = `/werkgever/dossier/vragen?vestiging=${employer.establishmentId}&soort=WORK_EXPERIENCE&functie=${encodeURIComponent(BAKER)}`
  const { text } = await read(path, cookie)
  expect(text).toContain('Stopte hier in deze functie een betaald contract')
  for (const asked of [
    'Is er nu een staking',
    'half jaar ontslag aan voor iemand',
    'half jaar collectief ontslag gemeld',
  ])
    expect(text).toContain(asked)
  for (const rule of ['DSP-09', 'DSP-11', 'DSP-12']) expect(text).toContain(`/nl/regels#${rule}`)
  expect(text).not.toContain('Leent u mensen uit')
  const about = { establishmentId: employer.establishmentId, occupationUri: BAKER }
  const evidence = {
    'evidence.kind': 'declaration',
    'evidence.by': 'Personeelszaken',
    'evidence.ref': '',
    'evidence.on': today,
  }
  expect((await send(path, { ...about, ...evidence })).status).toBe(422)
  expect((await send(path, { ...about, ...evidence, 'evidence.by': '', 'ended-contracts': 'no' })).status).toBe(422)
  const late = await send(path, { ...about, ...evidence, 'evidence.on': '2099-01-01', 'ended-contracts': 'no' })
  expect(late.status).toBe(422)
  expect(await home.db.select().from(factStatements)).toHaveLength(0)
  const none = { 'industrial-action': 'no', 'dismissal-requests': 'no', 'collective-dismissal': 'no' }
  const answers = { ...none, 'ended-contracts': 'no', 'open-vacancies': '2', 'recognition.crebo': '' }
  const sent = { ...about, ...evidence, ...answers }
  const saved = await send(path, sent)
  expect([saved.status, saved.headers.location]).toEqual([303, '/werkgever/dossier?gedaan=stated'])
  const kept = await home.db.select().from(factStatements)
  expect(kept.map(({ question, answer: said }) => [question, said]).sort()).toEqual([
    ['collective-dismissal', null],
    ['dismissal-requests', false],
    ['ended-contracts', false],
    ['industrial-action', false],
    ['open-vacancies', 2],
  ])
  const after = await read(path, cookie)
  expect(after.text).toContain('Dit zei u al')
  const foreign = await send(path, { ...sent, 'open-vacancies': '3' }, stranger)
  expect(foreign.status).toBe(404)
})

test('the record shows what disagrees, signals first to the employer, and outcomes with the way to object', async () => {
  await recordStaffingFact(ctxOf(home.db, employer.actor, new Date()), {
    establishmentId: employer.establishmentId,
    kind: 'contract-ended',
    reason: 'not-renewed',
    occupationUri: BAKER,
    happenedOn: addDays(today, -100),
    endedOn: null,
    found: true,
    offered: false,
  } as never)
  const { text } = await read('/werkgever/dossier', cookie)
  expect(text).toMatch(/Maar op \d+ [a-z]+ 20\d\d is in deze functie een gestopt contract gemeld \(niet verlengd\)/)
  expect(text).toContain('Telkens een nieuwe onbetaalde plek')
  expect(text).toContain('Personeelszaken')
  expect(text).toContain(`/werkgever/dossier/antwoorden/${answer}`)
  expect((await read('/werkgever/dossier', stranger)).text).not.toContain('Telkens een nieuwe onbetaalde plek')
  expect((await read('/werkgever/dossier', coach)).status).toBe(403)
})

test('the employer answers a signal; nobody else does', async () => {
  const form = { intent: 'signal', id: signal, [`answer.${signal}`]: 'Wij namen er twee aan.' }
  expect((await send('/werkgever/dossier', form, stranger)).status).toBe(404)
  expect((await send('/werkgever/dossier', form, coach)).status).toBe(403)
  expect((await send('/werkgever/dossier', { ...form, [`answer.${signal}`]: '' })).status).toBe(422)
  const sent = await send('/werkgever/dossier', form)
  expect([sent.status, sent.headers.location]).toEqual([303, '/werkgever/dossier?gedaan=answered'])
  expect((await home.db.select().from(signals))[0]).toMatchObject({
    state: 'answered',
    answer: 'Wij namen er twee aan.',
  })
})

test('the employer objects to an outcome: kept once, read on the page, and closed to others', async () => {
  const path = `/werkgever/dossier/antwoorden/${answer}`
  const { text } = await read(path, cookie)
  expect(text).toContain('/nl/regels#DSP-12')
  expect((await read(path, stranger)).status).toBe(404)
  expect((await send(path, { kind: 'objection', body: '' })).status).toBe(422)
  expect((await send(path, { kind: 'question', body: 'Mag dit?' })).status).toBe(403)
  expect((await send(path, { kind: 'objection', body: 'Niet waar.' }, stranger)).status).toBe(404)
  expect((await send(path, { kind: 'objection', body: 'Er is geen staking.' })).status).toBe(303)
  expect(await home.db.select().from(caseMessages)).toMatchObject([{ kind: 'objection', body: 'Er is geen staking.' }])
  expect((await read(path, cookie)).text).toContain('Er is geen staking.')
})
