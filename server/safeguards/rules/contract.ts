import { addDays, earlierOf, lastDayOfTerm } from './calendar.ts'
import type { PersonSafeguardFacts } from './facts.ts'
import { type Asked, finding, PERSON_MOMENTS, PLACE_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'
import { isPaid } from './sets.ts'

/** Whoever was tried out already needs no probation; no days of probation is in order whatever came before. */
export const probationAfterTrial = safeguardRule({
  id: 'DSP-05',
  since: SINCE_WHOLE,
  moments: ['publish', 'start'],
  tags: ['law', 'policy'],
  severity: 'block',
  appliesTo: isPaid,
  inputs: ({ position }) => ({
    afterTrial: position.afterTrial ?? null,
    probationDays: position.probationDays ?? null,
  }),
  ask: ({ afterTrial, probationDays: days }) => {
    if (days === 0 || afterTrial === false) return []
    if (days === null || afterTrial === null) return [finding('human', 'probation-after-trial-unknown', {})]
    return [finding('block', 'probation-after-trial', { days })]
  },
})

/**
 * BW 7:652: no probation up to six months; at most one month below two years; else two months. No end stated reads as a permanent contract.
 * What goes beyond is void by law, so it is said and stops nothing.
 */
export const probationLimits = safeguardRule({
  id: 'DSP-37',
  since: SINCE_WHOLE,
  moments: PLACE_MOMENTS,
  tags: ['law'],
  severity: 'warn',
  appliesTo: isPaid,
  inputs: ({ position, start }) => ({ start, endsOn: position.endsOn, probationDays: position.probationDays ?? null }),
  ask: ({ start, endsOn, probationDays: days }) => {
    if (days === null) return [finding('warn', 'probation-unknown', {})]
    if (days === 0) return []
    const runs = (months: number) => endsOn !== null && endsOn <= lastDayOfTerm(start, months)
    const twoYears = endsOn !== null && endsOn < lastDayOfTerm(start, 24)
    const most = runs(6) ? 0 : twoYears ? 1 : 2
    const isWithin = most > 0 && addDays(start, days - 1) <= lastDayOfTerm(start, most)
    return isWithin ? [] : [finding('warn', 'probation-void', { days, most })]
  },
})

/** The chain that this contract would end: its contracts, this one included, and its first day (BW 7:668a; BBL does not count, lid 10). */
const chainOf = (
  contracts: NonNullable<PersonSafeguardFacts['contracts']>,
  start: string,
  gapMonths: number,
): { contracts: number; since: string } => {
  const earlier = contracts.filter((one) => !one.isBbl && one.from < start).sort((a, b) => (a.until < b.until ? 1 : -1))
  let chain = { contracts: 1, since: start }
  for (const one of earlier) {
    const lastOfGap = lastDayOfTerm(addDays(one.until, 1), gapMonths)
    if (chain.since > addDays(lastOfGap, 1)) break
    chain = { contracts: chain.contracts + 1, since: earlierOf(one.from, chain.since) }
  }
  return chain
}

const chainInputs = ({ person, position, start, policy }: Asked) => ({
  start,
  endsOn: position.endsOn,
  chain: person?.contracts ? chainOf(person.contracts, start, policy.numbers.chainGapMonths) : null,
})

export const contractChain = safeguardRule({
  id: 'DSP-27',
  since: SINCE_WHOLE,
  about: 'person',
  moments: PERSON_MOMENTS,
  tags: ['law'],
  severity: 'warn',
  // The contract of a BBL student does not count itself.
  appliesTo: (position) => isPaid(position) && position.type !== 'APPRENTICESHIP_BBL',
  inputs: chainInputs,
  ask: ({ chain, endsOn }, { policy }) => {
    // Without an end it is permanent already.
    if (endsOn === null) return []
    if (chain === null) return [finding('warn', 'chain-unknown', {})]
    const { chainContracts: most, chainMonths: months } = policy.numbers
    const lastDay = lastDayOfTerm(chain.since, months)
    return [
      ...(chain.contracts > most ? [finding('warn', 'chain-contracts', { contracts: chain.contracts, most })] : []),
      ...(endsOn > lastDay ? [finding('warn', 'chain-months', { months, lastDay, endsOn })] : []),
    ]
  },
})

export const doubleSubsidy = safeguardRule({
  id: 'DSP-36',
  since: SINCE_WHOLE,
  moments: PLACE_MOMENTS,
  tags: ['law'],
  severity: 'block',
  appliesTo: ({ type }) => type === 'WAGE_SUBSIDISED_JOB',
  inputs: ({ position }) => ({ otherWageSubsidy: position.otherWageSubsidy ?? null }),
  ask: ({ otherWageSubsidy: other }) => {
    if (other === null) return [finding('human', 'second-subsidy-unknown', {})]
    return other ? [finding('block', 'second-subsidy', {})] : []
  },
})
