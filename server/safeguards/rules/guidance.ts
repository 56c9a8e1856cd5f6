import type { Outcome } from '#db/values/safeguards.ts'
import type { PositionSafeguardFacts } from './facts.ts'
import { type Asked, type Finding, finding, PLACE_MOMENTS, type SafeguardRule, SINCE } from './rule.ts'
import { isLearning, isPaid, isUnpaidOther } from './sets.ts'

const missingParts = (plan: PositionSafeguardFacts['learningPlan']): string[] => {
  if (plan === null) return ['goals', 'startLevel', 'targetLevel', 'activities', 'assessmentOn']
  const missing: string[] = []
  if (!plan.goals.some((goal) => goal.trim() !== '')) missing.push('goals')
  if (plan.startLevel.trim() === '') missing.push('startLevel')
  if (plan.targetLevel.trim() === '') missing.push('targetLevel')
  if (plan.activities.trim() === '') missing.push('activities')
  if (plan.assessmentOn === null) missing.push('assessmentOn')
  return missing
}

/**
 * Ruling 5: publish blocks for unpaid work and internships, and warns for paid learning; later moments give human.
 * A warning must not stop what it let through, so paid learning still warns at propose. Z-route: human at most
 * (ruling 4).
 */
const planOutcome = ({ moment, position }: Asked): Outcome => {
  if (isPaid(position)) return moment === 'publish' || moment === 'propose' ? 'warn' : 'human'
  return moment === 'publish' && position.type !== 'Z_ROUTE_PARTICIPATION' ? 'block' : 'human'
}

export const learningPlan: SafeguardRule = {
  id: 'DSP-14',
  name: 'Learning plan',
  moments: PLACE_MOMENTS,
  basis: {
    kind: 'policy',
    text: 'Inspectie SZW: learning plan with goals and guidance; letter of the minister of SZW of 10-12-2014; rulings 4, 5',
  },
  since: SINCE,
  // Volunteers and societal participation are not asked (ruling 4).
  appliesTo: (position) => isLearning(position) || position.type === 'Z_ROUTE_PARTICIPATION',
  ask: (asked) => {
    const missing = missingParts(asked.position.learningPlan)
    return missing.length === 0
      ? []
      : [finding(planOutcome(asked), 'learning-plan-incomplete', { missing: missing.join(',') })]
  },
  inputs: ({ position }) => ({ missing: missingParts(position.learningPlan) }),
}

const SEVERITY: readonly Outcome[] = ['ok', 'warn', 'human', 'block']
/** Ruling 4: volunteers and societal participation warn at most, Z-route participation gives human at most. */
const atMost = (position: PositionSafeguardFacts, outcome: Outcome): Outcome => {
  const cap: Outcome = position.type === 'Z_ROUTE_PARTICIPATION' ? 'human' : isUnpaidOther(position) ? 'warn' : 'block'
  return SEVERITY.indexOf(outcome) > SEVERITY.indexOf(cap) ? cap : outcome
}

export const supervision: SafeguardRule = {
  id: 'DSP-15',
  name: 'Supervision',
  moments: PLACE_MOMENTS,
  basis: {
    kind: 'policy',
    text: 'Inspectie SZW: guided by the company; practice of UWV and SBB; our numbers; ruling 4',
  },
  since: SINCE,
  appliesTo: (position) => isLearning(position) || isUnpaidOther(position),
  ask: ({ position, policy }) => {
    const { name, hoursPerWeek: hours, trainees } = position.supervisor
    const least = policy.numbers.supervisorLeastHours
    const most = policy.numbers.supervisorMostTrainees
    const found: Finding[] = []
    if (name === null || name.trim() === '') found.push(finding('block', 'supervisor-missing', {}))
    if (hours === null) found.push(finding('human', 'supervisor-hours-unknown', { least }))
    else if (hours < least) found.push(finding('human', 'supervisor-hours-too-few', { hours, least }))
    if (trainees === null) found.push(finding('human', 'supervisor-trainees-unknown', { most }))
    else if (trainees > most) found.push(finding('human', 'supervisor-trainees-too-many', { trainees, most }))
    return found.map((one) => ({ ...one, outcome: atMost(position, one.outcome) }))
  },
  // Who it is stays out of the stored inputs.
  inputs: ({ position: { supervisor } }) => ({
    isNamed: supervisor.name !== null && supervisor.name.trim() !== '',
    hoursPerWeek: supervisor.hoursPerWeek,
    trainees: supervisor.trainees,
  }),
}

export const languageDemand: SafeguardRule = {
  id: 'DSP-34',
  name: 'Proportional language demand',
  moments: ['publish'],
  basis: {
    kind: 'law',
    text: 'AWGB art. 1(c) and 2(1): indirect distinction; practice of the College Rechten van de Mens',
  },
  since: SINCE,
  appliesTo: () => true,
  ask: ({ position }) =>
    position.languageDemands
      .filter((demand) => demand.level !== 'none' && demand.task.trim() === '')
      .map(({ language, skill, level }) => finding('human', 'language-task-missing', { language, skill, level })),
  inputs: ({ position }) => ({ languageDemands: position.languageDemands }),
}
