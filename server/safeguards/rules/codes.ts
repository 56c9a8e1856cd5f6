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
  'cao-unknown': [],
  'cao-scale-unknown': ['cao'],
  'wage-below-cao': ['wageCents', 'scaleCents', 'cao', 'scale'],
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
  'participation-months-unknown': [],
  // DSP-04
  'intention-missing': [],
  'intention-not-signed': [],
  'intention-unclear': ['missing'], // months, hours, or both joined by a comma
  'intention-too-short': ['months', 'needed'],
  'intention-too-few-hours': ['hours', 'needed'],
  // DSP-05
  'probation-after-trial': ['days'],
  'probation-after-trial-unknown': [],
  // DSP-06
  'same-role-before': [],
  'work-history-unknown': [],
  // DSP-07
  'stacking-employer': ['days', 'most'],
  'stacking-person': ['days', 'most', 'months'],
  'stacking-unknown': [],
  // DSP-08
  'replaces-person': [],
  'replaces-person-unknown': [],
  'not-supernumerary': [],
  'supernumerary-unknown': [],
  'regular-tasks-unknown': [],
  // DSP-09
  'contract-ended': ['reason', 'endedOn'],
  'contracts-unknown': [],
  'subsidy-unknown': [],
  // DSP-10
  'vacancy-not-linked': ['open'],
  'vacancy-linked': [],
  'vacancy-none': [],
  'vacancy-unknown': [],
  // DSP-11
  'dismissal-same-role': ['on', 'weeks'],
  'dismissal-other-role': ['on'],
  'dismissal-offer-unchecked': ['on'],
  'dismissal-collective': ['on'],
  'dismissals-unknown': [],
  'dismissal-collective-unknown': [],
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
  // DSP-16
  'productive-share-high': ['share', 'most'],
  'productive-share-unknown': ['most'],
  // DSP-17
  'recognition-missing': ['crebo'],
  'recognition-unknown': [],
  'agreement-missing': ['missing'], // school, company, student joined by commas
  // DSP-18
  'right-to-work-unknown': [],
  'right-to-work-missing': [],
  'right-to-work-later': ['from', 'start'],
  'right-to-work-ended': ['until', 'start'],
  'right-to-work-permit': [], // a permit is needed and none is recorded for the start
  'right-to-work-notice': [], // the employer's notice to UWV is not recorded
  // DSP-19
  'asylum-wait': ['months', 'needed'],
  'asylum-wait-unknown': ['needed'],
  'asylum-permit-missing': [],
  'asylum-permit-ended': ['until', 'start'],
  'asylum-card-unchecked': [],
  'asylum-low-chance': [],
  // DSP-20
  'volunteer-declaration-missing': [],
  'volunteer-declaration-unknown': [],
  'volunteer-declaration-ended': ['until', 'start'],
  // DSP-21
  'notice-late': ['on', 'latest'],
  'notice-unknown': ['latest'],
  'contract-kind-other': [],
  'contract-kind-unknown': [],
  'residence-proof-ends': ['until', 'endsOn'],
  // DSP-22
  'permit-ends-early': ['until', 'endsOn'],
  // DSP-23
  'works-council-missing': ['employees', 'places'],
  'works-council-unknown': ['least', 'many'],
  // DSP-24
  'staff-not-informed': ['employees'],
  'staff-size-unknown': [],
  // DSP-25
  'lender-not-registered': [],
  'lender-unknown': [],
  'lender-admission-missing': ['from'],
  'lender-admission-unknown': ['from'],
  'lender-pay-below': [],
  'lender-pay-unknown': [],
  // DSP-26
  'fee-asked': ['cents'],
  'fee-unknown': [],
  'repayment-clause': [],
  'repayment-unknown': [],
  // DSP-27
  'chain-contracts': ['contracts', 'most'],
  'chain-months': ['months', 'lastDay', 'endsOn'],
  'chain-unknown': [],
  // DSP-28
  'follow-up-missing': [],
  'follow-up-none': [],
  // DSP-29
  'insurance-missing': ['kind'], // liability, accident
  'insurance-unknown': ['kind'],
  // DSP-30
  'lessons-overlap': ['minutes'],
  'lessons-unknown': [],
  'lessons-work-unknown': [],
  'lessons-travel-unknown': [],
  'week-too-full': ['hours', 'most'],
  // DSP-31
  'age-below-27': [],
  'age-27-unknown': [],
  // DSP-32
  'review-overdue': ['kind', 'dueOn'], // training-offer, premium, assessment, review-24, review-36
  'reviews-unknown': [],
  // DSP-33
  'consent-missing': [],
  // DSP-34
  'language-task-missing': ['language', 'skill', 'level'],
  // DSP-35
  'tension-unknown': [],
  'tension-old': ['ratio', 'quarter'],
  'tension-average': ['ratio', 'quarter', 'tight'],
  'tension-ample': ['ratio', 'quarter', 'ample'],
  // DSP-36
  'second-subsidy': [],
  'second-subsidy-unknown': [],
  // DSP-37
  'probation-void': ['days', 'most'], // most: whole months that the law allows, 0 = none
  'probation-unknown': [],
  // MON-12
  'concern-open': ['concern', 'on'],
  // MON
  'monitor-pauses': ['monitor', 'on'],
  'audit-decides': ['on', 'until'],
} as const satisfies Record<string, readonly string[]>

/** Codes about one happening: whoever approved the one has not seen the next, so an approval counts for the same parameters only. */
export const ABOUT_ONE_HAPPENING: readonly string[] = [
  'contract-ended',
  'dismissal-same-role',
  'dismissal-other-role',
  'dismissal-offer-unchecked',
  'dismissal-collective',
  'concern-open',
  'monitor-pauses',
  'audit-decides',
] satisfies (keyof typeof SAFEGUARD_PARAMS)[]

/**
 * Codes about terms that an employer may still change when a start or a longer term is planned: whoever approved six weeks has not approved six months.
 * At those moments an approval counts for the same parameters only. An admission that lacks has no terms to change: from its day on it blocks.
 */
export const ABOUT_PLANNED_TERMS: readonly string[] = [
  'term-unknown',
  'term-over-normal',
  'term-same-work-unknown',
  'productive-share-high',
] satisfies (keyof typeof SAFEGUARD_PARAMS)[]

export type SafeguardCode = keyof typeof SAFEGUARD_PARAMS
export const SAFEGUARD_CODES = Object.keys(SAFEGUARD_PARAMS) as SafeguardCode[]
