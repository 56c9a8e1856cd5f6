import siteMap from '#app/routes.ts'
import { ROLES, type Role } from '#db/values/accounts.ts'
import { DOORS, type Door } from '#server/access/doors.ts'
import { type Person, ROWS, type Row } from '#server/access/matrix.ts'

const doors: Readonly<Record<string, Door>> = DOORS

/** Whose page it is, as the matrix says; the first of several is who goes there in these tests. None: it is open to everybody. */
function desksOf(name: string): Role[] {
  const { opens, takes = [] } = doors[name] ?? {}
  const row = opens ?? takes[0]
  const by: Row['by'] = row === undefined ? {} : ROWS[row].by
  if (by.anyone) return []
  return ROLES.filter((role) => by[role as Person] ?? (role === 'employer' && by['employer-admin']))
}

/** Objects that are about nobody in particular: everybody of the desk may see them. */
export const SHARED = ['staff.run', 'platform.organisation']

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
  | 'profile'
  | 'opening'
  | 'organisation',
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
  'oversight.opening': 'opening',
  'platform.organisation': 'organisation',
  'staff.run': 'run',
}

export const ROUTES = siteMap.map((line) => {
  const path = 'path' in line ? line.path : ''
  const name = line.file.replace(/^routes\/|\.tsx$/g, '')
  const desks = desksOf(name)
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
