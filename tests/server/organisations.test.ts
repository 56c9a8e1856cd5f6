import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { organisationStandings } from '#db/schema/members.ts'
import { deadJobs } from '#db/schema/outbox.ts'
import { createEmployer } from '#server/accounts/create-employer.ts'
import { judgeOrganisation } from '#server/accounts/judge-organisation.ts'
import { accountCounts } from '#server/accounts/reads-members.ts'
import { employersOfRegion, organisationFor, organisationsFor } from '#server/accounts/reads-organisations.ts'
import { checkAudit } from '#server/audit/check-audit.ts'
import { auditLines, auditStreams } from '#server/audit/reads-entries.ts'
import { recordDenial } from '#server/audit/record-view.ts'
import { sealAudit } from '#server/audit/seal-audit.ts'
import { queueState } from '#server/outbox/reads-dead.ts'
import { resendDeadJobs } from '#server/outbox/resend-dead-jobs.ts'
import { dbOfActor } from '#server/platform/bound-db.ts'
import type { Actor } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionForm } from '#tests/make/publishing.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { untilSomebodyWaits } from '#tests/make/waits.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let platform: Actor
let auditor: Actor
let manager: Actor
beforeAll(async () => {
  home = await aDatabase()
  employer = await anEmployer(home.db)
  platform = await anAccount(home.db, { role: 'platform' })
  auditor = await anAccount(home.db, { role: 'auditor' })
  manager = await anAccount(home.db, { role: 'municipality' })
})
afterAll(() => home.close())

const ctx = (actor: Actor) => ctxOf(home.db, actor)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof Refusal ? error.code : String(error)),
  )
const judge = (actor: Actor, employerId: string, state: 'active' | 'suspended') =>
  codeOf(judgeOrganisation(ctx(actor), { employerId, municipalityCode: null, state, reason: 'Gecontroleerd' }))

describe('an employer that the platform adds', () => {
  test('is unverified until its municipality or the platform confirms it', async () => {
    const id = await createEmployer(ctx(platform), { name: 'Nieuw & Co', kvk: '87654321' })
    expect(await organisationFor(ctx(platform), id)).toMatchObject({ state: 'unverified', people: 0, runs: 0 })
    // Without a workplace it is in nobody's region.
    expect(await judge(manager, id, 'active')).toBe('not-found')
    expect(await judge(platform, id, 'active')).toBe('done')
    expect(await judge(platform, id, 'active')).toBe('stale')
    const entries = await home.db.select().from(auditEntries).where(eq(auditEntries.subjectId, id))
    expect(entries.map(({ action }) => action)).toEqual(['organisation.created', 'organisation.active'])
  })

  test('publishes nothing while it is unverified', async () => {
    await home.db
      .insert(organisationStandings)
      .values({ employerId: employer.employerId, state: 'unverified', changedAt: NOW })
    const code = await codeOf(publishPosition(ctx(employer.actor), positionForm(employer.establishmentId)))
    await home.db.delete(organisationStandings).where(eq(organisationStandings.employerId, employer.employerId))
    expect(code).toBe('unverified')
  })
})

describe('an employer is judged', () => {
  test('by a municipality of the region of its workplace and by the platform, and by nobody else', async () => {
    // How many work there is a count among accounts that a manager does not see.
    const seen = (await employersOfRegion(ctx(manager))).find(({ id }) => id === employer.employerId)
    expect(seen).toMatchObject({ people: 1, runs: 1 })
    expect(await judge(manager, employer.employerId, 'suspended')).toBe('done')
    expect(await judge(manager, employer.employerId, 'active')).toBe('done')
    for (const role of ['coach', 'officer', 'auditor'] as const)
      expect(await judge(await anAccount(home.db, { role }), employer.employerId, 'suspended')).toBe('forbidden')
    expect(await judge(employer.actor, employer.employerId, 'active')).toBe('forbidden')
    const town = { employerId: null, municipalityCode: AMERSFOORT, state: 'suspended', reason: 'x' } as const
    expect(await codeOf(judgeOrganisation(ctx(manager), town))).toBe('forbidden')
  })

  test('and let in again by the platform alone, when it was the platform that suspended it', async () => {
    const { employerId } = await anEmployer(home.db)
    const bound = { actor: manager, now: NOW, db: dbOfActor(home.db, manager, NOW) }
    const lift = () =>
      codeOf(judgeOrganisation(bound, { employerId, municipalityCode: null, state: 'active', reason: 'Toch goed' }))
    expect(await judge(platform, employerId, 'suspended')).toBe('done')
    expect(await lift()).toBe('forbidden')
    expect(await judge(platform, employerId, 'active')).toBe('done')
    expect(await judge(manager, employerId, 'suspended')).toBe('done')
    expect(await lift()).toBe('done')
    // Who did is not known any more: then it is not for a municipality either.
    await home.db
      .update(organisationStandings)
      .set({ state: 'suspended', changedBy: null })
      .where(eq(organisationStandings.employerId, employerId))
    expect(await lift()).toBe('forbidden')
    expect(await judge(platform, employerId, 'active')).toBe('done')
  })

  test('by two at the same moment: one did it, the other was too late', async () => {
    const other = openDatabase(home.url, { max: 2 })
    const town = {
      employerId: null,
      municipalityCode: AMERSFOORT,
      state: 'suspended',
      reason: 'Twee tegelijk',
    } as const
    let late: Promise<string> | undefined
    await home.db.transaction(async (db) => {
      await judgeOrganisation({ db, actor: platform, now: NOW }, town)
      late = codeOf(judgeOrganisation(ctxOf(other.db, platform), town))
      await untilSomebodyWaits(home.db)
    })
    expect(await late).toBe('stale')
    await other.close()
    await home.db.delete(organisationStandings).where(eq(organisationStandings.municipalityCode, AMERSFOORT))
  })

  test('the platform sees who works here, and of newcomers how many there are and no account', async () => {
    await aNewcomer(home.db)
    const db = dbOfActor(home.db, platform, NOW)
    const roles = (await db.selectDistinct({ role: accounts.role }).from(accounts)).map(({ role }) => role)
    expect(roles).toContain('coach')
    expect(roles).not.toContain('newcomer')
    const counts = await accountCounts({ db, actor: platform, now: NOW })
    expect(counts.find(({ role }) => role === 'newcomer')?.count).toBeGreaterThan(0)
  })

  test('lists hold names of organisations and counts, and of nobody a name', async () => {
    const rows = await organisationsFor(ctx(platform), 'employer', 'bakkerij')
    expect(rows.find(({ id }) => id === employer.employerId)).toMatchObject({ people: 1, runs: 1, state: 'active' })
    expect(JSON.stringify([rows, await accountCounts(ctx(platform))])).not.toContain('Test ')
    expect(await codeOf(organisationsFor(ctx(manager), 'employer', ''))).toBe('forbidden')
  })
})

describe('the queues', () => {
  test('show names of jobs and codes, never what a job was about, and only to the platform', async () => {
    await home.db.insert(deadJobs).values({
      key: '7:send-mail',
      job: 'send-mail',
      payload: { newcomerId: 'geheim' },
      reason: 'ECONNREFUSED',
      attempts: 8,
      failedAt: NOW,
    })
    const state = await queueState(ctx(platform))
    expect(state.dead).toEqual([expect.objectContaining({ key: '7:send-mail', reason: 'ECONNREFUSED' })])
    expect(JSON.stringify(state)).not.toContain('geheim')
    expect(await codeOf(queueState(ctx(auditor)))).toBe('forbidden')
    expect(await codeOf(resendDeadJobs(ctx(manager)))).toBe('forbidden')
    expect(await resendDeadJobs(ctx(platform))).toBe(1)
    expect((await queueState(ctx(platform))).dead).toEqual([])
  })
})

describe('the auditor', () => {
  test('reads by question, chain and period; nobody else does, the platform neither', async () => {
    await recordDenial(ctx(manager), { status: 404, desk: 'gemeente', objectId: '' })
    await sealAudit(home.db)
    const asked = { stream: null, from: TODAY, until: TODAY }
    const denied = await auditLines(ctx(auditor), { ...asked, question: 'denied' })
    expect(denied).toEqual([expect.objectContaining({ action: 'denied', actorId: manager.accountId })])
    const accounts = await auditLines(ctx(auditor), { ...asked, question: 'accounts' })
    expect(accounts.every(({ action }) => /^(account|organisation)\./.test(action))).toBe(true)
    const streams = await auditStreams(ctx(auditor))
    expect(streams).toContain('municipality:GM0344')
    const one = await auditLines(ctx(auditor), { ...asked, question: 'all', stream: 'municipality:GM0344' })
    expect(new Set(one.map(({ stream }) => stream))).toEqual(new Set(['municipality:GM0344']))
    expect(
      await auditLines(ctx(auditor), { question: 'all', stream: null, from: '2026-01-01', until: '2026-01-31' }),
    ).toEqual([])
    for (const actor of [platform, manager, employer.actor]) {
      expect(await codeOf(auditLines(ctx(actor), { ...asked, question: 'all' }))).toBe('forbidden')
      expect(await codeOf(checkAudit(ctx(actor)))).toBe('forbidden')
    }
  })

  test('has the chain checked, which leaves a line of it', async () => {
    const whole = await checkAudit(ctx(auditor))
    expect(whole.faults).toEqual([])
    expect(whole.entries).toBeGreaterThan(0)
    const lines = await auditLines(ctx(auditor), { question: 'all', stream: null, from: TODAY, until: TODAY })
    const [left] = lines.filter(({ action }) => action === 'audit.verified')
    expect(left).toMatchObject({ actorId: auditor.accountId, detail: { faults: 0, passedOver: 0 } })
  })

  test('has the newest part of long chains checked, and reads how many older lines that left out', async () => {
    for (let n = 0; n < 6; n += 1) await recordDenial(ctx(manager), { status: 404, desk: 'gemeente', objectId: '' })
    await sealAudit(home.db)
    const all = await checkAudit(ctx(auditor))
    await sealAudit(home.db)
    const part = await checkAudit(ctx(auditor), all.streams + 3)
    expect(part.faults).toEqual([])
    expect(part.entries).toBe(all.streams + 3)
    // The line about the check before is one more.
    expect(part.entries + part.passedOver).toBe(all.entries + 1)
    expect(part.passedOver).toBeGreaterThan(0)
    const lines = await auditLines(ctx(auditor), { question: 'all', stream: null, from: TODAY, until: TODAY })
    expect(lines.filter(({ action }) => action === 'audit.verified').map(({ detail }) => detail)).toContainEqual(
      expect.objectContaining({ entries: part.entries, passedOver: part.passedOver }),
    )
  })
})
