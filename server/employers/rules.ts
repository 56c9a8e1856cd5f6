import { CONCERNS, type Concern } from '#db/values/placements.ts'
import type { ContractEndReason, StaffingFactKind } from '#db/values/positions.ts'
import { addMonths } from '#server/safeguards/rules/calendar.ts'
import type { StaffingFacts } from '#server/safeguards/rules/facts.ts'

/**
 * How recorded facts are read. Our policy, not law.
 *
 * An employer is asked about strikes together with the other questions of the workplace, once in three months: strikes are rare, who has one reports it,
 * and so can anybody who sees it, at any time. Whether somebody begins to work in a strike is what the law is about (Waadi art. 10), and there the answer
 * has to be younger: at a start and on its first day a month at most. So an employer hears of a too old answer when a start comes near, and not every
 * month while a place just stands on the site.
 */
export const STAFFING_POLICY = {
  version: 'staffing-2026-11-22',
  datedOn: '2026-11-22',
  label: 'policy',
  /** "We looked and found none" is good for this many months; then nobody has looked. */
  lookIsGoodForMonths: 3,
  strikeLookIsGoodForMonths: 3,
  /** The same at a start. An officer who lets it pass that nobody looked does so for no longer either. */
  strikeAtStartIsGoodForMonths: 1,
} as const
type Terms = { lookIsGoodForMonths: number; strikeLookIsGoodForMonths: number }

/** What facts are read for: what counts while a place stands on the site, or when somebody starts there. */
export type CountsFor = 'site' | 'start'
export const termsFor = (what: CountsFor): Terms =>
  what === 'site'
    ? STAFFING_POLICY
    : { ...STAFFING_POLICY, strikeLookIsGoodForMonths: STAFFING_POLICY.strikeAtStartIsGoodForMonths }

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

/** What goes on until somebody says that it is over; the others happen on a day. */
const GOES_ON: readonly StaffingFactKind[] = ['vacancy-open', 'industrial-action']

/**
 * Whether this actor may say that a fact is over: whoever reported it, and an officer of all. An employer ends nothing that an officer recorded against
 * them.
 *
 * @param today `YYYY-MM-DD`
 */
export const mayEnd = (
  row: Pick<StaffingFactRow, 'kind' | 'detail' | 'endedOn' | 'reportedBy'>,
  role: 'employer' | 'officer',
  today: string,
): boolean =>
  GOES_ON.includes(row.kind) &&
  !isLook(row) &&
  (row.endedOn === null || row.endedOn > today) &&
  (role === 'officer' || row.reportedBy === 'employer')

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
 * Silence about a strike or a dismissal is no answer either: DSP-11 and DSP-12 can block, so unknown goes to a person.
 *
 * @param rows the facts of this establishment alone
 * @param today `YYYY-MM-DD`
 */
export const staffingOf = (
  rows: readonly StaffingFactRow[],
  occupationUri: string,
  today: string,
  policy: Terms,
  isSameRole: SameRole,
): StaffingFacts => {
  const here = rows.filter((row) => row.occupationUri === null || isSameRole(row.occupationUri, occupationUri))
  // A strike is of the whole establishment (Waadi art. 10), whatever role somebody reported it under.
  const strikes = rows.filter((row) => row.kind === 'industrial-action' && !isLook(row))
  const found = (kind: StaffingFactKind) => here.filter((row) => row.kind === kind && !isLook(row))
  const isGood = (on: string, months: number) => on <= today && addMonths(on, months) >= today
  const looked = (kind: StaffingFactKind, months = policy.lookIsGoodForMonths) =>
    here.some(
      (row) =>
        row.kind === kind &&
        isLook(row) &&
        (row.occupationUri === null || row.occupationUri === occupationUri) &&
        isGood(row.happenedOn, months),
    )
  const runs = (row: StaffingFactRow) => row.happenedOn <= today && (row.endedOn === null || row.endedOn >= today)
  const ended = found('contract-ended')
  const contractsLooked = looked('contract-ended')
  const vacancies = found('vacancy-open').filter(runs)
  return {
    endedContracts:
      ended.length > 0 || contractsLooked
        ? ended.map((row) => ({ reason: row.reason, endedOn: row.happenedOn }))
        : null,
    contractsIncomplete: ended.length > 0 && !contractsLooked,
    openVacancies: vacancies.length > 0 || looked('vacancy-open') ? vacancies.length : null,
    industrialAction: strikeOf(strikes, today, {
      looked: looked('industrial-action', policy.strikeLookIsGoodForMonths),
      months: policy.strikeLookIsGoodForMonths,
    }),
    ...dismissalsOf(rows, occupationUri, isSameRole, looked('dismissal-request')),
    concerns: rows.flatMap((row) => (row.kind === 'concern' && runs(row) ? concernOf(row) : [])),
  }
}

/**
 * A strike that runs; none where somebody looked of late, or where one that was reported is over since then; null = nobody looked.
 * @param rows the strikes that were reported
 */
const strikeOf = (
  rows: readonly StaffingFactRow[],
  today: string,
  look: { looked: boolean; months: number },
): boolean | null => {
  const isOver = ({ endedOn }: StaffingFactRow) => endedOn !== null && endedOn < today
  if (rows.some((row) => row.happenedOn <= today && !isOver(row))) return true
  const endedOfLate = rows.some((row) => isOver(row) && addMonths(row.endedOn ?? '', look.months) >= today)
  return look.looked || endedOfLate ? false : null
}

/**
 * Of every role, since another role's request is weighed too. An officer's report that the person was offered the place settles the same
 * request; the employer's own report is kept as their word, since nobody settles a request against themselves.
 */
const dismissalsOf = (
  rows: readonly StaffingFactRow[],
  occupationUri: string,
  isSameRole: SameRole,
  looked: boolean,
): { dismissalRequests: DismissalRequest[] | null; dismissalsIncomplete: boolean } => {
  const requests = new Map<string, DismissalRequest>()
  for (const row of rows) {
    if (row.kind !== 'dismissal-request' || isLook(row)) continue
    const key = `${row.occupationUri ?? ''} ${row.happenedOn}`
    requests.set(key, {
      sameRole: row.occupationUri === null || isSameRole(row.occupationUri, occupationUri),
      requestedOn: row.happenedOn,
      offered: strongest(requests.get(key)?.offered ?? 'no', offeredOf(row)),
    })
  }
  const isSilent = requests.size === 0 && !looked
  return { dismissalRequests: isSilent ? null : [...requests.values()], dismissalsIncomplete: !isSilent && !looked }
}

type DismissalRequest = NonNullable<StaffingFacts['dismissalRequests']>[number]
type Offered = DismissalRequest['offered']
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
