import type { PositionMotive } from '#db/values/positions.ts'
import { addDays, addMonths } from './calendar.ts'
import {
  type Asked,
  type Finding,
  finding,
  PLACE_MOMENTS,
  type SafeguardRule,
  SINCE_WHOLE,
  safeguardRule,
} from './rule.ts'
import { isSubsidised, isSubsidyUnknown, isTrial, isUnpaid } from './sets.ts'

export const additionality = safeguardRule({
  id: 'DSP-08',
  moments: PLACE_MOMENTS,
  tags: ['law', 'policy'],
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

const contractInputs = ({ position, start, lookBackFrom }: Asked) => ({
  isUnpaid: isUnpaid(position),
  endedContracts: position.staffing.endedContracts,
  start,
  lookBackFrom,
})

/**
 * @param months how far one looks back
 * @param until the last day that counts; null = what ends later counts too
 */
const contracts = (
  { isUnpaid: unpaid, endedContracts: ended, lookBackFrom }: ReturnType<typeof contractInputs>,
  months: number,
  until: string | null,
): Finding[] => {
  if (ended === null) return [finding('human', 'contracts-unknown', {})]
  const since = addMonths(lookBackFrom, -months)
  return ended
    .filter((one) => one.endedOn >= since && (until === null || one.endedOn <= until))
    .map(({ reason, endedOn }) => {
      const isForced = reason === 'dismissal' || reason === 'not-renewed' || reason === 'reorganisation'
      return finding(isForced && unpaid ? 'block' : 'human', 'contract-ended', { reason: reason ?? 'other', endedOn })
    })
}

const contractRow = {
  id: 'DSP-09',
  moments: PLACE_MOMENTS,
  tags: ['policy', 'own'],
  severity: 'block',
  appliesTo: (position) => isUnpaid(position) || isSubsidised(position),
} as const satisfies Partial<SafeguardRule>

/** One contract that ended long ago was read as knowledge of today. */
export const endedContractsOfNovember = safeguardRule({
  ...contractRow,
  until: '2026-11-21',
  inputs: contractInputs,
  ask: (inputs, { policy }) => contracts(inputs, policy.numbers.endedContractMonths, inputs.lookBackFrom),
})

/**
 * A contract that ended within the look-back is knowledge; where only older ones are known and nobody looked since, a person looks. A contract of which
 * the end is known and still to come counts as well: whoever leaves a week after a newcomer begins makes room all the same.
 */
export const endedContracts = safeguardRule({
  ...contractRow,
  version: 2,
  since: SINCE_WHOLE,
  inputs: (asked) => ({
    ...contractInputs(asked),
    contractsIncomplete: asked.position.staffing.contractsIncomplete ?? false,
    subsidyUnknown: isSubsidyUnknown(asked.position),
    // Absent in answers from before this was read: those stopped at the day from which they looked back.
    seesAhead: true,
  }),
  ask: ({ contractsIncomplete, subsidyUnknown, seesAhead, ...inputs }, { policy }) => {
    const found = contracts(inputs, policy.numbers.endedContractMonths, seesAhead ? null : inputs.lookBackFrom)
    if (contractsIncomplete && found.length === 0) found.push(finding('human', 'contracts-unknown', {}))
    // Of a subsidised place this rule and the shortage test are asked; that nobody said is for a person (ruling 3).
    return subsidyUnknown ? [finding('human', 'subsidy-unknown', {}), ...found] : found
  },
})

const vacancyInputs = ({ position }: Asked) => ({
  isTrial: isTrial(position),
  openVacancies: position.staffing.openVacancies,
  linkedVacancy: position.linkedVacancy,
})

const vacancies = ({
  isTrial: trial,
  openVacancies: open,
  linkedVacancy,
}: ReturnType<typeof vacancyInputs>): Finding[] => {
  if (linkedVacancy === true) return trial ? [] : [finding('human', 'vacancy-linked', {})]
  if (open === null) return [finding('human', 'vacancy-unknown', {})]
  if (open > 0)
    return linkedVacancy === null
      ? [finding('human', 'vacancy-unknown', {})]
      : [finding('block', 'vacancy-not-linked', { open })]
  return trial ? [finding('human', 'vacancy-none', {})] : []
}

const vacancyRow = {
  id: 'DSP-10',
  moments: PLACE_MOMENTS,
  tags: ['own'],
  severity: 'block',
  appliesTo: isUnpaid,
} as const satisfies Partial<SafeguardRule>

/** Read a tick that a vacancy belongs to a trial as proof that there is one. */
export const openVacancyOfNovember = safeguardRule({
  ...vacancyRow,
  until: '2026-11-21',
  inputs: vacancyInputs,
  ask: vacancies,
})

/** A trial may lead to a vacancy that is there: where none is open, or nobody answered, a tick alone goes past a person. */
export const openVacancy = safeguardRule({
  ...vacancyRow,
  version: 2,
  since: SINCE_WHOLE,
  inputs: (asked) => {
    const read = vacancyInputs(asked)
    // Absent in answers from before this was read.
    return read.linkedVacancy === true ? { ...read, isVacancyKnown: (read.openVacancies ?? 0) > 0 } : read
  },
  ask: (inputs) => {
    const found = vacancies(inputs)
    if (found.length > 0 || !('isVacancyKnown' in inputs) || inputs.isVacancyKnown) return found
    return [finding('human', inputs.openVacancies === null ? 'vacancy-unknown' : 'vacancy-none', {})]
  },
})

const dismissalInputs = ({ position, start, lookBackFrom }: Asked) => ({
  // The first version read silence as none, and keeps to it.
  dismissalRequests: position.staffing.dismissalRequests ?? [],
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
  inputs: dismissalInputs,
  ask: (inputs, { policy }) => requests(inputs, policy.numbers.dismissalWeeks),
})

/**
 * Asked at every moment, and with collective dismissals: those name no role, so a person looks. Where nobody looked a person looks too; a request that
 * was reported within the look-back is knowledge, an older one is not.
 */
export const dismissals = safeguardRule({
  ...dismissalRow,
  version: 2,
  since: SINCE_WHOLE,
  moments: PLACE_MOMENTS,
  tags: ['policy', 'own'],
  inputs: (asked) => ({
    ...dismissalInputs(asked),
    dismissalRequests: asked.position.staffing.dismissalRequests,
    dismissalsIncomplete: asked.position.staffing.dismissalsIncomplete ?? false,
    collectiveDismissals: asked.position.staffing.collectiveDismissals ?? null,
  }),
  ask: ({ dismissalRequests, dismissalsIncomplete, collectiveDismissals, ...inputs }, { policy }) => {
    const weeks = policy.numbers.dismissalWeeks
    const since = addDays(inputs.lookBackFrom, -7 * weeks)
    const found = requests({ ...inputs, dismissalRequests: dismissalRequests ?? [] }, weeks)
    const isKnown =
      dismissalRequests !== null && (!dismissalsIncomplete || dismissalRequests.some((one) => one.requestedOn >= since))
    if (!isKnown) found.push(finding('human', 'dismissals-unknown', {}))
    if (collectiveDismissals === null) found.push(finding('human', 'dismissal-collective-unknown', {}))
    for (const { on } of (collectiveDismissals ?? []).filter((one) => one.on >= since))
      found.push(finding('human', 'dismissal-collective', { on }))
    return found
  },
})

/** Publishing data is not mediation, proposing is (Waadi art. 1(2)): human at publish, block from proposing on. */
export const industrialAction = safeguardRule({
  id: 'DSP-12',
  moments: ['publish', 'propose', 'disclose', 'start'],
  tags: ['law'],
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
  severity: 'block',
  appliesTo: isUnpaid,
  inputs: ({ position }) => ({ motive: position.motive }),
  ask: ({ motive: given }) => {
    if (given === null) return [finding('human', 'motive-unknown', {})]
    return COVERS.includes(given) ? [finding('block', 'motive-not-allowed', { motive: given })] : []
  },
})
