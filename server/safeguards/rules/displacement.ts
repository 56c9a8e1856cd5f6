import type { PositionMotive } from '#db/values/positions.ts'
import { addDays, addMonths } from './calendar.ts'
import { type Asked, type Finding, finding, PLACE_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'
import { isSubsidised, isTrial, isUnpaid } from './sets.ts'

export const additionality = safeguardRule({
  id: 'DSP-08',
  moments: PLACE_MOMENTS,
  tags: ['law', 'policy'],
  source: 'Participatiewet art. 9(1)c and 10a(2); letter of the minister of SZW of 10-12-2014 (2014Z20792); ruling 6',
  severity: 'block',
  appliesTo: (position) => isUnpaid(position) || position.type === 'INTERNSHIP',
  inputs: ({ position }) => ({
    isTrial: isTrial(position),
    replacesPerson: position.replacesPerson,
    supernumerary: position.supernumerary,
    regularTaskShare: position.regularTaskShare,
  }),
  ask: ({ isTrial: trial, replacesPerson, supernumerary, regularTaskShare }) => {
    const found: Finding[] = []
    if (replacesPerson === true) found.push(finding('block', 'replaces-person', {}))
    // A trial is meant to lead into regular work: only whether somebody is replaced counts (ruling 6).
    if (trial) {
      if (replacesPerson === null) found.push(finding('human', 'replaces-person-unknown', {}))
      return found
    }
    if (supernumerary === false) found.push(finding('block', 'not-supernumerary', {}))
    if (supernumerary === null) found.push(finding('human', 'supernumerary-unknown', {}))
    if (regularTaskShare === null) found.push(finding('human', 'regular-tasks-unknown', {}))
    return found
  },
})

export const endedContracts = safeguardRule({
  id: 'DSP-09',
  moments: PLACE_MOMENTS,
  tags: ['policy', 'own'],
  source: 'Displacement clause of the Participatiewet; Meldpunt Verdringing 2017; our term',
  severity: 'block',
  appliesTo: (position) => isUnpaid(position) || isSubsidised(position),
  inputs: ({ position, start, lookBackFrom }) => ({
    isUnpaid: isUnpaid(position),
    endedContracts: position.staffing.endedContracts,
    start,
    lookBackFrom,
  }),
  ask: ({ isUnpaid: unpaid, endedContracts: contracts, lookBackFrom }, { policy }) => {
    if (contracts === null) return [finding('human', 'contracts-unknown', {})]
    const since = addMonths(lookBackFrom, -policy.numbers.endedContractMonths)
    return contracts
      .filter((one) => one.endedOn >= since && one.endedOn <= lookBackFrom)
      .map(({ reason, endedOn }) => {
        const isForced = reason === 'dismissal' || reason === 'not-renewed' || reason === 'reorganisation'
        return finding(isForced && unpaid ? 'block' : 'human', 'contract-ended', { reason: reason ?? 'other', endedOn })
      })
  },
})

export const openVacancy = safeguardRule({
  id: 'DSP-10',
  moments: PLACE_MOMENTS,
  tags: ['own'],
  source: 'Additionality; Verdringingsprotocol 2016; ruling 6',
  severity: 'block',
  appliesTo: isUnpaid,
  inputs: ({ position }) => ({
    isTrial: isTrial(position),
    openVacancies: position.staffing.openVacancies,
    linkedVacancy: position.linkedVacancy,
  }),
  ask: ({ isTrial: trial, openVacancies: open, linkedVacancy }) => {
    if (linkedVacancy === true) return trial ? [] : [finding('human', 'vacancy-linked', {})]
    if (open === null) return [finding('human', 'vacancy-unknown', {})]
    if (open > 0)
      return linkedVacancy === null
        ? [finding('human', 'vacancy-unknown', {})]
        : [finding('block', 'vacancy-not-linked', { open })]
    return trial ? [finding('human', 'vacancy-none', {})] : []
  },
})

const dismissalInputs = ({ position, start, lookBackFrom }: Asked) => ({
  dismissalRequests: position.staffing.dismissalRequests,
  start,
  lookBackFrom,
})

const requests = (
  { dismissalRequests, lookBackFrom }: ReturnType<typeof dismissalInputs>,
  weeks: number,
): Finding[] => {
  const since = addDays(lookBackFrom, -7 * weeks)
  return dismissalRequests
    .filter((one) => one.requestedOn >= since && one.offered !== 'by-officer')
    .map(({ sameRole, requestedOn: on, offered }) => {
      if (offered === 'by-employer') return finding('human', 'dismissal-offer-unchecked', { on })
      return sameRole
        ? finding('block', 'dismissal-same-role', { on, weeks })
        : finding('human', 'dismissal-other-role', { on })
    })
}

const dismissalRow = { id: 'DSP-11', severity: 'block', appliesTo: () => true } as const

/**
 * Whoever had to go comes first, for paid places too; an employer's own word that they did goes past a person. Recorded from own knowledge and
 * not verified, so shown as policy.
 */
export const dismissalsOfNovember = safeguardRule({
  ...dismissalRow,
  until: '2026-11-21',
  moments: ['publish', 'start'],
  tags: ['policy'],
  source: 'BW 7:669 and 7:681-682, own knowledge, to be verified; our reading of 2026-11-22',
  inputs: dismissalInputs,
  ask: (inputs, { policy }) => requests(inputs, policy.numbers.dismissalWeeks),
})

/** Asked at every moment, and with collective dismissals: those name no role, so a person looks. */
export const dismissals = safeguardRule({
  ...dismissalRow,
  version: 2,
  since: SINCE_WHOLE,
  moments: PLACE_MOMENTS,
  tags: ['policy', 'own'],
  source: 'BW 7:669 and 7:681-682 (26 weeks), own knowledge, to be verified; displacement clause; our reading',
  inputs: (asked) => ({
    ...dismissalInputs(asked),
    collectiveDismissals: asked.position.staffing.collectiveDismissals ?? [],
  }),
  ask: ({ collectiveDismissals, ...inputs }, { policy }) => {
    const since = addDays(inputs.lookBackFrom, -7 * policy.numbers.dismissalWeeks)
    return [
      ...requests(inputs, policy.numbers.dismissalWeeks),
      ...collectiveDismissals
        .filter((one) => one.on >= since)
        .map(({ on }) => finding('human', 'dismissal-collective', { on })),
    ]
  },
})

/** Publishing data is not mediation, proposing is (Waadi art. 1(2)): human at publish, block from proposing on. */
export const industrialAction = safeguardRule({
  id: 'DSP-12',
  moments: ['publish', 'propose', 'disclose', 'start'],
  tags: ['law'],
  source: 'Waadi art. 3(2) and 10; ruling 8',
  severity: 'block',
  appliesTo: () => true,
  inputs: ({ position }) => ({ industrialAction: position.staffing.industrialAction }),
  ask: ({ industrialAction: action }, { moment }) => {
    if (action === null) return [finding('human', 'industrial-action-unknown', {})]
    return action ? [finding(moment === 'publish' ? 'human' : 'block', 'industrial-action', {})] : []
  },
})

const COVERS: readonly PositionMotive[] = ['sickness', 'peak', 'holiday', 'seasonal']

export const motive = safeguardRule({
  id: 'DSP-13',
  moments: PLACE_MOMENTS,
  tags: ['own'],
  source: 'Additionality: an unpaid place is extra',
  severity: 'block',
  appliesTo: isUnpaid,
  inputs: ({ position }) => ({ motive: position.motive }),
  ask: ({ motive: given }) => {
    if (given === null) return [finding('human', 'motive-unknown', {})]
    return COVERS.includes(given) ? [finding('block', 'motive-not-allowed', { motive: given })] : []
  },
})
