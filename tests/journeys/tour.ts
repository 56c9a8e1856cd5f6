import { eq } from 'drizzle-orm'
import siteMap from '#app/routes.ts'
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { SCREEN_LANGUAGES, type ScreenLanguage } from '#db/values/language.ts'
import { PROFILE_SECTIONS } from '#server/newcomers/profile-sections.ts'
import { addressOf } from '#server/platform/addresses.ts'
import { type Example, examplesOf } from './examples.ts'

export type Guide = 'visitor' | 'newcomer' | 'employer' | 'coach' | 'municipality' | 'officer' | 'platform' | 'auditor'
/** One address of the demo with the account that goes there (null: nobody is signed in). `file`: no page, but something to download. */
export type Visit = { route: string; as: Guide; who: string | null; path: string; status: number; file: boolean }
export type Tour = {
  visits: Visit[]
  /** Lines of the site map that nobody looks at: a new page without a visit here, or one of which the demo has no example. */
  missed: string[]
}

/** Every line of the site map, as `path`; the index is ''. */
const routes = siteMap.map((line) => ('path' in line ? line.path : ''))

/** Lines without a page to look at: they only take a form. */
const ONLY_FORMS = ['uitloggen']

/** The people of the demo seed, by mail address: who goes where no example names somebody. */
const PERSONAS = {
  newcomer: 'amal',
  employer: 'mark',
  coach: 'sanne',
  municipality: 'joost',
  officer: 'ilse',
  platform: 'noor',
  auditor: 'wim',
} as const

/** Addresses for every line of the site map, out of a database that holds the demo: each page in each state that looks different. */
export async function tourOf(db: Db): Promise<Tour> {
  const ids = await personasOf(db)
  const found = await examplesOf(db)
  const visits: Visit[] = []
  const add = (as: Guide, route: string, paths: string[], more: Partial<Visit> = {}) => {
    const who = as === 'visitor' ? null : ids[as]
    if (routes.includes(route))
      for (const path of paths) visits.push({ route, as, who, path, status: 200, file: false, ...more })
  }
  /** Each example at its page, with the account that may see it. */
  const each = (as: Guide, route: string, start: string, some: Example[], end = '') => {
    for (const { id, who } of some) add(as, route, [`${start}${id}${end}`], { who })
  }
  const open = (as: Guide, route: string, tails: string[]) => {
    for (const language of SCREEN_LANGUAGES)
      add(
        as,
        `:language${route}`,
        tails.map((tail) => `/${language}${tail}`),
      )
  }
  const openEach = (route: string, start: string, end = '') => {
    for (const language of SCREEN_LANGUAGES)
      each('newcomer', `:language${route}`, `/${language}${start}`, found.forNewcomer, end)
  }

  add('visitor', '', ['/'])
  add('visitor', 'inloggen', ['/inloggen', '/inloggen?naar=/ar/mijn-reis'])
  add('visitor', 'inloggen/code', ['/inloggen/code'])
  for (const page of ['kaart', 'passkey'])
    add('visitor', `inloggen/${page}`, [`/inloggen/${page}`, `/inloggen/${page}?naar=/ar/mijn-reis`])
  // Without an identity provider there is nothing outside: the page is not found, and who comes back with nothing hears so.
  add('visitor', 'inloggen/extern', ['/inloggen/extern'], { status: 404 })
  add('visitor', 'inloggen/extern/terug', ['/inloggen/extern/terug'], { status: 404 })
  add('visitor', 'inloggen/link', [`/inloggen/link?sleutel=${'a'.repeat(43)}`])
  for (const guide of ['newcomer', 'employer', 'coach', 'municipality', 'officer'] as const)
    for (const page of ['', '/beveiligen', '/herstelcodes']) add(guide, `account${page}`, [`/account${page}`])
  for (const guide of ['employer', 'coach', 'municipality', 'officer'] as const)
    add(guide, 'account/adres', ['/account/adres'])
  for (const guide of ['employer', 'coach', 'municipality', 'officer', 'platform', 'auditor'] as const) {
    for (const page of ['kopie', 'wissen']) add(guide, `account/${page}`, [`/account/${page}`])
    add(guide, 'account/kopie.json', ['/account/kopie.json'], { file: true })
  }
  for (const guide of ['newcomer', 'coach'] as const)
    add(guide, 'account/zoekopdrachten', ['/account/zoekopdrachten', '/account/zoekopdrachten?gedaan=full'])
  // Somebody with two roles chooses.
  add('municipality', 'account/rol', ['/account/rol'])
  // A link that was never sent: the page says so.
  add('visitor', 'uitnodiging', [`/uitnodiging?sleutel=${'a'.repeat(43)}`])
  // A persona has no second step to take and no card: these lead on to where one was going (sign-in.test.ts looks at them).
  for (const page of ['/bevestigen', '/kaart']) add('newcomer', `account${page}`, [`/account${page}`])
  open('visitor', '', [''])
  const search = [
    '/plekken',
    '/plekken?q=zorg',
    '/plekken?q=bestaatniet',
    '/plekken?q=kok&spreken=A2&postcode=3511&km=50',
    '/plekken?sector=care&gemeente=GM0344',
  ]
  open('visitor', '/plekken', search)
  open('newcomer', '/plekken', ['/plekken'])
  const places = found.paidAndUnpaid.map((code) => `/plekken/${code}`)
  for (const guide of ['visitor', 'newcomer'] as const) {
    open(guide, '/plekken/:code', places)
    open(
      guide,
      '/plekken/:code/interesse',
      places.map((place) => `${place}/interesse`),
    )
  }
  for (const page of [
    'uitleg',
    'regels',
    'regels/voorbeelden',
    'wie-mag-wat',
    'wie-ziet-wat',
    'algoritme',
    'melden',
    'privacy',
    'toegankelijkheid',
    'hulp',
    'gewist',
  ])
    open('visitor', `/${page}`, [`/${page}`])
  open('newcomer', '/mijn-reis', ['/mijn-reis'])
  openEach('/mijn-reis/voorstel/:id', '/mijn-reis/voorstel/')
  open('newcomer', '/mijn-gegevens', ['/mijn-gegevens'])
  for (const page of ['stoppen', 'kopie', 'wissen'])
    open('newcomer', `/mijn-gegevens/${page}`, [`/mijn-gegevens/${page}`])
  add('newcomer', ':language/mijn-gegevens/kopie.json', ['/nl/mijn-gegevens/kopie.json'], { file: true })
  openEach('/mijn-gegevens/voorstel/:id/stoppen', '/mijn-gegevens/voorstel/', '/stoppen')
  // The way of somebody looks different in each state.
  for (const { who } of found.forNewcomer) {
    add('newcomer', ':language/mijn-reis', ['/nl/mijn-reis', '/ar/mijn-reis'], { who })
    add('newcomer', ':language/mijn-gegevens', ['/nl/mijn-gegevens'], { who })
  }

  add('employer', 'werkgever', ['/werkgever'])
  add('employer', 'werkgever/plekken/nieuw', ['/werkgever/plekken/nieuw'])
  for (const end of ['', '/bewerken', '/eisen', '/kandidaten'])
    each('employer', `werkgever/plekken/:id${end}`, '/werkgever/plekken/', found.ownPositions, end)
  each('employer', 'werkgever/kandidaten/:id', '/werkgever/kandidaten/', found.candidates)
  add('employer', 'werkgever/bedrijf', ['/werkgever/bedrijf'])
  for (const page of ['dossier', 'dossier/vragen', 'mensen'])
    add('employer', `werkgever/${page}`, [`/werkgever/${page}`])
  each('employer', 'werkgever/dossier/antwoorden/:id', '/werkgever/dossier/antwoorden/', found.ownVerdicts)

  add('coach', 'coach', ['/coach'])
  add('coach', 'coach/voorstellen', ['/coach/voorstellen', '/coach/voorstellen?status=open'])
  each('coach', 'coach/voorstellen/:id', '/coach/voorstellen/', found.forCoach)
  each('coach', 'coach/voorstellen/:id/start', '/coach/voorstellen/', found.toStart, '/start')
  add('coach', 'coach/deelnemers', [
    '/coach/deelnemers',
    '/coach/deelnemers?q=zzzz',
    '/coach/deelnemers?werk=kok&niveau=A2&maand=2027-06&postcode=3511',
  ])
  add('coach', 'coach/gemeente', [
    '/coach/gemeente',
    '/coach/gemeente?niveau=A2&maand=2027-06',
    '/coach/gemeente?werk=zzzz',
  ])
  add('coach', 'coach/deelnemers.csv', ['/coach/deelnemers.csv'], { file: true })
  add('coach', 'coach/deelnemers/nieuw', ['/coach/deelnemers/nieuw'])
  each('coach', 'coach/deelnemers/:id', '/coach/deelnemers/', found.caseload)
  for (const section of Object.keys(PROFILE_SECTIONS)) {
    const end = `/intake/${section}`
    each('coach', 'coach/deelnemers/:id/intake/:section', '/coach/deelnemers/', found.caseload.slice(0, 2), end)
  }
  for (const end of ['/plekken', '/plekken?q=werken&loon=ja&hulp=work-clothes', '/plekken?q=zzzz&sector=care'])
    each('coach', 'coach/deelnemers/:id/plekken', '/coach/deelnemers/', found.caseload.slice(0, 2), end)
  each('coach', 'coach/deelnemers/:id/kaart', '/coach/deelnemers/', found.caseload.slice(0, 2), '/kaart')
  for (const end of found.published)
    each(
      'coach',
      'coach/deelnemers/:id/plekken/:positionId',
      '/coach/deelnemers/',
      found.caseload.slice(0, 2),
      `/plekken/${end}`,
    )
  add('coach', 'coach/plaatsingen', ['/coach/plaatsingen'])
  each('coach', 'coach/plaatsingen/:id', '/coach/plaatsingen/', found.placed)
  each('coach', 'coach/plaatsingen/:id/contract', '/coach/plaatsingen/', found.placed.slice(0, 2), '/contract')
  each('coach', 'coach/vervolg/:id', '/coach/vervolg/', found.followUps)

  const at = (start: string, some: string[]) => some.map((id) => `${start}${id}`)
  add('municipality', 'gemeente', ['/gemeente'])
  for (const page of ['mensen', 'verdeling', 'werkgevers'])
    add('municipality', `gemeente/${page}`, [`/gemeente/${page}`])
  add('municipality', 'gemeente.csv', ['/gemeente.csv'], { file: true })
  for (const guide of ['municipality', 'platform'] as const) add(guide, 'inzage', ['/inzage'])
  add('municipality', 'inzage/:id', at('/inzage/', found.openings))
  for (const page of ['', '/accounts', '/wachtrijen']) add('platform', `beheer${page}`, [`/beheer${page}`])
  add('platform', 'beheer/organisaties/:id', at('/beheer/organisaties/', found.organisations))
  for (const page of ['', '/keten']) add('auditor', `controle${page}`, [`/controle${page}`])
  add('officer', 'toets', ['/toets'])
  add('officer', 'toets/:id', at('/toets/', found.cases))
  add('officer', 'toets/start/:id', at('/toets/start/', found.starts))
  for (const page of ['signalen', 'groepen', 'steekproef', 'regels', 'regels/nieuw', 'invoer', 'logboek'])
    add('officer', `toets/${page}`, [`/toets/${page}`])
  for (const [page, some] of Object.entries(found.ofOfficer))
    add(
      'officer',
      `toets/${page}/:id`,
      some.map(({ id }) => `/toets/${page}/${id}`),
    )
  for (const guide of ['coach', 'municipality', 'officer'] as const) {
    add(guide, 'rondes', ['/rondes'])
    add(guide, 'rondes/:id', at('/rondes/', found.runs))
  }
  add('visitor', '*', ['/bestaat-niet', '/en/bestaat-niet', '/ar/bestaat-niet'], { status: 404 })

  const visited = new Set([...ONLY_FORMS, ...visits.map(({ route }) => route)])
  const missed = routes.filter((route) => !visited.has(route))
  return { visits: onceEach(visits), missed }
}

const onceEach = (visits: Visit[]): Visit[] => [
  ...new Map(visits.map((visit) => [`${visit.who} ${visit.path}`, visit])).values(),
]

/** Visits of one desk after the account that makes them: who signs in once, looks at everything. */
export function byAccount(visits: Visit[], guide: Guide): Map<string | null, Visit[]> {
  const found = new Map<string | null, Visit[]>()
  for (const visit of visits)
    if (visit.as === guide && !visit.file) found.set(visit.who, [...(found.get(visit.who) ?? []), visit])
  return found
}

/** The language of a page of newcomers and visitors; null for the desks. */
export const languageOfVisit = ({ path }: Visit): ScreenLanguage | null =>
  SCREEN_LANGUAGES.find((language) => path === `/${language}` || path.startsWith(`/${language}/`)) ?? null

async function personasOf(db: Db): Promise<Record<keyof typeof PERSONAS, string>> {
  const rows = await db.select().from(accounts).where(eq(accounts.demo, true))
  const idOf = (role: keyof typeof PERSONAS) => {
    const row = rows.find((one) => one.role === role && addressOf(one)?.startsWith(`${PERSONAS[role]}@`))
    if (!row) throw new Error(`The demo has no persona ${PERSONAS[role]}.`)
    return row.id
  }
  const ids = Object.keys(PERSONAS).map((role) => [role, idOf(role as keyof typeof PERSONAS)])
  return Object.fromEntries(ids) as Record<keyof typeof PERSONAS, string>
}
