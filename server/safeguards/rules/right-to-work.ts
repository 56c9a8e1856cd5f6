import { addMonths } from './calendar.ts'
import type { PersonSafeguardFacts } from './facts.ts'
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

/** Whole months on a day: since the application where its day is known, else those of the check and the ones since. Before the check nothing is known. */
const waitedOn = (asylum: PersonSafeguardFacts['asylum'], on: string): number | null => {
  if (!asylum) return null
  const { appliedOn, waited } = asylum
  if (appliedOn !== null) return monthsBetween(appliedOn, on)
  return waited && waited.on <= on ? waited.months + monthsBetween(waited.on, on) : null
}

/**
 * The right itself comes first, as in 18 and 21. No cap of 24 weeks: it is void (Raad van State 29-11-2023). What is stored is how long somebody waited,
 * never since when.
 */
export const asylumSeeker = safeguardRule({
  id: 'DSP-19',
  ...row,
  tags: ['law', 'policy'],
  appliesTo: asksAsylum,
  inputs: ({ person, start: startsOn }) => {
    const asylum = person?.asylum ?? null
    const start = person?.worksFrom ?? startsOn
    return {
      start,
      waitedMonths: waitedOn(asylum, start),
      // null = nobody recorded a permit, which is the same as none on the first day.
      permitUntil: asylum?.permit?.until ?? null,
      isCardChecked: asylum?.cardChecked ?? false,
      isLowChance: asylum?.lowChance ?? false,
      mayWork: (person?.mayWork ?? null) as PersonSafeguardFacts['mayWork'] | null | undefined,
    }
  },
  ask: ({ start, waitedMonths: months, permitUntil, isCardChecked, isLowChance, mayWork }, { policy }) => {
    const needed = policy.numbers.asylumWaitMonths
    const found = rightBeside(mayWork, permitUntil, start)
    if (months === null) found.push(finding('human', 'asylum-wait-unknown', { needed }))
    else if (months < needed) found.push(finding('block', 'asylum-wait', { months, needed }))
    if (permitUntil === null) found.push(finding('block', 'asylum-permit-missing', {}))
    else if (permitUntil < start) found.push(finding('block', 'asylum-permit-ended', { until: permitUntil, start }))
    if (!isCardChecked) found.push(finding('human', 'asylum-card-unchecked', {}))
    if (isLowChance) found.push(finding('human', 'asylum-low-chance', {}))
    return found
  },
})

/**
 * The right without what the permit says already: a permit that ends ends the right as well, and is told once.
 * @param mayWork undefined = an answer from before it was read
 */
const rightBeside = (
  mayWork: PersonSafeguardFacts['mayWork'] | null | undefined,
  permitUntil: string | null,
  start: string,
): Finding[] =>
  mayWork === undefined
    ? []
    : rightItself(mayWork, start).filter((one) => one.code !== 'right-to-work-ended' || mayWork?.until !== permitUntil)

/**
 * Volunteering asks for the declaration of the organisation and for no right to work. Where the right that was recorded has ended, the stay may have as
 * well: then a person looks.
 */
export const asylumVolunteer = safeguardRule({
  id: 'DSP-20',
  ...row,
  tags: ['policy'],
  appliesTo: asksVolunteer,
  inputs: ({ position, person, start }) => {
    const from = person?.worksFrom ?? start
    const until = person?.mayWork.until ?? null
    return {
      declaration: position.volunteerDeclaration ?? null,
      start,
      ...(until !== null && until < from && { rightEnded: { until, start: from } }),
    }
  },
  ask: ({ declaration, start, rightEnded }) => {
    const found = rightEnded ? [finding('human', 'right-to-work-ended', rightEnded)] : []
    if (declaration === null) found.push(finding('human', 'volunteer-declaration-unknown', {}))
    else if (!declaration.given) found.push(finding('block', 'volunteer-declaration-missing', {}))
    else if (declaration.until !== null && declaration.until < start)
      found.push(finding('block', 'volunteer-declaration-ended', { until: declaration.until, start }))
    return found
  },
})

/** The right itself comes first, as in 18; an exemption has its own paper. Working days: ruling 9. The day of the notice does not count: for a start on Monday the last is the Wednesday before. */
export const displacedPerson = safeguardRule({
  id: 'DSP-21',
  ...row,
  tags: ['law', 'policy'],
  appliesTo: asksDisplaced,
  inputs: ({ person, position, start }) => ({
    mayWork: person?.mayWork ?? null,
    noticeOn: person?.displaced?.noticeOn ?? null,
    contract: person?.displaced?.contract ?? null,
    residenceUntil: person?.displaced?.residenceUntil ?? null,
    start,
    endsOn: position.endsOn,
    // The notice is about the first day, the right about the first day that was not agreed before.
    ...(person?.worksFrom && { worksFrom: person.worksFrom }),
  }),
  ask: ({ mayWork, noticeOn, contract, residenceUntil: until, start, endsOn, worksFrom }, { policy }) => {
    const latest = workingDaysBefore(start, policy.numbers.noticeWorkingDays)
    const from = worksFrom ?? start
    const found = rightItself(mayWork, from)
    const isEnded = until !== null && until < from
    if (isEnded && !found.some((one) => one.outcome === 'block'))
      found.push(finding('block', 'right-to-work-ended', { until, start: from }))
    if (noticeOn === null) found.push(finding('human', 'notice-unknown', { latest }))
    // Of work that runs nobody can give the notice in time any more: a person decides, so that nobody loses the work by it.
    else if (noticeOn > latest)
      found.push(finding(worksFrom === undefined ? 'block' : 'human', 'notice-late', { on: noticeOn, latest }))
    if (contract === null) found.push(finding('human', 'contract-kind-unknown', {}))
    if (contract === 'other') found.push(finding('block', 'contract-kind-other', {}))
    if (until !== null && !isEnded && endsOn !== null && until < endsOn)
      found.push(finding('warn', 'residence-proof-ends', { until, endsOn }))
    return found
  },
})
