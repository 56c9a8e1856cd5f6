import { eq } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { safeguardOverrides, safeguardProfiles } from '#db/schema/decisions.ts'
import { staffingFacts } from '#db/schema/employers.ts'
import { groupRequests } from '#db/schema/facts.ts'
import { fileOpenings, invitations } from '#db/schema/members.ts'
import { auditFiles, audits, publicReports, signals } from '#db/schema/monitoring.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positionVerdicts } from '#db/schema/positions.ts'
import { corrections } from '#db/schema/privacy.ts'
import { consents, proposals } from '#db/schema/proposals.ts'
import { addressIndex } from '#server/platform/addresses.ts'
import { type Actor, dayOf } from '#server/platform/context.ts'
import { keptText } from '#server/platform/sealed-fields.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { BAKER } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, aPosition, NOW } from '#tests/make/rooms.ts'
import type { Existing } from './route-map.ts'

/**
 * Objects beside those that the other tests of pages know: a proposal that nobody but its newcomer acts on, a question about a start, the employer,
 * a file that a manager opened in an emergency, one that another manager asks to open, and what fields of forms name.
 */
export type Objects = Existing &
  Record<
    | 'asked'
    | 'start'
    | 'organisation'
    | 'opening'
    | 'openingAsked'
    | 'establishment'
    | 'establishmentName'
    | 'fact'
    | 'standing'
    | 'override'
    | 'group'
    | 'correction'
    | 'coach'
    | 'member'
    | 'staff'
    | 'invitation'
    | 'staffInvitation',
    string
  >

/** Who works at a desk, and for whom. The name of the workplace is an id, so that a page that shows it says nothing else than for another. */
export type Desk = {
  manager: Actor
  other: Actor
  coach: Actor
  officer: Actor
  municipality: string
  employer: { employerId: string; establishmentId: string; actor: Actor }
  establishmentName: string
  /** The question to record a group for this employer. */
  group: string
}
/** What a municipality has one of. */
export type Shared = { run: string; profile: string; audit: string }

const idOf = ({ accountId }: Actor): string => {
  if (accountId === null) throw new Error('a worker has no account')
  return accountId
}

/** From the day on which the tests run: pages are asked by the clock, and no cell changes on a date. */
const inDays = (days: number): string => addDays(dayOf(new Date()), days)

/** One of each thing that a page shows or a form names, at this desk. The newcomer of it signs in as `newcomer`. */
export async function oneOfEach(db: Db, desk: Desk, shared: Shared): Promise<{ newcomer: Actor; existing: Objects }> {
  const { coach, employer } = desk
  const onSite = { employer, startsOn: inDays(14), endsOn: inDays(194), expiresOn: inDays(90) }
  const position = await aPosition(db, onSite)
  const mine = await aNewcomer(db, { coach, availableFrom: inDays(-21) })
  const { proposalId, newcomer } = await aProposal(db, { state: 'consented', newcomer: mine, position })
  const second = await aPosition(db, onSite)
  const asked = await aProposal(db, { state: 'consented', newcomer: mine, position: second })
  const placed = await aProposal(db, { state: 'placed', newcomer: await aNewcomer(db, { coach }), position })
  const [until, due] = [{ expiresOn: inDays(30) }, { answerDueOn: inDays(14) }]
  await db.update(consents).set(until).where(eq(consents.newcomerId, newcomer.newcomerId))
  await db.update(proposals).set(due).where(eq(proposals.newcomerId, newcomer.newcomerId))
  const correction = crypto.randomUUID()
  await db.insert(corrections).values({ id: correction, newcomerId: newcomer.newcomerId, part: 'dutch', askedAt: NOW })
  return {
    newcomer: newcomer.actor,
    existing: {
      ...(await placedAt(db, { proposalId: placed.proposalId, newcomerId: placed.newcomer.newcomerId, position })),
      ...(await answersAt(db, desk, position.positionId, newcomer.newcomerId)),
      ...(await monitoredAt(db, desk, position.positionId, shared.audit)),
      ...(await openedAt(db, desk, newcomer.newcomerId)),
      ...(await peopleAt(db, desk)),
      ...shared,
      correction,
      proposal: proposalId,
      asked: asked.proposalId,
      position: position.positionId,
      code: position.code,
      newcomer: newcomer.newcomerId,
      organisation: employer.employerId,
      establishment: employer.establishmentId,
      establishmentName: desk.establishmentName,
      group: desk.group,
      coach: idOf(coach),
    },
  }
}

/** A placement that runs, its conversation that is due, and the question about a longer term that the officers asked the coach something about. */
async function placedAt(
  db: Db,
  pair: { proposalId: string; newcomerId: string; position: { positionId: string } },
): Promise<Pick<Objects, 'placement' | 'followUp'>> {
  const { proposalId, newcomerId, position } = pair
  const ids = { placement: crypto.randomUUID(), followUp: crypto.randomUUID() }
  await db.insert(placements).values({
    id: ids.placement,
    proposalId,
    newcomerId,
    positionId: position.positionId,
    state: 'active',
    seat: 1,
    startsOn: inDays(-21),
    mentor: 'Anneke',
    learningGoals: ['Brood bakken'],
    createdAt: NOW,
    stateSince: NOW,
  })
  const followUp = { kind: 'week-2', state: 'due', dueOn: inDays(-7), askedAt: NOW } as const
  await db.insert(followUps).values({ id: ids.followUp, placementId: ids.placement, ...followUp })
  await db.insert(positionVerdicts).values({
    positionId: position.positionId,
    newcomerId,
    moment: 'extend',
    outcome: 'human',
    reasons: [],
    inputs: {},
    policyVersion: '2026-11-22',
    askedAt: NOW,
  })
  return ids
}

/** What the safeguards answered about a place and about a start, a block that somebody asks to let pass, and a vacancy of the workplace. */
async function answersAt(
  db: Db,
  desk: Desk,
  positionId: string,
  newcomerId: string,
): Promise<Pick<Objects, 'answer' | 'start' | 'standing' | 'override' | 'fact'>> {
  const ids = {
    answer: crypto.randomUUID(),
    start: crypto.randomUUID(),
    standing: crypto.randomUUID(),
    override: crypto.randomUUID(),
    fact: crypto.randomUUID(),
  }
  const verdict = { positionId, reasons: [], inputs: {}, policyVersion: '2026-11-22', askedAt: NOW }
  await db.insert(positionVerdicts).values([
    { ...verdict, id: ids.answer, moment: 'publish', outcome: 'ok' },
    { ...verdict, id: ids.start, newcomerId, moment: 'start', outcome: 'human' },
    { ...verdict, id: ids.standing, moment: 'propose', outcome: 'human' },
  ])
  await db.insert(safeguardOverrides).values({
    id: ids.override,
    positionId,
    verdictId: ids.answer,
    reasons: [],
    motivation: 'Het mag hier.',
    validUntil: inDays(70),
    policyVersion: '2026-11-22',
    state: 'asked',
    askedBy: idOf(await anAccount(db, { role: 'officer', municipalityCode: desk.municipality })),
    askedAt: NOW,
  })
  await db.insert(staffingFacts).values({
    id: ids.fact,
    establishmentId: desk.employer.establishmentId,
    kind: 'vacancy-open',
    occupationUri: BAKER,
    happenedOn: inDays(-52),
    reportedBy: 'employer',
    createdAt: NOW,
  })
  return ids
}

/** What monitors and audits have of the employer: a signal that was answered, a report of somebody, and a drawn file. */
async function monitoredAt(
  db: Db,
  { employer }: Desk,
  positionId: string,
  auditId: string,
): Promise<Pick<Objects, 'signal' | 'report' | 'auditFile'>> {
  const { employerId, establishmentId } = employer
  const ids = { signal: crypto.randomUUID(), report: crypto.randomUUID(), auditFile: crypto.randomUUID() }
  await db.insert(signals).values({
    id: ids.signal,
    subject: 'establishment',
    subjectId: establishmentId,
    employerId,
    establishmentId,
    monitor: 'MON-01',
    about: ids.signal.slice(0, 8),
    outcome: 'block',
    code: `serial-unpaid-${ids.signal.slice(0, 4)}`,
    params: { count: 3, months: 12 },
    policyVersion: 'test',
    pauses: true,
    firstSeenOn: inDays(-2),
    lastSeenOn: inDays(0),
    answerDueOn: inDays(12),
    state: 'answered',
    answer: 'Twee van de drie zijn nu in dienst.',
  })
  await db.insert(publicReports).values({
    id: ids.report,
    code: `T${ids.report.slice(0, 8)}`,
    establishmentId,
    concern: 'no-guidance',
    reporterRole: 'worker',
    body: `Er is nooit iemand om te helpen (${ids.report.slice(0, 4)}).`,
    contact: 'bel 06',
    state: 'new',
    reportedAt: NOW,
  })
  await db.insert(auditFiles).values({ id: ids.auditFile, auditId, employerId, positionId, state: 'drawn' })
  return ids
}

/** A file that the manager opened in an emergency, and one that another manager asks to open. */
async function openedAt(
  db: Db,
  { manager, other, municipality }: Desk,
  newcomerId: string,
): Promise<Pick<Objects, 'opening' | 'openingAsked'>> {
  const ids = { opening: crypto.randomUUID(), openingAsked: crypto.randomUUID() }
  const opened = { newcomerId, municipalityCode: municipality, why: 'danger', reason: 'Nood.', askedAt: NOW } as const
  await db.insert(fileOpenings).values([
    {
      ...opened,
      id: ids.opening,
      state: 'approved',
      askedBy: manager.accountId,
      decidedBy: other.accountId,
      decidedAt: NOW,
      endsAt: new Date(Date.now() + 3_600_000),
    },
    { ...opened, id: ids.openingAsked, state: 'asked', askedBy: other.accountId },
  ])
  return ids
}

/** Somebody of the employer and of the municipality beside those who sign in, and somebody whom each of them invited. */
async function peopleAt(
  db: Db,
  { employer: { employerId, actor }, manager, municipality: municipalityCode }: Desk,
): Promise<Pick<Objects, 'member' | 'staff' | 'invitation' | 'staffInvitation'>> {
  const member = await anAccount(db, { role: 'employer', employerId, isAdmin: false })
  const staff = await anAccount(db, { role: 'officer', municipalityCode })
  const invite = async (
    by: Actor,
    seat: Pick<typeof invitations.$inferInsert, 'role' | 'employerId' | 'municipalityCode'>,
  ) => {
    const id = crypto.randomUUID()
    const email = `${id}@voorbeeld.nl`
    await db.insert(invitations).values({
      ...seat,
      id,
      emailSealed: keptText('invitations', 'email', id, email).sealed,
      emailIndex: addressIndex(email),
      invitedBy: by.accountId,
      createdAt: NOW,
      sentAt: NOW,
      expiresAt: new Date(Date.now() + 86_400_000),
    })
    return id
  }
  return {
    member: idOf(member),
    staff: idOf(staff),
    invitation: await invite(actor, { role: 'employer', employerId }),
    staffInvitation: await invite(manager, { role: 'coach', municipalityCode }),
  }
}

/** An employer has at most one open question about its group. */
export async function groupOf(db: Db, { employerId }: { employerId: string }, by: Actor): Promise<string> {
  const id = crypto.randomUUID()
  const source = 'Handelsregister, 2 november 2026'
  const group = { employerId, groupName: 'Bakkers samen', source, sinceOn: '2026-01-01' }
  await db.insert(groupRequests).values({ id, ...group, state: 'asked', askedBy: idOf(by), askedAt: NOW })
  return id
}

/** What a municipality has one of: an audit of the year and a proposed profile. */
export async function sharedOf(db: Db, municipalityCode: string, officer: Actor, run: string): Promise<Shared> {
  const shared = { run, profile: crypto.randomUUID(), audit: crypto.randomUUID() }
  const by = idOf(officer)
  await db.insert(audits).values({
    id: shared.audit,
    municipalityCode,
    year: Number(inDays(0).slice(0, 4)),
    seed: 'een lot',
    policyVersion: 'test',
    drawnBy: by,
    drawnAt: NOW,
  })
  await db.insert(safeguardProfiles).values({
    id: shared.profile,
    municipalityCode,
    version: 1,
    fromOn: inDays(9),
    numbers: { trialNormalMonths: 1 },
    choices: {},
    source: 'Verdringingsprotocol, artikel 4',
    isVerified: true,
    state: 'proposed',
    proposedBy: by,
    proposedAt: NOW,
  })
  return shared
}
