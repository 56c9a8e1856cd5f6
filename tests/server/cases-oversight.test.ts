import { afterAll, beforeAll, expect, test } from 'vitest'
import { safeguardProfiles } from '#db/schema/decisions.ts'
import { staffingFacts } from '#db/schema/employers.ts'
import { placements } from '#db/schema/placements.ts'
import { positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { tensions } from '#db/schema/reference.ts'
import { overridesLookOf, regionReportOf } from '#server/cases/reads-oversight.ts'
import { wholeFor } from '#server/cases/reads-whole.ts'
import { stateFacts } from '#server/cases/state-facts.ts'
import { staffingFor } from '#server/employers/reads.ts'
import { safeguardFactsOf } from '#server/positions/rules.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { AN_UNPAID_PLACE } from '#tests/make/monitored.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { AMERSFOORT, BAKER, UTRECHT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

test('the region report counts running unpaid hours and open vacancies beside tension, and hides few people', async () => {
  const owner = await anEmployer(home.db)
  const { establishmentId } = owner
  for (let at = 0; at < 10; at += 1) {
    const position = await aPosition(home.db, {
      employer: owner,
      type: 'WORK_EXPERIENCE',
      hourlyWageCents: null,
      hoursPerWeek: 20,
    })
    const { proposalId, newcomer } = await aProposal(home.db, { position, state: 'placed' })
    await home.db.insert(placements).values({
      proposalId,
      newcomerId: newcomer.newcomerId,
      positionId: position.positionId,
      state: 'active',
      seat: 1,
      // One of them began in this quarter, so the quarter before had nine.
      startsOn: at === 0 ? '2026-10-05' : '2026-08-03',
      endsOn: '2027-01-29',
      mentor: 'Anneke',
      learningGoals: ['Bakken'],
      createdAt: NOW,
      stateSince: NOW,
    })
  }
  const vacancy = {
    establishmentId,
    kind: 'vacancy-open' as const,
    occupationUri: BAKER,
    reportedBy: 'employer',
    createdAt: NOW,
  }
  await home.db.insert(staffingFacts).values([
    { ...vacancy, happenedOn: '2026-09-01' },
    { ...vacancy, happenedOn: '2026-09-02', detail: { found: 'none' } },
  ])
  await home.db
    .insert(tensions)
    .values({ regionCode: 'AM18', occupationGroup: '751', quarter: '2026-Q3', ratio: 2.1, source: 'UWV' })
  const officer = await anAccount(home.db, { role: 'municipality', municipalityCode: AMERSFOORT })
  const lines = (await regionReportOf(ctxOf(home.db, officer))).filter(({ role }) => role === '751')
  expect(lines).toEqual([
    { region: 'AM18', role: '751', quarter: '2026-Q3', unpaidHours: null, openVacancies: 1, tension: 2.1 },
    { region: 'AM18', role: '751', quarter: '2026-Q4', unpaidHours: 200, openVacancies: 1, tension: null },
  ])
})

test('an officer who lets much more pass than the others stands out', async () => {
  const { positionId } = await aPosition(home.db)
  const officers = await Promise.all(Array.from({ length: 8 }, () => anAccount(home.db, { role: 'officer' })))
  for (const [at, officer] of officers.entries())
    for (let count = 0; count < (at === 0 ? 20 : 1); count += 1) {
      const [verdict] = await home.db
        .insert(positionVerdicts)
        .values({
          positionId,
          moment: 'publish',
          outcome: 'human',
          reasons: [],
          inputs: {},
          policyVersion: '2026-11',
          askedAt: NOW,
        })
        .returning({ id: positionVerdicts.id })
      await home.db.insert(safeguardDecisions).values({
        positionId,
        verdictId: verdict?.id ?? '',
        decidedBy: officer.accountId ?? '',
        outcome: 'approved',
        motivation: 'x',
        policyVersion: '2026-11',
        decidedAt: NOW,
      })
    }
  const [first] = officers
  if (!first) throw new Error('none')
  const found = (await overridesLookOf(ctxOf(home.db, first))).filter(({ outcome }) => outcome === 'warn')
  expect(found).toMatchObject([{ subject: first.accountId, about: 'officer', params: { count: 20, of: 20 } }])
})

test('everything the whole catalogue reads of a workplace comes together, under the profile in force', async () => {
  const owner = await anEmployer(home.db, { employeesTotal: null })
  const { establishmentId } = owner
  const [one, two] = await Promise.all([1, 2].map(() => anAccount(home.db, { role: 'officer' })))
  await home.db.insert(safeguardProfiles).values({
    municipalityCode: UTRECHT,
    version: 1,
    fromOn: '2026-01-01',
    numbers: { workExperienceNormalMonths: 1 },
    choices: {},
    source: 'Verordening',
    isVerified: true,
    state: 'in-force',
    proposedBy: one?.accountId ?? '',
    proposedAt: NOW,
    decidedBy: two?.accountId ?? '',
    decidedAt: NOW,
  })
  const evidence = { kind: 'declaration' as const, by: 'HR', on: TODAY }
  await stateFacts(ctxOf(home.db, owner.actor), {
    establishmentId,
    occupationUri: BAKER,
    facts: [
      { question: 'ended-contracts', answer: false, evidence },
      { question: 'open-vacancies', answer: 0, evidence },
      { question: 'employees', answer: 9, evidence },
      { question: 'staff-informed', answer: true, evidence },
    ],
  })
  const place = { establishmentId, municipalityCode: UTRECHT, occupationUri: BAKER }
  const [staffing, wholeOf] = await Promise.all([
    staffingFor(home.db, [establishmentId], TODAY),
    wholeFor(home.db, [place], TODAY, WHOLE_POLICY),
  ])
  const unpaid = { ...AN_UNPAID_PLACE, startsOn: '2026-12-07' }
  const { facts, policy } = wholeOf(safeguardFactsOf(unpaid, staffing(establishmentId, BAKER)), place)
  expect(policy.version).toBe(`${WHOLE_POLICY.version}+${UTRECHT}-1`)
  expect(facts).toMatchObject({
    tension: { ratio: 2.1, quarter: '2026-Q3', source: 'UWV' },
    staffInformed: true,
    staffing: { endedContracts: [], openVacancies: 0, employeesTotal: 9, pauses: [] },
  })
  const codes = askSafeguards('publish', { position: facts, person: null }, policy, TODAY).reasons.map(
    ({ code }) => code,
  )
  expect(codes).toContain('term-over-normal')
  for (const unknown of ['contracts-unknown', 'vacancy-unknown', 'tension-unknown'])
    expect(codes).not.toContain(unknown)
})
