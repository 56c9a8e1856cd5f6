import type { ContractEndReason, PositionType } from '#db/values/positions.ts'
import { isLearning, isTrial, isUnpaidWork } from '../sets.ts'

/**
 * What monitors read: happenings of establishments, and ids instead of people. Days are `YYYY-MM-DD`; the last working day belongs to a term. A role
 * is an occupation group (ISCO minor group), since a changed title makes no other work. What is cancelled before its first day never was.
 */
export type PlacementRecord = {
  id: string
  establishment: string
  role: string
  type: PositionType
  /** With a contract and a wage: decides for practical learning, which can be either. */
  isPaid: boolean
  hoursPerWeek: number
  startedOn: string
  /** As first agreed, and as it stands after extensions; null = no end agreed. */
  firstEndsOn: string | null
  endsOn: string | null
  /** The last day; null = it runs. */
  endedOn: string | null
  /** Who ended it before its term; null = it ran its term or runs. */
  stoppedBy: 'employer' | 'newcomer' | 'other' | null
  goals: { set: number; reached: number } | null
  report: { dueOn: string; doneOn: string | null } | null
  /** Of practical learning: the practice certificate was issued. */
  certificateOn: string | null
}

export type ContractRecord = {
  id: string
  establishment: string
  role: string
  startedOn: string
  /** As agreed; null = permanent. */
  endsOn: string | null
  endedOn: string | null
  reason: ContractEndReason | null
  /** The placement that it follows, of the same person. */
  afterPlacement: string | null
  /** The last day of a wage subsidy. */
  subsidyUntil: string | null
}

type VacancyRecord = {
  establishment: string
  role: string
  openedOn: string
  closedOn: string | null
  /** Nobody was taken on. */
  isWithdrawn: boolean
}

type PublishedRecord = {
  establishment: string
  role: string
  type: PositionType
  isPaid: boolean
  publishedOn: string
}

/** Hours a week in a role, as they stood at the end of a quarter (`2026-Q3`), stated by the employer. */
export type HoursRecord = { establishment: string; role: string; quarter: string; paid: number; unpaid: number }

/** Paid hours a week of all who work at an establishment; null = not stated. */
type SizeRecord = { establishment: string; paidHours: number | null }

type ReportRecord = {
  establishment: string
  by: 'worker' | 'works-council' | 'union' | 'candidate' | 'coach'
  isSerious: boolean
  reportedOn: string
  closedOn: string | null
}

export type History = {
  placements: readonly PlacementRecord[]
  contracts: readonly ContractRecord[]
  vacancies: readonly VacancyRecord[]
  published: readonly PublishedRecord[]
  hours: readonly HoursRecord[]
  sizes: readonly SizeRecord[]
  reports: readonly ReportRecord[]
}

const placed = (one: { type: PositionType; isPaid: boolean }) => ({
  type: one.type,
  hourlyWageCents: one.isPaid ? 1 : null,
  wageSubsidy: false,
})
/** Unpaid work of ruling 3; volunteers and societal participation are left alone, as by the rules about unpaid work. */
export const countsAsUnpaid = (one: { type: PositionType; isPaid: boolean }): boolean => isUnpaidWork(placed(one))
export const countsAsLearning = (one: { type: PositionType; isPaid: boolean }): boolean => isLearning(placed(one))
export const countsAsTrial = (one: { type: PositionType }): boolean => isTrial(placed({ ...one, isPaid: false }))

/** Everything of a history under keys; the order of first appearance. */
export const grouped = <T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> => {
  const found = new Map<string, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const known = found.get(key)
    if (known) known.push(row)
    else found.set(key, [row])
  }
  return found
}

/** One role at one place as a key, and back. */
export const roleKey = (one: { establishment: string; role: string }): string => `${one.establishment}\n${one.role}`
export const roleOf = (key: string): [subject: string, role: string] => {
  const at = key.indexOf('\n')
  return [key.slice(0, at), key.slice(at + 1)]
}

/** The same history with each establishment under its company or group: the place no longer tells rows apart (ruling 14 on MON-13). */
export const pooled = (history: History, parentOf: ReadonlyMap<string, string>): History => {
  const under = <T extends { establishment: string }>(rows: readonly T[]): T[] =>
    rows.map((row) => ({ ...row, establishment: parentOf.get(row.establishment) ?? row.establishment }))
  return {
    placements: under(history.placements),
    contracts: under(history.contracts),
    vacancies: under(history.vacancies),
    published: under(history.published),
    hours: under(history.hours),
    sizes: under(history.sizes),
    reports: under(history.reports),
  }
}
