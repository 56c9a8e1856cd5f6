import type { SafeguardPolicy } from './policy.ts'
import { type Asked, type Finding, finding, PLACE_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'
import { isPaid } from './sets.ts'

/** The amount for an age, half up to the cent (ruling 7). */
export const wageForAge = (adultCents: number, age: number, policy: SafeguardPolicy): number => {
  const permille = age >= 21 ? 1000 : (policy.youthWage[age] ?? 1000)
  return Math.floor((adultCents * permille + 500) / 1000)
}

type WageInputs = {
  hourlyWageCents: number | null
  /** The age whose minimum is tested: 21 for everybody, except where the place promises a youth wage. */
  testedAge: number | null
  start: string
  endsOn: string | null
}

/** The days on which a wage is tested: the start, and every known change within the term (ruling 7). */
const daysTested = ({ start, endsOn }: WageInputs, policy: SafeguardPolicy): string[] => [
  start,
  ...policy.minimumWage.map((step) => step.from).filter((from) => from > start && (endsOn === null || from <= endsOn)),
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

/** A youth wage that is promised at publish needs the age of the one who starts; nobody else's age is read. */
const testedAge = ({ moment, position, person }: Asked): number | null => {
  const promised = position.wageForAge ?? 21
  const isAboutPerson = moment === 'start' || moment === 'extend'
  return isAboutPerson && promised < 21 ? (person?.wageAge ?? null) : promised
}

const wageInputs = (asked: Asked): WageInputs => ({
  hourlyWageCents: asked.position.hourlyWageCents,
  testedAge: testedAge(asked),
  start: asked.start,
  endsOn: asked.position.endsOn,
})

const minimumWage = (inputs: WageInputs, policy: SafeguardPolicy): Finding[] => {
  const { hourlyWageCents, testedAge: age } = inputs
  if (hourlyWageCents === null) return [finding('human', 'wage-unknown', {})]
  if (age === null) return [finding('human', 'wage-age-unknown', {})]
  return daysTested(inputs, policy).flatMap((on) => wageOn(hourlyWageCents, age, on, policy))
}

const wageRow = {
  id: 'DSP-01',
  moments: PLACE_MOMENTS,
  severity: 'block',
  appliesTo: isPaid,
} as const

export const wageFloorOfNovember = safeguardRule({
  ...wageRow,
  until: '2026-11-21',
  tags: ['law'],
  inputs: wageInputs,
  ask: (inputs, { policy }) => minimumWage(inputs, policy),
})

/** The minimum is law; the scale of the collective agreement is asked by published policy, and a person looks where it is not met. */
export const wageFloor = safeguardRule({
  ...wageRow,
  version: 2,
  since: SINCE_WHOLE,
  tags: ['law', 'policy'],
  inputs: (asked) => ({ ...wageInputs(asked), cao: asked.position.cao ?? null }),
  ask: ({ cao, ...inputs }, { policy }) => {
    const found = minimumWage(inputs, policy)
    if (cao === null) return [...found, finding('human', 'cao-unknown', {})]
    const { code, scale, scaleCents } = cao
    if (code === null) return found
    if (scale === null || scaleCents === null) return [...found, finding('human', 'cao-scale-unknown', { cao: code })]
    const { hourlyWageCents: wageCents } = inputs
    if (wageCents === null || wageCents >= scaleCents) return found
    return [...found, finding('human', 'wage-below-cao', { wageCents, scaleCents, cao: code, scale })]
  },
})
