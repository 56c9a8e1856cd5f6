import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { matchingBlockingPairs, matchingPolicies, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { blockingPairs } from '#server/matching/rules/allocation/stable.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { checkPolicy, keepPolicy } from '#server/proposals/keep-policy.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { proposalForCoach } from '#server/proposals/reads.ts'
import { provenRun } from '#server/proposals/reads-proof.ts'
import { recheckForStaff } from '#server/proposals/reads-recheck.ts'
import { blockingPairsForStaff } from '#server/proposals/reads-run-blocking.ts'
import { runForStaff } from '#server/proposals/reads-runs.ts'
import { worthALook } from '#server/proposals/reads-worth-a-look.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import { aProposal, aReadyNewcomer, codeOf, eventsAbout, stateOf, stepsOf } from '#tests/make/proposals.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aWholeRun } from '#tests/make/run.ts'
import { lastEvent, settle } from '#tests/make/settle.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const { material, perNewcomer } = MATCHING_POLICY.blocking
const isOpen = inArray(proposals.state, OPEN_PROPOSAL_STATES)

describe('what a run puts before a coach', () => {
  let base: Awaited<ReturnType<typeof aDatabase>>
  let home: Database
  let runId = ''
  beforeAll(async () => {
    base = await aDatabase()
    home = openDatabase(base.url, { max: 8, statementTimeoutMs: 30_000 })
    await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'bin/seed.ts', '--now', NOW.toISOString(), '--size', 'town', '--seed', '4'],
      { env: { ...process.env, DATABASE_URL: base.url, MEILI_URL: '' } },
    )
    runId = await aWholeRun(home.db, NOW)
  })
  afterAll(async () => {
    await home.close()
    await base.close()
  })
  const covered = async (): Promise<Set<string>> => {
    const rows = await home.db.selectDistinct({ id: proposals.newcomerId }).from(proposals).where(isOpen)
    return new Set(rows.map((row) => row.id))
  }
  const coachOf = async (newcomerId: string): Promise<Actor> => {
    const [row] = await home.db
      .select({ coachId: newcomers.coachId, municipalityCode: newcomers.municipalityCode })
      .from(newcomers)
      .where(eq(newcomers.id, newcomerId))
    if (!row) throw new Error('no newcomer')
    return {
      role: 'coach',
      accountId: row.coachId,
      newcomerId: null,
      employerId: null,
      municipalityCode: row.municipalityCode,
    }
  }

  test('is a list by newcomer of pairs that the definition names, the best few of each, and their number', async () => {
    const rows = await home.db.select().from(matchingBlockingPairs).where(eq(matchingBlockingPairs.runId, runId))
    const proven = await provenRun(home.db, runId)
    if (!proven) throw new Error('no proof')
    const { instance, allocation, pairs } = proven
    const all = blockingPairs(instance, allocation, material)
    const staff = ctxOf(home.db, await anAccount(home.db, { role: 'municipality' }))
    expect((await runForStaff(staff, runId)).numbers?.blockingPairs).toBe(all.length)
    expect(rows.length).toBeGreaterThan(0)
    const newcomerOf = (edge: number) => instance.start.findIndex((_, i) => (instance.start[i + 1] as number) > edge)
    const known = new Map(
      all.map(({ edge, newcomerLeaves, positionLeaves }) => [
        `${pairs.newcomerIds[newcomerOf(edge)]} ${pairs.positionIds[instance.position[edge] as number]}`,
        [edge, newcomerLeaves, positionLeaves].map((at) => (at < 0 ? null : instance.weight[at])),
      ]),
    )
    const perPerson = new Map<string, number[]>()
    for (const { newcomerId, positionId, score, newcomerLeaves, positionLeaves } of rows) {
      expect(known.get(`${newcomerId} ${positionId}`)).toEqual([score, newcomerLeaves, positionLeaves])
      expect(score - material).toBeGreaterThan(Math.max(newcomerLeaves ?? 0, positionLeaves ?? 0))
      perPerson.set(newcomerId, [...(perPerson.get(newcomerId) ?? []), score])
    }
    for (const [newcomerId, scores] of perPerson) {
      const own = [...known].filter(([key]) => key.startsWith(newcomerId)).map(([, [score]]) => score as number)
      expect(scores.sort((x, y) => y - x)).toEqual(own.sort((x, y) => y - x).slice(0, perNewcomer))
    }
  })

  test('is read by staff: a coach of the own newcomers, others without a person; nobody else', async () => {
    const [row] = await home.db
      .select()
      .from(matchingBlockingPairs)
      .where(eq(matchingBlockingPairs.runId, runId))
      .limit(1)
    const coach = await coachOf(row?.newcomerId ?? '')
    const own = await blockingPairsForStaff(ctxOf(home.db, coach), runId)
    expect(own.length).toBeGreaterThan(0)
    const caseload = await home.db
      .select({ id: newcomers.id })
      .from(newcomers)
      .where(eq(newcomers.coachId, coach.accountId ?? ''))
    for (const one of own) expect(caseload.map(({ id }) => id)).toContain(one.own?.newcomerId)
    for (const one of own) expect(typeof one.own?.score).toBe('number')
    const others = await blockingPairsForStaff(ctxOf(home.db, await anAccount(home.db, { role: 'officer' })), runId)
    expect(others.length).toBeGreaterThan(0)
    expect(others.every((one) => one.own === null)).toBe(true)
    expect(JSON.stringify(others)).not.toContain(row?.newcomerId)
    // Of anybody else's proposals nothing but whether there was room: no score of a person can be read from it.
    for (const one of others) {
      expect(Object.keys(one).sort()).toEqual(['employerName', 'isFull', 'own', 'position'])
      expect(typeof one.isFull).toBe('boolean')
    }
    for (const one of own) expect(Object.keys(one).sort()).toEqual(['employerName', 'isFull', 'own', 'position'])
    const employer = ctxOf(home.db, (await anEmployer(home.db)).actor)
    expect(await codeOf(blockingPairsForStaff(employer, runId))).toBe('forbidden')
    expect(await codeOf(recheckForStaff(employer, runId))).toBe('forbidden')
  })

  test('may be proposed: it comes, somebody with another one makes room, and nobody loses the only one', async () => {
    const rows = await home.db.select().from(matchingBlockingPairs).where(eq(matchingBlockingPairs.runId, runId))
    let done = 0
    for (const newcomerId of [...new Set(rows.map((row) => row.newcomerId))].slice(0, 12)) {
      const ctx = ctxOf(home.db, await coachOf(newcomerId))
      const [best] = await worthALook(ctx, newcomerId)
      if (!best) continue
      const [before, since] = [await covered(), await lastEvent(home.db)]
      const { proposalId } = await addProposal(ctx, {
        newcomerId,
        positionId: best.line.id,
        insteadOf: best.insteadOf?.proposalId ?? null,
      })
      await settle([home.db], since, (job) => job.startsWith('match-'))
      expect(await stateOf(home.db, proposalId)).toBe('proposed')
      const after = await covered()
      expect([...before].filter((id) => !after.has(id))).toEqual([])
      const over = await home.sql`select newcomer_id from proposals where state = 'proposed' group by 1
        having count(*) > ${MATCHING_POLICY.proposalsPerNewcomer}`
      expect([...over]).toEqual([])
      expect((await worthALook(ctx, newcomerId)).map((one) => one.line.id)).not.toContain(best.line.id)
      done += 1
    }
    expect(done).toBeGreaterThan(0)
    expect(await proposeMatches(ctxOf(home.db, WORKER), { all: true })).toMatchObject({ proposed: 0, withdrawn: 0 })
  })

  test('a proof is found again from stored rows, shows what was changed, and is gone with the pairs', async () => {
    const staff = ctxOf(home.db, await anAccount(home.db, { role: 'coach' }))
    expect(await recheckForStaff(staff, runId)).toBe('proved')
    const [run] = await home.db.select().from(matchingRuns).where(eq(matchingRuns.id, runId))
    await home.db
      .update(matchingRuns)
      .set({ certificate: sql`jsonb_set(certificate, '{bonusObjective}', '"1"')` })
      .where(eq(matchingRuns.id, runId))
    expect(await recheckForStaff(staff, runId)).toBe('differs')
    await home.db
      .update(matchingRuns)
      .set({ certificate: run?.certificate ?? null, prices: new Uint8Array(run?.prices?.length ?? 0) })
      .where(eq(matchingRuns.id, runId))
    expect(await recheckForStaff(staff, runId)).toBe('differs')
    await home.db
      .update(matchingRuns)
      .set({ prices: run?.prices ?? null })
      .where(eq(matchingRuns.id, runId))
    expect(await recheckForStaff(staff, runId)).toBe('proved')
    for (const minute of [1, 2]) await aWholeRun(home.db, new Date(NOW.getTime() + minute * 60_000))
    expect(await recheckForStaff(staff, runId)).toBe('gone')
    expect(await blockingPairsForStaff(staff, runId)).toEqual([])
    expect(await home.db.$count(matchingBlockingPairs, eq(matchingBlockingPairs.runId, runId))).toBe(0)
    expect(await codeOf(recheckForStaff(staff, crypto.randomUUID()))).toBe('not-found')
  })

  test('a run refuses a policy whose numbers changed under its version', async () => {
    const { version } = MATCHING_POLICY
    await checkPolicy(home.db)
    await home.db.transaction((tx) => keepPolicy(tx, NOW))
    await home.db
      .update(matchingPolicies)
      .set({ policy: { ...MATCHING_POLICY, nearSkill: 501, gone: 1 } })
      .where(eq(matchingPolicies.version, version))
    const said = new RegExp(`policy ${version} .* \\(gone, nearSkill\\).* new version`)
    await expect(planRun(ctxOf(home.db, WORKER, new Date(NOW.getTime() + 9e5)), { kind: 'asked' })).rejects.toThrow(
      said,
    )
    await expect(proposeMatches(ctxOf(home.db, WORKER), { all: true })).rejects.toThrow(said)
    await expect(home.db.transaction((tx) => keepPolicy(tx, NOW))).rejects.toThrow(said)
    await home.db.transaction((tx) => keepPolicy(tx, NOW, { ...MATCHING_POLICY, version: `${version}-next` }))
  })
})

describe('a place that is worth a look', () => {
  let home: Awaited<ReturnType<typeof aDatabase>>
  beforeAll(async () => {
    home = await aDatabase()
  })
  afterAll(() => home.close())

  let minute = 0
  /** A newcomer with all the proposals that one may have, of these scores, and a last run that names a place for them. */
  const aCase = async (scores: number[] = [300, 400, 500], given: Parameters<typeof aPosition>[1] = {}) => {
    const newcomer = await aReadyNewcomer(home.db)
    const position = await aPosition(home.db, given)
    const standing: string[] = []
    for (const score of scores) standing.push((await aProposal(home.db, { newcomer, score, seenAt: NOW })).proposalId)
    minute += 1
    const runId = crypto.randomUUID()
    await home.db.insert(matchingRuns).values({
      id: runId,
      kind: 'asked',
      day: '2026-11-23',
      state: 'done',
      policyVersion: MATCHING_POLICY.version,
      policy: {},
      parts: 1,
      plannedAt: new Date(NOW.getTime() + minute * 60_000),
    })
    const { newcomerId, coach, actor } = newcomer
    const { positionId, employer } = position
    await home.db
      .insert(matchingBlockingPairs)
      .values({ runId, newcomerId, positionId, score: 900, newcomerLeaves: 300 })
    // What a newcomer with all that one may have sets aside: the least.
    const insteadOf = scores.length < MATCHING_POLICY.proposalsPerNewcomer ? null : (standing[0] ?? null)
    return { newcomerId, positionId, insteadOf, coach, actor, employer, standing, newcomer, ctx: ctxOf(home.db, coach) }
  }

  test('says what it scores, what it stands against, and that the least is set aside for it', async () => {
    const { newcomerId, positionId, ctx, standing, insteadOf } = await aCase()
    const [found] = await worthALook(ctx, newcomerId)
    expect(found).toMatchObject({
      line: { id: positionId },
      insteadOf: { proposalId: standing[0], score: 300 },
      isFull: false,
    })
    expect(found?.score).toBeGreaterThan(300 + material)
    const { proposalId } = await addProposal(ctx, { newcomerId, positionId, insteadOf })
    expect(await stateOf(home.db, standing[0] ?? '')).toBe('set-aside')
    expect(await stepsOf(home.db, proposalId)).toEqual(['>add>proposed by coach'])
    expect((await eventsAbout(home.db, proposalId, 'proposal.added')).map((one) => one.payload)).toEqual([
      { proposalId },
    ])
    const [row] = await home.db.select().from(proposals).where(eq(proposals.id, proposalId))
    expect(row).toMatchObject({ newcomerId, positionId, score: found?.score, seenAt: NOW })
    expect(await worthALook(ctx, newcomerId)).toEqual([])
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))).toBe('stale')
  })

  test('is not undone into one more than anybody may have: what was set aside for it comes back only where there is room', async () => {
    const { newcomerId, positionId, ctx, standing, insteadOf } = await aCase()
    await addProposal(ctx, { newcomerId, positionId, insteadOf })
    const proposalId = standing[0] ?? ''
    const offered = async () => (await proposalForCoach(ctx, proposalId)).steps.includes('take-back')
    const held = () => home.db.$count(proposals, and(eq(proposals.newcomerId, newcomerId), isOpen))
    expect(await offered()).toBe(false)
    expect(await codeOf(takeBackProposal(ctx, { proposalId }))).toBe('stale')
    expect([await stateOf(home.db, proposalId), await held()]).toEqual(['set-aside', 3])
    // Another one is set aside, and there is room. Of two who take back at once one does.
    await setAsideProposal(ctx, { proposalId: standing[1] ?? '', reason: 'timing' })
    expect(await offered()).toBe(true)
    const both = [proposalId, standing[1] ?? ''].map((id) => codeOf(takeBackProposal(ctx, { proposalId: id })))
    expect((await Promise.all(both)).sort()).toEqual(['ok', 'stale'])
    expect(await held()).toBe(3)
  })

  test('nor where the place is full of what people acted on or saw; what nobody saw makes room', async () => {
    const { newcomer, position, proposalId, coach } = await aProposal(home.db, { state: 'set-aside' })
    const { seats } = (await home.db.select().from(positions).where(eq(positions.id, position.positionId)))[0] ?? {}
    const others: string[] = []
    for (let n = 0; n < (seats ?? 0) * MATCHING_POLICY.proposalsPerSeat; n += 1)
      others.push((await aProposal(home.db, { position, seenAt: NOW })).proposalId)
    const ctx = ctxOf(home.db, coach)
    expect(await codeOf(takeBackProposal(ctx, { proposalId }))).toBe('stale')
    await home.db
      .update(proposals)
      .set({ seenAt: null })
      .where(eq(proposals.id, others[0] ?? ''))
    for (let n = 0; n < MATCHING_POLICY.proposalsPerNewcomer; n += 1) await aProposal(home.db, { newcomer })
    expect(await codeOf(takeBackProposal(ctx, { proposalId }))).toBe('ok')
  })

  test('comes beside what there is while there is room for more', async () => {
    const { newcomerId, positionId, ctx, standing } = await aCase([300])
    expect((await worthALook(ctx, newcomerId))[0]?.insteadOf).toBeNull()
    await addProposal(ctx, { newcomerId, positionId, insteadOf: null })
    expect(await stateOf(home.db, standing[0] ?? '')).toBe('proposed')
  })

  test('is not one that is hardly better, nor one for whom people acted on everything', async () => {
    const near = await aCase([990, 990, 990])
    expect(await worthALook(near.ctx, near.newcomerId)).toEqual([])
    expect(await codeOf(addProposal(near.ctx, near))).toBe('stale')
    const acted = await aCase()
    await home.db.update(proposals).set({ state: 'shortlisted' }).where(inArray(proposals.id, acted.standing))
    expect(await worthALook(acted.ctx, acted.newcomerId)).toEqual([])
  })

  test('never at the cost of an only proposal, nor of one that was seen or acted on', async () => {
    const { newcomerId, positionId, ctx, insteadOf } = await aCase([300, 400, 500], { seats: 1 })
    const there: { newcomer: Awaited<ReturnType<typeof aReadyNewcomer>>; proposalId: string }[] = []
    for (let i = 0; i < MATCHING_POLICY.proposalsPerSeat; i += 1) {
      const made = await aProposal(home.db, { position: { positionId } as never, score: 100 + i })
      there.push({ newcomer: made.newcomer, proposalId: made.proposalId })
    }
    // Everybody there has only this one.
    expect(await worthALook(ctx, newcomerId)).toEqual([])
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))).toBe('stale')
    const other = there[2]
    if (!other) throw new Error('nobody')
    await aProposal(home.db, { newcomer: other.newcomer, score: 50 })
    expect((await worthALook(ctx, newcomerId))[0]).toMatchObject({ isFull: true })
    await home.db.update(proposals).set({ seenAt: NOW }).where(eq(proposals.id, other.proposalId))
    expect(await worthALook(ctx, newcomerId)).toEqual([])
  })

  test('is asked of the facts as they are now', async () => {
    const closed = await aCase()
    await home.db.update(positions).set({ state: 'paused' }).where(eq(positions.id, closed.positionId))
    expect(await worthALook(closed.ctx, closed.newcomerId)).toEqual([])
    expect(await codeOf(addProposal(closed.ctx, closed))).toBe('stale')
    const far = await aCase()
    await home.db.update(newcomers).set({ maxTravelMinutes: 0 }).where(eq(newcomers.id, far.newcomerId))
    expect(await worthALook(far.ctx, far.newcomerId)).toEqual([])
    const gone = await aCase()
    await home.db.update(newcomers).set({ availability: 'paused' }).where(eq(newcomers.id, gone.newcomerId))
    expect(await worthALook(gone.ctx, gone.newcomerId)).toEqual([])
    expect(await codeOf(addProposal(gone.ctx, gone))).toBe('stale')
    const refused = await aCase()
    const { newcomerId, positionId } = refused
    await aProposal(home.db, {
      newcomer: { newcomerId } as never,
      position: { positionId } as never,
      state: 'declined',
    })
    expect(await worthALook(refused.ctx, newcomerId)).toEqual([])
  })

  test('is for the own coach: nobody else reads it or proposes it', async () => {
    const { newcomerId, positionId, actor, employer, insteadOf } = await aCase()
    const stranger = ctxOf(home.db, await anAccount(home.db, { role: 'coach' }))
    expect(await codeOf(worthALook(stranger, newcomerId))).toBe('not-found')
    expect(await codeOf(addProposal(stranger, { newcomerId, positionId, insteadOf }))).toBe('not-found')
    for (const who of [actor, employer, await anAccount(home.db, { role: 'municipality' })]) {
      expect(await codeOf(worthALook(ctxOf(home.db, who), newcomerId))).toBe('forbidden')
      expect(await codeOf(addProposal(ctxOf(home.db, who), { newcomerId, positionId, insteadOf }))).toBe('forbidden')
    }
    const open = await home.db.$count(proposals, and(eq(proposals.newcomerId, newcomerId), isOpen))
    expect(open).toBe(3)
  })

  test('two coaches do not take the last room both', async () => {
    const first = await aCase([300, 400, 500], { seats: 1 })
    const { positionId } = first
    for (let i = 1; i < MATCHING_POLICY.proposalsPerSeat; i += 1)
      await aProposal(home.db, { position: { positionId } as never, seenAt: NOW })
    const second = await aReadyNewcomer(home.db)
    const said = await Promise.all([
      codeOf(addProposal(first.ctx, first)),
      codeOf(addProposal(ctxOf(home.db, second.coach), { newcomerId: second.newcomerId, positionId, insteadOf: null })),
    ])
    expect(said.sort()).toEqual(['ok', 'stale'])
  })

  /** Until a statement in this database waits for a lock. */
  const untilSomebodyWaits = () =>
    vi.waitFor(async () => {
      const rows = await home.db.execute(sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`)
      expect(rows.length).toBeGreaterThan(0)
    })
  /** A place with as many proposals as it may have, of these newcomers, not seen by anybody; the scores go up from 100. */
  const fill = async (positionId: string, people: Awaited<ReturnType<typeof aReadyNewcomer>>[]) => {
    const made = []
    for (let i = 0; i < MATCHING_POLICY.proposalsPerSeat; i += 1) {
      const newcomer = people[i] ?? (await aReadyNewcomer(home.db))
      made.push(await aProposal(home.db, { newcomer, position: { positionId } as never, score: 100 + i }))
    }
    return made
  }
  const openOf = (newcomerId: string) => home.db.$count(proposals, and(eq(proposals.newcomerId, newcomerId), isOpen))

  test('where the place is full the least there is taken back at once, and only one of those who have another', async () => {
    const first = await aCase([300], { seats: 1 })
    const leaver = await aReadyNewcomer(home.db)
    const [taken] = await fill(first.positionId, [leaver])
    await aProposal(home.db, { newcomer: leaver, score: 600 })
    await addProposal(first.ctx, first)
    expect(await stateOf(home.db, taken?.proposalId ?? '')).toBe('withdrawn')
    expect(await stepsOf(home.db, taken?.proposalId ?? '')).toEqual(['proposed>withdraw>withdrawn by worker'])
    expect((await eventsAbout(home.db, taken?.proposalId ?? '', 'proposal.ended')).map((one) => one.payload)).toEqual([
      { proposalId: taken?.proposalId, was: 'proposed' },
    ])
    expect(await openOf(leaver.newcomerId)).toBe(1)
    // The next coach finds nobody there who has another one.
    for (let i = 0; i < 2; i += 1) {
      const { newcomerId, coach } = await aReadyNewcomer(home.db)
      const { positionId } = first
      expect(await codeOf(addProposal(ctxOf(home.db, coach), { newcomerId, positionId, insteadOf: null }))).toBe(
        'stale',
      )
    }
    const there = await home.db.$count(proposals, and(eq(proposals.positionId, first.positionId), isOpen))
    expect(there).toBe(MATCHING_POLICY.proposalsPerSeat)
    expect(await openOf(leaver.newcomerId)).toBe(1)
  })

  test('two coaches at two full places do not take both proposals of one person', async () => {
    for (let round = 0; round < 4; round += 1) {
      const [one, other] = [await aCase([300], { seats: 1 }), await aCase([300], { seats: 1 })]
      const leaver = await aReadyNewcomer(home.db)
      await fill(one.positionId, [leaver])
      await fill(other.positionId, [leaver])
      expect(await openOf(leaver.newcomerId)).toBe(2)
      const said = await Promise.all([codeOf(addProposal(one.ctx, one)), codeOf(addProposal(other.ctx, other))])
      expect(said.sort()).toEqual(['ok', 'stale'])
      expect(await openOf(leaver.newcomerId)).toBe(1)
    }
  })

  test('a leaver whom a coach saw meanwhile stays, and nothing is proposed', async () => {
    const { newcomerId, positionId, ctx, insteadOf } = await aCase([300], { seats: 1 })
    const leaver = await aReadyNewcomer(home.db)
    const [taken] = await fill(positionId, [leaver])
    await aProposal(home.db, { newcomer: leaver, score: 600 })
    let adding: Promise<string> | undefined
    await home.db.transaction(async (tx) => {
      await tx
        .update(proposals)
        .set({ seenAt: NOW })
        .where(eq(proposals.id, taken?.proposalId ?? ''))
      adding = codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))
      await untilSomebodyWaits()
    })
    expect(await adding).toBe('stale')
    expect(await stateOf(home.db, taken?.proposalId ?? '')).toBe('proposed')
    expect(await openOf(newcomerId)).toBe(1)
  })

  test('a place or a person that has too much already is no offer', async () => {
    const { newcomerId, positionId, ctx, insteadOf } = await aCase([300], { seats: 1 })
    const leaver = await aReadyNewcomer(home.db)
    await fill(positionId, [leaver])
    await aProposal(home.db, { newcomer: leaver, score: 600 })
    expect(await worthALook(ctx, newcomerId)).toHaveLength(1)
    await aProposal(home.db, { position: { positionId } as never })
    expect(await worthALook(ctx, newcomerId)).toEqual([])
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))).toBe('stale')
    const many = await aCase([300, 310, 320, 330])
    expect(await worthALook(many.ctx, many.newcomerId)).toEqual([])
    expect(await codeOf(addProposal(many.ctx, many))).toBe('stale')
  })

  test('one person does not get more than one may have, whoever is quick', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { newcomerId, positionId, ctx } = await aCase([300, 400])
      const other = await aPosition(home.db)
      await Promise.all(
        [positionId, other.positionId].map((id) =>
          codeOf(addProposal(ctx, { newcomerId, positionId: id, insteadOf: null })),
        ),
      )
      expect(await openOf(newcomerId)).toBe(MATCHING_POLICY.proposalsPerNewcomer)
    }
  })

  test('does what the coach read, or nothing: another one to set aside is stale', async () => {
    const { newcomerId, positionId, ctx, standing } = await aCase()
    const [read] = await worthALook(ctx, newcomerId)
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf: null }))).toBe('stale')
    await home.db
      .update(proposals)
      .set({ score: 100 })
      .where(eq(proposals.id, standing[2] ?? ''))
    const insteadOf = read?.insteadOf?.proposalId ?? null
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))).toBe('stale')
    const [now] = await worthALook(ctx, newcomerId)
    expect(now?.insteadOf).toMatchObject({ proposalId: standing[2], state: 'proposed' })
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf: standing[2] ?? null }))).toBe('ok')
    expect(await stateOf(home.db, standing[0] ?? '')).toBe('proposed')
  })

  test('keeps the numbers of the policy that the proposal names', async () => {
    await home.db.delete(matchingPolicies)
    const one = await aCase()
    await addProposal(one.ctx, one)
    expect((await home.db.select().from(matchingPolicies)).map((row) => row.version)).toEqual([MATCHING_POLICY.version])
    const other = await aCase()
    await home.db.update(matchingPolicies).set({ policy: { ...MATCHING_POLICY, nearSkill: 501 } })
    await expect(addProposal(other.ctx, other)).rejects.toThrow(/nearSkill/)
    expect(await stateOf(home.db, other.insteadOf ?? '')).toBe('proposed')
    await home.db.delete(matchingPolicies)
  })

  test('a card code that somebody else takes meanwhile is drawn again', async () => {
    const { newcomerId, positionId, ctx, insteadOf } = await aCase()
    const letters = [...'ABCDEFGHJKLMNPQRSTUVWXYZ23456789']
    const codes = letters.flatMap((x) => letters.map((y) => x + y))
    const somebody = await aReadyNewcomer(home.db)
    const { proposalId } = await aProposal(home.db, { newcomer: somebody, state: 'withdrawn' })
    const [row] = await home.db.select().from(proposals).where(eq(proposals.id, proposalId))
    if (!row) throw new Error('no row')
    let adding: Promise<string> | undefined
    await home.db.transaction(async (tx) => {
      await tx
        .insert(proposals)
        .values(codes.map((cardCode) => ({ ...row, id: crypto.randomUUID(), positionId, cardCode })))
      adding = codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))
      await untilSomebodyWaits()
    })
    expect(await adding).toBe('ok')
  })
})
