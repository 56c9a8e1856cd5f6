import { type Finding, finding, PLACE_MOMENTS, safeguardRule } from './rule.ts'
import { isTrial, isUnpaid, isUnpaidWork } from './sets.ts'

/** The decision exists only at the start: missing warns at publish and blocks at the start (ruling 1). */
export const namedInstrument = safeguardRule({
  id: 'DSP-02',
  moments: ['publish', 'start', 'extend'],
  tags: ['law'],
  severity: 'block',
  appliesTo: isUnpaidWork,
  inputs: ({ position, start }) => ({ decision: position.decision, start, endsOn: position.endsOn }),
  ask: ({ decision, start, endsOn }, { moment }) => {
    const hard = moment === 'publish' ? 'warn' : 'block'
    if (decision === null) return [finding(hard, 'decision-missing', {})]
    const { reference, from, until } = decision
    if ((from !== null && from > start) || (until !== null && until < start))
      return [finding(hard, 'decision-not-valid', { reference, from: from ?? '', until: until ?? '', start })]
    if (until !== null && endsOn !== null && until < endsOn)
      return [finding(moment === 'publish' ? 'warn' : 'human', 'decision-ends-early', { reference, until, endsOn })]
    return []
  },
})

export const intention = safeguardRule({
  id: 'DSP-04',
  moments: PLACE_MOMENTS,
  tags: ['policy'],
  severity: 'block',
  appliesTo: ({ type }) => type === 'TRIAL_PLACEMENT' || type === 'UWV_TRIAL_PLACEMENT',
  inputs: ({ position }) => ({ intent: position.intent, hoursPerWeek: position.hoursPerWeek }),
  ask: ({ intent, hoursPerWeek }, { policy }) => {
    if (intent === null) return [finding('human', 'intention-missing', {})]
    const found: Finding[] = []
    const needed = policy.numbers.intentionMonths
    if (!intent.signed) found.push(finding('block', 'intention-not-signed', {}))
    const missing = [intent.months === null ? 'months' : '', intent.hours === null ? 'hours' : ''].filter(Boolean)
    if (missing.length > 0) found.push(finding('human', 'intention-unclear', { missing: missing.join(',') }))
    if (intent.months !== null && intent.months < needed)
      found.push(finding('block', 'intention-too-short', { months: intent.months, needed }))
    if (intent.hours !== null && intent.hours < hoursPerWeek)
      found.push(finding('block', 'intention-too-few-hours', { hours: intent.hours, needed: hoursPerWeek }))
    return found
  },
})

export const followUp = safeguardRule({
  id: 'DSP-28',
  moments: PLACE_MOMENTS,
  tags: ['policy', 'own'],
  severity: 'block',
  appliesTo: (position) =>
    isUnpaidWork(position) || position.type === 'APPRENTICESHIP_BBL' || position.type === 'PRACTICAL_LEARNING',
  inputs: ({ position }) => ({ isTrial: isTrial(position), followUp: position.followUp }),
  ask: ({ isTrial: trial, followUp: offer }) => {
    const hard = trial ? 'block' : 'human'
    if (offer === null || offer === 'unknown') return [finding(hard, 'follow-up-missing', {})]
    return offer === 'none' ? [finding(hard, 'follow-up-none', {})] : []
  },
})

/** Insurance is arranged for the start: missing warns at publish, blocks at the start (ruling 1). */
export const insurance = safeguardRule({
  id: 'DSP-29',
  moments: ['publish', 'start'],
  tags: ['policy'],
  severity: 'block',
  appliesTo: isUnpaid,
  inputs: ({ position }) => ({ insured: position.insured }),
  ask: ({ insured }, { moment }) =>
    (['liability', 'accident'] as const).flatMap((kind) => {
      if (insured[kind] === true) return []
      if (moment === 'publish') return [finding('warn', 'insurance-missing', { kind })]
      return insured[kind] === null
        ? [finding('human', 'insurance-unknown', { kind })]
        : [finding('block', 'insurance-missing', { kind })]
    }),
})
