import { type Finding, finding, PLACE_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'

/**
 * The whole term is tested, not only the start: a secondment that runs past the day of admission without one needs a person, and one
 * that starts on or after it is blocked (ruling 10). Whoever is in transition counts as admitted. No end stated runs past.
 */
export const secondment = safeguardRule({
  id: 'DSP-25',
  since: SINCE_WHOLE,
  moments: PLACE_MOMENTS,
  tags: ['law'],
  severity: 'block',
  appliesTo: ({ type }) => type === 'SECONDMENT',
  inputs: ({ position, start }) => ({
    registered: position.lender?.registered ?? null,
    admission: position.lender?.admission ?? null,
    paysAsHost: position.lender?.paysAsHost ?? null,
    start,
    endsOn: position.endsOn,
  }),
  ask: ({ registered, admission, paysAsHost, start, endsOn }, { policy }) => {
    const from = policy.lenderAdmissionFrom
    const found: Finding[] = []
    if (registered === null) found.push(finding('human', 'lender-unknown', {}))
    if (registered === false) found.push(finding('block', 'lender-not-registered', {}))
    if (endsOn === null || endsOn >= from) {
      if (admission === null) found.push(finding('human', 'lender-admission-unknown', { from }))
      if (admission === 'none')
        found.push(finding(start >= from ? 'block' : 'human', 'lender-admission-missing', { from }))
    }
    if (paysAsHost === null) found.push(finding('human', 'lender-pay-unknown', {}))
    if (paysAsHost === false) found.push(finding('block', 'lender-pay-below', {}))
    return found
  },
})
