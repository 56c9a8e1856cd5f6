import type { PositionMotive } from '#db/values/positions.ts'
import { addDays, addMonths } from './calendar.ts'
import { type Finding, finding, PLACE_MOMENTS, type SafeguardRule, SINCE } from './rule.ts'
import { isSubsidised, isTrial, isUnpaid } from './sets.ts'

export const additionality: SafeguardRule = {
  id: 'DSP-08',
  name: 'Additionality',
  moments: PLACE_MOMENTS,
  basis: {
    kind: 'law',
    text: 'Participatiewet art. 9(1)c and 10a(2); letter of the minister of SZW of 10-12-2014 (2014Z20792); ruling 6',
  },
  since: SINCE,
  appliesTo: (position) => isUnpaid(position) || position.type === 'INTERNSHIP',
  ask: ({ position }) => {
    const { replacesPerson, supernumerary, regularTaskShare } = position
    const found: Finding[] = []
    if (replacesPerson === true) found.push(finding('block', 'replaces-person', {}))
    // A trial is meant to lead into regular work: only whether somebody is replaced counts (ruling 6).
    if (isTrial(position)) {
      if (replacesPerson === null) found.push(finding('human', 'replaces-person-unknown', {}))
      return found
    }
    if (supernumerary === false) found.push(finding('block', 'not-supernumerary', {}))
    if (supernumerary === null) found.push(finding('human', 'supernumerary-unknown', {}))
    if (regularTaskShare === null) found.push(finding('human', 'regular-tasks-unknown', {}))
    return found
  },
  inputs: ({ position }) => ({
    replacesPerson: position.replacesPerson,
    supernumerary: position.supernumerary,
    regularTaskShare: position.regularTaskShare,
  }),
}

export const endedContracts: SafeguardRule = {
  id: 'DSP-09',
  name: 'Recently ended paid work in the same role',
  moments: PLACE_MOMENTS,
  basis: { kind: 'policy', text: 'Displacement clause of the Participatiewet; Meldpunt Verdringing 2017; our term' },
  since: SINCE,
  appliesTo: (position) => isUnpaid(position) || isSubsidised(position),
  ask: ({ position, policy, lookBackFrom }) => {
    const contracts = position.staffing.endedContracts
    if (contracts === null) return [finding('human', 'contracts-unknown', {})]
    const since = addMonths(lookBackFrom, -policy.numbers.endedContractMonths)
    return contracts
      .filter((one) => one.endedOn >= since && one.endedOn <= lookBackFrom)
      .map(({ reason, endedOn }) => {
        const isForced = reason === 'dismissal' || reason === 'not-renewed' || reason === 'reorganisation'
        return finding(isForced && isUnpaid(position) ? 'block' : 'human', 'contract-ended', {
          reason: reason ?? 'other',
          endedOn,
        })
      })
  },
  inputs: ({ position, start, lookBackFrom }) => ({
    endedContracts: position.staffing.endedContracts,
    start,
    lookBackFrom,
  }),
}

export const openVacancy: SafeguardRule = {
  id: 'DSP-10',
  name: 'Open paid vacancy for the same role',
  moments: PLACE_MOMENTS,
  basis: { kind: 'own', text: 'Additionality; Verdringingsprotocol 2016; ruling 6' },
  since: SINCE,
  appliesTo: isUnpaid,
  ask: ({ position }) => {
    const { linkedVacancy } = position
    const open = position.staffing.openVacancies
    if (linkedVacancy === true) return isTrial(position) ? [] : [finding('human', 'vacancy-linked', {})]
    if (open === null) return [finding('human', 'vacancy-unknown', {})]
    if (open > 0)
      return linkedVacancy === null
        ? [finding('human', 'vacancy-unknown', {})]
        : [finding('block', 'vacancy-not-linked', { open })]
    return isTrial(position) ? [finding('human', 'vacancy-none', {})] : []
  },
  inputs: ({ position }) => ({
    openVacancies: position.staffing.openVacancies,
    linkedVacancy: position.linkedVacancy,
  }),
}

/**
 * Whoever had to go comes first, for paid places too; an employer's own word that they did goes past a person. Recorded from own knowledge and
 * not verified, so shown as policy.
 */
export const dismissals: SafeguardRule = {
  id: 'DSP-11',
  name: 'Dismissal requests',
  moments: ['publish', 'start'],
  basis: { kind: 'policy', text: 'BW 7:669 and 7:681-682, own knowledge, to be verified; our reading of 2026-11-22' },
  since: SINCE,
  appliesTo: () => true,
  ask: ({ position, policy, lookBackFrom }) => {
    const weeks = policy.numbers.dismissalWeeks
    const since = addDays(lookBackFrom, -7 * weeks)
    return position.staffing.dismissalRequests
      .filter((one) => one.requestedOn >= since && one.offered !== 'by-officer')
      .map(({ sameRole, requestedOn: on, offered }) => {
        if (offered === 'by-employer') return finding('human', 'dismissal-offer-unchecked', { on })
        return sameRole
          ? finding('block', 'dismissal-same-role', { on, weeks })
          : finding('human', 'dismissal-other-role', { on })
      })
  },
  inputs: ({ position, start, lookBackFrom }) => ({
    dismissalRequests: position.staffing.dismissalRequests,
    start,
    lookBackFrom,
  }),
}

/** Publishing data is not mediation, proposing is (Waadi art. 1(2)): human at publish, block from proposing on. */
export const industrialAction: SafeguardRule = {
  id: 'DSP-12',
  name: 'Industrial action',
  moments: ['publish', 'propose', 'disclose', 'start'],
  basis: { kind: 'law', text: 'Waadi art. 3(2) and 10; ruling 8' },
  since: SINCE,
  appliesTo: () => true,
  ask: ({ moment, position }) => {
    const action = position.staffing.industrialAction
    if (action === null) return [finding('human', 'industrial-action-unknown', {})]
    return action ? [finding(moment === 'publish' ? 'human' : 'block', 'industrial-action', {})] : []
  },
  inputs: ({ position }) => ({ industrialAction: position.staffing.industrialAction }),
}

const COVERS: readonly PositionMotive[] = ['sickness', 'peak', 'holiday', 'seasonal']

export const motive: SafeguardRule = {
  id: 'DSP-13',
  name: 'No cover for sickness, peak or holiday',
  moments: PLACE_MOMENTS,
  basis: { kind: 'own', text: 'Additionality: an unpaid place is extra' },
  since: SINCE,
  appliesTo: isUnpaid,
  ask: ({ position }) => {
    if (position.motive === null) return [finding('human', 'motive-unknown', {})]
    return COVERS.includes(position.motive) ? [finding('block', 'motive-not-allowed', { motive: position.motive })] : []
  },
  inputs: ({ position }) => ({ motive: position.motive }),
}
