import { type Finding, finding, PLACE_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'
import { isUnpaidWork } from './sets.ts'

/** More than half productive: an employment contract is likely, and the minimum wage due. */
export const learningPredominates = safeguardRule({
  id: 'DSP-16',
  since: SINCE_WHOLE,
  moments: PLACE_MOMENTS,
  tags: ['policy', 'own'],
  severity: 'human',
  appliesTo: (position) => isUnpaidWork(position) || position.type === 'INTERNSHIP',
  inputs: ({ position }) => ({ productiveShare: position.productiveShare ?? null }),
  ask: ({ productiveShare: share }, { policy }) => {
    const most = policy.numbers.productiveSharePercent
    if (share === null) return [finding('human', 'productive-share-unknown', { most })]
    return share > most ? [finding('human', 'productive-share-high', { share, most })] : []
  },
})

const SIGNERS = ['school', 'company', 'student'] as const

/** The agreement exists only at the start: missing warns at publish, blocks at the start (ruling 1); an unknown student signs later. */
export const recognisedCompany = safeguardRule({
  id: 'DSP-17',
  since: SINCE_WHOLE,
  moments: PLACE_MOMENTS,
  tags: ['law', 'policy'],
  severity: 'block',
  appliesTo: ({ type }) => type === 'APPRENTICESHIP_BBL' || type === 'PRACTICAL_LEARNING',
  inputs: ({ position }) => ({
    recognised: position.recognition?.recognised ?? null,
    crebo: position.recognition?.crebo ?? null,
    signedBy: position.agreementSignedBy ?? null,
  }),
  ask: ({ recognised, crebo, signedBy }, { moment }) => {
    const found: Finding[] = []
    if (recognised === null) found.push(finding('human', 'recognition-unknown', {}))
    if (recognised === false) found.push(finding('block', 'recognition-missing', { crebo: crebo ?? '' }))
    if (moment === 'propose') return found
    const missing = SIGNERS.filter((one) => !signedBy?.includes(one))
    if (missing.length > 0)
      found.push(finding(moment === 'publish' ? 'warn' : 'block', 'agreement-missing', { missing: missing.join(',') }))
    return found
  },
})
