import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { matchingBlockingPairs, matchingPolicies, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { proposals } from '#db/schema/proposals.ts'
import { blockingPairs } from '#server/matching/rules/allocation/stable.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { checkPolicy, keepPolicy } from '#server/proposals/keep-policy.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { provenRun } from '#server/proposals/reads-proof.ts'
import { recheckForStaff } from '#server/proposals/reads-recheck.ts'
import { blockingPairsForStaff } from '#server/proposals/reads-run-blocking.ts'
import { runForStaff } from '#server/proposals/reads-runs.ts'
import { worthALook } from '#server/proposals/reads-worth-a-look.ts'
import { codeOf, stateOf } from '#tests/make/proposals.ts'
import { anAccount, anEmployer, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aWholeRun } from '#tests/make/run.ts'
import { lastEvent, settle } from '#tests/make/settle.ts'
import { isOpen } from '#tests/make/worth-a-look.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const { material, perNewcomer } = MATCHING_POLICY.blocking

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
