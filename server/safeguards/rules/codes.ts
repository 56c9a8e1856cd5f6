/**
 * Every reason that a safeguard can give, with the names of its parameters: numbers, days (`YYYY-MM-DD`), list words
 * and references of decisions; `''` where a day is not stated. Each code needs a sentence, and all but the first three
 * also a sentence that says how to mend it.
 */
export const SAFEGUARD_PARAMS = {
  'in-order': [],
  'wage-above-last-verified': ['wageCents', 'lastVerifiedCents', 'on'], // ok, with the note that the amount is not verified
  'term-extended': ['reference', 'until'], // ok: a recorded extension decision covers the term
  // DSP-01
  'wage-below-minimum': ['wageCents', 'floorCents', 'on'],
  'wage-needs-check': ['wageCents', 'lastVerifiedCents', 'safeCents', 'on'],
  'wage-unknown': [],
  'wage-age-unknown': [],
  // DSP-02
  'decision-missing': [],
  'decision-not-valid': ['reference', 'from', 'until', 'start'],
  'decision-ends-early': ['reference', 'until', 'endsOn'],
  // DSP-03
  'term-unknown': ['normalMonths', 'maxMonths'],
  'term-over-normal': ['normalMonths', 'maxMonths', 'lastDay', 'endsOn'],
  'term-over-maximum': ['maxMonths', 'lastDay', 'endsOn'],
  'term-same-work': ['reference'], // the third year of 10a is neither other work nor elsewhere
  'term-same-work-unknown': ['reference'],
  // DSP-04
  'intention-missing': [],
  'intention-not-signed': [],
  'intention-unclear': ['missing'], // months, hours, or both joined by a comma
  'intention-too-short': ['months', 'needed'],
  'intention-too-few-hours': ['hours', 'needed'],
  // DSP-08
  'replaces-person': [],
  'replaces-person-unknown': [],
  'not-supernumerary': [],
  'supernumerary-unknown': [],
  'regular-tasks-unknown': [],
  // DSP-09
  'contract-ended': ['reason', 'endedOn'],
  'contracts-unknown': [],
  // DSP-10
  'vacancy-not-linked': ['open'],
  'vacancy-linked': [],
  'vacancy-none': [],
  'vacancy-unknown': [],
  // DSP-11
  'dismissal-same-role': ['on', 'weeks'],
  'dismissal-other-role': ['on'],
  'dismissal-offer-unchecked': ['on'],
  // DSP-12
  'industrial-action': [],
  'industrial-action-unknown': [],
  // DSP-13
  'motive-not-allowed': ['motive'],
  'motive-unknown': [],
  // DSP-14
  'learning-plan-incomplete': ['missing'], // goals, startLevel, targetLevel, activities, assessmentOn joined by commas
  // DSP-15
  'supervisor-missing': [],
  'supervisor-hours-unknown': ['least'],
  'supervisor-hours-too-few': ['hours', 'least'],
  'supervisor-trainees-unknown': ['most'],
  'supervisor-trainees-too-many': ['trainees', 'most'],
  // DSP-18
  'right-to-work-unknown': [],
  'right-to-work-missing': [],
  'right-to-work-later': ['from', 'start'],
  'right-to-work-ended': ['until', 'start'],
  'right-to-work-permit': [], // a permit is needed and none is recorded for the start
  'right-to-work-notice': [], // the employer's notice to UWV is not recorded
  // DSP-26
  'fee-asked': ['cents'],
  'fee-unknown': [],
  // DSP-28
  'follow-up-missing': [],
  'follow-up-none': [],
  // DSP-29
  'insurance-missing': ['kind'], // liability, accident
  'insurance-unknown': ['kind'],
  // DSP-33
  'consent-missing': [],
  // DSP-34
  'language-task-missing': ['language', 'skill', 'level'],
  // MON-12
  'concern-open': ['concern', 'on'],
} as const satisfies Record<string, readonly string[]>

/** Codes about one happening: whoever approved the one has not seen the next, so an approval counts for the same parameters only. */
export const ABOUT_ONE_HAPPENING: readonly string[] = [
  'contract-ended',
  'dismissal-same-role',
  'dismissal-other-role',
  'dismissal-offer-unchecked',
  'concern-open',
] satisfies (keyof typeof SAFEGUARD_PARAMS)[]

export type SafeguardCode = keyof typeof SAFEGUARD_PARAMS
export const SAFEGUARD_CODES = Object.keys(SAFEGUARD_PARAMS) as SafeguardCode[]
