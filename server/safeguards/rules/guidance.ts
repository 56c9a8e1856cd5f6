import { OUTCOMES, type Outcome } from '#db/values/safeguards.ts'
import type { PositionSafeguardFacts } from './facts.ts'
import { type Finding, finding, type Ground, PLACE_MOMENTS, safeguardRule } from './rule.ts'
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
const planOutcome = (isPaidPlace: boolean, cap: Outcome, { moment }: Ground): Outcome => {
  if (isPaidPlace) return moment === 'publish' || moment === 'propose' ? 'warn' : 'human'
  return moment === 'publish' ? cap : 'human'
}

export const learningPlan = safeguardRule({
  id: 'DSP-14',
  moments: PLACE_MOMENTS,
  tags: ['policy'],
  severity: 'block',
  // Volunteers and societal participation are not asked (ruling 4).
  appliesTo: (position) => isLearning(position) || position.type === 'Z_ROUTE_PARTICIPATION',
  inputs: ({ position }) => ({
    missing: missingParts(position.learningPlan),
    isPaid: isPaid(position),
    atMost: capOf(position),
  }),
  ask: ({ missing, isPaid: paid, atMost: cap }, ground) =>
    missing.length === 0
      ? []
      : [finding(planOutcome(paid, cap, ground), 'learning-plan-incomplete', { missing: missing.join(',') })],
})

/** Ruling 4: volunteers and societal participation warn at most, Z-route participation gives human at most. */
const capOf = (position: PositionSafeguardFacts): Outcome =>
  position.type === 'Z_ROUTE_PARTICIPATION' ? 'human' : isUnpaidOther(position) ? 'warn' : 'block'
const atMost = (cap: Outcome, outcome: Outcome): Outcome =>
  OUTCOMES.indexOf(outcome) > OUTCOMES.indexOf(cap) ? cap : outcome

export const supervision = safeguardRule({
  id: 'DSP-15',
  moments: PLACE_MOMENTS,
  tags: ['policy', 'own'],
  severity: 'block',
  appliesTo: (position) => isLearning(position) || isUnpaidOther(position),
  // Who it is stays out of the stored inputs.
  inputs: ({ position }) => ({
    isNamed: position.supervisor.name !== null && position.supervisor.name.trim() !== '',
    hoursPerWeek: position.supervisor.hoursPerWeek,
    trainees: position.supervisor.trainees,
    atMost: capOf(position),
  }),
  ask: ({ isNamed, hoursPerWeek: hours, trainees, atMost: cap }, { policy }) => {
    const least = policy.numbers.supervisorLeastHours
    const most = policy.numbers.supervisorMostTrainees
    const found: Finding[] = []
    if (!isNamed) found.push(finding('block', 'supervisor-missing', {}))
    if (hours === null) found.push(finding('human', 'supervisor-hours-unknown', { least }))
    else if (hours < least) found.push(finding('human', 'supervisor-hours-too-few', { hours, least }))
    if (trainees === null) found.push(finding('human', 'supervisor-trainees-unknown', { most }))
    else if (trainees > most) found.push(finding('human', 'supervisor-trainees-too-many', { trainees, most }))
    return found.map((one) => ({ ...one, outcome: atMost(cap, one.outcome) }))
  },
})

export const languageDemand = safeguardRule({
  id: 'DSP-34',
  moments: ['publish'],
  tags: ['law', 'own'],
  severity: 'human',
  appliesTo: () => true,
  inputs: ({ position }) => ({ languageDemands: position.languageDemands }),
  ask: ({ languageDemands }) =>
    languageDemands
      .filter((demand) => demand.level !== 'none' && demand.task.trim() === '')
      .map(({ language, skill, level }) => finding('human', 'language-task-missing', { language, skill, level })),
})
