/**
 * The purposes for which a command or a count of the web process sees more than its actor may: each adds rows of the named tables, and nothing else. What is
 * read for it is never shown as it is: counts, ids, or an answer of the rules come out. Each use is listed in tests/laws/row-level.test.ts.
 */
const PROFILE = [
  'newcomer_languages',
  'newcomer_courses',
  'newcomer_slots',
  'newcomer_skills',
  'newcomer_experiences',
  'newcomer_educations',
  'newcomer_wishes',
  'newcomer_learning_wishes',
  'newcomer_no_goes',
] as const

/** What `server/privacy/erase-rows.ts` goes through. */
const EVERYTHING = [
  ...PROFILE,
  'newcomers',
  'newcomer_identities',
  'newcomer_search',
  'retention_warnings',
  'corrections',
  'proposals',
  'proposal_log',
  'consents',
  'shown_cards',
  'placements',
  'placement_log',
  'placement_checks',
  'placement_reviews',
  'placement_extensions',
  'learning_results',
  'paid_contracts',
  'follow_ups',
  'position_verdicts',
  'matching_blocking_pairs',
  'matching_changes',
  'matching_areas',
  'accounts',
  'account_warnings',
  'sessions',
  'login_challenges',
  'totp_keys',
  'recovery_codes',
  'passkeys',
  'passkey_challenges',
  'access_cards',
  'identities',
  'outward_logins',
  'address_changes',
  'file_openings',
  'submissions',
  'saved_searches',
  'notices',
  'mail_deliveries',
  'erasures',
  'erased_statistics',
] as const

const SIGN_INS = [
  'sessions',
  'login_challenges',
  'totp_keys',
  'recovery_codes',
  'passkeys',
  'identities',
  'outward_logins',
  'address_changes',
  'access_cards',
] as const

/** `holds`: rows that may be locked and not changed. */
export type Elevation = {
  why: string
  reads?: readonly string[]
  writes?: readonly string[]
  holds?: readonly string[]
}

export const PURPOSES = {
  'judge-place': {
    why: 'The safeguards weigh what is known of a place of work, whoever asks: the newcomer before a yes, the coach before a proposal (rulings 8, 19).',
    reads: [
      'positions',
      'position_log',
      'position_verdicts',
      'safeguard_decisions',
      'safeguard_overrides',
      'safeguard_profiles',
      'staffing_facts',
      'fact_statements',
      'employer_groups',
      'paid_contracts',
      'signals',
      'public_reports',
      'placements',
      'learning_results',
      'accounts',
    ],
  },
  'count-seats': {
    why: 'How many seats of a place are taken, and which is free: counts and a number.',
    reads: ['placements'],
  },
  'four-eyes': {
    why: 'Whether two accounts are one mailbox, whether one is still at work, and how many officers are none of these people.',
    reads: ['accounts'],
  },
  'say-who': {
    why: 'Whose name or role stands beside what was stated or decided: the rows themselves are those of the reader.',
    reads: ['accounts'],
  },
  'name-card': {
    why: 'A message to an employer names a card by its code, also after the newcomer said no: codes of proposals at own positions.',
    reads: ['proposals'],
  },
  'say-available': {
    why: 'Whether somebody whom a search in the municipality found is available now, and whose caseload it is (ruling 23): a yes or no and an account.',
    reads: ['newcomers'],
  },
  'decide-pair': {
    why: 'An officer decides about a start or a longer term of a card: the terms, the code of the card, never who it is.',
    reads: ['proposals', 'placements', 'position_verdicts'],
    holds: ['position_verdicts'],
  },
  'erase-self': {
    why: 'A newcomer has everything erased: from every table that knows the person, also those that only workers write (ADR 0014).',
    reads: EVERYTHING,
    writes: EVERYTHING,
  },
  'told-before': {
    why: 'Whether the same was told already, so that nobody hears it twice: yes or no.',
    reads: ['outbox_events', 'notices'],
  },
  'count-reports': {
    why: 'Somebody without an account reports a workplace or asks how far a report is: by its code, and how many there were today.',
    reads: ['public_reports'],
  },
  'shut-out': {
    why: 'Whoever takes an account out of service ends what is signed in with it, what it proves itself with, and the cards that it printed, by account.',
    reads: ['accounts'],
    writes: SIGN_INS,
  },
  'ask-opening': {
    why: 'To ask for a file in an emergency, which municipality decides is looked up: a code.',
    reads: ['newcomers'],
  },
  'count-people': {
    why: 'Counts of people per stage, or who fit a place: suppressed below the threshold (ruling 26). Counts of accounts per role, for the platform.',
    reads: ['newcomers', 'proposals', 'placements', 'accounts', ...PROFILE],
  },
  'count-region': {
    why: 'Unpaid hours beside open vacancies per occupation group in the region: counts, without those of few people (MON-14, ruling 26).',
    reads: ['placements', 'positions', 'staffing_facts'],
  },
  'prove-run': {
    why: 'The proof of a run is gone through again, and what it left undone is counted by place: without a person.',
    reads: ['matching_runs', 'matching_run_parts', 'matching_blocking_pairs', 'positions'],
  },
  'head-card': {
    why: 'Of a proposal that the actor sees: whether the person stopped, and for a card the region and the level of education. Joined to the proposal; without a yes an employer has no other row of the person than that proposal, which it has whole (ADR 0017, what is not covered).',
    reads: ['newcomers'],
  },
  'look-alikes': {
    why: 'With whom a card could be confused, and what an organisation was shown of all of them: counted, so that a card never points at one person (ADR 0019).',
    reads: ['newcomers', 'shown_cards', ...PROFILE],
  },
  'count-room': {
    why: 'How much room the sides of a pair have left, and what the least of it scores: another one makes way or not.',
    reads: ['newcomers', 'proposals', 'placements', ...PROFILE],
  },
  'exchange-proposals': {
    why: 'A pair that a coach adds takes the place of one that only the engine saw: both people are locked, and that one is ended.',
    reads: ['newcomers', 'proposals', 'positions'],
    writes: ['proposals', 'proposal_log'],
    holds: ['newcomers', 'positions'],
  },
  'hold-still': {
    why: 'Nobody stops between the look and the step: the row is locked until the end of the transaction, and only whether somebody stopped is read.',
    reads: ['newcomers', 'positions', 'proposals', 'establishments'],
    holds: ['newcomers', 'positions', 'proposals', 'establishments'],
  },
} as const satisfies Record<string, Elevation>

export type Purpose = keyof typeof PURPOSES
