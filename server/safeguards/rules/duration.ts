import type { PositionType } from '#db/values/positions.ts'
import { lastDayOfTerm } from './calendar.ts'
import type { SafeguardNumbers } from './policy.ts'
import { type Asked, type Basis, type Finding, finding, PLACE_MOMENTS, type SafeguardRule, SINCE } from './rule.ts'

type Term = { normalMonths: number; maxMonths: number }

/** A recorded extension decision that covers the term turns human into ok and is named (ruling 11). */
const extended = ({ position }: Asked, endsOn: string): Finding | null =>
  position.extension !== null && position.extension.until >= endsOn
    ? finding('ok', 'term-extended', { reference: position.extension.reference, until: position.extension.until })
    : null

const termFindings = (asked: Asked, { normalMonths, maxMonths }: Term): Finding[] => {
  const { start, position } = asked
  if (position.endsOn === null) return [finding('human', 'term-unknown', { normalMonths, maxMonths })]
  const { endsOn } = position
  const lastDay = lastDayOfTerm(start, maxMonths)
  if (endsOn > lastDay) return [finding('block', 'term-over-maximum', { maxMonths, lastDay, endsOn })]
  const normalDay = lastDayOfTerm(start, normalMonths)
  if (endsOn <= normalDay) return []
  return [
    extended(asked, endsOn) ??
      finding('human', 'term-over-normal', { normalMonths, maxMonths, lastDay: normalDay, endsOn }),
  ]
}

const termRule = (
  id: string,
  name: string,
  type: PositionType,
  basis: Basis,
  term: (numbers: SafeguardNumbers) => Term,
  ask: (asked: Asked, term: Term) => Finding[] = termFindings,
): SafeguardRule => ({
  id,
  name,
  moments: PLACE_MOMENTS,
  basis,
  since: SINCE,
  appliesTo: (position) => position.type === type,
  ask: (asked) => ask(asked, term(asked.policy.numbers)),
  inputs: ({ position, start, policy }) => ({
    start,
    endsOn: position.endsOn,
    extension: position.extension?.reference ?? null,
    ...term(policy.numbers),
  }),
})

/** Participatiewet 10a: beyond the normal years only with a decision, and then elsewhere and with other work. */
const participationFindings = (asked: Asked, term: Term): Finding[] => {
  const { extension } = asked.position
  return termFindings(asked, term).map((one) => {
    if (one.code === 'term-over-normal')
      return finding('block', 'term-over-maximum', {
        maxMonths: term.normalMonths,
        lastDay: lastDayOfTerm(asked.start, term.normalMonths),
        endsOn: asked.position.endsOn ?? '',
      })
    if (one.code !== 'term-extended' || extension === null || extension.elsewhere === true) return one
    const { reference } = extension
    return extension.elsewhere === null
      ? finding('human', 'term-same-work-unknown', { reference })
      : finding('block', 'term-same-work', { reference })
  })
}

export const durations: readonly SafeguardRule[] = [
  termRule(
    'DSP-03a',
    'Duration: UWV trial placement',
    'UWV_TRIAL_PLACEMENT',
    { kind: 'policy', text: 'UWV Beleidsregels proefplaatsing 2013; page of UWV' },
    (numbers) => ({ normalMonths: numbers.uwvTrialNormalMonths, maxMonths: numbers.uwvTrialMaxMonths }),
  ),
  termRule(
    'DSP-03b',
    'Duration: municipal trial placement',
    'TRIAL_PLACEMENT',
    { kind: 'policy', text: 'Participatiewet art. 6(1)h and 8a, ordinance of the municipality; our numbers' },
    (numbers) => ({ normalMonths: numbers.trialNormalMonths, maxMonths: numbers.trialMaxMonths }),
  ),
  termRule(
    'DSP-03c',
    'Duration: wage-value trial',
    'WAGE_VALUE_TRIAL',
    { kind: 'law', text: 'Participatiewet art. 10d(3)' },
    (numbers) => ({ normalMonths: numbers.wageValueTrialMaxMonths, maxMonths: numbers.wageValueTrialMaxMonths }),
  ),
  termRule(
    'DSP-03d',
    'Duration: participation placement',
    'PARTICIPATION_PLACEMENT',
    { kind: 'law', text: 'Participatiewet art. 10a(1)(9)(10)' },
    (numbers) => ({ normalMonths: numbers.participationNormalMonths, maxMonths: numbers.participationMaxMonths }),
    participationFindings,
  ),
  termRule(
    'DSP-03e',
    'Duration: work experience',
    'WORK_EXPERIENCE',
    { kind: 'own', text: 'Ordinance or policy of the municipality; our numbers' },
    (numbers) => ({ normalMonths: numbers.workExperienceNormalMonths, maxMonths: numbers.workExperienceMaxMonths }),
  ),
]
