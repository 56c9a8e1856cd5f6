import { type Finding, finding, PLACE_MOMENTS, type SafeguardRule, SINCE } from './rule.ts'
import { isTrial, isUnpaid, isUnpaidWork } from './sets.ts'

/** The decision exists only at the start: missing warns at publish and blocks at the start (ruling 1). */
export const namedInstrument: SafeguardRule = {
  id: 'DSP-02',
  name: 'Unpaid work only inside a named instrument with a decision',
  moments: ['publish', 'start', 'extend'],
  basis: { kind: 'law', text: 'Participatiewet art. 6(1)h, 7(1)a, 10a, 10d(3); UWV Beleidsregels proefplaatsing 2013' },
  since: SINCE,
  appliesTo: isUnpaidWork,
  ask: ({ moment, position, start }) => {
    const { decision, endsOn } = position
    const hard = moment === 'publish' ? 'warn' : 'block'
    if (decision === null) return [finding(hard, 'decision-missing', {})]
    const { reference, from, until } = decision
    if ((from !== null && from > start) || (until !== null && until < start))
      return [finding(hard, 'decision-not-valid', { reference, from: from ?? '', until: until ?? '', start })]
    if (until !== null && endsOn !== null && until < endsOn)
      return [finding(moment === 'publish' ? 'warn' : 'human', 'decision-ends-early', { reference, until, endsOn })]
    return []
  },
  inputs: ({ position, start }) => ({ decision: position.decision, start, endsOn: position.endsOn }),
}

export const intention: SafeguardRule = {
  id: 'DSP-04',
  name: 'Written intention to employ',
  moments: PLACE_MOMENTS,
  basis: { kind: 'policy', text: 'UWV: intention of at least 6 months and at least the same hours, on paper' },
  since: SINCE,
  appliesTo: ({ type }) => type === 'TRIAL_PLACEMENT' || type === 'UWV_TRIAL_PLACEMENT',
  ask: ({ position, policy }) => {
    const { intent } = position
    if (intent === null) return [finding('human', 'intention-missing', {})]
    const found: Finding[] = []
    const needed = policy.numbers.intentionMonths
    if (!intent.signed) found.push(finding('block', 'intention-not-signed', {}))
    const missing = [intent.months === null ? 'months' : '', intent.hours === null ? 'hours' : ''].filter(Boolean)
    if (missing.length > 0) found.push(finding('human', 'intention-unclear', { missing: missing.join(',') }))
    if (intent.months !== null && intent.months < needed)
      found.push(finding('block', 'intention-too-short', { months: intent.months, needed }))
    if (intent.hours !== null && intent.hours < position.hoursPerWeek)
      found.push(finding('block', 'intention-too-few-hours', { hours: intent.hours, needed: position.hoursPerWeek }))
    return found
  },
  inputs: ({ position }) => ({ intent: position.intent, hoursPerWeek: position.hoursPerWeek }),
}

export const followUp: SafeguardRule = {
  id: 'DSP-28',
  name: 'Follow-up stated',
  moments: PLACE_MOMENTS,
  basis: {
    kind: 'policy',
    text: 'UWV intention rule; letter of SZW to the SER of 13-4-2018 (lasting inflow); ruling 11',
  },
  since: SINCE,
  appliesTo: (position) =>
    isUnpaidWork(position) || position.type === 'APPRENTICESHIP_BBL' || position.type === 'PRACTICAL_LEARNING',
  ask: ({ position }) => {
    const hard = isTrial(position) ? 'block' : 'human'
    if (position.followUp === null || position.followUp === 'unknown') return [finding(hard, 'follow-up-missing', {})]
    return position.followUp === 'none' ? [finding(hard, 'follow-up-none', {})] : []
  },
  inputs: ({ position }) => ({ followUp: position.followUp }),
}

/** Insurance is arranged for the start: missing warns at publish, blocks at the start (ruling 1). */
export const insurance: SafeguardRule = {
  id: 'DSP-29',
  name: 'Insurance',
  moments: ['publish', 'start'],
  basis: { kind: 'policy', text: 'UWV: liability insurance during a trial' },
  since: SINCE,
  appliesTo: isUnpaid,
  ask: ({ moment, position }) =>
    (['liability', 'accident'] as const).flatMap((kind) => {
      const insured = position.insured[kind]
      if (insured === true) return []
      if (moment === 'publish') return [finding('warn', 'insurance-missing', { kind })]
      return insured === null
        ? [finding('human', 'insurance-unknown', { kind })]
        : [finding('block', 'insurance-missing', { kind })]
    }),
  inputs: ({ position }) => ({ insured: position.insured }),
}
