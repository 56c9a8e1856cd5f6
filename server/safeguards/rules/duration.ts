import type { PositionType } from '#db/values/positions.ts'
import { addMonths, lastDayOfTerm } from './calendar.ts'
import type { PositionSafeguardFacts } from './facts.ts'
import type { SafeguardNumbers } from './policy.ts'
import {
  type Asked,
  type Finding,
  finding,
  PLACE_MOMENTS,
  type SafeguardRule,
  SINCE_WHOLE,
  safeguardRule,
} from './rule.ts'
import type { RuleId } from './titles.ts'

type Term = { normalMonths: number; maxMonths: number }
type TermInputs = { start: string; endsOn: string | null; extension: PositionSafeguardFacts['extension'] }

/** A recorded extension decision that covers the term turns human into ok and is named (ruling 11). */
const extended = ({ extension }: TermInputs, endsOn: string): Finding | null =>
  extension !== null && extension.until >= endsOn
    ? finding('ok', 'term-extended', { reference: extension.reference, until: extension.until })
    : null

const termFindings = (inputs: TermInputs, { normalMonths, maxMonths }: Term): Finding[] => {
  const { start, endsOn } = inputs
  if (endsOn === null) return [finding('human', 'term-unknown', { normalMonths, maxMonths })]
  const lastDay = lastDayOfTerm(start, maxMonths)
  if (endsOn > lastDay) return [finding('block', 'term-over-maximum', { maxMonths, lastDay, endsOn })]
  const normalDay = lastDayOfTerm(start, normalMonths)
  if (endsOn <= normalDay) return []
  return [
    extended(inputs, endsOn) ??
      finding('human', 'term-over-normal', { normalMonths, maxMonths, lastDay: normalDay, endsOn }),
  ]
}

const termInputs = ({ position, start }: Asked): TermInputs => ({
  start,
  endsOn: position.endsOn,
  extension: position.extension,
})

const termRule = (
  id: RuleId,
  type: PositionType,
  tags: SafeguardRule['tags'],
  term: (numbers: SafeguardNumbers) => Term,
): SafeguardRule =>
  safeguardRule({
    id,
    moments: PLACE_MOMENTS,
    tags,
    severity: 'block',
    appliesTo: (position) => position.type === type,
    inputs: termInputs,
    ask: (inputs, { policy }) => termFindings(inputs, term(policy.numbers)),
  })

/** Participatiewet 10a: beyond the normal years only with a decision, and then elsewhere and with other work. */
const participationFindings = (
  inputs: TermInputs,
  { participationNormalMonths, participationMaxMonths }: SafeguardNumbers,
) => {
  const { extension, endsOn, start } = inputs
  const term = { normalMonths: participationNormalMonths, maxMonths: participationMaxMonths }
  return termFindings(inputs, term).map((one) => {
    if (one.code === 'term-over-normal')
      return finding('block', 'term-over-maximum', {
        maxMonths: term.normalMonths,
        lastDay: lastDayOfTerm(start, term.normalMonths),
        endsOn: endsOn ?? '',
      })
    if (one.code !== 'term-extended' || extension === null || extension.elsewhere === true) return one
    const { reference } = extension
    return extension.elsewhere === null
      ? finding('human', 'term-same-work-unknown', { reference })
      : finding('block', 'term-same-work', { reference })
  })
}

const participation = {
  id: 'DSP-03d',
  moments: PLACE_MOMENTS,
  tags: ['law'],
  severity: 'block',
  appliesTo: (position: PositionSafeguardFacts) => position.type === 'PARTICIPATION_PLACEMENT',
} as const

export const durations: readonly SafeguardRule[] = [
  termRule('DSP-03a', 'UWV_TRIAL_PLACEMENT', ['policy'], (numbers) => ({
    normalMonths: numbers.uwvTrialNormalMonths,
    maxMonths: numbers.uwvTrialMaxMonths,
  })),
  termRule('DSP-03b', 'TRIAL_PLACEMENT', ['policy', 'own'], (numbers) => ({
    normalMonths: numbers.trialNormalMonths,
    maxMonths: numbers.trialMaxMonths,
  })),
  termRule('DSP-03c', 'WAGE_VALUE_TRIAL', ['law'], (numbers) => ({
    normalMonths: numbers.wageValueTrialMaxMonths,
    maxMonths: numbers.wageValueTrialMaxMonths,
  })),
  safeguardRule({
    ...participation,
    until: '2026-11-21',
    inputs: termInputs,
    ask: (inputs, { policy }) => participationFindings(inputs, policy.numbers),
  }),
  // Earlier months count from a start that lies as much earlier; at publish nobody is known, so the term alone is asked.
  safeguardRule({
    ...participation,
    version: 2,
    since: SINCE_WHOLE,
    inputs: (asked) => ({
      ...termInputs(asked),
      earlierMonths:
        asked.moment === 'publish' || asked.moment === 'propose' ? 0 : (asked.person?.participationMonths ?? null),
    }),
    ask: ({ earlierMonths, ...inputs }, { policy }) => {
      if (earlierMonths === null)
        return [...participationFindings(inputs, policy.numbers), finding('human', 'participation-months-unknown', {})]
      return participationFindings({ ...inputs, start: addMonths(inputs.start, -earlierMonths) }, policy.numbers)
    },
  }),
  termRule('DSP-03e', 'WORK_EXPERIENCE', ['own'], (numbers) => ({
    normalMonths: numbers.workExperienceNormalMonths,
    maxMonths: numbers.workExperienceMaxMonths,
  })),
]
