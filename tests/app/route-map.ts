import siteMap from '#app/routes.ts'
import type { Role } from '#db/values/accounts.ts'

/** Whose page it is, by the beginning of its address; the first of several is who goes there in these tests. */
const DESKS: [RegExp, Role, ...Role[]][] = [
  [/^:language\/mijn-/, 'newcomer'],
  [/^werkgever/, 'employer'],
  [/^coach/, 'coach'],
  [/^gemeente/, 'municipality'],
  [/^toets/, 'officer'],
  [/^rondes/, 'coach', 'municipality', 'officer'],
  [/^account\/adres/, 'employer', 'coach', 'municipality', 'officer'],
  [/^account/, 'newcomer', 'employer', 'coach', 'municipality', 'officer'],
]
/** Objects that are about nobody in particular: everybody of the desk may see them. */
export const SHARED = ['staff.run']

/** Open to everybody. A new page comes here, or below a desk and behind its guard. */
export const OPEN = [
  'visitor.language',
  'visitor.home',
  'visitor.positions',
  'visitor.position',
  'visitor.interest',
  'visitor.explained',
  'visitor.rules',
  'visitor.examples',
  'visitor.report',
  'visitor.privacy',
  'visitor.accessibility',
  'visitor.help',
  'visitor.erased',
  'visitor.sign-in',
  'visitor.sign-in-code',
  'visitor.sign-in-link',
  'visitor.sign-in-card',
  'visitor.sign-in-passkey',
  'visitor.sign-in-outward',
  'visitor.sign-in-return',
  'system.sign-out',
  'system.not-found',
]

/** Objects that exist, by the page that shows one. */
export type Existing = Record<
  | 'proposal'
  | 'position'
  | 'newcomer'
  | 'followUp'
  | 'placement'
  | 'code'
  | 'run'
  | 'answer'
  | 'signal'
  | 'report'
  | 'auditFile'
  | 'profile',
  string
>
export const SHOWS: Record<string, keyof Existing> = {
  'visitor.position': 'code',
  'visitor.interest': 'code',
  'newcomer.proposal': 'proposal',
  'newcomer.withdraw': 'proposal',
  'employer.position': 'position',
  'employer.position-edit': 'position',
  'employer.answer': 'answer',
  'employer.demands': 'position',
  'employer.candidates': 'position',
  'employer.candidate': 'proposal',
  'coach.proposal': 'proposal',
  'coach.start-placement': 'proposal',
  'coach.newcomer': 'newcomer',
  'coach.intake': 'newcomer',
  'coach.access-card': 'newcomer',
  'coach.places': 'newcomer',
  'coach.match': 'newcomer',
  'coach.follow-up': 'followUp',
  'coach.contract': 'placement',
  'coach.placement': 'placement',
  'municipality.case': 'position',
  'municipality.answer': 'answer',
  'municipality.signal': 'signal',
  'municipality.report': 'report',
  'municipality.audit': 'auditFile',
  'municipality.profile': 'profile',
  'municipality.start': 'proposal',
  'staff.run': 'run',
}

export const ROUTES = siteMap.map((line) => {
  const path = 'path' in line ? line.path : ''
  const name = line.file.replace(/^routes\/|\.tsx$/g, '')
  const found = DESKS.find(([pattern]) => pattern.test(path))
  const desks: Role[] = found ? found.slice(1).map((one) => one as Role) : []
  return { name, path, desks, desk: desks[0] ?? null }
})
export type Route = (typeof ROUTES)[number]
export const GUARDED = ROUTES.flatMap((route) => (route.desk === null ? [] : [{ ...route, desk: route.desk }]))
export const OBJECT_PAGES = ROUTES.filter(({ path }) => /:(id|code|section)/.test(path))

/** The address of a page, with this where an object is named. */
export const addressOf = ({ path }: Route, object: string, position: string): string =>
  `/${path
    .replace(':language', 'nl')
    .replace(/:(id|code)/, object)
    .replace(':section', 'basics')
    .replace(':positionId', position)
    .replace('*', 'bestaat-niet')}`

/** What no id or code of ours is; `%00` does not even pass the edge. */
export const MALFORMED = [
  'abc',
  '%00',
  '%0A',
  '%25',
  "'",
  '..%2f..',
  '%F0%9F%8D%9E',
  '00000000-0000-0000-0000-00000000000g',
  '-1',
]
export const LONG = ['a'.repeat(3_000), 'a'.repeat(10_000)]
