import { addMonths } from './calendar.ts'
import { asksAsylum, asksDisplaced, asksVolunteer, rightItself } from './person.ts'
import { type Finding, finding, PERSON_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'
import { workingDaysBefore } from './workdays.ts'

const row = { since: SINCE_WHOLE, about: 'person', moments: PERSON_MOMENTS, severity: 'block' } as const

/** Whole calendar months from a day to a later one; below zero never. */
const monthsBetween = (from: string, to: string): number => {
  let months = 0
  while (addMonths(from, months + 1) <= to) months += 1
  return months
}

/** No cap of 24 weeks: it is void (Raad van State 29-11-2023). What is stored is how long somebody waited, never since when. */
export const asylumSeeker = safeguardRule({
  id: 'DSP-19',
  ...row,
  tags: ['law', 'policy'],
  source:
    'Wet arbeid vreemdelingen art. 8(2) and its decree 6.2; Raad van State 29-11-2023; letter of SZW 3-11-2025; months: ruling 9',
  appliesTo: asksAsylum,
  inputs: ({ person, start }) => {
    const asylum = person?.asylum ?? null
    const appliedOn = asylum?.appliedOn ?? null
    return {
      start,
      waitedMonths: appliedOn === null ? null : monthsBetween(appliedOn, start),
      // null = nobody recorded a permit, which is the same as none on the first day.
      permitUntil: asylum?.permit?.until ?? null,
      isCardChecked: asylum?.cardChecked ?? false,
      isLowChance: asylum?.lowChance ?? false,
    }
  },
  ask: ({ start, waitedMonths: months, permitUntil, isCardChecked, isLowChance }, { policy }) => {
    const needed = policy.numbers.asylumWaitMonths
    const found: Finding[] = []
    if (months === null) found.push(finding('human', 'asylum-wait-unknown', { needed }))
    else if (months < needed) found.push(finding('block', 'asylum-wait', { months, needed }))
    if (permitUntil === null) found.push(finding('block', 'asylum-permit-missing', {}))
    else if (permitUntil < start) found.push(finding('block', 'asylum-permit-ended', { until: permitUntil, start }))
    if (!isCardChecked) found.push(finding('human', 'asylum-card-unchecked', {}))
    if (isLowChance) found.push(finding('human', 'asylum-low-chance', {}))
    return found
  },
})

export const asylumVolunteer = safeguardRule({
  id: 'DSP-20',
  ...row,
  tags: ['policy'],
  source: 'UWV: volunteer declaration of the organisation',
  appliesTo: asksVolunteer,
  inputs: ({ position, start }) => ({ declaration: position.volunteerDeclaration ?? null, start }),
  ask: ({ declaration, start }) => {
    if (declaration === null) return [finding('human', 'volunteer-declaration-unknown', {})]
    if (!declaration.given) return [finding('block', 'volunteer-declaration-missing', {})]
    return declaration.until !== null && declaration.until < start
      ? [finding('block', 'volunteer-declaration-ended', { until: declaration.until, start })]
      : []
  },
})

/** The right itself comes first, as in 18; an exemption has its own paper. Working days: ruling 9. The day of the notice does not count: for a start on Monday the last is the Wednesday before. */
export const displacedPerson = safeguardRule({
  id: 'DSP-21',
  ...row,
  tags: ['law', 'policy'],
  source:
    'Exemption decree of 1-4-2022 (Wav): notice to UWV, employment contract; directive 2001/55 to 4-3-2027; ruling 9',
  appliesTo: asksDisplaced,
  inputs: ({ person, position, start }) => ({
    mayWork: person?.mayWork ?? null,
    noticeOn: person?.displaced?.noticeOn ?? null,
    contract: person?.displaced?.contract ?? null,
    residenceUntil: person?.displaced?.residenceUntil ?? null,
    start,
    endsOn: position.endsOn,
  }),
  ask: ({ mayWork, noticeOn, contract, residenceUntil: until, start, endsOn }, { policy }) => {
    const latest = workingDaysBefore(start, policy.numbers.noticeWorkingDays)
    const found = rightItself(mayWork, start)
    const isEnded = until !== null && until < start
    if (isEnded && !found.some((one) => one.outcome === 'block'))
      found.push(finding('block', 'right-to-work-ended', { until, start }))
    if (noticeOn === null) found.push(finding('human', 'notice-unknown', { latest }))
    else if (noticeOn > latest) found.push(finding('block', 'notice-late', { on: noticeOn, latest }))
    if (contract === null) found.push(finding('human', 'contract-kind-unknown', {}))
    if (contract === 'other') found.push(finding('block', 'contract-kind-other', {}))
    if (until !== null && !isEnded && endsOn !== null && until < endsOn)
      found.push(finding('warn', 'residence-proof-ends', { until, endsOn }))
    return found
  },
})
