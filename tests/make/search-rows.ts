import type { ISql, Sql } from 'postgres'
import type { Database } from '#db/client.ts'
import { loadStarter } from '#server/reference/load-starter.ts'
import { UTRECHT } from './reference.ts'
import { aNewcomer, aPosition } from './rooms.ts'

/** One of each to copy: what the copies do not vary is theirs. */
export type Template = { positionId: string; newcomerId: string; coachId: string }

/** The reference of the starter set, one position and one newcomer, and what the copies below need. */
export async function rowTemplate({ db, sql }: Pick<Database, 'db' | 'sql'>): Promise<Template> {
  await loadStarter(db)
  // The same number below `n` for the same text, in every run and on every server.
  await sql`create function nth(text, n bigint) returns bigint language sql immutable as $$
    select ('x' || substr(md5($1), 1, 7))::bit(28)::bigint % n $$`
  await sql`create function key_id(text) returns uuid language sql immutable as $$
    select overlay(overlay(md5($1) placing '4' from 13) placing '8' from 17)::uuid $$`
  await sql`create view nth_occupation as
    select uri, labels ->> 'nl' as name, row_number() over (order by uri) - 1 as nr from occupations`
  await sql`create view nth_skill as select uri, row_number() over (order by uri) - 1 as nr from skills`
  // As many municipalities as there are, and as unequal: the first, Utrecht, has one in twenty of all people.
  await sql`
    insert into municipalities (code, name, province, region_code)
    select 'GM' || 5000 + g, 'Gemeente ' || g, province, region_code from municipalities, generate_series(1, 341) g where code = ${UTRECHT}`
  const { positionId } = await aPosition(db, { title: 'Plek' })
  const { newcomerId, coach } = await aNewcomer(db)
  return { positionId, newcomerId, coachId: coach.accountId ?? '' }
}

/**
 * Published positions like the one of the template, each with an occupation, hours, wage and days of its own; in one statement a table.
 *
 * @param name begins their codes, so that another name gives other rows
 * @returns their ids, the same in every run
 */
export const manyPositions = (home: Sql, from: Template, count: number, name: string): Promise<string[]> =>
  slowly(home, (sql) => positionsInto(sql, from, count, name))

async function positionsInto(sql: ISql, from: Template, count: number, name: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    insert into positions
    select r.* from positions p, generate_series(1, ${count}) g, lateral (select ${name}::text || g as key) k
    join nth_occupation o on o.nr = nth(key, (select count(*) from nth_occupation))
    cross join lateral jsonb_populate_record(p, jsonb_build_object(
      'id', key_id(key), 'code', upper(key), 'title', 'Leren en werken als ' || o.name, 'occupation_uri', o.uri,
      'hours_per_week', 8 + nth(key || 'h', 33), 'supervisor_hours', nth(key || 's', 12),
      'hourly_wage_cents', case when nth(key || 'w', 3) > 0 then 1500 end,
      'starts_on', date '2026-12-07' + nth(key || 'd', 200)::int, 'ends_on', null, 'expires_on', '2027-12-31')) r
    where p.id = ${from.positionId}
    returning id`
  const key = `${name}%`.toUpperCase()
  await sql`
    insert into position_languages (position_id, language, skill, level)
    select p.id, l.language, l.skill, (array['A1', 'A2', 'B1'])[1 + nth(p.code || l.skill, 3)]
    from positions p, position_languages l where p.code like ${key} and l.position_id = ${from.positionId}`
  await sql`
    insert into position_skills (position_id, skill_uri, role)
    select p.id, s.uri, 'needed' from positions p join nth_skill s on s.nr = nth(p.code, (select count(*) from nth_skill))
    where p.code like ${key}`
  return rows.map((row) => row.id)
}

/**
 * Profiles with everything that an index reads: levels, lessons, hours, skills, work done and wanted, all over the country.
 *
 * @returns their ids, the same in every run
 */
export const manyProfiles = (home: Sql, from: Template, count: number, name: string): Promise<string[]> =>
  slowly(home, (sql) => profilesInto(sql, from, count, name))

async function profilesInto(sql: ISql, from: Template, count: number, name: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    insert into newcomers
    select r.* from newcomers n, generate_series(1, ${count}) g, lateral (select ${name}::text || g as key) k
    cross join lateral (select floor(342 * power(nth(key, 10000) / 10000.0, 2)) as nr) m
    cross join lateral jsonb_populate_record(n, jsonb_build_object(
      'id', key_id(key), 'municipality_code', case when m.nr = 0 then ${UTRECHT} else 'GM' || 5000 + m.nr end,
      'availability', (array['available', 'available', 'paused', 'placed'])[1 + nth(key || 'a', 4)],
      'hours_min', 8, 'hours_max', 16 + nth(key || 'h', 24), 'available_from', date '2026-11-23' + nth(key || 'd', 90)::int)) r
    where n.id = ${from.newcomerId}
    returning id`
  const made = sql`(select key_id(${name}::text || g) as id, ${name}::text || g as key from generate_series(1, ${count}) g) m`
  await sql`
    insert into newcomer_languages (newcomer_id, language, skill, level, source, assessed_on)
    select m.id, l.language, l.skill, (array['A1', 'A2', 'B1', 'B2'])[1 + nth(m.key || l.skill, 4)], l.source, l.assessed_on
    from ${made}, newcomer_languages l where l.newcomer_id = ${from.newcomerId}`
  await sql`
    insert into newcomer_courses (id, newcomer_id, skills, hours_per_week, starts_on)
    select gen_random_uuid(), m.id, array['speaking', 'listening'], 6, '2026-10-05' from ${made} where nth(m.key || 'c', 2) = 0`
  await sql`
    insert into newcomer_slots (newcomer_id, kind, weekday, from_minute, to_minute)
    select m.id, s.kind, s.weekday, s.from_minute, s.to_minute
    from ${made}, newcomer_slots s where s.newcomer_id = ${from.newcomerId} and nth(m.key || s.weekday, 3) > 0`
  await sql`
    insert into newcomer_skills (newcomer_id, skill_uri, evidence, updated_on)
    select m.id, s.uri, 'observed', '2026-10-01'
    from ${made} join nth_skill s on s.nr = nth(m.key, (select count(*) from nth_skill))`
  await sql`
    insert into newcomer_experiences (id, newcomer_id, occupation_uri, months, evidence)
    select gen_random_uuid(), m.id, o.uri, 24, 'self'
    from ${made} join nth_occupation o on o.nr = nth(m.key, (select count(*) from nth_occupation))`
  await sql`
    insert into newcomer_wishes (newcomer_id, occupation_uri, rank)
    select m.id, o.uri, 1
    from ${made} join nth_occupation o on o.nr = nth(m.key || 'w', (select count(*) from nth_occupation))`
  await sql`analyze`
  return rows.map((row) => row.id)
}

/** A hundred thousand rows take longer than a page may. */
const slowly = (home: Sql, run: (sql: ISql) => Promise<string[]>): Promise<string[]> =>
  home.begin(async (sql) => {
    await sql`set local statement_timeout = 0`
    return run(sql)
  })
