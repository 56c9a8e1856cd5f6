import { LANGUAGE_SKILLS, type LanguageSkill, type Level } from '#db/values/language.ts'
import type { EducationLevel, Licence } from '#db/values/newcomers.ts'
import { FIT_PARTS, type FitPart, type FitState, type ProposalState } from '#db/values/proposals.ts'
import type { Sector } from '#db/values/reference.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { COACH_ONLY_REASONS, OPEN_REASONS } from '#server/matching/rules/reasons.ts'
import { sectorOf, type TermLabels } from '#server/reference/rules.ts'

/** Bands instead of exact values, so that a card describes many people (reliability.md, section 5, column S2; policy 2026-11). */
const LEVEL_BANDS = ['first-words', 'A1', 'A2', 'B1', 'B2-or-higher', 'unknown'] as const
type LevelBand = (typeof LEVEL_BANDS)[number]
const YEARS_BANDS = ['under-1', '1-2', '3-5', '6-10', 'over-10'] as const
type YearsBand = (typeof YEARS_BANDS)[number]
const HOURS_BANDS = ['up-to-12', '13-20', '21-28', '29-40'] as const
type HoursBand = (typeof HOURS_BANDS)[number]
const DAYS_BANDS = ['1-2', '3-4', '5-or-more'] as const
type DaysBand = (typeof DAYS_BANDS)[number]
const TRAVEL_BANDS = ['up-to-15', '16-30', '31-45', '46-60', 'over-60'] as const
type TravelBand = (typeof TRAVEL_BANDS)[number]

/**
 * What an employer sees before the yes, and what the newcomer is shown as exactly that. The type has no name, contact, address, age, origin,
 * status, need or note: what is not here cannot leak (law 8).
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
  /** Dutch per skill; `expected` = computed from lessons, not tested: check at the start. */
  dutch: { skill: LanguageSkill; band: LevelBand; tested: boolean; expected: Level | null }[]
  /** Only languages that the position asks for. */
  otherLanguages: { language: string; skill: LanguageSkill; band: LevelBand }[]
  /** Only skills that the position needs or teaches: a whole list can point at one person. */
  skills: { uri: string; labels: TermLabels; needed: boolean }[]
  /** How many more there are. */
  otherSkills: number
  /** Years per field; no employers, no countries. */
  experience: { sector: Sector; years: YearsBand }[]
  education: EducationLevel | null
  hours: HoursBand | null
  days: DaysBand | null
  /** One way to this workplace, in minutes. */
  travel: TravelBand | null
  /** Labour market region. */
  region: string | null
  /** First month possible, `YYYY-MM`; null = at once. */
  fromMonth: string | null
  /** Only licences that the position asks for. */
  licences: Licence[]
  fit: Record<FitPart, FitState>
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

/** The one function that makes a card, for the employer and for the newcomer's preview alike. @param today `YYYY-MM-DD` */
export const cardOf = (facts: CardFacts, today: string): AnonymousCard => {
  const { proposal, newcomer, position } = facts
  const needed = new Set(position.neededSkills.map((one) => one.uri))
  const taught = new Set(position.taughtSkills.map((one) => one.uri))
  const shown = newcomer.skills.filter(({ uri }) => needed.has(uri) || taught.has(uri))
  const { journey } = pairOf(newcomer, position, MATCHING_POLICY, today)
  const from = newcomer.availableFrom
  return {
    proposalId: proposal.id,
    code: proposal.cardCode,
    state: proposal.state,
    since: proposal.since,
    answerDueOn: proposal.answerDueOn,
    revealed: proposal.revealed,
    dutch: dutchOf(newcomer, expectedOf(proposal.expectedLevel)),
    otherLanguages: position.otherLanguages.map(({ language, skill }) => ({
      language,
      skill,
      band: levelBand(
        newcomer.otherLanguages.find((one) => one.language === language && one.skill === skill)?.level ?? null,
      ),
    })),
    skills: shown
      .map(({ uri }) => ({ uri, labels: facts.labels.get(uri) ?? {}, needed: needed.has(uri) }))
      .sort((x, y) => Number(y.needed) - Number(x.needed) || (x.uri < y.uri ? -1 : 1)),
    otherSkills: newcomer.skills.length - shown.length,
    experience: experienceOf(newcomer),
    education: facts.education,
    hours: newcomer.hours && bandOf(newcomer.hours.max, [12, 20, 28], HOURS_BANDS),
    days: daysOf(newcomer),
    travel: journey && bandOf(journey.minutes, [15, 30, 45, 60], TRAVEL_BANDS),
    region: facts.region,
    fromMonth: from !== null && from > today ? from.slice(0, 7) : null,
    licences: position.licences.filter((licence) => newcomer.licences?.includes(licence)),
    fit: fitStates(proposal.fit),
  }
}

/** @param limits upper bounds of all bands but the last, in order */
const bandOf = <T>(value: number, limits: readonly number[], bands: readonly T[]): T | null => {
  const at = limits.findIndex((limit) => value <= limit)
  return bands[at === -1 ? limits.length : at] ?? null
}

const levelBand = (level: Level | null): LevelBand => {
  if (level === null) return 'unknown'
  if (level === 'A1' || level === 'A2' || level === 'B1') return level
  return level === 'B2' || level === 'C1' || level === 'C2' ? 'B2-or-higher' : 'first-words'
}

const expectedOf = (text: string | null): ReadonlyMap<string, Level> =>
  new Map((text ?? '').split(',').map((one) => one.split(':') as [string, Level]))

const dutchOf = (newcomer: NewcomerFacts, expected: ReadonlyMap<string, Level>): AnonymousCard['dutch'] =>
  LANGUAGE_SKILLS.map((skill) => {
    const known = newcomer.dutch[skill]
    return {
      skill,
      band: levelBand(known?.level ?? null),
      tested: known?.source === 'tested' || known?.source === 'exam',
      expected: expected.get(skill) ?? null,
    }
  })

const experienceOf = (newcomer: NewcomerFacts): AnonymousCard['experience'] => {
  const months = new Map<Sector, number>()
  for (const one of newcomer.experiences) {
    const sector = sectorOf(one.isco)
    months.set(sector, (months.get(sector) ?? 0) + one.months)
  }
  return [...months]
    .sort(([x, a], [y, b]) => b - a || (x < y ? -1 : 1))
    .map(([sector, sum]) => ({ sector, years: bandOf(sum, [11, 35, 71, 120], YEARS_BANDS) ?? 'over-10' }))
}

const daysOf = (newcomer: NewcomerFacts): DaysBand | null => {
  const days = new Set(newcomer.slots.filter((slot) => slot.kind === 'available').map((slot) => slot.weekday))
  return days.size === 0 ? null : bandOf(days.size, [2, 4], DAYS_BANDS)
}

/** The glyphs of a fit for employers: what only the coach may know does not colour them either. */
const fitStates = (fit: CardFit): AnonymousCard['fit'] => {
  const stateOf = (part: FitPart): FitState => {
    const against = fit[part].against.filter((one) => !(COACH_ONLY_REASONS as readonly string[]).includes(one.code))
    if (against.some((one) => (OPEN_REASONS as readonly string[]).includes(one.code))) return 'open'
    return against.length > 0 ? 'part' : 'full'
  }
  return Object.fromEntries(FIT_PARTS.map((part) => [part, stateOf(part)])) as AnonymousCard['fit']
}
