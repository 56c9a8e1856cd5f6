import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { inArray, sql } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
import { tensions } from '#db/schema/reference.ts'
import { randomOf } from '#db/seed/random.ts'
import { AVAILABILITIES } from '#db/values/newcomers.ts'
import { FOLLOW_UP_OUTCOMES, FOLLOW_UP_STATES, PLACEMENT_STATES } from '#db/values/placements.ts'
import { POSITION_STATES } from '#db/values/positions.ts'
import { PROPOSAL_STATES } from '#db/values/proposals.ts'
import { profilesOf } from '#server/cases/reads-profiles.ts'
import { explainPair } from '#server/matching/rules/explain.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { workerNamed } from '#server/platform/context.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { ruleVersionsOf, storedReasons } from '#server/positions/store-verdict.ts'
import { sweepAccounts } from '#server/privacy/sweep-accounts.ts'
import { sweepRetention } from '#server/privacy/sweep-retention.ts'
import { policyNamed } from '#server/safeguards/rules/profile.ts'
import { replayVerdict, type Verdict, worstOf } from '#server/safeguards/rules/verdict.ts'
import { ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

type Home = Awaited<ReturnType<typeof aDatabase>>
const homes: Home[] = []
afterAll(() => Promise.all(homes.map((home) => home.close())))

const NOW = '2026-11-23T09:00:00Z'
const run = promisify(execFile)

/** The command itself, as a person runs it. */
async function seeded(...args: string[]): Promise<Home & { said: string }> {
  const home = await aDatabase()
  homes.push(home)
  return { ...home, said: await seed(home, ...args) }
}
async function seed(home: Home, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'bin/seed.ts', '--now', NOW, ...args], {
    env: { ...process.env, DATABASE_URL: home.url, MEILI_URL: '' },
  })
  return stdout
}

const one = async <T>(home: Home, query: ReturnType<typeof sql>): Promise<T> =>
  Object.values((await home.db.execute(query))[0] ?? {})[0] as T
const statesOf = async (home: Home, table: string, column = 'state'): Promise<string[]> =>
  (await home.db.execute(sql.raw(`select distinct ${column} as state from ${table} where ${column} is not null`)))
    .map((row) => String(row['state']))
    .sort()
const sorted = (values: readonly string[]) => [...values].sort()

/** Every row of the tables that a seed fills, as one number. */
const checksum = (home: Home) =>
  one<string>(
    home,
    sql.raw(
      `select md5(string_agg(part, '' order by part)) from (${[
        'accounts',
        'newcomers',
        'newcomer_identities',
        'newcomer_languages',
        'newcomer_slots',
        'newcomer_skills',
        'newcomer_wishes',
        'employers',
        'establishments',
        'fact_statements',
        'tensions',
      ]
        .map(
          // What is sealed is other bytes each time.
          (table) =>
            `select md5((to_jsonb(t) - '{email_sealed,phone_sealed,needs_sealed}'::text[])::text) as part from ${table} t`,
        )
        .join(' union all ')}) as parts`,
    ),
  )

const nobodyEnds = async ({ db }: Home) => {
  const ctx = ctxOf(db, workerNamed('retention'), new Date(NOW))
  expect(await sweepAccounts(ctx, { dry: true })).toMatchObject({ warned: 0, erased: 0, held: 0 })
  expect(await sweepRetention(ctx, { dry: true })).toEqual({ warned: 0, cameBack: 0, erased: 0 })
}

describe('chance', () => {
  test('is the same for the same seed, and another for another', () => {
    const draw = (seed: string) => {
      const random = randomOf(seed)
      return [random.uuid(), random.whole(1, 1000), random.some([1, 2, 3, 4, 5, 6], 3), random.part('a').next()]
    }
    expect(draw('1')).toEqual(draw('1'))
    expect(draw('1')).not.toEqual(draw('2'))
    expect(randomOf('x').uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('is spread evenly', () => {
    const random = randomOf('even')
    const counts = Array.from({ length: 10 }, () => 0)
    for (let draw = 0; draw < 20_000; draw += 1) counts[random.whole(0, 9)] = (counts[random.whole(0, 9)] ?? 0) + 1
    for (const _ of counts.keys()) expect(Math.min(...counts)).toBeGreaterThan(0)
    const weighed = Array.from({ length: 10_000 }, () =>
      random.weighed([
        ['a', 3],
        ['b', 1],
      ] as const),
    )
    expect(weighed.filter((value) => value === 'a').length / 10_000).toBeCloseTo(0.75, 1)
  })
})

describe('the demo', { timeout: 120_000 }, () => {
  const demo = seeded('--size', 'demo', '--seed', '1')

  test('has the size of the pilots', async () => {
    const home = await demo
    const count = (what: string) => one<number>(home, sql.raw(`select count(*)::int from ${what}`))
    expect(await count('newcomers')).toBe(60)
    expect(await count('newcomer_identities')).toBe(60)
    expect(await count('employers')).toBe(25)
    expect(await count('positions')).toBe(40)
    expect(await count('positions where hourly_wage_cents is null')).toBeGreaterThanOrEqual(15)
    expect(await count("accounts where role = 'coach'")).toBe(6)
    expect(await count("accounts where role = 'municipality'")).toBe(4)
    expect(await count("accounts where role = 'officer'")).toBe(2)
    expect(await count('(select distinct municipality_code from newcomers) m')).toBe(3)
    expect(await count('(select coach_id from newcomers group by 1 having count(*) = 10) c')).toBe(6)
    expect(
      await count(
        "(select distinct establishment_id from staffing_facts where detail->>'found' is null and kind = 'contract-ended') h",
      ),
    ).toBe(8)
  })

  test('has every state of every lifecycle', async () => {
    const home = await demo
    expect(await statesOf(home, 'positions')).toEqual(sorted(POSITION_STATES))
    expect(await statesOf(home, 'proposals')).toEqual(sorted(PROPOSAL_STATES))
    expect(await statesOf(home, 'placements')).toEqual(sorted(PLACEMENT_STATES))
    expect(await statesOf(home, 'follow_ups')).toEqual(sorted(FOLLOW_UP_STATES))
    expect(await statesOf(home, 'follow_ups', 'outcome')).toEqual(sorted(FOLLOW_UP_OUTCOMES))
    expect(await statesOf(home, 'newcomers', 'availability')).toEqual(sorted(AVAILABILITIES))
  })

  test('shows gates that say no, questions, near misses, and what lessons lead to', async () => {
    const { db } = await demo
    const today = NOW.slice(0, 10)
    const [people, places] = [await newcomerFactsOf(db), await positionFactsOf(db, undefined, today)]
    const seen = new Map<string, number>()
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
    for (const person of people) {
      const found = places.map((place) => explainPair(person, place, MATCHING_POLICY, today))
      for (const { answer, oneThing, gates, expected } of found) {
        count(oneThing ? 'one thing' : answer)
        if (expected.length > 0) count('expected')
        for (const { gate, state } of gates) count(`${gate} ${state}`)
      }
    }
    const least = ['eligible', 'unknown', 'one thing', 'not-eligible', 'expected']
    for (const gate of ['language', 'licences', 'skills', 'travel', 'hours', 'week', 'start'])
      least.push(`${gate} miss`)
    for (const gate of ['language', 'licences', 'skills', 'travel', 'hours', 'may-work']) least.push(`${gate} unknown`)
    expect(least.filter((one) => (seen.get(one) ?? 0) < 3)).toEqual([])
    const all = people.length * places.length
    expect((seen.get('eligible') ?? 0) / all).toBeLessThan(0.6)
    expect((seen.get('eligible') ?? 0) / all).toBeGreaterThan(0.2)
  })

  test('has work on every desk', async () => {
    const home = await demo
    const proposals = (state: string, who: string) =>
      one<number>(
        home,
        sql.raw(`select count(*)::int from proposals p join newcomers n on n.id = p.newcomer_id
          join positions q on q.id = p.position_id
          join accounts a on a.id = n.coach_id or a.newcomer_id = n.id or a.employer_id = q.employer_id
          where p.state = '${state}' and a.display_name = '${who}'`),
      )
    expect(await proposals('proposed', 'Sanne de Boer')).toBeGreaterThanOrEqual(5)
    expect(await proposals('shortlisted', 'Amal Haddad')).toBe(1)
    expect(await proposals('consented', 'Dawit Tesfay')).toBe(1)
    expect(await proposals('accepted', 'Oksana Bondar')).toBe(1)
    expect(await proposals('consented', 'Mark van Dijk')).toBeGreaterThanOrEqual(2)
    const due = sql`select count(*)::int from follow_ups f join placements p on p.id = f.placement_id
      join newcomers n on n.id = p.newcomer_id join accounts a on a.id = n.coach_id
      where f.state = 'due' and a.display_name = 'Sanne de Boer'`
    expect(await one<number>(home, due)).toBeGreaterThanOrEqual(2)
    const waiting = sql`select count(*)::int from positions p join establishments e on e.id = p.establishment_id
      join places l on l.postcode4 = e.postcode4 where p.state = 'awaiting-decision' and l.municipality_code = 'GM0344'`
    expect(await one<number>(home, waiting)).toBeGreaterThanOrEqual(1)
    const heldUp = sql`select count(*)::int from position_verdicts v
      join proposals p on p.position_id = v.position_id and p.newcomer_id = v.newcomer_id and p.state = 'accepted'
      join newcomers n on n.id = v.newcomer_id join accounts a on a.id = n.coach_id
      join positions q on q.id = v.position_id join establishments e on e.id = q.establishment_id
      join places l on l.postcode4 = e.postcode4
      where v.moment = 'start' and v.outcome = 'human' and a.display_name = 'Sanne de Boer' and l.municipality_code = 'GM0344'
        and not exists (select from safeguard_decisions d where d.verdict_id = v.id)`
    expect(await one<number>(home, heldUp)).toBe(1)
  })

  test('has something on every page of the officer, and nothing of it decided', async () => {
    const home = await demo
    const count = (what: string) => one<number>(home, sql.raw(`select count(*)::int from ${what}`))
    expect(await count("public_reports where state = 'new'")).toBe(1)
    expect(await count("safeguard_profiles where state = 'proposed' and municipality_code = 'GM0344'")).toBe(1)
    expect(await count("audit_files where state = 'drawn'")).toBeGreaterThan(0)
    // A signal that the employer may answer first: a person looks, and nothing is paused.
    expect(await statesOf(home, 'signals', 'monitor')).toEqual(['MON-07'])
    expect(await count("signals where state = 'new' and not pauses and answer_due_on > '2026-11-23'")).toBe(1)
    expect(await count('signals where employer_id in (select employer_id from accounts where demo)')).toBe(1)
  })

  test('answers the questions of the safeguards: places that may be proposed, and cases of several kinds for the officer', async () => {
    const { db } = await demo
    const places = await db.select({ id: positions.id, state: positions.state }).from(positions)
    const ids = (state: string) => places.filter((one) => one.state === state).map(({ id }) => id)
    expect(ids('published')).toHaveLength(24)
    const facts = await positionFactsOf(db, ids('published'), NOW.slice(0, 10))
    const open = facts.filter(({ safeguard }) => safeguard === 'ok' || safeguard === 'warn')
    expect(open.length).toBeGreaterThanOrEqual(20)
    const asked = await db
      .select()
      .from(positionVerdicts)
      .where(inArray(positionVerdicts.positionId, ids('awaiting-decision')))
    const codes = asked.flatMap(({ reasons }) =>
      reasons.flatMap(({ outcome, code }) => (outcome === 'human' ? [code] : [])),
    )
    for (const code of ['wage-needs-check', 'motive-unknown', 'productive-share-high', 'tension-ample'])
      expect(codes).toContain(code)
    expect(new Set((await db.select().from(tensions)).map(({ source }) => source))).toEqual(new Set(['demo']))
  })

  test('every stored answer is given again bit for bit from what was stored', async () => {
    const { db } = await demo
    const profiles = await profilesOf(db)
    const stored = await db.select().from(positionVerdicts)
    expect(stored.length).toBeGreaterThan(80)
    for (const { moment, inputs, outcome, policyVersion, ruleVersions, reasons } of stored) {
      const policy = policyNamed(policyVersion, profiles)
      if (!policy) throw new Error(`no policy ${policyVersion}`)
      const again = replayVerdict({ moment, inputs: inputs as Verdict['inputs'] }, policy)
      const isApproved = (at: number) => reasons[at]?.approved === true
      const after = again.reasons.map((one, at) => (isApproved(at) ? { ...one, approved: true as const } : one))
      expect(storedReasons({ ...again, reasons: after })).toEqual(reasons)
      expect(worstOf(after.map((one) => ('approved' in one ? 'ok' : one.outcome)))).toBe(outcome)
      expect(ruleVersionsOf(again)).toEqual(ruleVersions)
    }
    expect(new Set(stored.map(({ policyVersion }) => policyVersion)).size).toBe(2)
  })

  test('is true to its own laws: logs end in the state, nothing waits in the outbox, nothing lies in the future', async () => {
    const home = await demo
    for (const [table, log, key] of [
      ['proposals', 'proposal_log', 'proposal_id'],
      ['positions', 'position_log', 'position_id'],
      ['placements', 'placement_log', 'placement_id'],
    ]) {
      const odd = sql.raw(`select count(*)::int from ${table} t
        where not exists (select from ${log} l where l.${key} = t.id and l.to_state = t.state)`)
      expect(await one<number>(home, odd)).toBe(0)
    }
    expect(await one<number>(home, sql`select count(*)::int from outbox_events where relayed_at is null`)).toBe(0)
    expect(await one<number>(home, sql`select count(*)::int from outbox_events where created_at > ${NOW}`)).toBe(0)
    expect(await one<number>(home, sql`select count(*)::int from position_search`)).toBeGreaterThan(15)
    const personas = await one<string[]>(
      home,
      sql`select array_agg(distinct role order by role) from accounts where demo`,
    )
    expect(personas).toEqual(['auditor', 'coach', 'employer', 'municipality', 'newcomer', 'officer', 'platform'])
  })

  test('tells nobody at the first sweep that an account or data end', async () => {
    await nobodyEnds(await demo)
  })

  test('says who can sign in, and is not made twice', async () => {
    const home = await demo
    expect(home.said).toContain('Sanne de Boer')
    await expect(seed(home)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('already has people') })
    expect(await seed(home, '--if-empty')).toContain('already has people')
    await expect(seed(home, '--size', 'moon')).rejects.toMatchObject({ code: 2 })
  })

  test('is the same for the same seed, and another for another', async () => {
    const [first, same, other] = await Promise.all([demo, seeded(), seeded('--seed', '2')])
    expect(await checksum(same)).toBe(await checksum(first))
    expect(await checksum(other)).not.toBe(await checksum(first))
    const story = sql`select md5(string_agg(p::text, '' order by id)) from (select id, newcomer_id, position_id, state, score from proposals) p`
    expect(await one<string>(same, story)).toBe(await one<string>(first, story))
    expect(await statesOf(other, 'proposals')).toEqual(sorted(PROPOSAL_STATES))
  })
})

describe('a town', { timeout: 120_000 }, () => {
  test('is the same for the same seed, has no proposals, and people who differ', async () => {
    const [first, same, other] = await Promise.all([
      seeded('--size', 'town'),
      seeded('--size', 'town'),
      seeded('--size', 'town', '--seed', '2'),
    ])
    expect(await checksum(same)).toBe(await checksum(first))
    expect(await checksum(other)).not.toBe(await checksum(first))
    expect(await one<number>(first, sql`select count(*)::int from newcomers`)).toBe(1000)
    expect(await one<number>(first, sql`select count(*)::int from positions`)).toBe(100)
    expect(await one<number>(first, sql`select count(*)::int from proposals`)).toBe(0)
    expect(await statesOf(first, 'positions')).toEqual(sorted(POSITION_STATES))
    const waiting = sql`select count(*)::int from positions where state = 'awaiting-decision'`
    const asked = sql`select count(*)::int from positions p join position_verdicts v on v.position_id = p.id
      where p.state = 'awaiting-decision' and v.moment = 'publish' and v.outcome = 'human'`
    expect(await one<number>(first, asked)).toBe(await one<number>(first, waiting))
    expect(await one<number>(first, waiting)).toBeGreaterThan(0)
    const levels = sql`select count(distinct level)::int from newcomer_languages where language = 'nld'`
    expect(await one<number>(first, levels)).toBeGreaterThanOrEqual(7)
    await nobodyEnds(first)
  })
})
