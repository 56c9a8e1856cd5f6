import type { LanguageSkill, Level } from '#db/values/language.ts'
import type { EducationLevel } from '#db/values/newcomers.ts'
import { FIT_PARTS, type FitPart, type FitState, type ProposalState } from '#db/values/proposals.ts'
import type { Sector } from '#db/values/reference.ts'
import { employerSees, type FieldStage, type NewcomerField } from '#server/access/fields.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { COACH_ONLY_REASONS, OPEN_REASONS } from '#server/matching/rules/reasons.ts'
import { sectorOf, type TermLabels } from '#server/reference/rules.ts'
import {
  bandOf,
  type DaysBand,
  type HoursBand,
  type LevelBand,
  TRAVEL_BANDS,
  type TravelBand,
  traitsOf,
  type WideEducation,
  type WideHours,
  type WideLevel,
  type WideYears,
  type YearsBand,
} from './rules-card-bands.ts'
import { type CardAsk, type CardLicences, type CardLine, type CardShape, shapeAt } from './rules-card-steps.ts'

/**
 * What an employer sees before the yes, and what the newcomer is shown as exactly that. The type has no name, contact, address, age, origin,
 * status, need or note: what is not here cannot leak (law 8). Which of it at which stage: `server/access/fields.ts`.
 */
export type AnonymousCard = {
  proposalId: string
  /** Random per position; tells nothing. */
  code: string
  state: ProposalState
  /** Day of the last step, `YYYY-MM-DD`. */
  since: string
  answerDueOn: string | null
  /** The yes stands: `revealedCandidate` answers. */
  revealed: boolean
  /** Dutch per skill; `tested` null = not told; `expected` = computed from lessons, not tested: check at the start; only after the yes. */
  dutch: { skill: LanguageSkill; band: LevelBand | WideLevel; tested: boolean | null; expected: Level | null }[]
  /** Only languages that the position asks for. */
  otherLanguages: { language: string; skill: LanguageSkill; band: LevelBand | WideLevel }[]
  /** Only skills that the position needs or teaches, before the yes as far as enough people have the same: a whole list can point at one person. */
  skills: { uri: string; labels: TermLabels; needed: boolean }[]
  /** How many more there are; only after the yes. */
  otherSkills: number
  /** Years per field; no employers, no countries. */
  experience: { sector: Sector; years: YearsBand | WideYears }[]
  education: EducationLevel | WideEducation | null
  hours: HoursBand | WideHours | null
  days: DaysBand | null
  /** One way to this workplace, in minutes; only after the yes. */
  travel: TravelBand | null
  /** Labour market region. */
  region: string | null
  /** First month possible, `YYYY-MM`, or `later`; null = at once. */
  fromMonth: string | null
  /** Only licences that the position asks for; before the yes perhaps only whether all of them. */
  licences: CardLicences
  /** Only after the yes: it says of the week, the travel and the wishes of one person what bands do not. */
  fit: Record<FitPart, FitState> | null
  /** Left out before the yes, so that nobody is recognised. */
  leftOut: CardLine[]
}

/** Of a fit a card needs only the codes of what speaks against. */
type CardFit = Record<FitPart, { against: readonly { code: string }[] }>

export type CardFacts = {
  proposal: {
    id: string
    cardCode: string
    state: ProposalState
    since: string
    answerDueOn: string | null
    /** `speaking:A2,writing:A1` or null. */
    expectedLevel: string | null
    fit: CardFit
    revealed: boolean
  }
  newcomer: NewcomerFacts
  position: PositionFacts
  education: EducationLevel | null
  region: string | null
  /** Labels by skill URI. */
  labels: ReadonlyMap<string, TermLabels>
}
type CardHead = Pick<CardFacts, 'region' | 'labels'> & {
  proposal: Omit<CardFacts['proposal'], 'expectedLevel' | 'fit'>
}

/** At which stage of the field table the employer is with a proposal that it sees. @param isSeen whether it is shown at all */
const stageOf = (proposal: { state: ProposalState; revealed: boolean }, isSeen = true): FieldStage => {
  if (!isSeen) return proposal.state === 'proposed' || proposal.state === 'set-aside' ? 'S1' : 'S6'
  if (!proposal.revealed) return proposal.state === 'shortlisted' ? 'S2' : 'S3'
  return proposal.state === 'placed' ? 'S5' : 'S4'
}

/** What a place asks that shapes a card: skills that it needs or teaches, needed ones first. */
export const askOf = (position: PositionFacts): CardAsk => {
  const needed = new Set(position.neededSkills.map((one) => one.uri))
  const asked = new Set([...needed, ...position.taughtSkills.map((one) => one.uri)])
  return {
    sector: sectorOf(position.occupation.isco),
    otherLanguages: position.otherLanguages.map(({ language, skill }) => ({ language, skill })),
    skills: [...asked]
      .map((uri) => ({ uri, needed: needed.has(uri) }))
      .sort((x, y) => Number(y.needed) - Number(x.needed) || (x.uri < y.uri ? -1 : 1)),
    licences: [...position.licences],
  }
}

/** The card as it was kept when the employer got it: before the yes, and after one that does not stand any more. */
export const keptCardOf = (head: CardHead, kept: CardShape): AnonymousCard => fill(head, kept, BEFORE_YES)

/** The card after a yes, from the facts of today: nothing has to be general any more. @param today `YYYY-MM-DD` */
export const cardOf = (facts: CardFacts, today: string): AnonymousCard => {
  const { proposal, newcomer, position } = facts
  const { journey } = pairOf(newcomer, position, MATCHING_POLICY, today)
  const ask = askOf(position)
  const shape = shapeAt(traitsOf(newcomer, facts, today), ask, { step: 0, told: ask.skills.length })
  return fill(
    facts,
    { ...shape, leftOut: [] },
    {
      fit: fitStates(proposal.fit),
      expected: expectedOf(proposal.expectedLevel),
      otherSkills: newcomer.skills.length - shape.skills.length,
      travel: journey && bandOf(journey.minutes, [15, 30, 45, 60], TRAVEL_BANDS),
    },
    // Without a yes it is a preview for the person: what an employer would see after one.
    proposal.revealed ? stageOf(proposal) : 'S4',
  )
}

/** What a card has after the yes only. */
type AfterYes = Pick<AnonymousCard, 'fit' | 'otherSkills' | 'travel'> & { expected: ReadonlyMap<string, Level> }
const BEFORE_YES: AfterYes = { fit: null, expected: new Map(), otherSkills: 0, travel: null }

/** Puts a card together; what the field table does not show at this stage is not put on it, whatever was given. */
function fill(
  { proposal, region, labels }: CardHead,
  kept: CardShape,
  more: AfterYes,
  stage: FieldStage = stageOf(proposal),
): AnonymousCard {
  const seen = <T>(field: NewcomerField, value: T, none: T): T => (employerSees(field, stage) ? value : none)
  return {
    proposalId: proposal.id,
    code: proposal.cardCode,
    state: proposal.state,
    since: proposal.since,
    answerDueOn: proposal.answerDueOn,
    revealed: proposal.revealed,
    dutch: seen('dutch', kept.dutch, []).map((one) => ({ ...one, expected: more.expected.get(one.skill) ?? null })),
    otherLanguages: seen('other-languages', kept.otherLanguages, []),
    skills: seen('skills', kept.skills, []).map(({ uri, needed }) => ({ uri, labels: labels.get(uri) ?? {}, needed })),
    otherSkills: seen('other-skills', more.otherSkills, 0),
    experience: seen('experience', kept.experience, []),
    education: seen('education', kept.education, null),
    hours: seen('hours', kept.hours, null),
    days: seen('days', kept.days, null),
    travel: seen('travel-time', more.travel, null),
    region: seen('region', region, null),
    fromMonth: seen('start-month', kept.fromMonth, null),
    licences: seen('licences', kept.licences, null),
    fit: seen('fit', more.fit, null),
    leftOut: kept.leftOut,
  }
}

/** @param text `speaking:A2,writing:A1` or null */
const expectedOf = (text: string | null): ReadonlyMap<string, Level> =>
  new Map((text ?? '').split(',').map((one) => one.split(':') as [string, Level]))

/** The glyphs of a fit for employers: what only the coach may know does not colour them either. */
const fitStates = (fit: CardFit): AnonymousCard['fit'] => {
  const stateOf = (part: FitPart): FitState => {
    const against = fit[part].against.filter((one) => !(COACH_ONLY_REASONS as readonly string[]).includes(one.code))
    if (against.some((one) => (OPEN_REASONS as readonly string[]).includes(one.code))) return 'open'
    return against.length > 0 ? 'part' : 'full'
  }
  return Object.fromEntries(FIT_PARTS.map((part) => [part, stateOf(part)])) as AnonymousCard['fit']
}
