import { ACTION_NAMES, type Action, type Need, PEOPLE, type Person, type Reach, ROWS } from '#server/access/matrix.ts'
import { TITLES } from '#server/access/titles.ts'
import { type TextLanguage, textLanguage } from './visitor.rules-view.ts'

type Subject = Action extends `${infer S}.${string}` ? S : never

/** Under which heading the rows of a subject stand. */
const GROUPS = {
  site: ['site'],
  newcomer: ['newcomer'],
  privacy: ['privacy'],
  proposal: ['proposal', 'consent', 'run'],
  placement: ['placement', 'follow-up'],
  position: ['position'],
  employer: ['employer', 'reference'],
  case: ['case'],
  account: ['account'],
  oversight: ['insight', 'organisation', 'audit', 'opening'],
  system: ['notice', 'search', 'outbox'],
} as const satisfies Record<string, readonly Subject[]>
export type Group = keyof typeof GROUPS
export const GROUP_NAMES = Object.keys(GROUPS) as Group[]

/** Who can be chosen on the page: a column, or the system for all workers. */
export const ROLE_CHOICES = [...PEOPLE, 'system'] as const
export type RoleChoice = (typeof ROLE_CHOICES)[number]

type Named = Person | 'everybody' | 'staff' | 'employer'
/** Several columns that may the same are one line, as people say it. */
const TOGETHER: readonly [Named, readonly Person[]][] = [
  ['everybody', PEOPLE.filter((one) => one !== 'anyone')],
  ['staff', PEOPLE.filter((one) => one !== 'anyone' && one !== 'newcomer')],
  ['employer', ['employer-member', 'employer-admin']],
]

export type RowView = {
  action: Action
  title: string
  who: { person: Named; reach: Reach }[]
  workers: readonly string[]
  needs: readonly Need[]
  shows: 'card' | 'pseudonym' | 'counts' | 'ids' | null
}

function whoOf(by: Partial<Record<Person, Reach>>): RowView['who'] {
  const left = new Set(PEOPLE.filter((one) => by[one] !== undefined))
  const who: RowView['who'] = []
  for (const [person, people] of TOGETHER) {
    const [first] = people
    const reach = first && by[first]
    if (reach === undefined || !people.every((one) => left.has(one) && by[one] === reach)) continue
    who.push({ person, reach })
    for (const one of people) left.delete(one)
  }
  return [...who, ...[...left].map((person) => ({ person, reach: by[person] ?? 'any' }))]
}

const rowView = (action: Action, language: TextLanguage): RowView => {
  const { by, workers = [], needs = [], shows = null } = ROWS[action]
  return { action, title: TITLES[action][language], who: whoOf(by), workers, needs, shows }
}

/**
 * The matrix as the public page shows it, under its headings.
 *
 * @param asked only the rows that name this role, and only those under this heading; null = all
 */
export function accessView(language: string, asked: { role: RoleChoice | null; group: Group | null }) {
  const { role } = asked
  const isShown = (action: Action): boolean => {
    const { by, workers = [] } = ROWS[action]
    if (role === null) return true
    return role === 'system' ? workers.length > 0 : by[role] !== undefined
  }
  return GROUP_NAMES.filter((group) => asked.group === null || asked.group === group)
    .map((group) => {
      const subjects: readonly string[] = GROUPS[group]
      const actions = ACTION_NAMES.filter((action) => subjects.includes(action.split('.')[0] ?? '') && isShown(action))
      return { group, rows: actions.map((action) => rowView(action, textLanguage(language))) }
    })
    .filter(({ rows }) => rows.length > 0)
}
