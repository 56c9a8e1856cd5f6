import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { placementExtensions, safeguardProfiles } from '#db/schema/decisions.ts'
import { placements } from '#db/schema/placements.ts'
import { positionVerdicts } from '#db/schema/positions.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { extendPlacement } from '#server/placements/extend-placement.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { askExtensionDecision } from '#server/positions/ask-extension-decision.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { SAFEGUARD_POLICY } from '#server/safeguards/rules/policy.ts'
import { type Doors, doorsOn, later, terms } from '#tests/make/doors.ts'
import { aProposal, codeOf, stateOf } from '#tests/make/proposals.ts'
import { UTRECHT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, DECLARED, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** A blocked position reaches neither index nor proposal nor placement: one test for each door, all on the running commands. */
let home: Awaited<ReturnType<typeof aDatabase>>
let doors: Doors
beforeAll(async () => {
  home = await aDatabase()
  doors = doorsOn(home.db)
})
afterAll(() => home.close())
beforeEach(() => doors.clear())

describe('a placement', () => {
  test('start: nothing is written, and nobody can be asked to let it pass', async () => {
    const { position } = await doors.aStruckPosition()
    const { proposalId, coach } = await aProposal(home.db, { position, state: 'accepted' })
    expect(await startPlacement(doors.ctx(coach), { proposalId, ...terms })).toMatchObject({
      ok: false,
      verdict: { outcome: 'block' },
    })
    expect(await codeOf(askStartDecision(doors.ctx(coach), { proposalId, ...terms }))).toBe('safeguard-blocks')
    expect(await doors.placementsAt(position.positionId)).toEqual([])
    expect(await stateOf(home.db, proposalId)).toBe('accepted')
  })

  const decision = { reference: 'B-2026-114', body: 'Gemeente Utrecht', from: '2026-11-01', until: '2027-12-31' }
  /** An unpaid placement of three months that runs, in a place that is in order. */
  async function aRunningPlacement() {
    const owner = await anEmployer(home.db)
    for (const kind of ['contract-ended', 'vacancy-open'] as const)
      await recordStaffingFact(doors.ctx(owner.actor), {
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
    const tried = await startPlacement(doors.ctx(coach), start)
    if (!tried.ok) {
      const { verdictId } = await askStartDecision(doors.ctx(coach), start)
      await decideStart(doors.ctx(officer), { verdictId, outcome: 'approved', motivation: 'Gezien' })
    }
    const started = tried.ok ? tried : await startPlacement(doors.ctx(coach), start)
    if (!started.ok) throw new Error(JSON.stringify(started.verdict.reasons.filter((one) => one.outcome !== 'ok')))
    await home.db.update(placements).set({ state: 'active' }).where(eq(placements.id, started.placementId))
    const endOf = async () => (await doors.placementsAt(position.positionId))[0]?.endsOn
    /** The longer term on a day; where a person has to decide, after a yes to these terms. */
    const extended = async (longer: { placementId: string; endsOn: string; extension: null }, days: number) => {
      const asked = await extendPlacement(doors.ctx(coach, later(days)), longer)
      if (asked.ok || asked.verdict.outcome === 'block') return asked
      const { verdictId } = await askExtensionDecision(doors.ctx(coach, later(days)), longer)
      await decideStart(doors.ctx(officer, later(days)), { verdictId, outcome: 'approved', motivation: 'Gezien' })
      return extendPlacement(doors.ctx(coach, later(days)), longer)
    }
    return { owner, position, coach, officer, placementId: started.placementId, endOf, extended }
  }

  test('extend: asks about the whole term, keeps its answer, and only a later day is longer', async () => {
    const { coach, placementId, position, endOf, extended } = await aRunningPlacement()
    const longer = { placementId, endsOn: '2027-03-05', extension: null }
    const done = await extended(longer, 20)
    expect(done).toMatchObject({ ok: true, endsOn: '2027-03-05', verdict: { moment: 'extend' } })
    expect(await endOf()).toBe('2027-03-05')
    expect(await codeOf(extendPlacement(doors.ctx(coach, later(20)), longer))).toBe('stale')
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
    expect(await codeOf(extendPlacement(doors.ctx(stranger), { ...longer, endsOn: '2027-04-01' }))).toBe('not-found')
    expect(await codeOf(extendPlacement(doors.ctx(position.employer), longer))).toBe('forbidden')
  })

  test('extend: over the usual term a person decides, over the longest one person cannot, and a block writes nothing', async () => {
    const { owner, coach, placementId, endOf } = await aRunningPlacement()
    const officer = await anAccount(home.db, { role: 'officer' })
    const longer = { placementId, endsOn: '2027-05-28', extension: null }
    expect(await extendPlacement(doors.ctx(coach), longer)).toMatchObject({ ok: false, verdict: { outcome: 'human' } })
    const { verdictId } = await askExtensionDecision(doors.ctx(coach), longer)
    expect(await askExtensionDecision(doors.ctx(coach), longer)).toEqual({ verdictId })
    expect((await startsAwaitingDecision(doors.ctx(officer), 'extend')).map(({ id }) => id)).toEqual([verdictId])
    expect(await startsAwaitingDecision(doors.ctx(officer))).toEqual([])
    await decideStart(doors.ctx(officer), {
      verdictId,
      outcome: 'approved',
      motivation: 'Nog drie weken oven',
      validUntil: '2026-12-31',
    })
    expect(await extendPlacement(doors.ctx(coach, later(60)), longer)).toMatchObject({ ok: false })
    expect(await extendPlacement(doors.ctx(coach, later(1)), longer)).toMatchObject({ ok: true })
    expect(await endOf()).toBe('2027-05-28')

    const tooLong = { placementId, endsOn: '2027-06-30', extension: null }
    expect(await extendPlacement(doors.ctx(coach), tooLong)).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
    // Our own term: two people could let it pass, one cannot, and until then nothing is written.
    const blocked = await askExtensionDecision(doors.ctx(coach, later(1)), tooLong)
    expect(await codeOf(decideStart(doors.ctx(officer), { ...blocked, outcome: 'approved', motivation: 'Mag' }))).toBe(
      'safeguard-blocks',
    )
    expect(await extendPlacement(doors.ctx(coach), tooLong)).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
    await doors.endsAContract(owner)
    expect(await extendPlacement(doors.ctx(coach), { ...longer, endsOn: '2027-06-01' })).toMatchObject({
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
    const done = await extendPlacement(doors.ctx(coach), { placementId, endsOn: '2027-04-30', extension: null })
    expect(done.verdict.policyVersion).toMatch(new RegExp(`\\+${UTRECHT}-1$`))
    expect(done.verdict.reasons.map(({ code }) => code)).not.toContain('term-over-normal')
  })
})
