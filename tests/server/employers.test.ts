import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { staffingFacts } from '#db/schema/employers.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { employerOf, establishmentsOf, staffingFactsOf, staffingFor } from '#server/employers/reads.ts'
import { recordConcern } from '#server/employers/record-concern.ts'
import {
  REPORTABLE_FACTS,
  RecordStaffingFactInput,
  recordStaffingFact,
} from '#server/employers/record-staffing-fact.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { AMERSFOORT, BAKER, CARER } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>

beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  employer = await anEmployer(home.db)
})

const ctx = (actor: Actor = employer.actor) => ctxOf(home.db, actor)
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const known = async (occupationUri = BAKER, today = TODAY, what?: 'start') =>
  (await staffingFor(home.db, [employer.establishmentId], today, what))(employer.establishmentId, occupationUri)
/** Nobody looked for dismissals, follow-ups reported nothing, no monitor pauses, no audit decides, and the size as registered. */
const none = {
  contractsIncomplete: false,
  dismissalRequests: null,
  dismissalsIncomplete: false,
  concerns: [],
  pauses: [],
  decides: [],
  employeesTotal: 20,
}

describe('what is known of an establishment', () => {
  test('an employer with its establishments and their municipality', async () => {
    expect(await employerOf(home.db, employer.employerId)).toMatchObject({ name: 'Bakkerij Test' })
    expect(await employerOf(home.db, crypto.randomUUID())).toBeNull()
    expect(await establishmentsOf(home.db, employer.employerId)).toMatchObject([{ municipality: 'Utrecht' }])
  })

  test('nobody looked is null, looked and found none is an empty list, and a look grows old', async () => {
    expect(await known()).toEqual({ endedContracts: null, openVacancies: null, industrialAction: null, ...none })
    for (const kind of REPORTABLE_FACTS)
      await recordStaffingFact(ctx(), {
        establishmentId: employer.establishmentId,
        kind,
        found: false,
        happenedOn: TODAY,
      })
    const nothing = { endedContracts: [], openVacancies: 0, dismissalRequests: [] }
    expect(await known()).toEqual({ ...none, ...nothing, industrialAction: false })
    expect(await known(BAKER, '2026-12-24')).toMatchObject({ ...nothing, industrialAction: false })
    // A strike can begin any day: where somebody starts that look is good for a month.
    expect(await known(BAKER, '2026-12-23', 'start')).toMatchObject({ ...nothing, industrialAction: false })
    expect(await known(BAKER, '2026-12-24', 'start')).toMatchObject({ ...nothing, industrialAction: null })
    const unknown = { endedContracts: null, openVacancies: null, dismissalRequests: null, industrialAction: null }
    expect(await known(BAKER, '2027-03-01')).toMatchObject(unknown)
  })

  test('a fact counts for its own role, a vacancy and a strike while they run', async () => {
    const { establishmentId } = employer
    const fact = { establishmentId, happenedOn: '2026-10-01' }
    await recordStaffingFact(ctx(), { ...fact, kind: 'contract-ended', occupationUri: BAKER, reason: 'reorganisation' })
    await recordStaffingFact(ctx(), { ...fact, kind: 'vacancy-open', occupationUri: BAKER })
    await recordStaffingFact(ctx(), { ...fact, kind: 'vacancy-open', occupationUri: BAKER, endedOn: '2026-11-01' })
    await recordStaffingFact(ctx(), { ...fact, kind: 'industrial-action', endedOn: TODAY })
    expect(await known()).toEqual({
      endedContracts: [{ reason: 'reorganisation', endedOn: '2026-10-01' }],
      openVacancies: 1,
      industrialAction: true,
      ...none,
      contractsIncomplete: true,
    })
    expect(await known(CARER)).toMatchObject({ endedContracts: null, openVacancies: null })
    expect(await known(BAKER, '2026-11-24')).toMatchObject({ industrialAction: false })
    expect(await staffingFactsOf(home.db, establishmentId, 'employer')).toHaveLength(4)
  })

  test('a dismissal request weighs on every role until an officer reports that the place was offered', async () => {
    const fact = {
      establishmentId: employer.establishmentId,
      kind: 'dismissal-request' as const,
      occupationUri: BAKER,
      happenedOn: '2026-10-01',
    }
    const request = (sameRole: boolean, offered: string) => [{ sameRole, requestedOn: '2026-10-01', offered }]
    await recordStaffingFact(ctx(), fact)
    expect((await known()).dismissalRequests).toEqual(request(true, 'no'))
    expect((await known(CARER)).dismissalRequests).toEqual(request(false, 'no'))
    await recordStaffingFact(ctx(), { ...fact, offered: true })
    expect((await known()).dismissalRequests).toEqual(request(true, 'by-employer'))
    const officer = await anAccount(home.db, { role: 'officer' })
    await recordStaffingFact(ctx(officer), fact)
    expect((await known()).dismissalRequests).toEqual(request(true, 'by-employer'))
    await recordStaffingFact(ctx(officer), { ...fact, offered: true })
    expect((await known()).dismissalRequests).toEqual(request(true, 'by-officer'))
    expect(RecordStaffingFactInput.safeParse({ ...fact, kind: 'vacancy-open', offered: true }).success).toBe(false)
  })

  test('by the employer about itself, by an officer about the own municipality, by nobody else', async () => {
    const fact = { establishmentId: employer.establishmentId, kind: 'vacancy-open' as const, happenedOn: TODAY }
    const stranger = await anEmployer(home.db)
    const here = await anAccount(home.db, { role: 'officer' })
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    const coach = await anAccount(home.db, { role: 'coach' })
    await expect(recordStaffingFact(ctx(stranger.actor), fact)).rejects.toEqual(refusal('not-found'))
    await expect(recordStaffingFact(ctx(elsewhere), fact)).rejects.toEqual(refusal('not-found'))
    await expect(recordStaffingFact(ctx(coach), fact)).rejects.toEqual(refusal('forbidden'))
    await recordStaffingFact(ctx(here), fact)
    expect(await staffingFactsOf(home.db, employer.establishmentId, 'employer')).toMatchObject([
      { reportedBy: 'officer' },
    ])
    expect(RecordStaffingFactInput.safeParse({ ...fact, kind: 'concern' }).success).toBe(false)
    expect(RecordStaffingFactInput.safeParse({ ...fact, extra: 1 }).success).toBe(false)
  })
})

describe('a concern of a follow-up', () => {
  const aFollowUp = async (given: Partial<typeof followUps.$inferInsert>) => {
    const position = await aPosition(home.db, { employer })
    const { proposalId, newcomer } = await aProposal(home.db, { position, state: 'placed' })
    const [placement] = await home.db
      .insert(placements)
      .values({
        proposalId,
        newcomerId: newcomer.newcomerId,
        positionId: position.positionId,
        state: 'active',
        seat: 1,
        startsOn: '2026-11-02',
        mentor: 'Anneke',
        learningGoals: ['Brood bakken'],
        createdAt: NOW,
        stateSince: NOW,
      })
      .returning({ id: placements.id })
    const [row] = await home.db
      .insert(followUps)
      .values({
        placementId: placement?.id ?? '',
        kind: 'week-2',
        state: 'done',
        dueOn: '2026-11-16',
        doneAt: NOW,
        ...given,
      })
      .returning({ id: followUps.id })
    return row?.id ?? ''
  }

  test('becomes one fact about the establishment, however often it is delivered', async () => {
    const followUpId = await aFollowUp({ outcome: 'concern', concern: 'no-guidance' })
    const effect = { followUpId, effectKey: `concern:${followUpId}` }
    const both = await Promise.all([recordConcern(ctx(WORKER), effect), recordConcern(ctx(WORKER), effect)])
    expect(both.map((one) => one.recorded).sort()).toEqual([false, true])
    const rows = await home.db
      .select()
      .from(staffingFacts)
      .where(eq(staffingFacts.establishmentId, employer.establishmentId))
    expect(rows).toMatchObject([{ kind: 'concern', occupationUri: BAKER, detail: { concern: 'no-guidance' } }])
    expect(await staffingFactsOf(home.db, employer.establishmentId, 'employer')).toEqual([])
    expect(await staffingFactsOf(home.db, employer.establishmentId, 'officer')).toHaveLength(1)
  })

  test('no concern makes no fact, and only a worker records one', async () => {
    const followUpId = await aFollowUp({ outcome: 'going-well' })
    expect(await recordConcern(ctx(WORKER), { followUpId, effectKey: 'x' })).toEqual({ recorded: false })
    await expect(recordConcern(ctx(), { followUpId, effectKey: 'x' })).rejects.toEqual(refusal('forbidden'))
  })
})
