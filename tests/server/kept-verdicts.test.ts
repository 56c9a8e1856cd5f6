import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { positionVerdicts } from '#db/schema/positions.ts'
import { proposalLog } from '#db/schema/proposals.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionFactsOf, positionsAwaitingDecision, verdictsOf } from '#server/positions/reads.ts'
import { latestStartVerdictOf, startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { approvedReasonsOf } from '#server/positions/reads-verdicts.ts'
import { baseOn } from '#server/positions/rules-policy.ts'
import { acceptCandidate } from '#server/proposals/accept-candidate.ts'
import { GiveConsentInput, giveConsent } from '#server/proposals/give-consent.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { aProposal, codeOf } from '#tests/make/proposals.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { anAccount, anEmployer, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const keptOf = (positionId: string) =>
  home.db
    .select()
    .from(positionVerdicts)
    .where(eq(positionVerdicts.positionId, positionId))
    .orderBy(asc(positionVerdicts.askedAt))

test('shortlist, consent and start each keep their answer with version and inputs, about this person', async () => {
  const { proposalId, newcomer, position, coach } = await aProposal(home.db)
  const { newcomerId } = newcomer
  const { positionId } = position
  await shortlistProposal(ctxOf(home.db, coach, later(1)), { proposalId, version: 1 })
  const yes = { proposalId, fields: [], language: 'nl', textVersion: 'consent-2026-11-22' }
  await giveConsent(ctxOf(home.db, newcomer.actor, later(2)), GiveConsentInput.parse(yes))
  await acceptCandidate(ctxOf(home.db, position.employer, later(3)), { proposalId })
  const terms = { startsOn: '2026-12-07', endsOn: null, mentor: 'Anneke', learningGoals: ['Brood bakken'] }
  const started = await startPlacement(ctxOf(home.db, coach, later(4)), { proposalId, ...terms })
  expect(started.ok).toBe(true)

  const kept = await keptOf(positionId)
  expect(kept.map(({ moment }) => moment)).toEqual(['propose', 'disclose', 'start'])
  for (const one of kept) {
    expect(one).toMatchObject({ newcomerId, policyVersion: baseOn(TODAY).version })
    expect(['ok', 'warn']).toContain(one.outcome)
    expect(one.reasons.length).toBeGreaterThan(0)
    expect(Object.keys(one.inputs).sort()).toEqual([...new Set(one.reasons.map(({ ruleId }) => ruleId))].sort())
  }
  const [step] = await home.db.select().from(proposalLog).where(eq(proposalLog.step, 'shortlist'))
  expect(step?.policyVersion).toContain(baseOn(TODAY).version)
  expect(step?.reasons).toEqual(kept[0]?.reasons)

  // An answer that let somebody start is no question to an officer, and none of the three is for the employer.
  expect(await latestStartVerdictOf(home.db, { newcomerId, positionId })).toBeNull()
  const officer = await anAccount(home.db, { role: 'officer', municipalityCode: coach.municipalityCode })
  expect(await startsAwaitingDecision(ctxOf(home.db, officer))).toEqual([])
  expect(await verdictsOf(home.db, positionId)).toEqual([])
})

test('a shortlist that is refused writes nothing', async () => {
  const { proposalId, position, coach } = await aProposal(home.db)
  const { positionId, establishmentId, employer } = position
  await recordStaffingFact(ctxOf(home.db, employer), {
    establishmentId,
    kind: 'industrial-action',
    occupationUri: null,
    reason: null,
    happenedOn: TODAY,
    endedOn: null,
  })
  expect(await codeOf(shortlistProposal(ctxOf(home.db, coach), { proposalId, version: 1 }))).toBe('safeguard-blocks')
  expect(await keptOf(positionId)).toEqual([])
})

test('a blocked try to publish is kept, and neither the approval nor the question before it is lost', async () => {
  const employer = await anEmployer(home.db)
  const officer = await anAccount(home.db, { role: 'officer' })
  const forEmployer = (minutes: number) => ctxOf(home.db, employer.actor, later(minutes))
  const asked = await publishPosition(forEmployer(1), unpaidForm(employer.establishmentId))
  if (!asked.ok) throw new Error('blocked')
  const { positionId } = asked
  const [question] = await keptOf(positionId)
  const blockedTry = (minutes: number) =>
    publishPosition(forEmployer(minutes), positionForm(employer.establishmentId, { positionId, hourlyWageCents: 900 }))

  expect(await blockedTry(2)).toMatchObject({ ok: false })
  const [waits] = await positionsAwaitingDecision(ctxOf(home.db, officer))
  expect(waits?.verdict?.id).toBe(question?.id)
  await decidePosition(ctxOf(home.db, officer, later(3)), {
    positionId,
    verdictId: question?.id ?? null,
    outcome: 'approved',
    motivation: 'Gezien',
  })
  expect(await blockedTry(4)).toMatchObject({ ok: false })
  const approved = (await approvedReasonsOf(home.db, [positionId], TODAY)).get(positionId) ?? []
  expect(approved.map(({ passedBy: _on, ...reason }) => reason)).toEqual(question?.reasons)
  for (const { passedBy } of approved) expect(passedBy).toMatchObject({ kind: 'decision', on: TODAY })
  expect(['ok', 'warn']).toContain((await positionFactsOf(home.db, [positionId], TODAY))[0]?.safeguard)
  expect((await verdictsOf(home.db, positionId)).map(({ id }) => id)).toEqual([question?.id])

  const kept = await keptOf(positionId)
  expect(kept.map(({ outcome }) => outcome)).toEqual(['human', 'block', 'block'])
  expect(kept[1]?.reasons.map(({ code }) => code)).toContain('wage-below-minimum')
  expect(Object.keys(kept[1]?.inputs ?? {}).length).toBeGreaterThan(5)
})
