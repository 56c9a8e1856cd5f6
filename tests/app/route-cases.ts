import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { safeguardProfiles } from '#db/schema/decisions.ts'
import { auditFiles, audits, publicReports, signals } from '#db/schema/monitoring.ts'
import { positions } from '#db/schema/positions.ts'
import { UTRECHT } from '#tests/make/reference.ts'
import { anAccount, NOW } from '#tests/make/rooms.ts'

/** One of each thing that an officer of Utrecht has a page for, about the workplace of this position. Returns their ids. */
export async function someCases(db: Db, positionId: string) {
  const [position] = await db.select().from(positions).where(eq(positions.id, positionId))
  if (!position) throw new Error('no position')
  const { employerId, establishmentId } = position
  const { accountId } = await anAccount(db, { role: 'officer', displayName: 'Noor Ambtenaar' })
  if (accountId === null) throw new Error('no officer')
  const ids = {
    signal: crypto.randomUUID(),
    report: crypto.randomUUID(),
    auditFile: crypto.randomUUID(),
    profile: crypto.randomUUID(),
  }
  await db.insert(signals).values({
    id: ids.signal,
    subject: 'establishment',
    subjectId: establishmentId,
    employerId,
    establishmentId,
    monitor: 'MON-01',
    outcome: 'block',
    code: 'serial-unpaid',
    params: { count: 3, months: 12 },
    policyVersion: 'test',
    pauses: true,
    firstSeenOn: '2026-11-20',
    lastSeenOn: '2026-11-22',
    answerDueOn: '2026-12-04',
    state: 'answered',
    answer: 'Twee van de drie zijn nu in dienst.',
  })
  await db.insert(publicReports).values({
    id: ids.report,
    code: `T${ids.report.slice(0, 8)}`,
    establishmentId,
    concern: 'no-guidance',
    reporterRole: 'worker',
    body: 'Er is nooit iemand om te helpen.',
    contact: 'bel 06',
    state: 'new',
    reportedAt: NOW,
  })
  // The demo tells a story of its own; of these there is one a year, and one proposal at a time.
  const drawn = and(eq(audits.municipalityCode, UTRECHT), eq(audits.year, 2026))
  await db.delete(auditFiles).where(inArray(auditFiles.auditId, db.select({ id: audits.id }).from(audits).where(drawn)))
  await db.delete(audits).where(drawn)
  await db.delete(safeguardProfiles).where(eq(safeguardProfiles.municipalityCode, UTRECHT))
  const auditId = crypto.randomUUID()
  await db.insert(audits).values({
    id: auditId,
    municipalityCode: UTRECHT,
    year: 2026,
    seed: 'een lot',
    policyVersion: 'test',
    drawnBy: accountId,
    drawnAt: NOW,
  })
  await db.insert(auditFiles).values({ id: ids.auditFile, auditId, employerId, positionId, state: 'drawn' })
  await db.insert(safeguardProfiles).values({
    id: ids.profile,
    municipalityCode: UTRECHT,
    version: 1,
    fromOn: '2026-12-01',
    numbers: { trialNormalMonths: 1 },
    choices: {},
    source: 'Verdringingsprotocol, artikel 4',
    isVerified: true,
    state: 'proposed',
    proposedBy: accountId,
    proposedAt: NOW,
  })
  return ids
}
