import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { caseLog } from '#db/schema/decisions.ts'
import { factStatements } from '#db/schema/facts.ts'
import { contradictionsOf, factsToState, statedFactsOf, statementsFor } from '#server/cases/reads-facts.ts'
import { monitorHistoryOf } from '#server/cases/reads-history.ts'
import { withStatements } from '#server/cases/rules-facts.ts'
import { type StateFactsInput, stateFacts } from '#server/cases/state-facts.ts'
import { staffingFor } from '#server/employers/reads.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import type { Actor } from '#server/platform/context.ts'
import { safeguardFactsOf } from '#server/positions/rules.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { paidSafeguardFacts, positionSafeguardFacts } from '#tests/make/facts.ts'
import { AN_UNPAID_PLACE } from '#tests/make/monitored.ts'
import { codeOf, eventsAbout } from '#tests/make/proposals.ts'
import { AMERSFOORT, BAKER, COOK } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let officer: Actor
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  employer = await anEmployer(home.db, { unasked: true })
  officer = await anAccount(home.db, { role: 'officer' })
})

const evidence = { kind: 'declaration' as const, by: 'Personeelszaken', on: TODAY }
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000)
const ctx = (actor: Actor = employer.actor, now = NOW) => ctxOf(home.db, actor, now)
const stated = (facts: StateFactsInput['facts'], occupationUri: string | null = BAKER) => ({
  establishmentId: employer.establishmentId,
  occupationUri,
  facts,
})
const none = { question: 'ended-contracts' as const, answer: false, evidence }

describe('statements of facts', () => {
  test('are kept with who, when and what they rest on; sent twice they are kept once; a change is a next row', async () => {
    const first = await stateFacts(ctx(), stated([none]))
    expect(await stateFacts(ctx(), stated([none]))).toEqual(first)
    const [row] = await statedFactsOf(ctx(), employer.establishmentId)
    expect(row).toMatchObject({
      question: 'ended-contracts',
      answer: false,
      occupationUri: BAKER,
      evidenceKind: 'declaration',
      evidenceBy: 'Personeelszaken',
      statedOn: TODAY,
      validUntil: '2027-02-22',
      isAged: false,
    })
    const second = await stateFacts(ctx(officer, later(1)), stated([{ ...none, answer: true }]))
    expect(second).not.toEqual(first)
    expect((await statedFactsOf(ctx(officer), employer.establishmentId)).map((one) => one.answer)).toEqual([true])
    expect(
      await home.db.select().from(factStatements).where(eq(factStatements.establishmentId, employer.establishmentId)),
    ).toHaveLength(2)
    const logged = await home.db.select().from(caseLog).where(eq(caseLog.establishmentId, employer.establishmentId))
    expect(logged.map(({ actorId, step }) => [actorId, step])).toEqual([
      [employer.actor.accountId, 'state'],
      [officer.accountId, 'state'],
    ])
  })

  test('nothing announced is an answer too, and each quarter of hours is its own', async () => {
    const quarter = (name: string, paid: number) => ({
      question: 'quarter-hours' as const,
      answer: { quarter: name, paid, unpaid: 24 },
      evidence,
    })
    const nothing = { question: 'collective-dismissal' as const, answer: null, evidence }
    const first = await stateFacts(ctx(), stated([nothing, quarter('2026-Q2', 300), quarter('2026-Q3', 280)]))
    expect(await stateFacts(ctx(), stated([nothing, quarter('2026-Q2', 300), quarter('2026-Q3', 280)]))).toEqual(first)
    await stateFacts(ctx(employer.actor, later(1)), stated([quarter('2026-Q3', 260)]))
    const rows = await statedFactsOf(ctx(), employer.establishmentId)
    expect(rows.map(({ answer }) => answer)).toEqual([
      null,
      { quarter: '2026-Q3', paid: 260, unpaid: 24 },
      { quarter: '2026-Q2', paid: 300, unpaid: 24 },
    ])
    const standing = await statementsFor(home.db, [employer.establishmentId], TODAY)
    expect(standing(employer.establishmentId, BAKER)['collective-dismissal']).toBeNull()
    const { hours } = await monitorHistoryOf(home.db, [MONITOR_POLICY], TODAY)
    expect(hours.filter((one) => one.establishment === employer.establishmentId)).toMatchObject([
      { role: '751', quarter: '2026-Q3', paid: 260 },
      { role: '751', quarter: '2026-Q2', paid: 300 },
    ])
  })

  test('two at once with the same words are one', async () => {
    const both = await Promise.all([stateFacts(ctx(), stated([none])), stateFacts(ctx(), stated([none]))])
    expect(both[0]).toEqual(both[1])
  })

  test('an answer must fit its question, evidence needs a reference and cannot be of tomorrow', async () => {
    const refused = (fact: object) =>
      expect(stateFacts(ctx(), stated([fact as never]))).rejects.toMatchObject({ name: 'ZodError' })
    await refused({ ...none, answer: 'no' })
    await refused({ question: 'lender', answer: { registered: true }, evidence })
    await refused({ ...none, evidence: { ...evidence, kind: 'register' } })
    await refused({ ...none, evidence: { ...evidence, on: '2026-11-24' } })
    await refused({ ...none, evidence: { ...evidence, copy: 'paspoort.pdf' } })
    expect(await statedFactsOf(ctx(), employer.establishmentId)).toEqual([])
  })

  test('of another, of another municipality, by another role: no', async () => {
    const stranger = await anEmployer(home.db)
    expect(await codeOf(stateFacts(ctx(stranger.actor), stated([none])))).toBe('not-found')
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    expect(await codeOf(stateFacts(ctx(elsewhere), stated([none])))).toBe('not-found')
    expect(await codeOf(statedFactsOf(ctx(elsewhere), employer.establishmentId))).toBe('not-found')
    const coach = await anAccount(home.db, { role: 'coach' })
    expect(await codeOf(stateFacts(ctx(coach), stated([none])))).toBe('forbidden')
  })

  test('only what the type needs is asked, what stands is used again until it is too old', async () => {
    const asked = async (type: 'WORK_EXPERIENCE' | 'REGULAR_JOB', now = NOW, occupationUri = BAKER) =>
      factsToState(
        ctx(employer.actor, now),
        { establishmentId: employer.establishmentId, occupationUri, type },
        WHOLE_POLICY,
      )
    await stateFacts(ctx(), stated([none, { question: 'employees', answer: 20, evidence }]))
    const unpaid = await asked('WORK_EXPERIENCE')
    expect(unpaid.map(({ question }) => question)).toEqual(
      expect.arrayContaining(['ended-contracts', 'open-vacancies', 'liability-insured', 'staff-informed']),
    )
    const paid = await asked('REGULAR_JOB')
    expect(paid.map(({ question }) => question)).toContain('cao')
    expect(paid.map(({ question }) => question)).not.toContain('ended-contracts')
    const place = { establishmentId: employer.establishmentId, occupationUri: BAKER, type: 'REGULAR_JOB' as const }
    const subsidised = await factsToState(ctx(), { ...place, wageSubsidy: true }, WHOLE_POLICY)
    expect(subsidised.map(({ question }) => question)).toContain('ended-contracts')
    const standing = (rows: typeof unpaid) => rows.filter((one) => one.standing).map(({ question }) => question)
    expect(standing(unpaid)).toEqual(['ended-contracts', 'employees'])
    expect(standing(await asked('WORK_EXPERIENCE', NOW, COOK))).toEqual(['employees'])
    expect(standing(await asked('WORK_EXPERIENCE', new Date('2027-02-22T12:00:00Z')))).toContain('ended-contracts')
    expect(standing(await asked('WORK_EXPERIENCE', new Date('2027-02-23T12:00:00Z')))).toEqual(['employees'])
  })

  test('weigh in the answer for every position of the role, and the engine asks again', async () => {
    const { positionId } = await aPosition(home.db, { employer })
    const codes = async () => {
      const { establishmentId } = employer
      const staffing = await staffingFor(home.db, [establishmentId], TODAY)
      const statements = await statementsFor(home.db, [establishmentId], TODAY)
      const facts = withStatements(
        safeguardFactsOf(AN_UNPAID_PLACE, staffing(establishmentId, BAKER)),
        statements(establishmentId, BAKER),
      )
      return askSafeguards('publish', { position: facts, person: null }, WHOLE_POLICY, TODAY).reasons.map(
        ({ code }) => code,
      )
    }
    expect(await codes()).toEqual(expect.arrayContaining(['contracts-unknown', 'vacancy-unknown']))
    await stateFacts(ctx(), stated([none, { question: 'open-vacancies', answer: 0, evidence }]))
    expect(await eventsAbout(home.db, positionId, 'position.updated')).toHaveLength(1)
    const after = await codes()
    expect(after).not.toContain('contracts-unknown')
    expect(after).not.toContain('vacancy-unknown')
    // A recorded happening is stronger than a statement.
    await recordStaffingFact(ctx(), {
      establishmentId: employer.establishmentId,
      kind: 'contract-ended',
      reason: 'dismissal',
      occupationUri: BAKER,
      happenedOn: '2026-03-14',
    })
    expect(await codes()).toContain('contract-ended')
  })

  test('about a strike and dismissals: nobody asked is a person, no is in order, and it stands for its own term', async () => {
    const { establishmentId } = employer
    const outcomesOn = async (today: string, what?: 'start') => {
      const staffing = await staffingFor(home.db, [establishmentId], today, what)
      const statements = await statementsFor(home.db, [establishmentId], today, what)
      const { staffing: known } = withStatements(
        { ...positionSafeguardFacts(), staffing: staffing(establishmentId, BAKER) },
        statements(establishmentId, BAKER),
      )
      const position = { ...paidSafeguardFacts(), staffing: known }
      const { reasons } = askSafeguards('propose', { position, person: null }, WHOLE_POLICY, today)
      return reasons.flatMap(({ ruleId, outcome, code }) =>
        ruleId === 'DSP-11' || ruleId === 'DSP-12' ? [`${outcome} ${code}`] : [],
      )
    }
    const dismissals = ['human dismissals-unknown', 'human dismissal-collective-unknown']
    expect(await outcomesOn(TODAY)).toEqual([...dismissals, 'human industrial-action-unknown'])
    await stateFacts(
      ctx(),
      stated([
        { question: 'industrial-action', answer: false, evidence },
        { question: 'dismissal-requests', answer: false, evidence },
        { question: 'collective-dismissal', answer: null, evidence },
      ]),
    )
    expect(await outcomesOn(TODAY)).toEqual(['ok in-order', 'ok in-order'])
    expect(await outcomesOn('2026-12-23')).toEqual(['ok in-order', 'ok in-order'])
    // Whoever starts that day starts on an answer of no older than a month.
    expect(await outcomesOn('2026-12-22', 'start')).toEqual(['ok in-order', 'ok in-order'])
    expect(await outcomesOn('2026-12-23', 'start')).toEqual(['ok in-order', 'human industrial-action-unknown'])
    expect(await outcomesOn('2027-02-23')).toEqual([...dismissals, 'human industrial-action-unknown'])
  })

  test('that do not agree with history are shown with what was reported and when', async () => {
    await recordStaffingFact(ctx(), {
      establishmentId: employer.establishmentId,
      kind: 'contract-ended',
      reason: 'not-renewed',
      occupationUri: BAKER,
      happenedOn: '2026-03-14',
    })
    await recordStaffingFact(ctx(officer), {
      establishmentId: employer.establishmentId,
      kind: 'vacancy-open',
      occupationUri: BAKER,
      happenedOn: '2026-10-01',
    })
    await stateFacts(
      ctx(),
      stated([
        none,
        { question: 'open-vacancies', answer: 0, evidence },
        { question: 'employees', answer: 8, evidence },
      ]),
    )
    const found = await contradictionsOf(ctx(), employer.establishmentId, WHOLE_POLICY)
    expect(found.map(({ question, code, params }) => ({ question, code, params }))).toEqual([
      { question: 'ended-contracts', code: 'contract-ended', params: { on: '2026-03-14', reason: 'not-renewed' } },
      { question: 'open-vacancies', code: 'vacancy-open', params: { on: '2026-10-01' } },
      { question: 'employees', code: 'size-differs', params: { on: '', stated: 8, known: 20 } },
    ])
    // About another role, or long ago, nothing disagrees.
    await stateFacts(ctx(), stated([none], COOK))
    expect(
      (await contradictionsOf(ctx(officer), employer.establishmentId, WHOLE_POLICY)).filter(
        ({ question }) => question === 'ended-contracts',
      ),
    ).toHaveLength(1)
  })
})
