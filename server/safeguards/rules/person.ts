import type { PersonSafeguardFacts, PositionSafeguardFacts } from './facts.ts'
import { type Finding, finding, PERSON_MOMENTS, PLACE_MOMENTS, SINCE_WHOLE, safeguardRule } from './rule.ts'
import { isPaid } from './sets.ts'

const rightInputs = (person: PersonSafeguardFacts | null, start: string) => ({
  mayWork: person?.mayWork ?? null,
  paper: person?.paper ?? null,
  // What was agreed before was asked then: a longer term asks about its own first day.
  start: person?.worksFrom ?? start,
})

/** Whether there is a right to work on the first day, whatever paper goes with it; nothing where there is. */
export const rightItself = (mayWork: PersonSafeguardFacts['mayWork'] | null, start: string): Finding[] => {
  if (mayWork === null || !mayWork.known) return [finding('human', 'right-to-work-unknown', {})]
  const { allowed, from, until } = mayWork
  if (!allowed) return [finding('block', 'right-to-work-missing', {})]
  if (from !== null && from > start) return [finding('block', 'right-to-work-later', { from, start })]
  if (until !== null && until < start) return [finding('block', 'right-to-work-ended', { until, start })]
  return []
}

const rightFindings = ({ mayWork, paper, start }: ReturnType<typeof rightInputs>): Finding[] => {
  const found = rightItself(mayWork, start)
  if (found.length > 0) return found
  if (paper === 'permit') return [finding('human', 'right-to-work-permit', {})]
  if (paper === 'notice') return [finding('human', 'right-to-work-notice', {})]
  return []
}

const rightRow = { id: 'DSP-18', about: 'person', moments: PERSON_MOMENTS, tags: ['law'], severity: 'block' } as const

export const rightToWorkOfNovember = safeguardRule({
  ...rightRow,
  until: '2026-11-21',
  appliesTo: () => true,
  inputs: ({ person, start }) => rightInputs(person, start),
  ask: rightFindings,
})

type Who = [position: PositionSafeguardFacts, person: PersonSafeguardFacts | null]
const isAsylumSeeker = ([, person]: Who): boolean => person?.rightRule === 'asylum-seeker'
/** Specific beats general (ruling 2): volunteering has its own rule for asylum seekers, paid work its own for displaced persons. */
export const asksVolunteer = (...who: Who): boolean => isAsylumSeeker(who) && who[0].type === 'VOLUNTEER'
export const asksAsylum = (...who: Who): boolean => isAsylumSeeker(who) && who[0].type !== 'VOLUNTEER'
export const asksDisplaced = (...[position, person]: Who): boolean =>
  person?.rightRule === 'displaced-person' && isPaid(position)

export const rightToWork = safeguardRule({
  ...rightRow,
  version: 2,
  since: SINCE_WHOLE,
  appliesTo: (...who) => !asksVolunteer(...who) && !asksAsylum(...who) && !asksDisplaced(...who),
  inputs: ({ person, start }) => rightInputs(person, start),
  ask: rightFindings,
})

/** A permit that ends usually gets renewed: a warning and a task for the coach, never a refusal. Silent where 21 warns of the same paper (ruling 9). */
export const permitEnds = safeguardRule({
  id: 'DSP-22',
  since: SINCE_WHOLE,
  about: 'person',
  moments: PERSON_MOMENTS,
  tags: ['own'],
  severity: 'warn',
  appliesTo: (position, person) =>
    !asksDisplaced(position, person) || (person?.displaced?.residenceUntil ?? null) === null,
  inputs: ({ person, position, start }) => ({ until: person?.mayWork.until ?? null, start, endsOn: position.endsOn }),
  ask: ({ until, start, endsOn }) =>
    until !== null && until >= start && endsOn !== null && until < endsOn
      ? [finding('warn', 'permit-ends-early', { until, endsOn })]
      : [],
})

const feeFindings = (feeCents: number | null): Finding[] => {
  if (feeCents === null) return [finding('human', 'fee-unknown', {})]
  return feeCents > 0 ? [finding('block', 'fee-asked', { cents: feeCents })] : []
}

const feeRow = {
  id: 'DSP-26',
  moments: PLACE_MOMENTS,
  tags: ['law'],
  severity: 'block',
  appliesTo: () => true,
} as const

export const neverAFeeOfNovember = safeguardRule({
  ...feeRow,
  until: '2026-11-21',
  inputs: ({ position }) => ({ feeCents: position.feeCents }),
  ask: ({ feeCents }) => feeFindings(feeCents),
})

export const neverAFee = safeguardRule({
  ...feeRow,
  version: 2,
  since: SINCE_WHOLE,
  inputs: ({ position }) => ({ feeCents: position.feeCents, repaymentClause: position.repaymentClause ?? null }),
  ask: ({ feeCents, repaymentClause }) => [
    ...feeFindings(feeCents),
    ...(repaymentClause === true ? [finding('block', 'repayment-clause', {})] : []),
    ...(repaymentClause === null ? [finding('human', 'repayment-unknown', {})] : []),
  ],
})

export const consent = safeguardRule({
  id: 'DSP-33',
  about: 'person',
  moments: ['disclose', 'start'],
  tags: ['own'],
  severity: 'block',
  appliesTo: () => true,
  inputs: ({ person }) => ({ consentAt: person?.consentAt ?? null }),
  ask: ({ consentAt }) => (consentAt === null ? [finding('block', 'consent-missing', {})] : []),
})
