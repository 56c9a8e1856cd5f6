import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import siteMap from '#app/routes.ts'
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { SCREEN_LANGUAGES, type ScreenLanguage } from '#db/values/language.ts'
import type { PositionState } from '#db/values/positions.ts'
import type { ProposalState } from '#db/values/proposals.ts'
import { PROFILE_SECTIONS } from '#server/newcomers/profile-sections.ts'

export type Guide = 'visitor' | 'newcomer' | 'employer' | 'coach' | 'municipality' | 'officer'
/** One address of the demo with who goes there. `file`: no page, but something to download. */
export type Visit = { route: string; as: Guide; path: string; status: number; file: boolean }
export type Tour = {
  personas: Record<Exclude<Guide, 'visitor'>, string>
  visits: Visit[]
  /** Lines of the site map that nobody looks at: a new page without a visit here, or one of which the demo has no example. */
  missed: string[]
}

/** Every line of the site map, as `path`; the index is ''. */
const routes = siteMap.map((line) => ('path' in line ? line.path : ''))

/** Lines without a page to look at: they only take a form. */
const ONLY_FORMS = ['uitloggen']

/** The people of the demo seed, by mail address. */
const PERSONAS = { newcomer: 'amal', employer: 'mark', coach: 'sanne', municipality: 'joost', officer: 'ilse' } as const

/**
 * Addresses for every line of the site map, out of a database that holds the demo: each page in each state that looks different.
 */
export async function tourOf(db: Db): Promise<Tour> {
  const ids = await personasOf(db)
  const found = await examplesOf(db, ids)
  const visits: Visit[] = []
  const add = (as: Guide, route: string, paths: string[], more: Partial<Visit> = {}) => {
    if (routes.includes(route))
      for (const path of paths) visits.push({ route, as, path, status: 200, file: false, ...more })
  }
  const each = (start: string, some: string[], end = '') => some.map((one) => `${start}${one}${end}`)
  const inLanguages = (path: string) => SCREEN_LANGUAGES.map((language) => `/${language}${path}`)
  const open = (as: Guide, route: string, tails: string[]) =>
    add(
      as,
      `:language${route}`,
      tails.flatMap((tail) => inLanguages(tail)),
    )

  add('visitor', '', ['/'])
  add('visitor', 'inloggen', ['/inloggen', '/inloggen?naar=/ar/mijn-reis'])
  add('visitor', 'inloggen/code', ['/inloggen/code'])
  open('visitor', '', [''])
  const search = ['/plekken', '/plekken?q=zorg', '/plekken?q=bestaatniet', '/plekken?sector=care&gemeente=GM0344']
  open('visitor', '/plekken', search)
  open('newcomer', '/plekken', ['/plekken'])
  open('visitor', '/plekken/:code', each('/plekken/', found.codes))
  open('newcomer', '/plekken/:code', each('/plekken/', found.codes))
  open('visitor', '/plekken/:code/interesse', each('/plekken/', found.codes, '/interesse'))
  open('newcomer', '/plekken/:code/interesse', each('/plekken/', found.codes, '/interesse'))
  for (const page of ['uitleg', 'privacy', 'toegankelijkheid', 'hulp']) open('visitor', `/${page}`, [`/${page}`])
  open('newcomer', '/mijn-reis', ['/mijn-reis'])
  open('newcomer', '/mijn-reis/voorstel/:id', each('/mijn-reis/voorstel/', found.forNewcomer))
  open('newcomer', '/mijn-gegevens', ['/mijn-gegevens'])
  open('newcomer', '/mijn-gegevens/stoppen', ['/mijn-gegevens/stoppen'])
  const toStop = each('/mijn-gegevens/voorstel/', found.forNewcomer, '/stoppen')
  open('newcomer', '/mijn-gegevens/voorstel/:id/stoppen', toStop)

  add('employer', 'werkgever', ['/werkgever'])
  add('employer', 'werkgever/plekken/nieuw', ['/werkgever/plekken/nieuw'])
  const own = each('/werkgever/plekken/', found.ownPositions)
  add('employer', 'werkgever/plekken/:id', own)
  add('employer', 'werkgever/plekken/:id/bewerken', each('', own, '/bewerken'))
  add('employer', 'werkgever/plekken/:id/kandidaten', each('', own, '/kandidaten'))
  add('employer', 'werkgever/kandidaten/:id', each('/werkgever/kandidaten/', found.candidates))
  add('employer', 'werkgever/bedrijf', ['/werkgever/bedrijf'])

  add('coach', 'coach', ['/coach'])
  add('coach', 'coach/voorstellen', ['/coach/voorstellen', '/coach/voorstellen?status=open'])
  add('coach', 'coach/voorstellen/:id', each('/coach/voorstellen/', found.forCoach))
  add('coach', 'coach/voorstellen/:id/start', each('/coach/voorstellen/', found.toStart, '/start'))
  add('coach', 'coach/deelnemers', ['/coach/deelnemers', '/coach/deelnemers?q=zzzz'])
  add('coach', 'coach/deelnemers.csv', ['/coach/deelnemers.csv'], { file: true })
  add('coach', 'coach/deelnemers/nieuw', ['/coach/deelnemers/nieuw'])
  const people = each('/coach/deelnemers/', found.caseload)
  add('coach', 'coach/deelnemers/:id', people)
  const intake = people.slice(0, 2).flatMap((one) => each(`${one}/intake/`, Object.keys(PROFILE_SECTIONS)))
  add('coach', 'coach/deelnemers/:id/intake/:section', intake)
  add('coach', 'coach/plaatsingen', ['/coach/plaatsingen'])
  add('coach', 'coach/vervolg/:id', each('/coach/vervolg/', found.followUps))

  add('municipality', 'gemeente', ['/gemeente'])
  add('municipality', 'gemeente.csv', ['/gemeente.csv'], { file: true })
  add('officer', 'toets', ['/toets'])
  add('officer', 'toets/:id', each('/toets/', found.cases))
  add('officer', 'toets/start/:id', each('/toets/start/', found.starts))
  add('visitor', '*', ['/bestaat-niet', '/en/bestaat-niet', '/ar/bestaat-niet'], { status: 404 })

  const visited = new Set([...ONLY_FORMS, ...visits.map(({ route }) => route)])
  const missed = routes.filter((route) => !visited.has(route))
  return { personas: ids, visits, missed }
}

/** The language of a page of newcomers and visitors; null for the desks. */
export const languageOfVisit = ({ path }: Visit): ScreenLanguage | null =>
  SCREEN_LANGUAGES.find((language) => path === `/${language}` || path.startsWith(`/${language}/`)) ?? null

async function personasOf(db: Db): Promise<Tour['personas']> {
  const rows = await db
    .select({ id: accounts.id, email: accounts.email, displayName: accounts.displayName })
    .from(accounts)
    .where(eq(accounts.demo, true))
  const idOf = (mail: string) => {
    const row = rows.find((one) => one.email?.startsWith(`${mail}@`))
    if (!row) throw new Error(`The demo has no persona ${mail}.`)
    return row.id
  }
  return {
    newcomer: idOf(PERSONAS.newcomer),
    employer: idOf(PERSONAS.employer),
    coach: idOf(PERSONAS.coach),
    municipality: idOf(PERSONAS.municipality),
    officer: idOf(PERSONAS.officer),
  }
}

/** Ids of things to look at: of each state one, where the persona has one. */
async function examplesOf(db: Db, ids: Tour['personas']) {
  const account = async (id: string) => (await db.select().from(accounts).where(eq(accounts.id, id)))[0]
  const newcomerId = (await account(ids.newcomer))?.newcomerId ?? ''
  const employerId = (await account(ids.employer))?.employerId ?? ''
  const own = await db
    .select({ id: positions.id, state: positions.state, code: positions.code })
    .from(positions)
    .where(eq(positions.employerId, employerId))
    .orderBy(asc(positions.id))
  const oneOfEach = <S extends string>(rows: { id: string; state: S }[], most = 1) =>
    rows
      .filter((row, at) => rows.filter((one, i) => i < at && one.state === row.state).length < most)
      .map(({ id }) => id)
  const mine = await db
    .select({ id: proposals.id, state: proposals.state, positionId: proposals.positionId })
    .from(proposals)
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .where(eq(newcomers.coachId, ids.coach))
    .orderBy(asc(proposals.id))
  const seen = async (states: ProposalState[], where: ReturnType<typeof eq>) =>
    db
      .select({ id: proposals.id, state: proposals.state })
      .from(proposals)
      .where(and(where, inArray(proposals.state, states)))
      .orderBy(asc(proposals.id))
  const caseload = await db
    .select({ id: newcomers.id, state: newcomers.availability })
    .from(newcomers)
    .where(eq(newcomers.coachId, ids.coach))
    .orderBy(asc(newcomers.id))
  const talks = await db
    .select({ id: followUps.id, state: followUps.state })
    .from(followUps)
    .innerJoin(placements, eq(placements.id, followUps.placementId))
    .innerJoin(newcomers, eq(newcomers.id, placements.newcomerId))
    .where(and(eq(newcomers.coachId, ids.coach), inArray(followUps.state, ['due', 'done', 'dropped'])))
    .orderBy(asc(followUps.id))
  const published: PositionState = 'published'
  const onSite = await db
    .select({ code: positions.code, wage: sql<boolean>`${positions.hourlyWageCents} is not null` })
    .from(positions)
    .where(eq(positions.state, published))
    .orderBy(asc(positions.code))
  const cases = await db
    .select({ id: positions.id })
    .from(positions)
    .where(eq(positions.state, 'awaiting-decision'))
    .orderBy(asc(positions.id))
  const starts = await db
    .select({ id: positionVerdicts.id })
    .from(positionVerdicts)
    .where(and(eq(positionVerdicts.moment, 'start'), eq(positionVerdicts.outcome, 'human')))
    .orderBy(asc(positionVerdicts.id))
  const employerSees = sql`${proposals.positionId} in (select id from positions where employer_id = ${employerId})`
  return {
    codes: [onSite.find((one) => one.wage)?.code, onSite.find((one) => !one.wage)?.code].filter(
      (one) => one !== undefined,
    ),
    forNewcomer: oneOfEach(
      await seen(
        ['shortlisted', 'consented', 'accepted', 'placed', 'declined', 'refused', 'superseded'],
        eq(proposals.newcomerId, newcomerId),
      ),
    ),
    ownPositions: oneOfEach(own),
    candidates: oneOfEach(await seen(['shortlisted', 'consented', 'accepted', 'placed'], employerSees as never)),
    forCoach: oneOfEach(mine),
    toStart: oneOfEach(mine.filter(({ state }) => state === 'accepted')),
    caseload: oneOfEach(caseload),
    followUps: oneOfEach(talks),
    cases: cases.slice(0, 2).map(({ id }) => id),
    starts: starts.slice(0, 1).map(({ id }) => id),
  }
}
