import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { safeguardProfiles } from '#db/schema/decisions.ts'
import { signals } from '#db/schema/monitoring.ts'
import { placements } from '#db/schema/placements.ts'
import { positionVerdicts } from '#db/schema/positions.ts'
import { tensions } from '#db/schema/reference.ts'
import { profilesOf } from '#server/cases/reads-profiles.ts'
import { stateFacts } from '#server/cases/state-facts.ts'
import { askToStart } from '#server/placements/reads-start.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { type PublishPositionInput, publishPosition } from '#server/positions/publish-position.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { verdictForEmployer } from '#server/positions/reads-verdicts.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { SAFEGUARD_POLICY, WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { policyNamed } from '#server/safeguards/rules/profile.ts'
import { rulesOf } from '#server/safeguards/rules/table.ts'
import { replayVerdict } from '#server/safeguards/rules/verdict.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { AMERSFOORT, BAKER, UTRECHT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, DECLARED, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
beforeAll(async () => {
  home = await aDatabase()
  await anEmployer(home.db)
  await home.db
    .insert(tensions)
    .values({ regionCode: 'AM18', occupationGroup: '751', quarter: '2026-Q3', ratio: 2.4, source: 'test' })
})
afterAll(() => home.close())
beforeEach(async () => {
  employer = await anEmployer(home.db)
})

const ctx = (now = NOW) => ctxOf(home.db, employer.actor, now)
const evidence = { kind: 'declaration' as const, by: 'Personeelszaken', on: TODAY }
const stateInOrder = (now = NOW) =>
  stateFacts(ctx(now), {
    establishmentId: employer.establishmentId,
    occupationUri: BAKER,
    facts: [
      { question: 'ended-contracts', answer: false, evidence },
      { question: 'open-vacancies', answer: 0, evidence },
      { question: 'staff-informed', answer: true, evidence },
    ],
  })
const decided = { reference: 'B-1', body: 'Gemeente Utrecht', from: '2026-11-01', until: '2027-12-31' }
/** Three months of work experience: in order but for what the establishment answers. */
const inOrder = (given: Partial<PublishPositionInput> = {}) =>
  unpaidForm(employer.establishmentId, { declaration: { ...DECLARED, decision: decided }, ...given })
const codesOf = (verdict: { reasons: readonly { outcome: string; code: string }[] }) =>
  verdict.reasons.filter(({ outcome }) => outcome === 'human' || outcome === 'block').map(({ code }) => code)
const newestOf = async (positionId: string) => {
  const [row] = await home.db
    .select()
    .from(positionVerdicts)
    .where(eq(positionVerdicts.positionId, positionId))
    .orderBy(desc(positionVerdicts.askedAt))
    .limit(1)
  if (!row) throw new Error('no verdict')
  return row
}

describe('which rules are asked', () => {
  test('the whole catalogue from its day on, the rules of the beginning before it', async () => {
    const now = await publishPosition(ctx(), positionForm(employer.establishmentId))
    const was = await publishPosition(ctx(new Date('2026-11-21T09:00:00Z')), positionForm(employer.establishmentId))
    expect(now.verdict.policyVersion).toBe(WHOLE_POLICY.version)
    expect(was.verdict.policyVersion).toBe(SAFEGUARD_POLICY.version)
    const asked = (verdict: typeof now.verdict) => new Set(verdict.reasons.map(({ ruleId }) => ruleId))
    expect(asked(now.verdict).size).toBeGreaterThan(asked(was.verdict).size)
    for (const id of ['DSP-05', 'DSP-23', 'MON']) {
      expect(asked(now.verdict).has(id as never), id).toBe(true)
      expect(asked(was.verdict).has(id as never), id).toBe(false)
    }
    expect(codesOf(now.verdict)).toEqual([])
  })

  test('with the numbers of the municipality in which the establishment stands, also when it is proposed', async () => {
    const [first, second] = [
      await anAccount(home.db, { role: 'officer' }),
      await anAccount(home.db, { role: 'officer' }),
    ]
    await home.db.insert(safeguardProfiles).values({
      municipalityCode: AMERSFOORT,
      version: 1,
      fromOn: '2026-11-23',
      untilOn: '2026-12-23',
      numbers: { workExperienceNormalMonths: 1 },
      choices: {},
      source: 'Verordening',
      isVerified: true,
      state: 'in-force',
      proposedBy: first.accountId ?? '',
      proposedAt: NOW,
      decidedBy: second.accountId,
      decidedAt: NOW,
    })
    employer = await anEmployer(home.db, { establishment: { postcode4: '3811' } })
    await stateInOrder()
    const there = await publishPosition(ctx(), inOrder())
    if (!there.ok) throw new Error('blocked')
    const { positionId } = there
    const stored = await newestOf(positionId)
    expect(codesOf(there.verdict)).toEqual(['term-over-normal'])
    expect(stored.policyVersion).toBe(`${WHOLE_POLICY.version}+${AMERSFOORT}-1`)
    const outcome = async (day: string) => (await positionFactsOf(home.db, [positionId], day))[0]?.safeguard
    expect(await outcome('2026-12-23')).toBe('human')
    expect(await outcome('2026-12-24')).toBe('ok')
    const policy = policyNamed(stored.policyVersion, await profilesOf(home.db, [AMERSFOORT, UTRECHT]))
    if (!policy) throw new Error('no policy')
    expect(replayVerdict({ moment: 'publish', inputs: stored.inputs as never }, policy).outcome).toBe(stored.outcome)
    expect(stored.ruleVersions).toEqual(
      Object.fromEntries(
        rulesOf(policy)
          .filter(({ id }) => id in stored.inputs)
          .map(({ id, version }) => [id, version]),
      ),
    )
  })
})

describe('what the safeguards read of an establishment', () => {
  test('what was stated counts until it is too old, and the figure of the labour market with it', async () => {
    expect(codesOf((await publishPosition(ctx(), inOrder())).verdict)).toEqual(['contracts-unknown', 'vacancy-unknown'])
    await stateInOrder()
    const published = await publishPosition(ctx(), inOrder())
    expect(published).toMatchObject({ ok: true, state: 'published' })
    if (!published.ok) return
    const outcome = async (day: string) => (await positionFactsOf(home.db, [published.positionId], day))[0]?.safeguard
    expect(await outcome('2027-02-22')).toBe('ok')
    expect(await outcome('2027-02-23')).toBe('human')
    const elsewhere = await publishPosition(ctx(), inOrder({ occupationUri: `${BAKER.slice(0, -5)}carer` }))
    expect(codesOf(elsewhere.verdict)).toContain('tension-unknown')
  })

  test('what nobody answered on the place itself is not read as in order', async () => {
    const { productiveShare: _share, repaymentClause: _clause, ...before } = { ...DECLARED, decision: decided }
    await stateInOrder()
    const asked = await publishPosition(ctx(), inOrder({ declaration: before }))
    expect(codesOf(asked.verdict).sort()).toEqual(['productive-share-unknown', 'repayment-unknown'])
  })

  test('a pause by a monitor stops a new publication and one that comes back; a paid place goes on', async () => {
    await stateInOrder()
    const published = await publishPosition(ctx(), inOrder())
    if (!published.ok) throw new Error('blocked')
    await pausePosition(ctx(), { positionId: published.positionId })
    await home.db.insert(signals).values({
      id: crypto.randomUUID(),
      subject: 'employer',
      subjectId: employer.employerId,
      employerId: employer.employerId,
      monitor: 'MON-01',
      about: '',
      outcome: 'block',
      code: 'serial-unpaid',
      params: {},
      policyVersion: 'test',
      pauses: true,
      firstSeenOn: TODAY,
      lastSeenOn: TODAY,
      answerDueOn: '2026-12-07',
      state: 'new',
    })
    const again = await publishPosition(ctx(), inOrder())
    expect(again.ok).toBe(false)
    expect(codesOf(again.verdict)).toEqual(['monitor-pauses'])
    const back = await resumePosition(ctx(), { positionId: published.positionId })
    expect(back.ok).toBe(false)
    expect((await newestOf(published.positionId)).outcome).toBe('block')
    expect(await publishPosition(ctx(), positionForm(employer.establishmentId))).toMatchObject({ ok: true })
    await home.db.delete(signals).where(eq(signals.subjectId, employer.employerId))
    expect(await publishPosition(ctx(), inOrder())).toMatchObject({ ok: true })
  })
})

describe('what the safeguards read of a person', () => {
  const terms = { startsOn: '2026-12-07', endsOn: '2027-03-05', mentor: 'Anneke', learningGoals: ['Brood bakken'] }

  test('earlier unpaid work at this employer stacks up from the table of placements', async () => {
    const unpaid = { type: 'WORK_EXPERIENCE' as const, hourlyWageCents: null, endsOn: '2027-03-05' }
    const { proposalId, newcomer, position } = await aProposal(home.db, {
      position: await aPosition(home.db, { ...unpaid, declaration: { ...DECLARED, decision: decided } }),
    })
    const { newcomerId } = newcomer
    const start = { ...terms, newcomerId, positionId: position.positionId, consentOn: TODAY }
    const stackingOf = async () => {
      const asked = await askToStart(home.db, start, TODAY)
      return asked?.verdict.reasons
        .filter(({ ruleId }) => ruleId === 'DSP-07')
        .map(({ code, params }) => [code, params])
    }
    expect(await stackingOf()).toEqual([['in-order', {}]])
    await home.db.insert(placements).values({
      proposalId,
      newcomerId,
      positionId: position.positionId,
      state: 'completed',
      seat: 1,
      startsOn: '2026-06-01',
      endsOn: '2026-09-11',
      endedOn: '2026-09-11',
      mentor: 'Anneke',
      learningGoals: ['Bakken'],
      createdAt: NOW,
      stateSince: NOW,
    })
    // 103 days then and 89 now: more than the 183 of six months.
    expect(await stackingOf()).toEqual([['stacking-employer', { days: 192, most: 183 }]])
  })

  test('is not for an employer', () => {
    const inputs = Object.fromEntries(rulesOf(WHOLE_POLICY).map(({ id }) => [id, { read: 'something' }]))
    const seen = Object.keys(verdictForEmployer({ reasons: [], inputs }).inputs)
    const about = (what: string) => rulesOf(WHOLE_POLICY).flatMap((rule) => (rule.about === what ? [rule.id] : []))
    expect(about('person').length).toBeGreaterThan(8)
    expect(seen.filter((id) => about('person').includes(id as never) || id === 'MON-12')).toEqual([])
    expect(seen.length).toBe(about('place').length - 1)
  })
})
