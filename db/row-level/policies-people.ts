import type { TablePolicy } from './table-policy.ts'
import {
  ADMIN_OF,
  all,
  any,
  BOUND,
  EMPLOYER,
  is,
  ME,
  MUNICIPALITY,
  NEWCOMER,
  ownCaseload,
  seenAccount,
  seenNewcomer,
  seenPlacement,
  seenPosition,
  seenProposal,
} from './words.ts'

/** A coach, and who opened a file in an emergency. */
const STAFF = is('coach', 'municipality', 'officer', 'platform')
/** What is known of one newcomer: the person, the own coach, and an employer while a yes stands. Before the yes it has what `shown_cards` kept. */
const profile: TablePolicy = { read: seenNewcomer(), write: ownCaseload() }
/** The same, and an employer never sees it nor learns that it is there (`server/access/fields.ts`). */
const kept: TablePolicy = {
  read: all(is('newcomer', 'coach', 'municipality', 'officer', 'platform'), seenNewcomer()),
  write: ownCaseload(),
}
/** What belongs to one account, for itself and for the way in. */
const ofAccount: TablePolicy = { own: any(`account_id = ${ME}`, is('door')) }
/** The papers of a placement that only the coach keeps. */
const ofCoach: TablePolicy = { own: all(is('coach'), seenPlacement()) }

const SHOWN = `('shortlisted', 'consented', 'accepted', 'placed', 'refused')`
const atOwnPosition = all(is('employer'), seenPosition())

/** Everything about a person, strict: no row of somebody else whatever a query forgets. */
export const PEOPLE: Record<string, TablePolicy> = {
  newcomers: {
    read: any(
      `id = ${NEWCOMER}`,
      all(is('coach'), `coach_id = ${ME}`),
      // A manager gives a caseload to another coach: the row has no name and no contact.
      all(is('municipality'), `municipality_code = ${MUNICIPALITY}`),
      seenNewcomer('id'),
    ),
    add: all(is('coach'), `coach_id = ${ME}`, `municipality_code = ${MUNICIPALITY}`),
    // Which columns of it: guards.ts.
    change: any(
      all(is('coach'), `coach_id = ${ME}`),
      `id = ${NEWCOMER}`,
      all(is('municipality'), `municipality_code = ${MUNICIPALITY}`),
    ),
  },
  newcomer_identities: { read: seenNewcomer(), write: ownCaseload() },
  newcomer_languages: profile,
  newcomer_courses: kept,
  newcomer_slots: profile,
  newcomer_skills: profile,
  newcomer_experiences: profile,
  newcomer_educations: kept,
  newcomer_wishes: kept,
  newcomer_learning_wishes: kept,
  newcomer_no_goes: kept,
  newcomer_search: { read: all(is('coach'), `municipality_code = ${MUNICIPALITY}`) },
  corrections: {
    read: kept.read as string,
    add: `newcomer_id = ${NEWCOMER}`,
    change: ownCaseload(),
  },
  retention_warnings: kept,
  proposals: {
    read: any(`newcomer_id = ${NEWCOMER}`, all(STAFF, seenNewcomer()), all(atOwnPosition, `state in ${SHOWN}`)),
    add: ownCaseload(),
    change: any(`newcomer_id = ${NEWCOMER}`, ownCaseload(), all(atOwnPosition, `state in ${SHOWN}`)),
  },
  proposal_log: { read: seenProposal(), add: all(seenProposal(), `actor_id = ${ME}`) },
  consents: {
    read: any(`newcomer_id = ${NEWCOMER}`, all(STAFF, seenNewcomer()), `employer_id = ${EMPLOYER}`),
    write: `newcomer_id = ${NEWCOMER}`,
  },
  placements: {
    read: any(`newcomer_id = ${NEWCOMER}`, all(STAFF, seenNewcomer()), atOwnPosition),
    write: ownCaseload(),
  },
  placement_log: { read: seenPlacement(), add: all(seenPlacement(), `actor_id = ${ME}`) },
  placement_extensions: { read: seenPlacement(), add: all(is('coach'), seenPlacement()) },
  follow_ups: { read: seenPlacement(), write: all(is('coach'), seenPlacement()) },
  placement_checks: ofCoach,
  placement_reviews: ofCoach,
  learning_results: ofCoach,
  shown_cards: {
    read: any(
      `newcomer_id = ${NEWCOMER}`,
      all(STAFF, seenNewcomer()),
      all(`employer_id = ${EMPLOYER}`, `outcome = 'shown'`),
    ),
    add: ownCaseload(),
  },
  file_openings: {
    // An auditor has the audit: who asked, decided and looked, with a code for why and without the words.
    read: any(
      `newcomer_id = ${NEWCOMER}`,
      `asked_by = ${ME}`,
      all(is('municipality'), `municipality_code = ${MUNICIPALITY}`),
    ),
    add: all(is('municipality', 'platform'), `asked_by = ${ME}`, `state = 'asked'`),
    change: any(`asked_by = ${ME}`, all(is('municipality'), `municipality_code = ${MUNICIPALITY}`)),
  },
  account_warnings: {},
  invitations: {
    own: any(
      is('door'),
      `employer_id = ${ADMIN_OF}`,
      all(is('municipality'), `municipality_code = ${MUNICIPALITY}`),
      all(is('platform'), `invited_by = ${ME}`),
    ),
  },
  matching_blocking_pairs: { read: all(STAFF, seenNewcomer()) },

  accounts: {
    read: any(
      `id = ${ME}`,
      is('door'),
      all(STAFF, seenNewcomer()),
      all(is('coach', 'municipality', 'officer'), `municipality_code = ${MUNICIPALITY}`),
      `employer_id = ${EMPLOYER}`,
      all(is('newcomer'), 'id = any (array(select coach_id from newcomers))'),
      // Who works here; of newcomers the platform has counts (`count-people`).
      all(is('platform'), `role <> 'newcomer'`),
      // The personas of the demo, for the buttons of the sign-in page.
      all(BOUND, 'demo'),
    ),
    add: is('door'),
    // Which columns of it: guards.ts.
    change: any(
      `id = ${ME}`,
      is('door'),
      seenAccount('id'),
      `employer_id = ${ADMIN_OF}`,
      all(is('municipality'), `municipality_code = ${MUNICIPALITY}`),
    ),
  },
  // A coach ends what a card opened, and opens nothing: which columns of it: guards.ts.
  sessions: { ...ofAccount, read: seenAccount(), change: seenAccount() },
  // A coach prints a card under the own name, so that it ends with the coach.
  access_cards: {
    ...ofAccount,
    read: seenAccount(),
    add: all(seenAccount(), `made_by = ${ME}`),
    change: seenAccount(),
  },
  login_challenges: ofAccount,
  totp_keys: ofAccount,
  recovery_codes: ofAccount,
  passkeys: ofAccount,
  passkey_challenges: ofAccount,
  identities: ofAccount,
  outward_logins: ofAccount,
  address_changes: ofAccount,
  submissions: {
    own: any(`account_id = ${ME}`, all(is('anyone', 'door'), `account_id = '00000000-0000-0000-0000-000000000000'`)),
  },
  notices: { own: `account_id = ${ME}` },
  saved_searches: { own: `account_id = ${ME}` },
  mail_deliveries: {},

  audit_entries: {
    read: any(
      is('auditor'),
      `actor_id = ${ME}`,
      all(`subject = 'newcomer'`, `subject_id = (select nullif(current_setting('app.newcomer', true), ''))`),
    ),
    add: all(BOUND, any(`actor_id = ${ME}`, 'actor_id is null', is('door'))),
  },
  audit_heads: { read: is('auditor') },
  erasures: {},
  erased_statistics: {},
}
