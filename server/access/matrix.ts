import type { WorkerName } from '#db/values/workers.ts'

/** Who a row can name. `anyone` has no session. An employer's account is a member or an admin. */
export const PEOPLE = [
  'anyone',
  'newcomer',
  'employer-member',
  'employer-admin',
  'coach',
  'municipality',
  'officer',
  'platform',
  'auditor',
] as const
export type Person = (typeof PEOPLE)[number]

/**
 * How somebody must stand to the object. `any`: it belongs to nobody in particular. `self`: it is about them. `caseload`: a newcomer whom they coach.
 * `organisation`: their own employer. `municipality`: their own municipality. `region`: a workplace in their labour market region. `match`: they are a
 * side of it, and it has come as far as them.
 */
export type Reach = 'any' | 'self' | 'caseload' | 'organisation' | 'municipality' | 'region' | 'match'

/** What else an act needs: a reason in words, a second person, proof that was given minutes ago, a yes of the newcomer that stands. */
export type Need = 'reason' | 'second-person' | 'fresh-proof' | 'consent'

export type Row = {
  by: Partial<Record<Person, Reach>>
  /** Each worker that may do it. The operator, at the command line of the server, may do what any worker may. */
  workers?: readonly WorkerName[]
  needs?: readonly Need[]
  /** What of it is shown when not everything: the anonymous card, a number with what somebody can do, counts with small numbers hidden, or ids alone. */
  shows?: 'card' | 'pseudonym' | 'counts' | 'ids'
  /** Opens before the second step is taken: the pages of that step. */
  half?: true
}

const ANYONE = { anyone: 'any' } as const
const NEWCOMER = { newcomer: 'self' } as const
const COACH = { coach: 'caseload' } as const
const EMPLOYER = { 'employer-member': 'organisation', 'employer-admin': 'organisation' } as const
const EMPLOYER_OF_MATCH = { 'employer-member': 'match', 'employer-admin': 'match' } as const
const ADMIN = { 'employer-admin': 'organisation' } as const
const OFFICER = { officer: 'municipality' } as const
const PLATFORM = { platform: 'any' } as const
const AUDITOR = { auditor: 'any' } as const
const MANAGER = { municipality: 'municipality' } as const
const STAFF = {
  'employer-member': 'self',
  'employer-admin': 'self',
  coach: 'self',
  municipality: 'self',
  officer: 'self',
  platform: 'self',
  auditor: 'self',
} as const
const EVERYBODY = { newcomer: 'self', ...STAFF } as const

/**
 * Who may do what, whose it must be, and what else it needs: the one table that the code, the tests and the public page read. No functions in here.
 * A column that is not named may not. Policy of 2026-11-22, after reliability.md section 4 and rulings 22 to 26. Each row has a title in `titles.ts`.
 */
const MATRIX = {
  'site.read': { by: ANYONE },
  'site.sign-in': { by: ANYONE },
  'site.sign-out': { by: ANYONE },

  'account.read-own': { by: EVERYBODY },
  'account.change-own': { by: EVERYBODY, needs: ['fresh-proof'] },
  'account.change-address': { by: STAFF, needs: ['fresh-proof'] },
  'account.take-second-step': { by: EVERYBODY, half: true },
  'account.open-newcomer': { by: {}, workers: ['open-newcomer-account'] },
  'account.sync-newcomer': { by: {}, workers: ['sync-newcomer-account'] },
  'account.purge': { by: {}, workers: ['purge'] },
  'account.suspend': { by: {}, workers: ['operator'] },
  'account.change-role': { by: {}, workers: ['operator'] },
  'account.reset-second-step': { by: {}, workers: ['operator'] },
  'account.add-platform': { by: {}, workers: ['operator'] },
  'account.accept-invitation': { by: ANYONE },
  'account.switch': { by: EVERYBODY, half: true },
  'account.read-members': { by: EMPLOYER },
  'account.read-staff': { by: MANAGER },
  'account.invite': { by: { ...ADMIN, ...MANAGER, ...PLATFORM } },
  'account.mail-invitation': { by: {}, workers: ['mail-invitation'] },
  'account.change-member': { by: { ...ADMIN, ...MANAGER }, needs: ['reason'] },
  'account.count': { by: PLATFORM, shows: 'counts' },
  'account.make-card': { by: COACH },
  'account.revoke-card': { by: COACH },

  'newcomer.create': { by: { coach: 'municipality' } },
  'newcomer.read-own': { by: NEWCOMER },
  'newcomer.read-caseload': { by: COACH },
  'newcomer.search-municipality': { by: { coach: 'municipality' }, shows: 'pseudonym' },
  'newcomer.read-caseloads': { by: MANAGER, shows: 'ids' },
  'newcomer.move': { by: MANAGER },
  'newcomer.export-caseload': { by: COACH },
  'newcomer.update': { by: COACH },
  'newcomer.change-language': { by: { ...COACH, ...NEWCOMER } },
  'newcomer.change-availability': {
    by: { ...COACH, ...NEWCOMER },
    workers: ['follow-placement', 'sustain-newcomer'],
  },

  'employer.read-own': { by: EMPLOYER },
  'employer.record-staffing-fact': { by: { ...EMPLOYER, ...OFFICER } },
  'employer.end-staffing-fact': { by: { ...EMPLOYER, ...OFFICER } },
  'employer.record-concern': { by: {}, workers: ['record-concern'] },
  'employer.import-vacancies': { by: { ...EMPLOYER, ...OFFICER } },
  'reference.import-tensions': { by: { officer: 'any' } },

  'position.read-published': { by: ANYONE },
  'position.read-own': { by: EMPLOYER },
  'position.save-draft': { by: EMPLOYER },
  'position.publish': { by: ADMIN },
  'position.pause': { by: ADMIN },
  'position.resume': { by: ADMIN },
  'position.close': { by: ADMIN },
  'position.decide': { by: OFFICER, needs: ['reason'] },
  'position.ask-start': { by: COACH },
  'position.decide-start': { by: OFFICER, needs: ['reason'] },
  'position.decide-standing': { by: OFFICER, needs: ['reason'] },
  'position.decide-objection': { by: OFFICER, needs: ['reason', 'second-person'] },
  'position.expire': { by: {}, workers: ['expire-positions'] },
  'position.recheck': { by: {}, workers: ['recheck-position', 'recheck-positions'] },
  'position.tell-terms': { by: {}, workers: ['recheck-positions'] },

  'proposal.read-own': { by: { newcomer: 'match' } },
  'proposal.read-caseload': { by: COACH },
  'proposal.read-cards': { by: EMPLOYER_OF_MATCH, shows: 'card' },
  'proposal.add': { by: COACH },
  'proposal.show-card': { by: COACH, needs: ['reason'] },
  'proposal.shortlist': { by: COACH },
  'proposal.set-aside': { by: COACH, needs: ['reason'] },
  'proposal.take-back': { by: COACH },
  'proposal.accept': { by: EMPLOYER_OF_MATCH, needs: ['consent'] },
  'proposal.refuse': { by: EMPLOYER_OF_MATCH, needs: ['reason'] },
  'proposal.decline': { by: { newcomer: 'match' } },
  'proposal.propose': { by: {}, workers: ['match-newcomer', 'match-position'] },
  'proposal.plan-run': { by: {}, workers: ['plan-run'] },
  'proposal.score-part': { by: {}, workers: ['score-part'] },
  'proposal.allocate-run': { by: {}, workers: ['allocate-run'] },
  'proposal.expire': { by: {}, workers: ['expire-proposals'] },
  'proposal.keep-card': { by: {}, workers: ['keep-cards'] },
  'proposal.close': { by: {}, workers: ['close-proposals'] },
  'proposal.restore': { by: {}, workers: ['restore-proposals'] },
  'proposal.supersede': { by: {}, workers: ['supersede-proposals'] },
  'proposal.withdraw': { by: {}, workers: ['withdraw-proposals'] },
  'consent.give': { by: { newcomer: 'match' } },
  'consent.withdraw': { by: { newcomer: 'match' } },
  'run.read': { by: { coach: 'any', municipality: 'any', officer: 'any' }, shows: 'counts' },

  'placement.read-caseload': { by: COACH },
  'placement.start': { by: COACH, needs: ['consent'] },
  'placement.extend': { by: COACH },
  'placement.cancel': { by: COACH },
  'placement.end': { by: COACH },
  'placement.record': { by: COACH },
  'placement.begin': { by: {}, workers: ['begin-placements'] },
  'placement.complete': { by: {}, workers: ['complete-placements'] },
  'follow-up.answer': { by: COACH },
  'follow-up.ask': { by: {}, workers: ['ask-follow-ups'] },

  'case.report': { by: ANYONE },
  'case.read-own': { by: EMPLOYER },
  'case.read': { by: OFFICER },
  'case.state-facts': { by: { ...EMPLOYER, ...OFFICER } },
  'case.write-message': { by: { ...EMPLOYER, ...COACH, ...OFFICER } },
  'case.answer-signal': { by: EMPLOYER },
  'case.answer-audit': { by: EMPLOYER },
  'case.record-contract': { by: COACH },
  'case.propose-profile': { by: OFFICER, needs: ['reason'] },
  'case.decide-profile': { by: OFFICER, needs: ['reason', 'second-person'] },
  'case.ask-override': { by: OFFICER, needs: ['reason'] },
  'case.decide-override': { by: OFFICER, needs: ['reason', 'second-person'] },
  'case.close-signal': { by: OFFICER, needs: ['reason', 'second-person'] },
  'case.weigh-report': { by: OFFICER, needs: ['reason'] },
  'case.record-group': { by: OFFICER },
  'case.decide-group': { by: OFFICER, needs: ['second-person'] },
  'case.draw-audit': { by: OFFICER },
  'case.find-in-audit': { by: OFFICER, needs: ['reason'] },
  'case.close-audit': { by: OFFICER, needs: ['reason', 'second-person'] },
  'case.tell-aging-facts': { by: {}, workers: ['recheck-positions'] },
  'case.look-at-monitors': { by: {}, workers: ['look-at-monitors'] },
  'case.wipe-reports': { by: {}, workers: ['wipe-reports'] },

  'privacy.copy': { by: NEWCOMER, needs: ['fresh-proof'] },
  'privacy.ask-correction': { by: NEWCOMER },
  'privacy.close-correction': { by: COACH },
  'privacy.erase': { by: NEWCOMER, needs: ['fresh-proof'] },
  'privacy.copy-account': { by: STAFF, needs: ['fresh-proof'] },
  'privacy.erase-account': { by: STAFF, needs: ['fresh-proof'] },
  'privacy.sweep': { by: {}, workers: ['retention'] },
  'privacy.seal-fields': { by: {}, workers: ['seal-fields'] },

  'notice.read': { by: { ...NEWCOMER, ...STAFF } },
  'notice.make': { by: {}, workers: ['make-notice', 'send-mail'] },
  'notice.mail': { by: {}, workers: ['send-mail'] },
  'insight.read': { by: { municipality: 'municipality' }, shows: 'counts' },
  'organisation.read': { by: PLATFORM, shows: 'ids' },
  'organisation.read-region': { by: { municipality: 'region' } },
  'organisation.create': { by: PLATFORM },
  'organisation.judge': { by: { municipality: 'region', ...PLATFORM }, needs: ['reason'] },
  'opening.read': { by: { ...MANAGER, platform: 'self' }, shows: 'ids' },
  'opening.ask': { by: { ...MANAGER, ...PLATFORM }, needs: ['reason'] },
  'opening.decide': { by: MANAGER, needs: ['second-person'] },
  'opening.read-file': { by: { municipality: 'self', platform: 'self' }, needs: ['reason', 'second-person'] },
  'opening.end': { by: { ...MANAGER, platform: 'self' } },
  'opening.tell': { by: {}, workers: ['tell-protection-officer'] },
  'audit.read': { by: AUDITOR, shows: 'ids' },
  'audit.verify': { by: AUDITOR, shows: 'ids' },
  'audit.seal': { by: {}, workers: ['seal-audit'] },
  'search.read-saved': { by: { newcomer: 'self', coach: 'self' } },
  'search.save': { by: { newcomer: 'self', coach: 'self' } },
  'search.tell': { by: {}, workers: ['tell-new-matches'] },
  'search.write-index': { by: {}, workers: ['index-newcomer', 'index-position', 'mend-index'] },
  'outbox.read': { by: PLATFORM, shows: 'ids' },
  'outbox.revive': { by: PLATFORM },
  'outbox.resend': { by: {}, workers: ['resend'] },
  'outbox.purge': { by: {}, workers: ['purge'] },
  'outbox.measure': { by: {}, workers: ['heartbeat'] },
} as const satisfies Record<string, Row>
export type Matrix = typeof MATRIX
export type Action = keyof Matrix

/** The same rows without what each one is in particular. */
export const ROWS: Readonly<Record<Action, Row>> = MATRIX
export const ACTION_NAMES = Object.keys(MATRIX) as Action[]
