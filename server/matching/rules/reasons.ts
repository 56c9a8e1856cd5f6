import type { LevelSource } from '#db/values/language.ts'
import type { FitPart, FitState } from '#db/values/proposals.ts'

/**
 * Every reason that the engine can give, with the names of its parameters. Parameters are ids, URIs, levels, days
 * (`YYYY-MM-DD`), minutes of the day, and numbers: never personal data and never a sentence. Sentences live in the
 * words of the screens. `language` is ISO 639-3 (`nld` for Dutch); `skill` is one of LANGUAGE_SKILLS there.
 *
 * An `expected` level is computed from lessons and was not tested: the sentence must say so (ruling 15).
 */
export const REASON_PARAMS = {
  // can
  'language-reached': ['language', 'skill', 'level', 'needed'],
  'language-expected': ['language', 'skill', 'level', 'expected', 'needed'], // expected, not tested: check at the start
  'language-short': ['language', 'skill', 'level', 'expected', 'needed'], // expected equals level without lessons
  'language-unknown': ['language', 'skill', 'needed'],
  'language-reference': ['language', 'skill', 'reference', 'needed'], // 1F-4F: unknown, with the question to test
  'language-aged': ['language', 'skill', 'level', 'assessedOn'], // older than 24 months, still counts
  'language-own-word': ['language', 'skill', 'level'], // the person's own estimate
  'skill-present': ['uri', 'evidence'],
  'skill-near': ['uri', 'broader'], // has another skill under the same broader one
  'skill-missing': ['uri'],
  'required-present': ['uri', 'by', 'evidence'], // by: the skill that the person has, the same or a narrower one
  'required-missing': ['uri'],
  'required-near': ['uri', 'has'], // missing, but another skill under the same broader one is there: the coach can look
  'required-unknown': ['uri'], // nobody recorded skills yet
  experience: ['isco', 'months'],
  'licence-present': ['licence'],
  'licence-missing': ['licence'],
  'licence-unknown': ['licence'],
  // wants
  'wish-exact': ['occupation', 'rank'],
  'wish-near': ['occupation', 'rank', 'isco'], // the wanted occupation, and the group that both share (4 or 3 digits)
  'wish-other': ['occupation'], // the occupation of the position, which nobody asked for
  'wish-unknown': [],
  'no-go-work': ['isco'], // the person does not want this kind of work: said to the person and the own coach only
  'no-go-employer': [],
  'teaches-wanted': ['uri'],
  'teaches-other': [], // teaches nothing that the person asked for or lacks
  // practical
  'travel-within': ['minutes', 'max', 'means'],
  'travel-too-far': ['minutes', 'max', 'means'],
  'travel-after-move': ['from', 'minutes', 'max', 'means'], // in reach now, too far after a move that is known
  'travel-after-move-unknown': ['from'], // in reach now; of a move that is known to come the place is not known
  'travel-unknown': [],
  'hours-fit': ['hours', 'min', 'max'],
  'hours-differ': ['hours', 'min', 'max'],
  'hours-unknown': ['hours'],
  'week-fits': [],
  'week-clash': ['with', 'weekday', 'from', 'to'], // with: not-available, lesson, childcare (of the newcomer), or travel
  'week-too-little': ['free', 'needed'], // hours a week free, hours a week of a place without fixed times
  'week-unknown': [],
  'start-fits': ['startsOn', 'availableFrom'],
  'start-too-early': ['startsOn', 'availableFrom'],
  'start-over': ['endsOn'], // the place ends before anybody can begin
  'start-unknown': ['startsOn'],
  'may-work-not': [],
  'may-work-later': ['from', 'startsOn'],
  'may-work-ended': ['until'], // ended already
  'may-work-ends': ['until'], // ends before or during the place: renewal is usual, never a ground to reject
  'may-work-unknown': [],
  'safeguards-waiting': [], // waits for a decision of the municipality (ruling 19)
  'safeguards-blocked': [],
  'seats-full': ['seats'],
  // support
  'support-offered': ['support'],
  supervision: ['hours'],
  'support-none': [],
} as const satisfies Record<string, readonly string[]>

export type ReasonCode = keyof typeof REASON_PARAMS
export const REASON_CODES = Object.keys(REASON_PARAMS) as ReasonCode[]

/** Reasons about the legal check, what the person does not want, and a home that is not there yet: for the coach, never on an employer's card. */
export const COACH_ONLY_REASONS = [
  'no-go-work',
  'no-go-employer',
  'may-work-not',
  'may-work-later',
  'may-work-ended',
  'may-work-ends',
  'may-work-unknown',
  'travel-after-move-unknown',
] as const satisfies readonly ReasonCode[]

/** Reasons that say that something is not known yet: they make a part `open`. */
export const OPEN_REASONS: readonly ReasonCode[] = [
  'language-unknown',
  'language-reference',
  'licence-unknown',
  'required-unknown',
  'wish-unknown',
  'travel-unknown',
  'hours-unknown',
  'week-unknown',
  'start-unknown',
  'may-work-unknown',
]

export type Reason = {
  code: ReasonCode
  params: Record<string, string | number>
  /** Where the fact comes from and its day, when that matters to the reader. */
  source?: { kind: LevelSource; on?: string }
}

/** One reason whose parameters are exactly those of the table. */
export const reason = <C extends ReasonCode>(
  code: C,
  params: Record<(typeof REASON_PARAMS)[C][number], string | number>,
  source?: Reason['source'],
): Reason => (source ? { code, params, source } : { code, params })

export type Part = { state: FitState; for: Reason[]; against: Reason[] }
/** The four parts of a fit: no single per cent, but what speaks for it, what against, and what is still open. */
export type Parts = Record<FitPart, Part>

/** `open` while something is unknown, `part` while something speaks against or is only expected, else `full`. */
export const partOf = (pro: Reason[], against: Reason[]): Part => {
  const isOpen = against.some((one) => OPEN_REASONS.includes(one.code))
  const isExpected = pro.some((one) => one.code === 'language-expected')
  return { state: isOpen ? 'open' : isExpected || against.length > 0 ? 'part' : 'full', for: pro, against }
}
