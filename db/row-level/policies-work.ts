import type { TablePolicy } from './table-policy.ts'
import {
  all,
  any,
  BOUND,
  EMPLOYER,
  is,
  ME,
  MUNICIPALITY,
  regionEmployer,
  seenEmployer,
  seenEstablishment,
  seenNewcomer,
  seenPlacement,
  seenPosition,
  seenVerdict,
} from './words.ts'

const here = all(is('employer', 'officer'), seenEstablishment())
const OFFICER = is('officer')
/** What is about the own company, workplace or group; of an officer what happens in the own municipality, and groups, which reach over its border. */
const SIGNALS = any(
  all(is('employer', 'officer'), any(seenEmployer(), seenEstablishment())),
  all(OFFICER, any(`municipality_code = ${MUNICIPALITY}`, `subject = 'group'`)),
  all(is('employer'), `subject = 'group'`, 'subject_id = any (array(select group_name from employer_groups))'),
)
/** A manager judges the employers with a workplace in the region, the platform everybody. The reason has no column right: `UNREAD` in guards.ts. */
const JUDGES = any(is('platform'), regionEmployer())
/**
 * An employer has the answers about the own places, never those about a pair: they hold outcomes of checks of a person. `app_verdicts` says the same of what
 * hangs on an answer: what was decided, and what was written about it.
 */
const ANSWERS = any('newcomer_id is null', all(`not (${is('employer')})`, seenNewcomer()), OFFICER)
/** Rows of the reference and of the site's own settings: the same for everybody, written by whoever keeps them. */
const common = (why: string, more: Partial<TablePolicy> = {}): TablePolicy => ({ read: BOUND, wide: why, ...more })
const REFERENCE = 'reference: the same for everybody, public sources'

/** Before anybody is signed in somebody may report a workplace, and at the way in an account changes: no other event begins there. */
const EVENTS = any(
  all(BOUND, `not (${is('anyone', 'door', 'half')})`),
  all(is('anyone'), `name = 'report.made'`),
  all(is('door', 'half'), `name = 'account.changed'`),
)

/** Organisations, places of work and what the safeguards know of them. */
export const WORK: Record<string, TablePolicy> = {
  employers: common('names stand on public pages and in the trade register', {
    add: is('platform'),
    change: `id = ${EMPLOYER}`,
    hold: BOUND,
  }),
  establishments: common('where somebody can work stands on public pages', {
    write: `employer_id = ${EMPLOYER}`,
    hold: all(is('employer', 'officer'), seenEstablishment('id')),
  }),
  organisation_standings: common('sign-in and publishing ask it, and it names nobody', {
    add: JUDGES,
    change: JUDGES,
  }),
  positions: {
    read: any(`state = 'published'`, `employer_id = ${EMPLOYER}`, seenPosition('id')),
    needs: BOUND,
    write: any(`employer_id = ${EMPLOYER}`, all(OFFICER, seenPosition('id'))),
  },
  position_languages: common('what a place asks; without its position it says nothing', {
    write: all(is('employer'), seenPosition()),
  }),
  position_skills: common('what a place asks; without its position it says nothing', {
    write: all(is('employer'), seenPosition()),
  }),
  position_slots: common('what a place asks; without its position it says nothing', {
    write: all(is('employer'), seenPosition()),
  }),
  position_log: { read: seenPosition(), add: all(seenPosition(), `actor_id = ${ME}`) },
  position_verdicts: {
    hold: all(seenPosition(), ANSWERS),
    read: all(seenPosition(), ANSWERS),
    add: all(
      is('newcomer', 'coach', 'employer', 'officer'),
      any(seenPosition(), 'app_is_published(position_id)'),
      ANSWERS,
    ),
  },
  safeguard_decisions: { read: seenVerdict(), add: all(OFFICER, seenPosition(), seenVerdict(), `decided_by = ${ME}`) },
  safeguard_overrides: { read: seenVerdict(), write: all(OFFICER, seenPosition(), seenVerdict()) },
  safeguard_profiles: {
    own: all(OFFICER, `municipality_code = ${MUNICIPALITY}`),
    read: all(BOUND, `state = 'in-force'`),
    wide: 'an ordinance that is in force is public',
  },
  case_messages: { read: seenVerdict(), add: all(seenVerdict(), `written_by = ${ME}`) },
  case_log: {
    read: any(all(OFFICER, `municipality_code = ${MUNICIPALITY}`), seenPosition(), here),
    add: all(BOUND, any(`actor_id = ${ME}`, 'actor_id is null')),
  },
  staffing_facts: { own: here },
  fact_statements: { read: here, add: all(here, `stated_by = ${ME}`) },
  paid_contracts: { read: here, own: all(is('coach'), seenPlacement('after_placement_id')) },
  staffing_imports: { own: `imported_by = ${ME}` },
  employer_groups: {
    read: any(OFFICER, all(is('employer'), seenEmployer())),
    write: OFFICER,
    wide: 'a group reaches over the border of a municipality, and a row stands on two officers',
  },
  group_requests: {
    own: OFFICER,
    wide: 'a group reaches over the border of a municipality, and a row stands on two officers',
  },
  signals: { read: SIGNALS, write: SIGNALS },
  public_reports: { read: all(OFFICER, seenEstablishment()), change: all(OFFICER, seenEstablishment()), add: BOUND },
  audits: {
    own: all(OFFICER, `municipality_code = ${MUNICIPALITY}`),
    read: all(is('employer'), 'id = any (array(select audit_id from audit_files))'),
  },
  audit_files: {
    read: any(`employer_id = ${EMPLOYER}`, all(OFFICER, seenPosition())),
    write: any(`employer_id = ${EMPLOYER}`, all(OFFICER, seenPosition())),
  },
  employer_answers: {
    read: any(
      `written_by = ${ME}`,
      'signal_id = any (array(select id from signals))',
      'file_id = any (array(select id from audit_files))',
    ),
    add: all(is('employer'), `written_by = ${ME}`),
  },

  matching_runs: common('numbers and proofs of a run, without people; shown to staff', {
    read: is('coach', 'municipality', 'officer', 'platform', 'auditor'),
  }),
  matching_run_parts: {},
  matching_policies: common('the numbers of the engine are public', { add: is('coach') }),
  matching_areas: common('a counter'),
  matching_changes: {},

  position_search: { open: 'made of published positions only; its text search has no index below a policy (ADR 0017)' },
  outbox_events: { add: EVENTS, read: is('platform'), change: is('platform') },
  effects: {},
  dead_jobs: { own: is('platform') },
  rate_limits: { own: BOUND, wide: 'counters by keyed digest; every way in counts' },

  occupations: common(REFERENCE),
  skills: common(REFERENCE),
  occupation_skills: common(REFERENCE),
  skill_broader: common(REFERENCE),
  isco_groups: common(REFERENCE),
  labour_market_regions: common(REFERENCE),
  municipalities: common(REFERENCE, { hold: BOUND }),
  places: common(REFERENCE),
  tensions: common(REFERENCE, { add: OFFICER }),
  reference_imports: common('which files were read', { add: OFFICER }),
}
