import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseLog } from '#db/schema/decisions.ts'
import { establishments } from '#db/schema/employers.ts'
import { auditFiles, audits, signals } from '#db/schema/monitoring.ts'
import { answerAudit } from '#server/cases/answer-audit.ts'
import { closeAudit } from '#server/cases/close-audit.ts'
import { closeSignal } from '#server/cases/close-signal.ts'
import { drawAudit } from '#server/cases/draw-audit.ts'
import { findInAudit } from '#server/cases/find-in-audit.ts'
import { auditFilesFor } from '#server/cases/reads-audits.ts'
import { restraintsOf } from '#server/cases/reads-pauses.ts'
import type { Actor } from '#server/platform/context.ts'
import { drawAudit as drawnFrom } from '#server/safeguards/rules/audit-draw.ts'
import { monitorsSayAtPublish } from '#tests/make/monitored.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { AMERSFOORT, UTRECHT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let first: Actor
let second: Actor
const owners = new Map<string, Awaited<ReturnType<typeof anEmployer>>>()
const pool = new Map<string, string[]>()
beforeAll(async () => {
  home = await aDatabase()
  first = await anAccount(home.db, { role: 'officer' })
  second = await anAccount(home.db, { role: 'officer' })
  for (let at = 0; at < 10; at += 1) {
    const owner = await anEmployer(home.db)
    owners.set(owner.employerId, owner)
    const files = []
    for (let file = 0; file < 3; file += 1) files.push((await aPosition(home.db, { employer: owner })).positionId)
    pool.set(owner.employerId, files)
  }
  const elsewhere = await anEmployer(home.db, { establishment: { postcode4: '3811' } })
  await aPosition(home.db, { employer: elsewhere })
  await aPosition(home.db, { publishedAt: new Date('2025-12-31T12:00:00Z') })
  await aPosition(home.db, { state: 'draft' })
})
afterAll(() => home.close())

const ctx = (actor: Actor, days = 0) => ctxOf(home.db, actor, new Date(NOW.getTime() + days * 86_400_000))

test('the draw of a year is made once, of the own municipality, and anybody can make it again from its seed', async () => {
  const [one, other] = await Promise.all([
    drawAudit(ctx(first), { year: 2026 }),
    drawAudit(ctx(second), { year: 2026 }),
  ])
  expect(one).toEqual(other)
  const [audit] = await home.db.select().from(audits).where(eq(audits.municipalityCode, UTRECHT))
  const again = drawnFrom(
    [...pool].map(([employer, files]) => ({ employer, files })),
    audit?.seed ?? '',
  )
  const files = await auditFilesFor(ctx(first))
  expect(files.map((file) => `${file.employerId} ${file.positionId}`).sort()).toEqual(
    again.flatMap(({ employer, files: own }) => own.map((file) => `${employer} ${file}`)).sort(),
  )
  expect(one.files).toBe(files.length)
  expect(files.length).toBeGreaterThan(1)
  expect(await codeOf(drawAudit(ctx(first), { year: 2027 }))).toBe('stale')
  const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
  expect(await auditFilesFor(ctx(elsewhere))).toEqual([])
})

test('a finding is put to the employer first; a serious one is closed by another person and has a graded consequence', async () => {
  const [file, minor] = await auditFilesFor(ctx(first))
  const owner = owners.get(file?.employerId ?? '')
  if (!file || !minor || !owner) throw new Error('nothing drawn')
  const fileId = file.id
  const close = { fileId, finding: 'serious' as const, consequence: 'pause' as const, reason: 'Gehoord; het klopt' }
  expect(await codeOf(closeAudit(ctx(first), close))).toBe('stale')
  expect(await codeOf(answerAudit(ctx(owner.actor), { fileId, answer: 'Te vroeg' }))).toBe('stale')
  await findInAudit(ctx(first), { fileId, finding: 'serious', motivation: 'Geen begeleider gezien' })
  expect(await codeOf(findInAudit(ctx(second), { fileId, finding: 'minor', motivation: 'x' }))).toBe('stale')
  expect(await codeOf(closeAudit(ctx(second), close))).toBe('stale')
  const own = (await auditFilesFor(ctx(owner.actor))).find(({ id }) => id === fileId)
  expect(own).toMatchObject({ state: 'asked', finding: 'serious', answerDueOn: '2026-12-14' })
  expect(own).not.toHaveProperty('foundBy')
  const stranger = await anEmployer(home.db)
  expect(await codeOf(answerAudit(ctx(stranger.actor), { fileId, answer: 'x' }))).toBe('not-found')
  await answerAudit(ctx(owner.actor), { fileId, answer: 'Zij was die dag ziek.' })
  await answerAudit(ctx(owner.actor), { fileId, answer: 'Zij was die dag ziek.' })
  expect(await codeOf(closeAudit(ctx(first), close))).toBe('forbidden')
  await expect(closeAudit(ctx(second), { ...close, finding: 'minor' })).rejects.toMatchObject({ name: 'ZodError' })
  await closeAudit(ctx(second), close)
  expect(await codeOf(closeAudit(ctx(second), close))).toBe('stale')
  expect((await restraintsOf(home.db, [owner.establishmentId])).get(owner.establishmentId)).toEqual({
    pauses: [{ monitor: 'MON-12', on: '2026-11-23' }],
    decides: [],
  })
  const steps = await home.db
    .select()
    .from(caseLog)
    .where(and(eq(caseLog.subject, 'audit'), eq(caseLog.subjectId, fileId)))
  expect(steps.map(({ step }) => step).sort()).toEqual(['answer', 'close', 'find'])

  // Without an answer it waits until the days have passed, and never becomes heavier than what was put to the employer.
  await findInAudit(ctx(first), { fileId: minor.id, finding: 'minor', motivation: 'Plan verlopen' })
  const light = { fileId: minor.id, finding: 'minor' as const, consequence: 'talk' as const, reason: 'Gesprek' }
  expect(await codeOf(closeAudit(ctx(first, 21), light))).toBe('stale')
  expect(await codeOf(closeAudit(ctx(second, 22), { ...light, finding: 'serious', consequence: 'talk' }))).toBe('stale')
  await closeAudit(ctx(first, 22), light)
  const [kept] = await home.db.select().from(auditFiles).where(eq(auditFiles.id, minor.id))
  expect(kept).toMatchObject({ state: 'closed', consequence: 'talk', answer: '' })
})

describe('what an audit leaves behind', () => {
  let years = 0
  /** A company with a branch in another municipality, of which a file is closed as serious with this consequence. */
  async function closedWith(
    owner: Awaited<ReturnType<typeof anEmployer>>,
    consequence: 'pause' | 'decision-each-time',
  ) {
    const { positionId } = await aPosition(home.db, { employer: owner })
    years += 1
    const [audit] = await home.db
      .insert(audits)
      .values({
        municipalityCode: UTRECHT,
        year: 2030 + years,
        seed: 'x',
        policyVersion: 'x',
        drawnBy: first.accountId ?? '',
        drawnAt: NOW,
      })
      .returning({ id: audits.id })
    const fileId = crypto.randomUUID()
    await home.db.insert(auditFiles).values({
      id: fileId,
      auditId: audit?.id ?? '',
      employerId: owner.employerId,
      positionId,
      state: 'answered',
      finding: 'serious',
      foundBy: first.accountId,
      answer: 'Gehoord',
    })
    await closeAudit(ctx(second), { fileId, finding: 'serious', consequence, reason: 'Het klopt' })
  }
  const withBranch = async () => {
    const owner = await anEmployer(home.db)
    const branch = { ...owner, establishmentId: crypto.randomUUID() }
    const { employerId, establishmentId: id } = branch
    await home.db.insert(establishments).values({ id, employerId, name: 'Amersfoort', postcode4: '3811' })
    return { owner, branch }
  }
  const says = (establishmentId: string, isPaid = false) => monitorsSayAtPublish(home.db, establishmentId, isPaid)

  test('a decision each time asks a person about every new place here for a year, and nothing elsewhere', async () => {
    const { owner, branch } = await withBranch()
    await closedWith(owner, 'decision-each-time')
    for (const isPaid of [false, true])
      expect(await says(owner.establishmentId, isPaid)).toEqual(['human audit-decides 2027-11-23'])
    expect(await says(branch.establishmentId)).toEqual([])
    const [signal] = await home.db.select().from(signals).where(eq(signals.employerId, owner.employerId))
    expect(signal).toMatchObject({ municipalityCode: UTRECHT, pauses: false, code: 'audit-decides' })
    // An officer of another municipality neither sees nor lifts it; one of this municipality does alone.
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    const close = { signalId: signal?.id ?? '', reason: 'Een jaar goed gegaan' }
    expect(await codeOf(closeSignal(ctx(elsewhere), close))).toBe('not-found')
    expect(await closeSignal(ctx(second, 20), close)).toBe('closed')
    expect(await says(owner.establishmentId)).toEqual([])
  })

  test('a pause holds in the municipality that drew the file; a later file does not make it lighter', async () => {
    const { owner, branch } = await withBranch()
    await closedWith(owner, 'decision-each-time')
    await closedWith(owner, 'pause')
    await closedWith(owner, 'decision-each-time')
    expect(await says(owner.establishmentId)).toEqual(['block monitor-pauses MON-12'])
    expect(await says(branch.establishmentId)).toEqual([])
  })
})
