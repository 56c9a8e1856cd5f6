import { and, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { placementExtensions, safeguardProfiles } from '#db/schema/decisions.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { positionSearch } from '#db/schema/search.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { cancelPlacement } from '#server/placements/cancel-placement.ts'
import { extendPlacement } from '#server/placements/extend-placement.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { askExtensionDecision } from '#server/positions/ask-extension-decision.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { GiveConsentInput, giveConsent } from '#server/proposals/give-consent.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { restoreProposals } from '#server/proposals/restore-proposals.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { supersedeProposals } from '#server/proposals/supersede-proposals.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import { SAFEGUARD_POLICY } from '#server/safeguards/rules/policy.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { aProposal, aReadyNewcomer, changedBehindTheirBack, codeOf, stateOf } from '#tests/make/proposals.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { UTRECHT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, DECLARED, NOW, TODAY } from '#tests/make/rooms.ts'
import { aWholeRun } from '#tests/make/run.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** A blocked position reaches neither index nor proposal nor placement: one test for each door, all on the running commands. */
let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  await home.db.update(newcomers).set({ availability: 'paused' })
  await home.db.update(positions).set({ state: 'closed' })
})

const ctx = (actor: Actor, now = NOW) => ctxOf(home.db, actor, now)
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000)
const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }
const positionState = async (positionId: string) =>
  (await home.db.select({ state: positions.state }).from(positions).where(eq(positions.id, positionId)))[0]?.state
const indexed = async () =>
  (await home.db.select({ id: positionSearch.positionId }).from(positionSearch)).map(({ id }) => id)
const proposalsAt = (positionId: string) =>
  home.db
    .select()
    .from(proposals)
    .where(
      and(
        eq(proposals.positionId, positionId),
        inArray(proposals.state, ['proposed', 'shortlisted', 'consented', 'accepted']),
      ),
    )
const placementsAt = (positionId: string) =>
  home.db.select().from(placements).where(eq(placements.positionId, positionId))

/** What blocks unpaid work: a paid contract in the role was not renewed in March. */
const endsAContract = (owner: { establishmentId: string; actor: Actor }) =>
  recordStaffingFact(ctx(owner.actor), {
    establishmentId: owner.establishmentId,
    kind: 'contract-ended',
    reason: 'not-renewed',
    happenedOn: '2026-03-14',
  })
/** What blocks every place from proposing on. */
const strikesAt = (owner: { establishmentId: string; actor: Actor }) =>
  recordStaffingFact(ctx(owner.actor), {
    establishmentId: owner.establishmentId,
    kind: 'industrial-action',
    happenedOn: TODAY,
  })
const aStruckPosition = async () => {
  const owner = await anEmployer(home.db)
  const position = await aPosition(home.db, { employer: owner })
  await strikesAt(owner)
  return { owner, position }
}

describe('the index', () => {
  test('publish: a blocked new position is not kept at all, a blocked draft stays a draft, a blocked edit leaves the site as it was', async () => {
    const owner = await anEmployer(home.db)
    const low = positionForm(owner.establishmentId, { hourlyWageCents: 900 })
    expect(await publishPosition(ctx(owner.actor), low)).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
    const { positionId } = await saveDraft(ctx(owner.actor), low)
    expect(await publishPosition(ctx(owner.actor), { ...low, positionId })).toMatchObject({ ok: false })
    expect(await positionState(positionId)).toBe('draft')
    const there = await publishPosition(ctx(owner.actor), positionForm(owner.establishmentId))
    if (!there.ok) throw new Error('blocked')
    expect(await publishPosition(ctx(owner.actor), { ...low, positionId: there.positionId })).toMatchObject({
      ok: false,
    })
    const rows = await home.db.select().from(positions).where(eq(positions.employerId, owner.employerId))
    expect(rows.map(({ state, hourlyWageCents }) => [state, hourlyWageCents]).sort()).toEqual([
      ['draft', 900],
      ['published', 1650],
    ])
    await indexPositions(ctx(WORKER), { positionIds: [positionId, there.positionId] }, null)
    expect(await indexed()).toEqual([there.positionId])
  })

  test('resume: what was paused stays off the site when it is blocked meanwhile', async () => {
    const owner = await anEmployer(home.db)
    const { positionId } = await aPosition(home.db, { employer: owner, type: 'WORK_EXPERIENCE', hourlyWageCents: null })
    await pausePosition(ctx(owner.actor), { positionId })
    await endsAContract(owner)
    expect(await resumePosition(ctx(owner.actor), { positionId })).toMatchObject({
      ok: false,
      verdict: { outcome: 'block' },
    })
    expect(await positionState(positionId)).toBe('paused')
  })

  test('approve: what is blocked while it waits does not come on the site by a decision about before', async () => {
    const owner = await anEmployer(home.db)
    const officer = await anAccount(home.db, { role: 'officer' })
    const asked = await publishPosition(ctx(owner.actor), unpaidForm(owner.establishmentId))
    if (!asked.ok) throw new Error('blocked')
    const { positionId } = asked
    await endsAContract(owner)
    const yes = { positionId, outcome: 'approved' as const, motivation: 'In orde' }
    expect(await codeOf(decidePosition(ctx(officer), yes))).toBe('safeguard-blocks')
    expect(await positionState(positionId)).toBe('awaiting-decision')
    await decidePosition(ctx(officer), { ...yes, outcome: 'rejected' })
    expect(await positionState(positionId)).toBe('draft')
  })

  test('rebuild: only what is on the site comes back', async () => {
    const owner = await anEmployer(home.db)
    const states = ['draft', 'awaiting-decision', 'paused', 'published'] as const
    const made = await Promise.all(states.map((state) => aPosition(home.db, { employer: owner, state })))
    await rebuildIndex(ctx(WORKER), null)
    expect(await indexed()).toEqual([made[3]?.positionId])
  })
})

describe('a proposal', () => {
  test('by day and by night: nobody is proposed for a blocked place, for the same place without the block somebody is', async () => {
    await aReadyNewcomer(home.db)
    const { owner, position } = await aStruckPosition()
    const free = await aPosition(home.db)
    expect((await positionFactsOf(home.db, [position.positionId], TODAY))[0]?.safeguard).toBe('block')
    await changedBehindTheirBack(home.db)
    await proposeMatches(ctx(WORKER), { positionId: position.positionId })
    await proposeMatches(ctx(WORKER), { all: true })
    expect(await proposalsAt(position.positionId)).toEqual([])
    expect(await proposalsAt(free.positionId)).toHaveLength(1)
    await aWholeRun(home.db, later(1))
    expect(await proposalsAt(position.positionId)).toEqual([])
    void owner
  })

  test('a block that comes later takes back what nobody acted on', async () => {
    const { newcomerId } = await aReadyNewcomer(home.db)
    const owner = await anEmployer(home.db)
    const { positionId } = await aPosition(home.db, { employer: owner })
    await changedBehindTheirBack(home.db)
    await proposeMatches(ctx(WORKER), { all: true })
    expect(await proposalsAt(positionId)).toMatchObject([{ newcomerId }])
    await strikesAt(owner)
    await proposeMatches(ctx(WORKER), { positionId })
    expect(await proposalsAt(positionId)).toEqual([])
  })

  test('by a coach: not added, not shortlisted, not taken back', async () => {
    const { owner, position } = await aStruckPosition()
    const newcomer = await aReadyNewcomer(home.db)
    const pair = { newcomerId: newcomer.newcomerId, positionId: position.positionId, insteadOf: null }
    expect(await codeOf(addProposal(ctx(newcomer.coach), pair))).toBe('safeguard-blocks')
    const { proposalId } = await aProposal(home.db, { newcomer, position })
    expect(await codeOf(shortlistProposal(ctx(newcomer.coach), { proposalId, version: 1 }))).toBe('safeguard-blocks')
    await setAsideProposal(ctx(newcomer.coach), { proposalId, reason: 'mistake' })
    expect(await codeOf(takeBackProposal(ctx(newcomer.coach), { proposalId }))).toBe('safeguard-blocks')
    expect(await stateOf(home.db, proposalId)).toBe('set-aside')
    void owner
  })

  test('restore: a cancelled start gives no proposal for a blocked place back', async () => {
    const newcomer = await aReadyNewcomer(home.db)
    const owner = await anEmployer(home.db)
    const other = await aProposal(home.db, {
      newcomer,
      position: await aPosition(home.db, { employer: owner }),
      state: 'shortlisted',
    })
    const still = await aProposal(home.db, { newcomer, state: 'shortlisted' })
    const { proposalId, coach } = await aProposal(home.db, { newcomer, state: 'accepted' })
    const started = await startPlacement(ctx(coach), { proposalId, ...terms })
    if (!started.ok) throw new Error('held up')
    const { placementId } = started
    await supersedeProposals(ctx(WORKER), { placementId })
    expect(await stateOf(home.db, other.proposalId)).toBe('superseded')
    await strikesAt(owner)
    await cancelPlacement(ctx(coach), { placementId })
    await restoreProposals(ctx(WORKER), { placementId })
    expect(await stateOf(home.db, other.proposalId)).toBe('superseded')
    expect(await stateOf(home.db, still.proposalId)).toBe('shortlisted')
  })

  test('disclose: no yes opens a name to an employer whose place is blocked', async () => {
    const { position } = await aStruckPosition()
    const { proposalId, newcomer } = await aProposal(home.db, { position, state: 'shortlisted' })
    const yes = GiveConsentInput.parse({ proposalId, fields: [], language: 'nl', textVersion: 'consent-2026-11' })
    expect(await codeOf(giveConsent(ctx(newcomer.actor), yes))).toBe('safeguard-blocks')
    expect(await stateOf(home.db, proposalId)).toBe('shortlisted')
  })
})

describe('a placement', () => {
  test('start: nothing is written, and nobody can be asked to let it pass', async () => {
    const { position } = await aStruckPosition()
    const { proposalId, coach } = await aProposal(home.db, { position, state: 'accepted' })
    expect(await startPlacement(ctx(coach), { proposalId, ...terms })).toMatchObject({
      ok: false,
      verdict: { outcome: 'block' },
    })
    expect(await codeOf(askStartDecision(ctx(coach), { proposalId, ...terms }))).toBe('safeguard-blocks')
    expect(await placementsAt(position.positionId)).toEqual([])
    expect(await stateOf(home.db, proposalId)).toBe('accepted')
  })

  const decision = { reference: 'B-2026-114', body: 'Gemeente Utrecht', from: '2026-11-01', until: '2027-12-31' }
  /** An unpaid placement of three months that runs, in a place that is in order. */
  async function aRunningPlacement() {
    const owner = await anEmployer(home.db)
    for (const kind of ['contract-ended', 'vacancy-open'] as const)
      await recordStaffingFact(ctx(owner.actor), {
        establishmentId: owner.establishmentId,
        kind,
        found: false,
        happenedOn: TODAY,
      })
    const position = await aPosition(home.db, {
      employer: owner,
      type: 'WORK_EXPERIENCE',
      hourlyWageCents: null,
      declaration: { ...DECLARED, decision },
    })
    const { proposalId, coach } = await aProposal(home.db, { position, state: 'accepted' })
    const officer = await anAccount(home.db, { role: 'officer' })
    const start = { proposalId, ...terms, endsOn: '2027-02-26' }
    const tried = await startPlacement(ctx(coach), start)
    if (!tried.ok) {
      const { verdictId } = await askStartDecision(ctx(coach), start)
      await decideStart(ctx(officer), { verdictId, outcome: 'approved', motivation: 'Gezien' })
    }
    const started = tried.ok ? tried : await startPlacement(ctx(coach), start)
    if (!started.ok) throw new Error(JSON.stringify(started.verdict.reasons.filter((one) => one.outcome !== 'ok')))
    await home.db.update(placements).set({ state: 'active' }).where(eq(placements.id, started.placementId))
    const endOf = async () => (await placementsAt(position.positionId))[0]?.endsOn
    /** The longer term on a day; where a person has to decide, after a yes to these terms. */
    const extended = async (longer: { placementId: string; endsOn: string; extension: null }, days: number) => {
      const asked = await extendPlacement(ctx(coach, later(days)), longer)
      if (asked.ok || asked.verdict.outcome === 'block') return asked
      const { verdictId } = await askExtensionDecision(ctx(coach, later(days)), longer)
      await decideStart(ctx(officer, later(days)), { verdictId, outcome: 'approved', motivation: 'Gezien' })
      return extendPlacement(ctx(coach, later(days)), longer)
    }
    return { owner, position, coach, officer, placementId: started.placementId, endOf, extended }
  }

  test('extend: asks about the whole term, keeps its answer, and only a later day is longer', async () => {
    const { coach, placementId, position, endOf, extended } = await aRunningPlacement()
    const longer = { placementId, endsOn: '2027-03-05', extension: null }
    const done = await extended(longer, 20)
    expect(done).toMatchObject({ ok: true, endsOn: '2027-03-05', verdict: { moment: 'extend' } })
    expect(await endOf()).toBe('2027-03-05')
    expect(await codeOf(extendPlacement(ctx(coach, later(20)), longer))).toBe('stale')
    const [row] = await home.db
      .select()
      .from(placementExtensions)
      .where(eq(placementExtensions.placementId, placementId))
    expect(row).toMatchObject({ fromEndsOn: '2027-02-26', toEndsOn: '2027-03-05', extendedBy: coach.accountId })
    const [kept] = await home.db
      .select()
      .from(positionVerdicts)
      .where(eq(positionVerdicts.id, row?.verdictId ?? ''))
    expect(kept).toMatchObject({ moment: 'extend', positionId: position.positionId })
    expect(kept?.ruleVersions).toHaveProperty('DSP-03e')
    const stranger = await anAccount(home.db, { role: 'coach' })
    expect(await codeOf(extendPlacement(ctx(stranger), { ...longer, endsOn: '2027-04-01' }))).toBe('not-found')
    expect(await codeOf(extendPlacement(ctx(position.employer), longer))).toBe('forbidden')
  })

  test('extend: over the usual term a person decides, over the longest nobody can, and a block writes nothing', async () => {
    const { owner, coach, placementId, endOf } = await aRunningPlacement()
    const officer = await anAccount(home.db, { role: 'officer' })
    const longer = { placementId, endsOn: '2027-05-28', extension: null }
    expect(await extendPlacement(ctx(coach), longer)).toMatchObject({ ok: false, verdict: { outcome: 'human' } })
    const { verdictId } = await askExtensionDecision(ctx(coach), longer)
    expect(await askExtensionDecision(ctx(coach), longer)).toEqual({ verdictId })
    expect((await startsAwaitingDecision(ctx(officer), 'extend')).map(({ id }) => id)).toEqual([verdictId])
    expect(await startsAwaitingDecision(ctx(officer))).toEqual([])
    await decideStart(ctx(officer), {
      verdictId,
      outcome: 'approved',
      motivation: 'Nog drie weken oven',
      validUntil: '2026-12-31',
    })
    expect(await extendPlacement(ctx(coach, later(60)), longer)).toMatchObject({ ok: false })
    expect(await extendPlacement(ctx(coach, later(1)), longer)).toMatchObject({ ok: true })
    expect(await endOf()).toBe('2027-05-28')

    const tooLong = { placementId, endsOn: '2027-06-30', extension: null }
    expect(await extendPlacement(ctx(coach), tooLong)).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
    expect(await codeOf(askExtensionDecision(ctx(coach), tooLong))).toBe('safeguard-blocks')
    await endsAContract(owner)
    expect(await extendPlacement(ctx(coach), { ...longer, endsOn: '2027-06-01' })).toMatchObject({
      ok: false,
      verdict: { outcome: 'block' },
    })
    expect(await endOf()).toBe('2027-05-28')
  })

  test('extend: an agreement keeps the profile under which it was made', async () => {
    const { coach, placementId, position } = await aRunningPlacement()
    const [one, two] = await Promise.all([1, 2].map(() => anAccount(home.db, { role: 'officer' })))
    const profile = (version: number, workExperienceNormalMonths: number) => ({
      municipalityCode: UTRECHT,
      version,
      fromOn: `2026-0${version}-01`,
      numbers: { workExperienceNormalMonths },
      choices: {},
      source: 'Verordening',
      isVerified: true,
      state: 'in-force' as const,
      proposedBy: one?.accountId ?? '',
      proposedAt: NOW,
      decidedBy: two?.accountId ?? '',
      decidedAt: NOW,
    })
    await home.db.insert(safeguardProfiles).values([profile(1, 5), profile(2, 1)])
    await home.db
      .update(positionVerdicts)
      .set({ policyVersion: `${SAFEGUARD_POLICY.version}+${UTRECHT}-1` })
      .where(and(eq(positionVerdicts.positionId, position.positionId), eq(positionVerdicts.moment, 'start')))
    const done = await extendPlacement(ctx(coach), { placementId, endsOn: '2027-04-30', extension: null })
    expect(done.verdict.policyVersion).toMatch(new RegExp(`\\+${UTRECHT}-1$`))
    expect(done.verdict.reasons.map(({ code }) => code)).not.toContain('term-over-normal')
  })
})
