import type postgres from 'postgres'

/**
 * Three years of made-up happenings at the workplaces of a seed, straight into the tables: for each position ten placements that are over and for some one
 * that runs, a recorded contract after every third, vacancies that opened and closed, quarters of hours, and what everybody stated lately. The same for the
 * same seed. Nothing of it is meant to be fair: there are signals of every monitor.
 *
 * @param today `YYYY-MM-DD`
 * @returns rows by table
 */
export async function makeHistory(sql: postgres.Sql, today: string): Promise<Record<string, number>> {
  await sql`
    create temporary table bench_people as
      select id, (row_number() over (order by id) - 1)::int as n from newcomers`
  await sql`
    create temporary table bench_places as
      select p.id, p.establishment_id, p.occupation_uri, (row_number() over (order by p.id) - 1)::int as n from positions p`
  // A placement every hundred days of some eleven weeks, back from now; nobody twice at one position.
  await sql`
    create temporary table bench_made as
      select gen_random_uuid() as id, gen_random_uuid() as proposal_id, p.id as position_id, p.establishment_id,
             p.occupation_uri, p.n, k,
             (p.n * 20 + k * 7919) % (select count(*)::int from bench_people) as person,
             ${today}::date - k * 100 - p.n % 90 as starts_on,
             ${today}::date - k * 100 - p.n % 90 + 77 as ends_on
      from bench_places p cross join generate_series(1, 10) k`
  await sql`
    insert into proposals (id, newcomer_id, position_id, state, card_code, score, newcomer_score, employer_score, fit,
                           policy_version, created_at, state_since)
      select m.proposal_id, w.id, m.position_id, 'placed', 'b' || m.k, 500, 500, 500, '{}', 'bench',
             m.starts_on::timestamptz, m.starts_on::timestamptz
      from bench_made m join bench_people w on w.n = m.person`
  await sql`
    insert into placements (id, proposal_id, newcomer_id, position_id, state, seat, starts_on, ends_on, ended_on, initiative,
                            mentor, learning_goals, created_at, state_since)
      select m.id, m.proposal_id, w.id, m.position_id,
             case when (m.n + m.k) % 9 = 0 then 'ended-early' else 'completed' end, 1, m.starts_on, m.ends_on,
             case when (m.n + m.k) % 9 = 0 then m.ends_on - 30 else m.ends_on end,
             case when (m.n + m.k) % 9 = 0 then 'employer' end, 'Bench', '{Bench}',
             m.starts_on::timestamptz, m.starts_on::timestamptz
      from bench_made m join bench_people w on w.n = m.person
      where m.ends_on <= ${today}::date`
  const [teller] = await sql<{ id: string }[]>`select id from accounts order by id limit 1`
  const by = teller?.id ?? ''
  await sql`
    insert into paid_contracts (id, establishment_id, occupation_uri, after_placement_id, started_on, ends_on, ended_on,
                                end_reason, recorded_by, recorded_at)
      select gen_random_uuid(), m.establishment_id, m.occupation_uri, m.id, m.ends_on + 1, m.ends_on + 365,
             case when m.n % 5 = 0 then m.ends_on + 200 end, case when m.n % 5 = 0 then 'not-renewed' end, ${by}, now()
      from bench_made m join placements p on p.id = m.id
      where (m.n + m.k) % 3 = 0`
  await sql`
    insert into staffing_facts (id, establishment_id, kind, occupation_uri, happened_on, ended_on, detail, reported_by, created_at)
      select gen_random_uuid(), p.establishment_id, 'vacancy-open', p.occupation_uri, ${today}::date - k * 120,
             ${today}::date - k * 120 + 60, case when k % 4 = 0 then '{"withdrawn":"yes"}'::jsonb else '{}' end, 'employer', now()
      from bench_places p cross join generate_series(1, 9) k where p.n % 2 = 0`
  const [last, before, first] = lastQuarters(today)
  await sql`
    insert into fact_statements (id, establishment_id, occupation_uri, question, answer, evidence_kind, evidence_by, evidence_on,
                                 stated_by, stated_on, valid_until, stated_at)
      select gen_random_uuid(), p.establishment_id, p.occupation_uri, 'quarter-hours',
             jsonb_build_object('quarter', q.name, 'paid', 400 - q.at * 30, 'unpaid', 20 + q.at * 10), 'declaration', 'HR',
             ${today}::date - 5, ${by}, ${today}::date - 5, ${today}::date + 300, now()
      from bench_places p
      cross join (values (${first ?? ''}, 0), (${before ?? ''}, 1), (${last ?? ''}, 2)) q (name, at) where p.n % 3 = 0`
  await sql`
    insert into fact_statements (id, establishment_id, question, answer, evidence_kind, evidence_by, evidence_on,
                                 stated_by, stated_on, valid_until, stated_at)
      select gen_random_uuid(), e.id, q.question, q.answer::jsonb, 'declaration', 'HR', ${today}::date - 5, ${by},
             ${today}::date - 5, ${today}::date + 300, now()
      from establishments e cross join (values ('paid-hours', '300'), ('industrial-action', 'false'),
        ('dismissal-requests', 'false'), ('collective-dismissal', 'null')) q (question, answer)`
  await sql`analyze`
  const counted: Record<string, number> = {}
  for (const table of [
    'newcomers',
    'positions',
    'establishments',
    'placements',
    'paid_contracts',
    'staffing_facts',
    'fact_statements',
  ]) {
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from ${sql(table)}`
    counted[table] = row?.n ?? 0
  }
  return counted
}

/** The last three quarters that are over, the newest first. */
const lastQuarters = (today: string): string[] => {
  const now = Number(today.slice(0, 4)) * 4 + Math.floor((Number(today.slice(5, 7)) - 1) / 3)
  return [1, 2, 3].map((back) => `${Math.floor((now - back) / 4)}-Q${((now - back) % 4) + 1}`)
}
