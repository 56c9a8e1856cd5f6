import { LICENCES, type Licence } from '#db/values/newcomers.ts'
import { ALSO } from '#server/matching/rules/gates-can.ts'

const bitOf = (licence: Licence): number => 1 << LICENCES.indexOf(licence)
const bitsOf = (licences: readonly Licence[]): number => licences.reduce((bits, one) => bits | bitOf(one), 0)

/** Licences that are asked for, a bit each. */
export const askedLicences = bitsOf

/** Licences that somebody holds, with those that they also allow. */
export const heldLicences = (licences: readonly Licence[]): number =>
  licences.reduce((bits, one) => bits | bitOf(one) | bitsOf(ALSO[one] ?? []), 0)
