/** Why the second and later references of a table stay. */
const STAFF = 'staff: who did it in their work; the account stays as long as the decision'

/**
 * Every other column that refers to a person, by table: who worked on something, or an id in a store that empties itself. None of them leads to a
 * newcomer once the rows of `person-data.ts` are gone.
 */
export const OTHER_REFERENCES: Record<string, Record<string, string>> = {
  access_cards: { made_by: 'staff, or its own account, with which the row goes' },
  audit_entries: {
    actor_id: 'an id that leads to nobody; erasing it would break the chain',
    subject_id: 'the same',
    detail: 'ids and codes only',
  },
  audit_files: { found_by: STAFF, answered_by: STAFF, closed_by: STAFF },
  audits: { drawn_by: STAFF },
  case_log: { actor_id: STAFF, subject_id: 'an id that leads to nobody', detail: 'ids and codes only' },
  case_messages: { written_by: STAFF, body: 'of employer, coach and officer, about a place' },
  corrections: { done_by: STAFF },
  dead_jobs: { payload: 'ids only' },
  employer_answers: { written_by: STAFF, body: 'of an employer, about a signal or an audit' },
  employer_groups: { recorded_by: STAFF, confirmed_by: STAFF },
  file_openings: { asked_by: STAFF, decided_by: STAFF, ended_by: STAFF, reason: 'of a manager, goes with the row' },
  invitations: {
    invited_by: STAFF,
    account_id: STAFF,
    email_sealed: 'of somebody of a desk; goes when the invitation is taken, withdrawn or expired',
    email_index: 'the same',
  },
  organisation_standings: { changed_by: STAFF },
  fact_statements: { stated_by: STAFF, evidence_by: 'a function, not a name' },
  follow_ups: { done_by: STAFF },
  group_requests: { asked_by: STAFF, second_by: STAFF },
  learning_results: { recorded_by: STAFF },
  matching_changes: { newcomer_ids: 'the id is taken out of the list by `eraseRows`' },
  matching_run_parts: {
    from_id: 'a border between ids; the row goes with the run after the next',
    until_id: 'the same',
  },
  newcomers: { coach_id: STAFF },
  outbox_events: { payload: 'ids only, purged when handed on' },
  paid_contracts: { recorded_by: STAFF },
  placement_checks: { recorded_by: STAFF },
  placement_extensions: { extended_by: STAFF },
  placement_log: { actor_id: STAFF },
  placement_reviews: { recorded_by: STAFF },
  placements: {
    newcomer_id: 'set to the row of nobody by `eraseRows`',
    proposal_id: 'the proposal stays with its placement',
  },
  position_log: { actor_id: STAFF },
  positions: { created_by: STAFF, supervisor_name: 'of the employer, who changes it' },
  proposals: { newcomer_id: 'set to the row of nobody by `eraseRows`' },
  public_reports: {
    weighed_by: STAFF,
    contact: 'wiped when the report is weighed',
    contact_sealed: 'the same',
    body: 'about a workplace, wiped after its term',
  },
  reference_imports: { imported_by: STAFF },
  consents: { proposal_id: 'goes with the newcomer' },
  safeguard_decisions: { decided_by: STAFF },
  safeguard_overrides: { asked_by: STAFF, second_by: STAFF },
  safeguard_profiles: { proposed_by: STAFF, decided_by: STAFF },
  shown_cards: { proposal_id: 'goes with the newcomer', chosen_by: STAFF },
  signals: {
    subject_id: 'an establishment, an employer or a group',
    answered_by: STAFF,
    closed_by: STAFF,
    close_asked_by: STAFF,
  },
  staffing_facts: { reported_by: 'a role, never a person' },
  staffing_imports: { imported_by: STAFF },
}
