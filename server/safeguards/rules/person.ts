import { finding, PLACE_MOMENTS, type SafeguardRule, SINCE } from './rule.ts'

export const rightToWork: SafeguardRule = {
  id: 'DSP-18',
  name: 'Right to work',
  moments: ['start', 'extend'],
  basis: {
    kind: 'law',
    text: 'Wet arbeid vreemdelingen art. 2 and 4; recorded permit and notice to UWV: policy 2026-11, ruling 21',
  },
  since: SINCE,
  appliesTo: () => true,
  ask: ({ person, start }) => {
    if (person === null || !person.mayWork.known) return [finding('human', 'right-to-work-unknown', {})]
    const { allowed, from, until } = person.mayWork
    if (!allowed) return [finding('block', 'right-to-work-missing', {})]
    if (from !== null && from > start) return [finding('block', 'right-to-work-later', { from, start })]
    if (until !== null && until < start) return [finding('block', 'right-to-work-ended', { until, start })]
    if (person.paper === 'permit') return [finding('human', 'right-to-work-permit', {})]
    if (person.paper === 'notice') return [finding('human', 'right-to-work-notice', {})]
    return []
  },
  inputs: ({ person, start }) => ({ mayWork: person?.mayWork ?? null, paper: person?.paper ?? null, start }),
}

export const neverAFee: SafeguardRule = {
  id: 'DSP-26',
  name: 'Never a fee from the newcomer',
  moments: PLACE_MOMENTS,
  basis: { kind: 'law', text: 'Waadi art. 3(1) and 9' },
  since: SINCE,
  appliesTo: () => true,
  ask: ({ position: { feeCents } }) => {
    if (feeCents === null) return [finding('human', 'fee-unknown', {})]
    return feeCents > 0 ? [finding('block', 'fee-asked', { cents: feeCents })] : []
  },
  inputs: ({ position }) => ({ feeCents: position.feeCents }),
}

export const consent: SafeguardRule = {
  id: 'DSP-33',
  name: 'The newcomer says yes',
  moments: ['disclose', 'start'],
  basis: { kind: 'own', text: 'GDPR art. 5-7 and 25; ruling 9' },
  since: SINCE,
  appliesTo: () => true,
  ask: ({ person }) => (person === null || person.consentAt === null ? [finding('block', 'consent-missing', {})] : []),
  inputs: ({ person }) => ({ consentAt: person?.consentAt ?? null }),
}
