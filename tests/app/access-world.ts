import { eq } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { safeguardProfiles } from '#db/schema/decisions.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { fileOpenings } from '#db/schema/members.ts'
import { auditFiles, audits, publicReports, signals } from '#db/schema/monitoring.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positionVerdicts } from '#db/schema/positions.ts'
import type { Person } from '#server/access/matrix.ts'
import { SECOND_STEP } from '#server/access/rules-second-step.ts'
import { openSession } from '#server/accounts/open-session.ts'
import { type Actor, dayOf } from '#server/platform/context.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { AMERSFOORT, UTRECHT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, aPosition, NOW } from '#tests/make/rooms.ts'
import type { Existing } from './route-map.ts'

/** How far an object lies from whoever asks: their own; a colleague's; of another employer or coach in the same municipality; of another municipality; none. */
export const DISTANCES = ['own', 'same-organisation', 'other-organisation', 'other-municipality', 'missing'] as const
export type Distance = (typeof DISTANCES)[number]

/** Somebody at a browser: which column, and how their session stands. */
export type Visitor = {
  name: string
  person: Person
  standing: 'nobody' | 'complete' | 'half' | 'suspended'
  cookie: string
}

/**
 * Objects beside those that the other tests of pages know: a proposal that nobody but its newcomer acts on, a question about a start, the employer,
 * a file that a manager opened in an emergency, and one that another manager asks to open.
 */
export type Objects = Existing & Record<'asked' | 'start' | 'organisation' | 'opening' | 'openingAsked', string>
export type World = { objects: Record<Distance, Objects>; visitors: Visitor[] }

/** What a page shows, where it is not what `SHOWS` says. */
export const SHOWS_HERE: Readonly<Record<string, keyof Objects>> = {
  'newcomer.proposal': 'asked',
  'newcomer.withdraw': 'asked',
  'municipality.start': 'start',
  'platform.organisation': 'organisation',
  'oversight.opening': 'opening',
}

type Desk = {
  manager: Actor
  other: Actor
  coach: Actor
  officer: Actor
  municipality: string
  employer: Awaited<ReturnType<typeof anEmployer>>
}

/** One of each thing that a page shows, at this desk. The newcomer of it signs in as `newcomer`. */
async function oneOfEach(db: Db, desk: Desk, shared: { run: string; profile: string; audit: string }) {
  const { coach, employer, officer, manager, other } = desk
  const position = await aPosition(db, { employer })
  const mine = await aNewcomer(db, { coach, availableFrom: '2026-11-01' })
  const { proposalId, newcomer } = await aProposal(db, { state: 'consented', newcomer: mine, position })
  const second = await aPosition(db, { employer })
  const asked = await aProposal(db, { state: 'consented', newcomer: mine, position: second })
  const placed = await aProposal(db, { state: 'placed', newcomer: await aNewcomer(db, { coach }), position })
  const ids = {
    placement: crypto.randomUUID(),
    followUp: crypto.randomUUID(),
    answer: crypto.randomUUID(),
    start: crypto.randomUUID(),
    signal: crypto.randomUUID(),
    report: crypto.randomUUID(),
    auditFile: crypto.randomUUID(),
    opening: crypto.randomUUID(),
    openingAsked: crypto.randomUUID(),
  }
  const today = dayOf(new Date())
  await db.insert(placements).values({
    id: ids.placement,
    proposalId: placed.proposalId,
    newcomerId: placed.newcomer.newcomerId,
    positionId: position.positionId,
    state: 'active',
    seat: 1,
    startsOn: addDays(today, -21),
    mentor: 'Anneke',
    learningGoals: ['Brood bakken'],
    createdAt: NOW,
    stateSince: NOW,
  })
  const followUp = { kind: 'week-2', state: 'due', dueOn: addDays(today, -7), askedAt: NOW } as const
  await db.insert(followUps).values({ id: ids.followUp, placementId: ids.placement, ...followUp })
  const verdict = {
    positionId: position.positionId,
    reasons: [],
    inputs: {},
    policyVersion: '2026-11-22',
    askedAt: NOW,
  }
  await db.insert(positionVerdicts).values([
    { ...verdict, id: ids.answer, moment: 'publish', outcome: 'ok' },
    { ...verdict, id: ids.start, newcomerId: newcomer.newcomerId, moment: 'start', outcome: 'human' },
  ])
  const { employerId, establishmentId } = position
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
    body: `Er is nooit iemand om te helpen (${ids.report.slice(0, 4)}).`,
    contact: 'bel 06',
    state: 'new',
    reportedAt: NOW,
  })
  await db
    .insert(auditFiles)
    .values({ id: ids.auditFile, auditId: shared.audit, employerId, positionId: position.positionId, state: 'drawn' })
  const opened = {
    newcomerId: newcomer.newcomerId,
    municipalityCode: desk.municipality,
    why: 'danger',
    reason: 'Nood.',
  } as const
  await db.insert(fileOpenings).values([
    {
      ...opened,
      id: ids.opening,
      state: 'approved',
      askedBy: manager.accountId,
      askedAt: NOW,
      decidedBy: other.accountId,
      decidedAt: NOW,
      endsAt: new Date(Date.now() + 3_600_000),
    },
    { ...opened, id: ids.openingAsked, state: 'asked', askedBy: other.accountId, askedAt: NOW },
  ])
  if (officer.accountId === null) throw new Error('no officer')
  return {
    ...ids,
    newcomerActor: newcomer.actor,
    existing: {
      ...ids,
      proposal: proposalId,
      asked: asked.proposalId,
      position: position.positionId,
      code: position.code,
      newcomer: newcomer.newcomerId,
      run: shared.run,
      profile: shared.profile,
      organisation: employerId,
    } satisfies Objects,
  }
}

/** What a municipality has one of: an audit of the year and a proposed profile. */
async function sharedOf(db: Db, municipalityCode: string, officer: Actor, run: string) {
  if (officer.accountId === null) throw new Error('no officer')
  const shared = { run, profile: crypto.randomUUID(), audit: crypto.randomUUID() }
  const by = officer.accountId
  await db.insert(audits).values({
    id: shared.audit,
    municipalityCode,
    year: 2026,
    seed: 'een lot',
    policyVersion: 'test',
    drawnBy: by,
    drawnAt: NOW,
  })
  await db.insert(safeguardProfiles).values({
    id: shared.profile,
    municipalityCode,
    version: 1,
    fromOn: '2026-12-01',
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

/**
 * Two municipalities, four desks: the own one; a colleague's (same employer, same municipality, another coach); another employer of the same
 * municipality; another municipality. With somebody of each column at the own desk, in each standing that their session can have.
 */
export async function aWorld(db: Db, cookieOf: (token: string) => string): Promise<World> {
  const local = { municipalityCode: UTRECHT }
  const away = { municipalityCode: AMERSFOORT }
  const admin = await anEmployer(db)
  const officers = [
    await anAccount(db, { role: 'officer', ...local }),
    await anAccount(db, { role: 'officer', ...away }),
  ]
  const [officer, officerAway] = officers
  if (!officer || !officerAway) throw new Error('no officers')
  const run = crypto.randomUUID()
  const day = '2026-11-22'
  await db.insert(matchingRuns).values({
    id: run,
    kind: 'night',
    day,
    state: 'scoring',
    policyVersion: 'test',
    policy: {},
    parts: 2,
    plannedAt: NOW,
  })
  // Somebody else proposed and drew: what needs a second person may be done by the officer who signs in.
  const here = await sharedOf(db, UTRECHT, await anAccount(db, { role: 'officer', ...local }), run)
  const there = await sharedOf(db, AMERSFOORT, await anAccount(db, { role: 'officer', ...away }), run)
  const coach = await anAccount(db, { role: 'coach', ...local })
  const colleague = await anAccount(db, { role: 'coach', ...local })
  const stranger = await anAccount(db, { role: 'coach', ...away })
  const other = await anEmployer(db, { name: 'Bakkerij Anders', kvk: '22345678' })
  const far = await anEmployer(db, {
    name: 'Bakkerij Ver',
    kvk: '32345678',
    establishment: { name: 'Bakkerij Ver, Amersfoort', postcode4: '3811' },
  })
  const manager = await anAccount(db, { role: 'municipality', ...local })
  const second = await anAccount(db, { role: 'municipality', ...local })
  const third = await anAccount(db, { role: 'municipality', ...local })
  const managerAway = await anAccount(db, { role: 'municipality', ...away })
  const secondAway = await anAccount(db, { role: 'municipality', ...away })
  const desk = { manager, other: second, coach, officer, municipality: UTRECHT, employer: admin }
  const own = await oneOfEach(db, desk, here)
  const same = await oneOfEach(db, { ...desk, manager: third, coach: colleague }, here)
  const elsewhere = await oneOfEach(db, { ...desk, manager: third, coach: colleague, employer: other }, here)
  const farDesk = {
    manager: managerAway,
    other: secondAway,
    coach: stranger,
    officer: officerAway,
    municipality: AMERSFOORT,
    employer: far,
  }
  const afar = await oneOfEach(db, farDesk, there)
  const missing = Object.fromEntries(Object.keys(own.existing).map((kind) => [kind, crypto.randomUUID()])) as Objects
  const people: [Person, Actor][] = [
    ['newcomer', own.newcomerActor],
    ['employer-member', await anAccount(db, { role: 'employer', employerId: admin.employerId, isAdmin: false })],
    ['employer-admin', admin.actor],
    ['coach', coach],
    ['municipality', manager],
    ['officer', officer],
    ['platform', await anAccount(db, { role: 'platform' })],
    ['auditor', await anAccount(db, { role: 'auditor' })],
  ]
  const visitors: Visitor[] = [{ name: 'nobody', person: 'anyone', standing: 'nobody', cookie: '' }]
  for (const [person, actor] of people) {
    visitors.push({ name: person, person, standing: 'complete', cookie: cookieOf(await aSession(db, actor, 2)) })
    if (SECOND_STEP.includes(person))
      visitors.push({
        name: `${person}, half`,
        person,
        standing: 'half',
        cookie: cookieOf(await aSession(db, actor, 1)),
      })
    const shut = await suspended(db, actor)
    visitors.push({ name: `${person}, suspended`, person, standing: 'suspended', cookie: cookieOf(shut) })
  }
  const objects = {
    own: own.existing,
    'same-organisation': same.existing,
    'other-organisation': elsewhere.existing,
    'other-municipality': afar.existing,
    missing: { ...missing, code: 'ZZZZZZ' },
  }
  return { objects, visitors }
}

const aSession = (db: Db, actor: Actor, aal: 1 | 2): Promise<string> =>
  db.transaction(async (tx) => {
    const { role, accountId: id } = actor
    if (role === 'worker' || id === null) throw new Error('a worker signs in nowhere')
    const amr = aal === 2 ? (['code', 'totp'] as const) : (['code'] as const)
    return (await openSession(tx, { id, role }, null, new Date(), { aal, amr: [...amr] })).token
  })

/** A session of an account of the same desk that was suspended since. The account of a newcomer is one of its own. */
async function suspended(db: Db, actor: Actor): Promise<string> {
  if (actor.role === 'worker') throw new Error('a worker signs in nowhere')
  const { role, employerId, municipalityCode, isAdmin } = actor
  const given = { role, employerId, municipalityCode, isAdmin: isAdmin ?? false }
  const shut = role === 'newcomer' ? (await aNewcomer(db)).actor : await anAccount(db, given)
  const token = await aSession(db, shut, 2)
  await db
    .update(accounts)
    .set({ state: 'suspended' })
    .where(eq(accounts.id, shut.accountId ?? ''))
  return token
}
