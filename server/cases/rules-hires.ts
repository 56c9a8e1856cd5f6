import type { PositionType } from '#db/values/positions.ts'
import { laterOf } from '#server/safeguards/rules/calendar.ts'
import { type ContractRecord, grouped } from '#server/safeguards/rules/monitors/history.ts'
import { isPaid } from '#server/safeguards/rules/sets.ts'

/** A placement that began, with whose and at which company it was; ids alone, and no further than this file. */
export type BegunPlacement = {
  id: string
  person: string
  employer: string
  establishment: string
  role: string
  type: PositionType
  hourlyWageCents: number | null
  startedOn: string
  endsOn: string | null
  /** The last day; null = it runs. */
  endedOn: string | null
  isStoppedEarly: boolean
}
/** A contract that a coach recorded, of whom and with which company. */
export type RecordedContract = {
  person: string
  employer: string
  startedOn: string
  endsOn: string | null
  endedOn: string | null
}

/** A contract of the company itself: who is seconded has one with the lender. */
const isHire = ({ type, hourlyWageCents }: BegunPlacement): boolean =>
  type !== 'SECONDMENT' && isPaid({ type, hourlyWageCents, wageSubsidy: false })

const keyOf = (one: { person: string; employer: string }): string => `${one.person} ${one.employer}`
const lastOf = (one: { endsOn: string | null; endedOn: string | null }): string =>
  one.endedOn ?? one.endsOn ?? '9999-12-31'

/**
 * The hires that monitors count besides recorded contracts: a paid placement that began is one. It follows the last unpaid placement of the same person at
 * the same company. Where a coach recorded a contract of that person there whose term overlaps, that is the same hire and the recorded one stands, since it
 * says more. What ran its agreed term is not read as ended: nobody recorded whether it went on.
 *
 * @param begun placements that began, paid and unpaid
 */
export const hiresOf = (begun: readonly BegunPlacement[], recorded: readonly RecordedContract[]): ContractRecord[] => {
  const contracts = grouped(recorded, keyOf)
  const unpaid = grouped(
    begun.filter((one) => !isHire(one)),
    keyOf,
  )
  return begun.filter(isHire).flatMap((one): ContractRecord[] => {
    const overlaps = (contracts.get(keyOf(one)) ?? []).some(
      (contract) => contract.startedOn <= lastOf(one) && lastOf(contract) >= one.startedOn,
    )
    if (overlaps) return []
    const before = (unpaid.get(keyOf(one)) ?? []).filter(
      (other) => other.endedOn !== null && other.endedOn <= one.startedOn,
    )
    const lastEnd = before.reduce((latest, other) => laterOf(latest, other.endedOn ?? ''), '')
    const { id, establishment, role, startedOn, endsOn, endedOn } = one
    return [
      {
        id,
        establishment,
        role,
        startedOn,
        endsOn,
        endedOn: one.isStoppedEarly ? endedOn : null,
        reason: null,
        afterPlacement: before.find((other) => other.endedOn === lastEnd)?.id ?? null,
        subsidyUntil: null,
      },
    ]
  })
}
