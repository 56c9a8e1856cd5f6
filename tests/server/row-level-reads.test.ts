import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { POLICIES } from '#db/row-level/policies.ts'
import { WEB } from '#db/row-level/roles.ts'
import type { Actor } from '#server/platform/context.ts'
import { OMITTED, type Read, readsOf, SERVER, valueFor } from '#tests/make/reads.ts'
import { AMERSFOORT, UTRECHT } from '#tests/make/reference.ts'
import { anAccount, NOW } from '#tests/make/rooms.ts'
import { claimsOf, withoutConditions, withoutWhere } from '#tests/make/row-level.ts'
import { aWorld, type World } from '#tests/make/two-worlds.ts'
import { aDatabase } from '#tests/setup/database.ts'

/**
 * Every read of `server/` that takes a database, asked by five roles with each WHERE of ours taken away: once about the own world and once about another.
 * Row level security alone is left, and nothing of the other world may come out.
 */
let home: Awaited<ReturnType<typeof aDatabase>>
let web: Database
let owner: Database
let here: World
let there: World
let platform: Actor
/** Every id of the other world that is not on a public page. */
let foreign: Set<string>
const idsOf: Record<'here' | 'there', Record<string, string>> = { here: {}, there: {} }

beforeAll(async () => {
  home = await aDatabase()
  owner = openDatabase(home.url, { max: 2, statementTimeoutMs: 60_000 })
  const checks = await owner.sql<{ name: string; relation: string }[]>`
    select conname as name, conrelid::regclass::text as relation from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`
  for (const one of checks) await owner.sql.unsafe(`alter table ${one.relation} drop constraint ${one.name}`)
  here = await aWorld(owner.db, UTRECHT, '3511')
  platform = await anAccount(owner.db, { role: 'platform' })
  const known = await everyId()
  there = await aWorld(owner.db, AMERSFOORT, '3811')
  await owner.sql`update newcomer_identities set given_name = 'Kanarie' where newcomer_id = ${there.actors.newcomer.newcomerId}`
  await owner.sql`update positions set title = 'Kanarie' where employer_id = ${there.actors.employer.employerId}`
  await owner.sql`update accounts set display_name = 'Kanarie' where id in ${owner.sql(Object.values(there.actors).map((one) => one.accountId ?? ''))}`
  // What is sealed here was never sealed: it is not what is asked about.
  await owner.sql`update invitations set email_sealed = null, email_index = null`
  for (const [key, world] of [
    ['here', here],
    ['there', there],
  ] as const)
    idsOf[key] = await namedIds(world)
  const passed = new Set(Object.values(idsOf.there))
  foreign = new Set([...(await everyId())].filter((id) => !known.has(id) && !passed.has(id)))
  web = openDatabase(home.url, { max: 6, role: WEB })
}, 60_000)
afterAll(async () => {
  await web.close()
  await owner.close()
  await home.close()
})

/** The ids in the tables that are strict: what somebody has to be something to see. */
async function everyId(): Promise<Set<string>> {
  const strict = Object.keys(POLICIES).filter((name) => !POLICIES[name]?.wide && !POLICIES[name]?.open)
  const columns = await owner.sql<{ table: string; column: string }[]>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type = 'uuid' and table_name in ${owner.sql(strict)}`
  const ids = new Set<string>()
  for (const { table, column } of columns)
    for (const row of await owner.sql.unsafe(
      `select distinct ${column}::text as id from ${table} where ${column} is not null`,
    ))
      ids.add(String(row['id']))
  return ids
}

/** What a read is asked about, by the name of its parameter. */
async function namedIds({ actors, positionId, proposalId }: World): Promise<Record<string, string>> {
  const { newcomer, coach, employer } = actors
  const one = async (table: string, where: string): Promise<string> =>
    String((await owner.sql.unsafe(`select id from ${table} where ${where} limit 1`))[0]?.['id'])
  const placementId = await one('placements', `newcomer_id = '${newcomer.newcomerId}'`)
  return {
    newcomerId: newcomer.newcomerId ?? '',
    accountId: newcomer.accountId ?? '',
    coachId: coach.accountId ?? '',
    employerId: employer.employerId ?? '',
    positionId,
    proposalId,
    placementId,
    establishmentId: await one('establishments', `employer_id = '${employer.employerId}'`),
    verdictId: await one('position_verdicts', `position_id = '${positionId}' and newcomer_id is null`),
    signalId: await one('signals', `employer_id = '${employer.employerId}'`),
    fileId: await one('audit_files', `employer_id = '${employer.employerId}'`),
    runId: await one(
      'matching_runs',
      `id in (select run_id from matching_blocking_pairs where newcomer_id = '${newcomer.newcomerId}')`,
    ),
    openingId: await one('file_openings', `newcomer_id = '${newcomer.newcomerId}'`),
    invitationId: await one('invitations', `employer_id = '${employer.employerId}'`),
    followUpId: await one('follow_ups', `placement_id = '${placementId}'`),
  }
}

const plainly = (answer: unknown): string =>
  JSON.stringify(answer, (_, value) => (value instanceof Map || value instanceof Set ? [...value] : value)) ?? ''

/** Those for whom there is a world, and the platform for what is refused to them all. */
const ROLES = ['newcomer', 'coach', 'employer', 'municipality', 'officer'] as const
const PLATFORM = ['platform'] as const
type Outcome = { role: string; key: string; leaks: string[]; failed?: string; stripped: boolean; refused: boolean }

async function askAll(one: Read, database: Database, as?: 'worker'): Promise<Outcome[] | null> {
  const outcomes = await askAs(ROLES, one, database, as)
  return outcomes?.every(({ refused, stripped }) => refused && !stripped)
    ? askAs(PLATFORM, one, database, as)
    : outcomes
}

async function askAs(
  roles: typeof ROLES | typeof PLATFORM,
  one: Read,
  database: Database,
  as?: 'worker',
): Promise<Outcome[] | null> {
  const module: Record<string, (...args: unknown[]) => Promise<unknown>> = await import(join(SERVER, one.file))
  const read = module[one.name]
  if (!read) throw new Error(`${one.file} has no ${one.name}`)
  const [first = '', ...rest] = one.params
  const cases = roles.flatMap((role) => (['here', 'there'] as const).map((key) => ({ role, key })))
  if (rest.some((param) => !/^db: /.test(param) && valueFor(param, idsOf.here, here.actors.coach) === undefined))
    return null
  return Promise.all(
    cases.map(async ({ role, key }) => {
      const actor = role === 'platform' ? platform : here.actors[role]
      const values = rest.map((param) => (/^db: /.test(param) ? DATABASE : valueFor(param, idsOf[key], actor)))
      const { db, asked } = withoutConditions(database, { ...claimsOf(actor), ...(as && { role: as }) })
      const args = values.map((value) => (value === DATABASE ? db : value === OMITTED ? undefined : value))
      const ctx = /: (Ctx|Pick<Ctx)/.test(first) ? { db, actor, now: NOW } : db
      const outcome: Outcome = { role, key, leaks: [], stripped: false, refused: false }
      try {
        const text = plainly(await read(ctx, ...args))
        outcome.leaks = [...foreign].filter((id) => text.includes(id))
        if (text.includes('Kanarie')) outcome.leaks.push('words')
      } catch (error) {
        // "Not yours" is an answer.
        if ((error as Error).name === 'Refusal') outcome.refused = true
        else outcome.failed = String((error as Error).cause ?? error).slice(0, 160)
      }
      outcome.stripped = asked.some((query) => query.includes('where (true or'))
      return outcome
    }),
  )
}
const DATABASE = Symbol('the database')

const nameOf = ({ file, name }: Read): string => `${file}#${name}`

/** Reads whose answer names rows of others, raised for a purpose of `row-level/purposes.ts`. */
const NAMES_OTHERS: Record<string, string> = {
  'cases/reads-history.ts#monitorHistoryOf': 'facts of workplaces for the monitors, whose answer is counts and signals',
  'positions/reads-suspended.ts#ofSuspendedAmong': 'which of the places that it was given, as ids',
  'positions/reads-suspended.ts#placesToJudge': 'ids of places, handed on to an event',
  'positions/reads-withheld.ts#takenOffOf': 'which of the places that it was given, as ids',
  'proposals/reads-run-blocking.ts#blockingPairsForStaff':
    'what a run left undone, by the title of the place and without a person',
}
/** Nothing to take away: no condition of ours, only published places, or an answer before the first question. */
const WITHOUT_WHERE: Record<string, string> = {
  'accounts/reads-members.ts#accountCounts': 'counts of all accounts',
  'audit/reads-entries.ts#auditStreams': 'for the auditor, who has the whole audit',
  'cases/reads-family.ts#familyOf': 'all groups',
  'proposals/reads-areas.ts#areasOf': 'the codes of the areas',
  'proposals/reads-runs.ts#runsForStaff': 'all runs: numbers',
  'proposals/reads-shown.ts#shownToEmployer': 'a condition and no question',
  'search/reads.ts#searchPositions': 'published places, through a table that is open',
  'search/reads.ts#searchWider': 'the same',
}
const NOT_ASKED: Record<string, string> = {
  'accounts/reads-own.ts#waitingTotpSecret': 'opens a sealed secret, which these worlds do not have',
  'audit/reads-entries.ts#auditLines': 'for the auditor, who has the whole audit',
  'newcomers/reads-lines.ts#linesBy': 'takes a table: asked by `newcomerFactsOf`',
  'positions/reads-public.ts#openPositions': 'published places: see `searchPositions`',
  'positions/reads-wider.ts#widerQuestions': 'the same',
}

const ALL = readsOf()
test.each(ALL.filter((one) => !(nameOf(one) in NOT_ASKED)).map((one) => [nameOf(one), one] as const))(
  '%s',
  async (name, one) => {
    const outcomes = await askAll(one, web)
    if (outcomes === null) throw new Error(`Say in this file what ${name} is asked about: (${one.params.join(', ')})`)
    const shown = outcomes.filter(({ leaks }) => leaks.length > 0)
    if (name in NAMES_OTHERS) expect(shown).not.toEqual([])
    else expect(shown).toEqual([])
    expect([outcomes.some(({ stripped }) => stripped), name in WITHOUT_WHERE]).not.toEqual([false, false])
    // Without a condition a person has no lines of a table at all, which the reader of lines does not know: nothing came out.
    const broke = outcomes.filter(({ failed }) => failed && !failed.includes("(reading 'split')"))
    if (!(name in WITHOUT_WHERE)) expect(broke).toEqual([])
    expect(outcomes.some(({ failed }) => !failed) || name in WITHOUT_WHERE).toBe(true)
  },
)

test('nearly every read is asked, and what is listed here is there', () => {
  const names = ALL.map(nameOf)
  for (const list of [NAMES_OTHERS, WITHOUT_WHERE, NOT_ASKED])
    expect(Object.keys(list).filter((one) => !names.includes(one))).toEqual([])
  expect(names.length - Object.keys(NOT_ASKED).length).toBeGreaterThan(200)
})

test('the conditions do go', () => {
  expect(
    withoutWhere(
      `select "a" from "t" where "t"."a" = $1 and exists (select 1 from u where u.b = $2) order by "a" limit $3`,
    ),
  ).toBe(
    'select "a" from "t" where (true or ("t"."a" = $1 and exists (select 1 from u where u.b = $2))) order by "a" limit $3',
  )
})

test('whom nothing binds they would show the others: so the test can see a leak', async () => {
  const shows: string[] = []
  for (const one of ALL.filter(({ file }) =>
    /caseload\.ts|notices\/reads|reads-shared|reads-signals|reads-dossier/.test(file),
  )) {
    const outcomes = await askAll(one, owner, 'worker')
    if (outcomes?.some(({ leaks }) => leaks.length > 0)) shows.push(one.name)
  }
  expect(shows).toEqual(
    expect.arrayContaining(['caseloadOf', 'namesInCaseload', 'noticesOf', 'sharingOf', 'dossierOf']),
  )
})
