/** A municipality with everybody in it: rows in nearly every table, so that a test can look whether another one sees them. */
import { sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Actor } from '#server/platform/context.ts'
import { scopeOf } from '#server/search/rules-encode.ts'
import { aProposal } from './proposals.ts'
import { BAKER } from './reference.ts'
import { aNewcomer, anAccount, anEmployer, aPosition, NOW } from './rooms.ts'

export type World = {
  actors: { newcomer: Actor; coach: Actor; employer: Actor; municipality: Actor; officer: Actor }
  positionId: string
  proposalId: string
}

/** @param code of the municipality, with a postcode in it */
export async function aWorld(db: Db, code: string, postcode4: string): Promise<World> {
  const staff = (role: 'coach' | 'municipality' | 'officer') => anAccount(db, { role, municipalityCode: code })
  const [coach, municipality, officer] = [await staff('coach'), await staff('municipality'), await staff('officer')]
  const newcomer = await aNewcomer(db, {
    coach,
    municipalityCode: code,
    postcode4,
    educations: [{ level: 'vocational', field: 'x', valued: false }],
    courses: [{ skills: ['speaking'], hoursPerWeek: 6, startsOn: '2026-09-01' }],
  })
  const employer = await anEmployer(db, { establishment: { postcode4, name: 'Werkplaats' } })
  // Not on the site: what is published is everybody's.
  const position = await aPosition(db, { employer, state: 'paused' })
  const { proposalId } = await aProposal(db, { newcomer, position, state: 'placed' })
  const shown = await aPosition(db, { employer, state: 'paused' })
  await aProposal(db, { newcomer, position: shown, state: 'shortlisted', card: 3 })
  const ids = {
    newcomer: newcomer.newcomerId,
    account: newcomer.actor.accountId ?? '',
    coach: coach.accountId ?? '',
    officer: officer.accountId ?? '',
    manager: municipality.accountId ?? '',
    boss: employer.actor.accountId ?? '',
    employer: employer.employerId,
    place: employer.establishmentId,
    position: position.positionId,
    proposal: proposalId,
    placement: crypto.randomUUID(),
    verdict: crypto.randomUUID(),
    pair: crypto.randomUUID(),
    signal: crypto.randomUUID(),
    audit: crypto.randomUUID(),
    run: crypto.randomUUID(),
  }
  const now = NOW.toISOString()
  const by = (key: keyof typeof ids) => `'${ids[key]}'`
  const id = 'gen_random_uuid()'
  const bytes = `decode(md5(gen_random_uuid()::text), 'hex')`
  const at = `'${now}'`
  const number = Math.floor(Math.random() * 30_000)
  for (const who of ['account', 'coach', 'boss', 'officer'] as const)
    await db.execute(
      sql.raw(`
      insert into sessions (token_hash, id, account_id, created_at, seen_at, idle_minutes, absolute_at) values (${bytes}, ${id}, ${by(who)}, ${at}, ${at}, 30, ${at});
      insert into login_challenges (id, account_id, bind_hash, code_mac, created_at, expires_at) values (${id}, ${by(who)}, ${bytes}, ${bytes}, ${at}, ${at});
      insert into totp_keys (id, account_id, secret, created_at) values (${id}, ${by(who)}, ${bytes}, ${at});
      insert into recovery_codes (id, account_id, code_mac, created_at) values (${id}, ${by(who)}, ${bytes}, ${at});
      insert into passkeys (id, account_id, credential_id, public_key, counter, created_at) values (${id}, ${by(who)}, ${id}::text, ${bytes}, 0, ${at});
      insert into passkey_challenges (id, account_id, challenge, created_at, expires_at) values (${id}, ${by(who)}, 'x', ${at}, ${at});
      insert into identities (id, account_id, issuer, subject_mac, created_at) values (${id}, ${by(who)}, 'https://x', ${bytes}, ${at});
      insert into outward_logins (id, account_id, issuer, bind_hash, secrets, created_at, expires_at) values (${id}, ${by(who)}, 'https://x', ${bytes}, ${bytes}, ${at}, ${at});
      insert into address_changes (id, account_id, email, old_mac, new_mac, created_at, expires_at) values (${id}, ${by(who)}, ${bytes}, ${bytes}, ${bytes}, ${at}, ${at});
      insert into submissions (account_id, key, route, body_hash, created_at) values (${by(who)}, ${id}, '/', ${bytes}, ${at});
      insert into notices (id, account_id, code, params, effect_key, created_at) values (${id}, ${by(who)}, 'newcomer-consented', '{}', ${id}::text, ${at});
      insert into saved_searches (id, account_id, question, looked_on, created_at, ends_on) values (${id}, ${by(who)}, 'q=kok', '2026-11-22', ${at}, '2027-05-01');
      insert into mail_deliveries (effect_key, account_id, kind, state, created_at) values (${id}::text, ${by(who)}, 'notice', 'sent', ${at});
    `),
    )
  await db.execute(
    sql.raw(`
    insert into access_cards (id, account_id, number_mac, code_mac, created_at, expires_at) values (${id}, ${by('account')}, ${bytes}, ${bytes}, ${at}, ${at});
    insert into invitations (id, email_sealed, email_index, role, employer_id, municipality_code, invited_by, created_at, sent_at, expires_at) values
      (${id}, ${bytes}, ${bytes}, 'employer', ${by('employer')}, null, ${by('boss')}, ${at}, ${at}, ${at}),
      (${id}, ${bytes}, ${bytes}, 'coach', null, '${code}', ${by('manager')}, ${at}, ${at}, ${at});
    insert into organisation_standings (id, employer_id, municipality_code, state, reason, changed_by, changed_at) values
      (${id}, ${by('employer')}, null, 'active', 'woorden van een beheerder', ${by('manager')}, ${at}),
      (${id}, null, '${code}', 'active', 'woorden van het platform', null, ${at}) on conflict do nothing;
    insert into employer_groups (id, employer_id, group_name, source, since_on, recorded_by, recorded_at) values (${id}, ${by('employer')}, 'Groep ' || ${id}, 'x', '2026-01-01', ${by('officer')}, ${at});
    insert into group_requests (id, employer_id, group_name, source, since_on, state, asked_by, asked_at) values (${id}, ${by('employer')}, 'Groep', 'x', '2026-01-01', 'asked', ${by('officer')}, ${at});
    insert into newcomer_no_goes (id, newcomer_id, occupation_uri) values (${id}, ${by('newcomer')}, '${BAKER}');
    insert into corrections (id, newcomer_id, part, asked_at) values (${id}, ${by('newcomer')}, 'work', ${at});
    insert into retention_warnings (newcomer_id, warned_at, erase_on) values (${by('newcomer')}, ${at}, '2027-01-01');
    insert into placements (id, proposal_id, newcomer_id, position_id, state, seat, starts_on, mentor, learning_goals, created_at, state_since)
      values (${by('placement')}, ${by('proposal')}, ${by('newcomer')}, ${by('position')}, 'active', 1, '2026-10-05', 'A', '{x}', ${at}, ${at});
    insert into proposal_log (id, proposal_id, step, to_state, actor_role, at) values (${id}, ${by('proposal')}, 'propose', 'proposed', 'worker', ${at});
    insert into placement_log (id, placement_id, step, to_state, actor_role, at) values (${id}, ${by('placement')}, 'plan', 'planned', 'coach', ${at});
    insert into position_log (id, position_id, step, to_state, actor_role, at) values (${id}, ${by('position')}, 'save', 'draft', 'employer', ${at});
    insert into follow_ups (id, placement_id, kind, state, due_on) values (${id}, ${by('placement')}, 'week-1', 'due', '2026-11-30');
    insert into placement_checks (placement_id, recorded_by, recorded_at) values (${by('placement')}, ${by('coach')}, ${at});
    insert into placement_reviews (id, placement_id, kind, held_on, recorded_by, recorded_at) values (${id}, ${by('placement')}, 'language-6', '2026-11-20', ${by('coach')}, ${at});
    insert into learning_results (placement_id, goals_set, goals_reached, recorded_by, recorded_at) values (${by('placement')}, 1, 1, ${by('coach')}, ${at});
    insert into paid_contracts (id, establishment_id, occupation_uri, after_placement_id, started_on, recorded_by, recorded_at)
      values (${id}, ${by('place')}, '${BAKER}', ${by('placement')}, '2026-11-01', ${by('coach')}, ${at});
    insert into staffing_facts (id, establishment_id, kind, happened_on, reported_by, created_at) values (${id}, ${by('place')}, 'vacancy-open', '2026-10-01', 'employer', ${at});
    insert into staffing_imports (id, file, sha256, rows, written, imported_by, imported_at) values (${id}, 'x', 'x', 1, 1, ${by('officer')}, ${at});
    insert into position_verdicts (id, position_id, moment, outcome, reasons, inputs, policy_version, asked_at) values (${by('verdict')}, ${by('position')}, 'publish', 'human', '[]', '{}', 'x', ${at});
    insert into position_verdicts (id, position_id, newcomer_id, moment, outcome, reasons, inputs, policy_version, asked_at) values (${by('pair')}, ${by('position')}, ${by('newcomer')}, 'start', 'human', '[]', '{}', 'x', ${at});
    insert into safeguard_decisions (id, position_id, verdict_id, decided_by, outcome, motivation, policy_version, decided_at) values (${id}, ${by('position')}, ${by('verdict')}, ${by('officer')}, 'approved', 'x', 'x', ${at});
    insert into safeguard_overrides (id, position_id, verdict_id, reasons, motivation, valid_until, policy_version, state, asked_by, asked_at) values (${id}, ${by('position')}, ${by('pair')}, '[]', 'x', '2027-01-01', 'x', 'asked', ${by('officer')}, ${at});
    insert into placement_extensions (id, placement_id, to_ends_on, verdict_id, extended_by, extended_at) values (${id}, ${by('placement')}, '2027-01-01', ${by('verdict')}, ${by('coach')}, ${at});
    insert into safeguard_profiles (id, municipality_code, version, from_on, numbers, choices, source, is_verified, state, proposed_by, proposed_at) values (${id}, '${code}', ${number}, '2026-12-01', '{}', '{}', 'x', false, 'rejected', ${by('officer')}, ${at});
    insert into case_messages (id, verdict_id, kind, body, written_by, written_by_role, written_at) values (${id}, ${by('verdict')}, 'answer', 'x', ${by('boss')}, 'employer', ${at});
    insert into case_log (id, subject, subject_id, step, municipality_code, establishment_id, position_id, actor_id, actor_role, at) values (${id}, 'override', ${by('verdict')}, 'ask', '${code}', ${by('place')}, ${by('position')}, ${by('officer')}, 'officer', ${at});
    insert into signals (id, subject, subject_id, employer_id, establishment_id, monitor, outcome, code, params, policy_version, pauses, first_seen_on, last_seen_on, answer_due_on, state)
      values (${by('signal')}, 'establishment', ${by('place')}, ${by('employer')}, ${by('place')}, 'MON-01', 'warn', 'x', '{}', 'x', false, '2026-11-01', '2026-11-01', '2026-12-01', 'open');
    insert into public_reports (id, code, establishment_id, reporter_role, body, state, reported_at) values (${id}, ${id}::text, ${by('place')}, 'other', 'x', 'new', ${at});
    insert into audits (id, municipality_code, year, seed, policy_version, drawn_by, drawn_at) values (${by('audit')}, '${code}', ${number}, 'x', 'x', ${by('officer')}, ${at});
    insert into audit_files (id, audit_id, employer_id, position_id, state) values (${id}, ${by('audit')}, ${by('employer')}, ${by('position')}, 'drawn');
    insert into employer_answers (id, signal_id, body, written_by, written_at) values (${id}, ${by('signal')}, 'x', ${by('boss')}, ${at});
    insert into newcomer_search (newcomer_id, version, scope, availability, municipality_code, folded, indexed_at)
      values (${by('newcomer')}, 1, array['${scopeOf.municipality(code)}', '${scopeOf.caseload(ids.coach)}'], 'available', '${code}', 'bakker', ${at});
    insert into matching_runs (id, kind, day, state, policy_version, policy, parts, planned_at) values (${by('run')}, 'asked', '2026-11-22', 'done', 'x', '{}', 1, ${at});
    insert into matching_run_parts (id, run_id, number) values (${id}, ${by('run')}, 1);
    insert into matching_blocking_pairs (run_id, newcomer_id, position_id, score) values (${by('run')}, ${by('newcomer')}, ${by('position')}, 700);
    insert into matching_changes (area, generation, newcomer_ids, position_ids) values ('${code}', ${number}, array[${by('newcomer')}]::uuid[], array[${by('position')}]::uuid[]);
    insert into outbox_events (name, payload, created_at) values ('newcomer.updated', '{"newcomerId":"${ids.newcomer}"}', ${at});
    insert into effects (event_id, effect, done_at) values ('${ids.run}', 'x', ${at});
    insert into dead_jobs (key, job, payload, reason, attempts, failed_at) values ('${ids.run}', 'x', '{"newcomerId":"${ids.newcomer}"}', 'x', 1, ${at});
    insert into erasures (subject_hash, cause, erased_at) values ('${ids.run}', 'asked', ${at});
    insert into erased_statistics (id, year_month, region_code, known, dutch, placed) select ${id}, '2026-11', '${code}', known, dutch, placed from (values ('under-6-months', 'unknown', 'never')) v (known, dutch, placed);
    insert into file_openings (id, newcomer_id, municipality_code, why, reason, asked_by, asked_at) select ${id}, ${by('newcomer')}, '${code}', 'safety', 'x', ${by('officer')}, ${at};
    insert into audit_heads (stream, seq, mac) values ('own:${ids.run}', 1, ${bytes});
  `),
  )
  for (const actor of [newcomer.actor, coach, employer.actor, municipality, officer])
    await recordAudit(db, { actor, now: NOW }, [{ action: 'x', subject: 'newcomer', subjectId: newcomer.newcomerId }])
  return {
    actors: { newcomer: newcomer.actor, coach, employer: employer.actor, municipality, officer },
    positionId: position.positionId,
    proposalId,
  }
}
