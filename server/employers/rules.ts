import { CONCERNS, type Concern } from '#db/values/placements.ts'
import type { ContractEndReason, StaffingFactKind } from '#db/values/positions.ts'
import { addMonths } from '#server/safeguards/rules/calendar.ts'
import type { StaffingFacts } from '#server/safeguards/rules/facts.ts'

/** How recorded facts are read. Our policy, not law. */
export const STAFFING_POLICY = {
  version: 'staffing-2026-11',
  datedOn: '2026-11-22',
  label: 'policy',
  /** "We looked and found none" is good for this many months; then nobody has looked. */
  lookIsGoodForMonths: 3,
} as const

export type StaffingFactRow = {
  id: string
  establishmentId: string
  kind: StaffingFactKind
  /** The role; null = about every role of the establishment. */
  occupationUri: string | null
  reason: ContractEndReason | null
  happenedOn: string
  endedOn: string | null
  /** `found: 'none'` = somebody looked for this kind and there was none on `happenedOn`. */
  detail: Record<string, string>
  reportedBy: string
}

/** Whether a row says that somebody looked and found none. */
export const isLook = (row: Pick<StaffingFactRow, 'detail'>): boolean => row.detail['found'] === 'none'

/** Whether two occupations are one role: another title in the same ISCO minor group is no other work. */
export type SameRole = (one: string, other: string) => boolean

/**
 * @param iscoOf ISCO-08 code by uri of the occupation; one that is not in it is a role of its own
 */
export const sameRoleBy =
  (iscoOf: ReadonlyMap<string, string>): SameRole =>
  (one, other) => {
    const group = iscoOf.get(one)?.slice(0, 3)
    return one === other || (group !== undefined && group === iscoOf.get(other)?.slice(0, 3))
  }

/**
 * What is known of an establishment for one role, as the safeguards read it: null where nobody looked, never an empty list instead.
 * What happened in a role counts for every title of it; that somebody looked counts for the title they looked at.
 * A strike is public, so no report of one reads as none (Waadi art. 10; our reading).
 *
 * @param rows the facts of this establishment alone
 * @param today `YYYY-MM-DD`
 */
export const staffingOf = (
  rows: readonly StaffingFactRow[],
  occupationUri: string,
  today: string,
  policy: { lookIsGoodForMonths: number },
  isSameRole: SameRole,
): StaffingFacts => {
  const here = rows.filter((row) => row.occupationUri === null || isSameRole(row.occupationUri, occupationUri))
  const found = (kind: StaffingFactKind) => here.filter((row) => row.kind === kind && !isLook(row))
  const looked = (kind: StaffingFactKind) =>
    here.some(
      (row) =>
        row.kind === kind &&
        isLook(row) &&
        (row.occupationUri === null || row.occupationUri === occupationUri) &&
        addMonths(row.happenedOn, policy.lookIsGoodForMonths) >= today,
    )
  const runs = (row: StaffingFactRow) => row.happenedOn <= today && (row.endedOn === null || row.endedOn >= today)
  const ended = found('contract-ended')
  const vacancies = found('vacancy-open').filter(runs)
  return {
    endedContracts:
      ended.length > 0 || looked('contract-ended')
        ? ended.map((row) => ({ reason: row.reason, endedOn: row.happenedOn }))
        : null,
    openVacancies: vacancies.length > 0 || looked('vacancy-open') ? vacancies.length : null,
    industrialAction: found('industrial-action').some(runs),
    dismissalRequests: dismissalsOf(rows, occupationUri, isSameRole),
    concerns: rows.flatMap((row) => (row.kind === 'concern' && runs(row) ? concernOf(row) : [])),
  }
}

/**
 * Of every role, since another role's request is weighed too. An officer's report that the person was offered the place settles the same
 * request; the employer's own report is kept as their word, since nobody settles a request against themselves.
 */
const dismissalsOf = (
  rows: readonly StaffingFactRow[],
  occupationUri: string,
  isSameRole: SameRole,
): StaffingFacts['dismissalRequests'] => {
  const requests = new Map<string, StaffingFacts['dismissalRequests'][number]>()
  for (const row of rows) {
    if (row.kind !== 'dismissal-request' || isLook(row)) continue
    const key = `${row.occupationUri ?? ''} ${row.happenedOn}`
    requests.set(key, {
      sameRole: row.occupationUri === null || isSameRole(row.occupationUri, occupationUri),
      requestedOn: row.happenedOn,
      offered: strongest(requests.get(key)?.offered ?? 'no', offeredOf(row)),
    })
  }
  return [...requests.values()]
}

type Offered = StaffingFacts['dismissalRequests'][number]['offered']
const OFFERED = ['no', 'by-employer', 'by-officer'] as const satisfies readonly Offered[]
const strongest = (one: Offered, other: Offered): Offered =>
  OFFERED.indexOf(one) > OFFERED.indexOf(other) ? one : other
const offeredOf = (row: StaffingFactRow): Offered => {
  if (row.detail['offered'] !== 'yes') return 'no'
  return row.reportedBy === 'officer' ? 'by-officer' : 'by-employer'
}

const concernOf = (row: StaffingFactRow): { concern: Concern; reportedOn: string }[] => {
  const concern = CONCERNS.find((one) => one === row.detail['concern'])
  return concern ? [{ concern, reportedOn: row.happenedOn }] : []
}
