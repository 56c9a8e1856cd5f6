import type { SafeguardPolicy } from './policy.ts'
import { type Asked, type Finding, finding, PLACE_MOMENTS, type SafeguardRule, SINCE } from './rule.ts'
import { isPaid } from './sets.ts'

/** The amount for an age, half up to the cent (ruling 7). */
export const wageForAge = (adultCents: number, age: number, policy: SafeguardPolicy): number => {
  const permille = age >= 21 ? 1000 : (policy.youthWage[age] ?? 1000)
  return Math.floor((adultCents * permille + 500) / 1000)
}

/** The days on which a wage is tested: the start, and every known change within the term (ruling 7). */
const daysTested = ({ start, position, policy }: Asked): string[] => [
  start,
  ...policy.minimumWage
    .map((step) => step.from)
    .filter((from) => from > start && (position.endsOn === null || from <= position.endsOn)),
]

const wageOn = (wageCents: number, age: number, on: string, policy: SafeguardPolicy): Finding[] => {
  const steps = policy.minimumWage.filter((step) => step.from <= on)
  const verified = steps.filter((step) => step.cents !== null).at(-1) ?? policy.minimumWage[0]
  const lastVerifiedCents = wageForAge(verified?.cents ?? 0, age, policy)
  if (wageCents < lastVerifiedCents)
    return [finding('block', 'wage-below-minimum', { wageCents, floorCents: lastVerifiedCents, on })]
  if (steps.at(-1)?.cents != null) return []
  const margin = 100 + policy.numbers.wageMarginPercent
  const safeCents = Math.ceil((lastVerifiedCents * margin) / 100)
  return wageCents * 100 >= lastVerifiedCents * margin
    ? [finding('ok', 'wage-above-last-verified', { wageCents, lastVerifiedCents, on })]
    : [finding('human', 'wage-needs-check', { wageCents, lastVerifiedCents, safeCents, on })]
}

export const wageFloor: SafeguardRule = {
  id: 'DSP-01',
  name: 'Wage floor',
  moments: PLACE_MOMENTS,
  basis: { kind: 'law', text: 'Wet minimumloon en minimumvakantiebijslag art. 7; margin: ruling 7' },
  since: SINCE,
  appliesTo: isPaid,
  ask: (asked) => {
    const { position, person, policy } = asked
    if (position.hourlyWageCents === null) return [finding('human', 'wage-unknown', {})]
    // A youth wage that is promised at publish needs the age of the one who starts.
    const isYouth = position.wageForAge !== null && position.wageForAge < 21
    const isAboutPerson = asked.moment === 'start' || asked.moment === 'extend'
    if (isAboutPerson && isYouth && person?.wageAge == null) return [finding('human', 'wage-age-unknown', {})]
    const age = (isAboutPerson ? person?.wageAge : null) ?? position.wageForAge ?? 21
    const wageCents = position.hourlyWageCents
    return daysTested(asked).flatMap((on) => wageOn(wageCents, age, on, policy))
  },
  inputs: ({ position, person, start }) => ({
    hourlyWageCents: position.hourlyWageCents,
    wageForAge: position.wageForAge,
    ageKnown: person?.wageAge != null,
    start,
    endsOn: position.endsOn,
  }),
}
