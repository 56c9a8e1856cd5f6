import { DOORS, type Door } from '#server/access/doors.ts'
import { type Action, type Person, type Reach, ROWS } from '#server/access/matrix.ts'
import { SECOND_STEP } from '#server/access/rules-second-step.ts'
import type { Distance, Visitor } from './access-world.ts'

/**
 * What must happen in a cell, worked out from the data of the matrix alone: none of the code that guards the site is asked.
 * `sign-in`: nobody, or a suspended account; `step`: the second step first; `function`: 403; `object`: 404; `both`: either; `open`: it goes on.
 */
export type Verdict = 'open' | 'sign-in' | 'step' | 'function' | 'object' | 'both'

const doors: Readonly<Record<string, Door>> = DOORS

/** How somebody of a column at the own desk stands to the objects at each distance. */
const STANDS: Record<Person, Partial<Record<Distance, readonly Reach[]>>> = {
  anyone: {},
  newcomer: { own: ['self', 'match'] },
  'employer-member': { own: ['organisation', 'match'], 'same-organisation': ['organisation', 'match'] },
  'employer-admin': { own: ['organisation', 'match'], 'same-organisation': ['organisation', 'match'] },
  coach: {
    own: ['caseload', 'municipality'],
    'same-organisation': ['municipality'],
    'other-organisation': ['municipality'],
  },
  municipality: {
    own: ['municipality', 'region', 'self'],
    'same-organisation': ['municipality', 'region'],
    'other-organisation': ['municipality', 'region'],
  },
  officer: { own: ['municipality'], 'same-organisation': ['municipality'], 'other-organisation': ['municipality'] },
  platform: {},
  auditor: {},
}

/** The reach that a row gives a column; what is open to anyone reaches everything that exists. */
const reachOf = (row: Action, person: Person): Reach | undefined => ROWS[row].by.anyone ?? ROWS[row].by[person]

const sees = (row: Action, person: Person, distance: Distance | null): boolean => {
  const reach = reachOf(row, person)
  if (reach === undefined || distance === 'missing') return false
  return distance === null || reach === 'any' || (STANDS[person][distance] ?? []).includes(reach)
}

/**
 * @param kind what is asked of the page: to open it, or to take a form
 * @param distance how far the object is; null = there is none
 * @param form the row of what the form does; null = an empty form
 * @param isOfPage whether the page is about the object, or only the form names it; a page of the own object is open to whom its row names
 */
export function mustBe(
  name: string,
  kind: 'loader' | 'action',
  visitor: Visitor,
  distance: Distance | null,
  form: Action | null,
  isOfPage: boolean,
): Verdict {
  const { opens, takes = [] } = doors[name] ?? {}
  const page = opens ? [opens] : []
  const groups: (readonly Action[])[] = (kind === 'loader' ? [page] : [page, form ? [form] : takes]).filter(
    (one) => one.length > 0,
  )
  const closed = groups.filter((group) => !group.some((row) => ROWS[row].by.anyone))
  const { person, standing } = visitor
  if (closed.length > 0) {
    if (standing === 'nobody' || standing === 'suspended') return 'sign-in'
    const isHalf = closed.every((group) => group.some((row) => ROWS[row].half))
    if (standing === 'half' && SECOND_STEP.includes(person) && !isHalf) return 'step'
  }
  const lacks = (group: readonly Action[]) => !group.some((row) => reachOf(row, person) !== undefined)
  // The door asks for the page, and for one of the rows of its forms; the row of this very form is asked by the command.
  const atDoor = kind === 'loader' ? [page] : [page, takes]
  if (atDoor.some((group) => group.length > 0 && lacks(group))) return 'function'
  const noObject = !groups.every(
    (group) => lacks(group) || group.some((row) => sees(row, person, group === page && !isOfPage ? null : distance)),
  )
  if (closed.some(lacks)) return noObject || distance === 'missing' ? 'both' : 'function'
  return noObject ? 'object' : 'open'
}
