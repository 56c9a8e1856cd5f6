import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import siteMap from '#app/routes.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomerNoGoes } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { consents, proposals } from '#db/schema/proposals.ts'
import { occupations, skills } from '#db/schema/reference.ts'
import type { ProposalState } from '#db/values/proposals.ts'
import { employerView, FIELD_STAGES, FIELDS, type FieldStage, type NewcomerField } from '#server/access/fields.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { HYGIENE, someReference } from '#tests/make/reference.ts'
import { aNewcomer, anEmployer, aPosition, dutchAt, NOW, weekBlocks } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf } from './edge-site.ts'

const ESCO = 'http://data.europa.eu/esco'
const PAST = `${ESCO}/occupation/kanarie-verleden`
const WISH = `${ESCO}/occupation/kanarie-wens`
const NO_GO = `${ESCO}/occupation/kanarie-nooit`
const LEARN = `${ESCO}/skill/kanarie-leren`

/**
 * What stands in an answer, in data or on the page, when a field of the newcomer is in it. A field that no answer can hold has words that must be nowhere. What
 * `never-stored` names has no column, which the schema test of the census says; here are the words that a coach could have typed.
 */
const SIGNS: Record<NewcomerField, { data: RegExp; page: RegExp } | null> = {
  'card-code': { data: /"code":"Q7"/, page: /Q7|Kanariegeel/ },
  'proposal-state': {
    data: /"state":"(shortlisted|consented|placed)"/,
    page: /Wacht op|heeft ja gezegd|Zei ja|Antwoord|Begonnen|Geplaatst|plaats/i,
  },
  fit: { data: /"fit":\{"can"/, page: /Praktisch/ },
  'fit-reasons': { data: /kanarie-reden/, page: /kanarie-reden/ },
  score: { data: /"score"/, page: /"score"/ },
  'given-name': { data: /Kanariegeel/, page: /Kanariegeel/ },
  'family-name': { data: /Vogelzang/, page: /Vogelzang/ },
  phone: { data: /0699887766/, page: /0699887766/ },
  email: { data: /kanarie@voorbeeld/, page: /kanarie@voorbeeld/ },
  'work-history': { data: /zilversmid-kanarie/, page: /zilversmid-kanarie/ },
  postcode: { data: /3824/, page: /3824/ },
  municipality: { data: /Amersfoort|GM0307/, page: /Amersfoort/ },
  region: { data: /"region":"Midden-Utrecht"/, page: /Midden-Utrecht/ },
  'travel-time': { data: /"travel":"[^"]+"/, page: /(tot 15|tot 30|tot 45|tot 60) minuten|meer dan een uur/ },
  dutch: { data: /"skill":"speaking"/, page: /Spreken [AB][12]/ },
  'other-languages': { data: /"language":"eng"/, page: /Engels/ },
  'mother-tongue': { data: /tir|Tigrinya/, page: /Tigrinya/ },
  skills: { data: /deeg kneden/, page: /deeg kneden/ },
  'other-skills': { data: /"otherSkills":1/, page: /\+ 1 andere/ },
  experience: { data: /"years":"1-2"/, page: /1 tot 2 jaar/ },
  education: { data: /"education":"bachelor"/, page: /Hbo of bachelor/ },
  licences: { data: /"licences":\["B"\]/, page: /Rijbewijs/ },
  hours: { data: /"hours":"21-28"/, page: /21 tot 28 uur/ },
  days: { data: /"days":"3-4"/, page: /3 of 4 dagen/ },
  'start-month': { data: /"fromMonth":"2027-02"/, page: /februari 2027/ },
  week: { data: /fromMinute|"slots"|"weekday"/, page: /07:00|19:00/ },
  courses: { data: /courses|attendance/, page: /0[,.]73/ },
  wishes: { data: /kanarie-wens/, page: /wens-kanarie/ },
  'no-gos': { data: /kanarie-nooit|nooit-kanarie/, page: /nooit-kanarie/ },
  'needs-at-work': { data: /kanarie-nood/, page: /kanarie-nood/ },
  'work-right': { data: /permit-needed|workRight|mayWork/, page: /vergunning/i },
  childcare: { data: /childcare/, page: /opvang/i },
  'decline-answer': { data: /talk-first|declined/, page: /zei nee/i },
  'coach-words': { data: /kanarie-notitie/, page: /kanarie-notitie/ },
  'who-looked': { data: /"looks"|card\.viewed/, page: /keek naar/ },
  'birth-date': null,
  gender: null,
  origin: null,
  religion: null,
  politics: null,
  'health-file': null,
  'asylum-file': null,
  photo: null,
  'identity-copy': null,
  bsn: null,
  'v-number': null,
  iban: null,
}
/** Words that nobody else has: looked for at every address. The others stand in forms of the place too, and are looked for where candidates are shown. */
const isUnique = (sign: { data: RegExp }) => /kanarie|Vogelzang|0699887766/i.test(sign.data.source)
/** Said of the place on a page of candidates too, so that only the data prove something of the person. */
const ONLY_DATA = new Set<NewcomerField>(['work-right', 'proposal-state', 'skills'])

let home: Awaited<ReturnType<typeof aDatabase>>
let site: Awaited<ReturnType<typeof anEdge>>
beforeAll(async () => {
  home = await aDatabase()
  const source = 'starter' as const
  await someReference(home.db)
  await home.db.insert(occupations).values([
    { uri: PAST, isco: '7512', labels: { nl: 'zilversmid-kanarie' }, searchText: 'x', source },
    { uri: WISH, isco: '7512', labels: { nl: 'wens-kanarie' }, searchText: 'x', source },
    { uri: NO_GO, isco: '2512', labels: { nl: 'nooit-kanarie' }, searchText: 'x', source },
  ])
  await home.db
    .insert(skills)
    .values({ uri: LEARN, kind: 'skill/competence', labels: { nl: 'leren-kanarie' }, searchText: 'x', source })
  site = await anEdge(home.db)
})
afterAll(async () => {
  await site.close()
  await home.close()
})

const STATE: Record<FieldStage, ProposalState | null> = {
  S0: null,
  S1: 'proposed',
  S2: 'shortlisted',
  S3: 'consented',
  S4: 'consented',
  S5: 'placed',
  S6: 'declined',
}

/** A newcomer with something of their own in every field, at a stage, and what their employer gets of every address it can open. */
async function answersAt(stage: FieldStage, fields: ('family-name' | 'phone' | 'email' | 'work-history')[]) {
  const { db } = home
  const owner = await anEmployer(db)
  const position = await aPosition(db, {
    employer: owner,
    licences: ['B'],
    languages: [{ language: 'eng', skill: 'speaking', level: 'A2', task: 'praten' }],
  })
  const newcomer = await aNewcomer(db, {
    municipalityCode: 'GM0307',
    postcode4: '3824',
    maxTravelMinutes: 120,
    travelMeans: ['car'],
    hoursMin: 20,
    hoursMax: 28,
    availableFrom: '2027-02-15',
    workRight: 'permit-needed',
    licences: ['B', 'CE'],
    educationLevel: 'bachelor',
    needsAtWork: 'kanarie-nood',
    identity: {
      givenName: 'Kanariegeel',
      familyName: 'Vogelzang',
      phone: '0699887766',
      email: 'kanarie@voorbeeld.example',
    },
    languages: [
      ...dutchAt('A2'),
      { language: 'eng', skill: 'speaking', level: 'B1', source: 'self', assessedOn: '2026-10-01' },
      { language: 'tir', skill: 'speaking', level: 'C2', source: 'self', assessedOn: '2026-10-01' },
    ],
    slots: [...weekBlocks('available', 7, 19, [1, 2, 3]), ...weekBlocks('childcare', 7, 8, [4])],
    courses: [{ skills: ['reading'], hoursPerWeek: 6, startsOn: '2026-09-01', attendance: 0.73 }],
    skills: [
      { skillUri: `${ESCO}/skill/test-kneading`, evidence: 'observed', updatedOn: '2026-10-01' },
      { skillUri: HYGIENE, evidence: 'self', updatedOn: '2026-10-01' },
    ],
    experiences: [{ occupationUri: PAST, months: 24, evidence: 'self' }],
    educations: [{ level: 'bachelor', field: 'kanarie-notitie' }],
    wishes: [{ occupationUri: WISH, rank: 1 }],
    learningWishes: [{ skillUri: LEARN }],
  })
  await db.insert(newcomerNoGoes).values({ newcomerId: newcomer.newcomerId, occupationUri: NO_GO })
  const state = STATE[stage]
  let proposalId: string = crypto.randomUUID()
  if (state !== null) {
    const reason = { code: 'kanarie-reden', params: {} }
    const part = { state: 'part' as const, for: [reason], against: [reason] }
    const fit = { can: part, wants: part, practical: part, support: part }
    const made = await aProposal(db, {
      newcomer,
      position,
      // A lapsed yes: the card from before it is there again.
      state: stage === 'S3' ? 'shortlisted' : state,
      fields,
      cardCode: 'Q7',
      score: 737,
      fit,
      answerDueOn: '2027-12-01',
    })
    proposalId = made.proposalId
    await db.update(consents).set({ expiresOn: '2099-01-01' }).where(eq(consents.proposalId, proposalId))
    if (stage === 'S3') {
      await db.update(proposals).set({ state }).where(eq(proposals.id, proposalId))
      await db.insert(consents).values({
        proposalId,
        newcomerId: newcomer.newcomerId,
        employerId: owner.employerId,
        fields: ['given-name', ...fields],
        textVersion: 'consent-2026-11-22',
        language: 'nl',
        givenAt: NOW,
        expiresOn: '2026-01-01',
      })
    }
  }
  if (state === 'placed')
    await db.insert(placements).values({
      proposalId,
      newcomerId: newcomer.newcomerId,
      positionId: position.positionId,
      state: 'active',
      seat: 1,
      startsOn: '2026-11-02',
      mentor: 'Anneke',
      learningGoals: ['Brood bakken'],
      createdAt: NOW,
      stateSince: NOW,
    })
  const accountId = owner.actor.accountId ?? ''
  await db.update(accounts).set({ demo: true }).where(eq(accounts.id, accountId))
  const cookie = cookiesOf(await site.post('/inloggen', { with: 'persona', accountId }))
  expect(cookie).not.toBe('')
  const routes = siteMap.flatMap((line) =>
    'path' in line && line.file.startsWith('routes/employer.') ? [{ path: line.path ?? '', file: line.file }] : [],
  )
  const all = { pages: [] as string[], data: [] as string[] }
  const candidates = { pages: [] as string[], data: [] as string[] }
  for (const { path, file } of routes) {
    const object = path.includes('kandidaten/:id') ? proposalId : position.positionId
    const address = `/${path.replace(':id', object)}`
    const page = await site.ask({ path: address, headers: { cookie } })
    const route = encodeURIComponent(file.replace(/\.tsx$/, ''))
    const answer = await site.ask({ path: `${address}?_data=${route}`, headers: { cookie } })
    for (const into of path.includes('kandidaten') ? [all, candidates] : [all]) {
      // What the browser gets along to draw the page again is data, whatever the page shows.
      into.pages.push(page.text.replaceAll('<!-- -->', '').replace(/<script[\s\S]*?<\/script>/g, ''))
      into.data.push(answer.text, page.text)
    }
  }
  expect(routes.length).toBeGreaterThan(8)
  return { all, candidates }
}

const visible = (field: NewcomerField, stage: FieldStage, isTicked: boolean): boolean => {
  const view = employerView(field, stage)
  return view === 'ticked' ? isTicked : view !== 'no'
}

describe.each(FIELD_STAGES)('what an employer gets at stage %s', (stage) => {
  test.each([
    ['everything ticked', true],
    ['nothing ticked', false],
  ])('is what the table says and nothing else, %s', async (_name, isTicked) => {
    const ticked = isTicked ? (['family-name', 'phone', 'email', 'work-history'] as const) : []
    const { all, candidates } = await answersAt(stage, [...ticked])
    const wrong: string[] = []
    for (const { field } of FIELDS) {
      const sign = SIGNS[field]
      if (sign === null) continue
      const due = visible(field, stage, isTicked)
      const where = isUnique(sign) ? all : candidates
      const inData = where.data.some((text) => sign.data.test(text))
      if (inData !== due) wrong.push(`${field}: data ${inData ? 'hold' : 'lack'} it`)
      if (ONLY_DATA.has(field)) continue
      const onPage = where.pages.some((text) => sign.page.test(text))
      if (onPage !== due) wrong.push(`${field}: a page ${onPage ? 'shows' : 'lacks'} it`)
    }
    expect(wrong).toEqual([])
  })
})

test('every field of the table has a sign, and what is never stored is shown at no stage', () => {
  expect(Object.keys(SIGNS).sort()).toEqual(FIELDS.map((row) => row.field).sort())
  for (const row of FIELDS)
    if (row.class === 'never-stored') expect([...new Set(Object.values(row.stages))]).toEqual(['no'])
  // No field is shown earlier than it is later, until the end.
  for (const row of FIELDS) expect([row.stages.S0, row.stages.S1, row.stages.S6]).toEqual(['no', 'no', 'no'])
})

test('employers have pages only: no file of theirs holds people', () => {
  const files = siteMap.flatMap((line) => ('path' in line && /\.(csv|json)$/.test(line.path ?? '') ? [line.file] : []))
  expect(files.filter((file) => file.includes('employer'))).toEqual([])
})
