import { addDays, addMonths, dayNumber, earlierOf, laterOf } from './calendar.ts'
import { type Asked, type Finding, finding, PERSON_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'
import { isUnpaidWork } from './sets.ts'

export const sameRoleBefore = safeguardRule({
  id: 'DSP-06',
  since: SINCE_WHOLE,
  about: 'person',
  moments: ['start'],
  tags: ['policy'],
  severity: 'block',
  appliesTo: ({ type }) => type === 'TRIAL_PLACEMENT' || type === 'UWV_TRIAL_PLACEMENT',
  inputs: ({ person }) => ({
    sameRoleBefore: person?.workedHere ? person.workedHere.some((one) => one.sameRole && !one.beforeIllness) : null,
  }),
  ask: ({ sameRoleBefore: before }) => {
    if (before === null) return [finding('human', 'work-history-unknown', {})]
    return before ? [finding('block', 'same-role-before', {})] : []
  },
})

/** The last working day belongs to the period (ruling 12). */
const daysOf = (from: string, until: string): number => Math.max(0, dayNumber(until) - dayNumber(from) + 1)

/** Days of earlier unpaid periods, at this employer in all and of this person in the window before the start; ruling 12: stacking adds days. */
const stackingInputs = ({ person, position, start, policy }: Asked) => {
  const periods = person?.unpaidPeriods ?? null
  const { endsOn } = position
  if (periods === null || endsOn === null) return { employerDays: null, personDays: null }
  const since = addMonths(start, -policy.numbers.stackingWindowMonths)
  const own = daysOf(start, endsOn)
  // This placement counts from its start only: what is recorded of it already is not added twice.
  const past = periods.map((one) => ({ ...one, until: earlierOf(one.until, addDays(start, -1)) }))
  const sum = (days: readonly number[]): number => days.reduce((total, one) => total + one, own)
  return {
    employerDays: sum(past.filter((one) => one.sameEmployer).map((one) => daysOf(one.from, one.until))),
    personDays: sum(past.map((one) => daysOf(laterOf(one.from, since), one.until))),
  }
}

/** A participation placement has its own terms (ruling 2); its months count in the person's total all the same. */
export const stacking = safeguardRule({
  id: 'DSP-07',
  since: SINCE_WHOLE,
  about: 'person',
  moments: PERSON_MOMENTS,
  tags: ['own'],
  severity: 'block',
  appliesTo: (position) => isUnpaidWork(position) && position.type !== 'PARTICIPATION_PLACEMENT',
  inputs: stackingInputs,
  ask: ({ employerDays, personDays }, { policy }) => {
    if (employerDays === null || personDays === null) return [finding('human', 'stacking-unknown', {})]
    const { stackingEmployerDays, stackingPersonDays, stackingWindowMonths } = policy.numbers
    const found: Finding[] = []
    if (employerDays > stackingEmployerDays)
      found.push(finding('block', 'stacking-employer', { days: employerDays, most: stackingEmployerDays }))
    if (personDays > stackingPersonDays)
      found.push(
        finding('human', 'stacking-person', {
          days: personDays,
          most: stackingPersonDays,
          months: stackingWindowMonths,
        }),
      )
    return found
  },
})
