import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { placements } from '#db/schema/placements.ts'
import { consents } from '#db/schema/proposals.ts'
import { askOverride } from '#server/cases/ask-override.ts'
import { decideOverride } from '#server/cases/decide-override.ts'
import { writeMessage } from '#server/cases/write-message.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { noticesOf } from '#server/notices/reads.ts'
import { extendPlacement } from '#server/placements/extend-placement.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { giveConsent } from '#server/proposals/give-consent.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { type Doors, doorsOn, later, terms, yesTo } from '#tests/make/doors.ts'
import { aProposal, codeOf, eventsAbout, stateOf } from '#tests/make/proposals.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { anAccount, anEmployer, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** What people decided counts the same at every door, and no further than they looked. */
let home: Awaited<ReturnType<typeof aDatabase>>
let doors: Doors
beforeAll(async () => {
  home = await aDatabase()
  doors = doorsOn(home.db)
})
afterAll(() => home.close())
beforeEach(() => doors.clear())

describe('an officer approved a place of which nobody said whether there is a strike', () => {
  async function anApprovedPlace() {
    const owner = await anEmployer(home.db, { unasked: true })
    const officer = await anAccount(home.db, { role: 'officer' })
    const asked = await publishPosition(doors.ctx(owner.actor), positionForm(owner.establishmentId))
    if (!asked.ok) throw new Error('blocked')
    expect(asked.verdict.reasons.map(({ code }) => code)).toContain('industrial-action-unknown')
    const { positionId } = asked
    await decidePosition(doors.ctx(officer), { positionId, outcome: 'approved', motivation: 'In orde' })
    return { owner, position: { positionId, employerId: owner.employerId } as never, positionId }
  }

  test('for a month it is proposed, and the yes goes through as well', async () => {
    const { position, positionId } = await anApprovedPlace()
    const { proposalId, coach, newcomer } = await aProposal(home.db, { position })
    expect((await positionFactsOf(home.db, [positionId], TODAY))[0]?.safeguard).not.toBe('human')
    await shortlistProposal(doors.ctx(coach, later(30)), { proposalId, version: 1 })
    expect(await giveConsent(doors.ctx(newcomer.actor, later(30)), yesTo(proposalId))).toMatchObject({ ok: true })
  })

  test('after it no door opens; coach and employer hear once that a yes did not go through', async () => {
    const { owner, position, positionId } = await anApprovedPlace()
    const proposed = await aProposal(home.db, { position })
    const { proposalId, newcomer, coach } = await aProposal(home.db, { position, state: 'shortlisted' })
    const taken = await aProposal(home.db, { position, state: 'accepted' })
    expect((await positionFactsOf(home.db, [positionId], '2026-12-23'))[0]?.safeguard).not.toBe('human')
    expect((await positionFactsOf(home.db, [positionId], '2026-12-24'))[0]?.safeguard).toBe('human')
    const shortlist = { proposalId: proposed.proposalId, version: 1 }
    expect(await codeOf(shortlistProposal(doors.ctx(proposed.coach, later(31)), shortlist))).toBe('safeguard-blocks')

    for (const day of [31, 31, 32]) {
      const said = await giveConsent(doors.ctx(newcomer.actor, later(day)), yesTo(proposalId))
      if (said.ok) throw new Error('a name was given')
      const held = said.verdict.reasons.filter((one) => one.outcome === 'human' && !one.approved)
      expect(held.map(({ code }) => code)).toEqual(['industrial-action-unknown'])
    }
    expect(await stateOf(home.db, proposalId)).toBe('shortlisted')
    expect(await home.db.select().from(consents).where(eq(consents.proposalId, proposalId))).toEqual([])
    const events = await eventsAbout(home.db, proposalId, 'consent.held-up')
    expect(events).toHaveLength(1)
    for (const event of events) await makeNotice(doors.ctx(WORKER), event)
    const heard = async (actor: Actor) => (await noticesOf(doors.ctx(actor))).map(({ code }) => code)
    expect(await heard(coach)).toEqual(['yes-held-up'])
    expect(await heard(owner.actor)).toEqual(['position-held-up'])

    await home.db.update(consents).set({ expiresOn: '2027-02-01' }).where(eq(consents.proposalId, taken.proposalId))
    const start = { proposalId: taken.proposalId, ...terms, startsOn: '2027-01-04' }
    const started = await startPlacement(doors.ctx(taken.coach, later(31)), start)
    expect(started.ok).toBe(false)
    const unknown = started.verdict.reasons.find(({ code }) => code === 'industrial-action-unknown')
    expect(unknown).toMatchObject({ outcome: 'human' })
    expect(unknown).not.toHaveProperty('approved')
  })
})

describe('what two people let pass of a place', () => {
  /** Unpaid work from 7 December to 5 February in a role that lost a contract, which two people let pass and an officer approved. */
  async function anOverriddenPlace() {
    const owner = await anEmployer(home.db)
    await doors.looksAt(owner)
    const [first, second] = [
      await anAccount(home.db, { role: 'officer' }),
      await anAccount(home.db, { role: 'officer' }),
    ]
    await doors.endsAContract(owner)
    const form = unpaidForm(owner.establishmentId)
    const tried = await publishPosition(doors.ctx(owner.actor), form)
    if (tried.ok) throw new Error('not blocked')
    const { positionId, verdictId } = tried
    if (!positionId || !verdictId) throw new Error('not kept')
    await writeMessage(doors.ctx(owner.actor), { verdictId, kind: 'objection', body: 'Het contract liep zelf af.' })
    const { overrideId } = await askOverride(doors.ctx(first), {
      verdictId,
      motivation: 'Eigen keus van de oude bakker',
      validUntil: '2027-05-01',
    })
    await decideOverride(doors.ctx(second), { overrideId, decision: 'confirm', motivation: 'Gesproken' })
    const sent = await publishPosition(doors.ctx(owner.actor, later(1)), { ...form, positionId })
    if (!sent.ok) throw new Error('blocked')
    if (sent.state === 'awaiting-decision')
      await decidePosition(doors.ctx(first, later(1)), { positionId, outcome: 'approved', motivation: 'In orde' })
    return { position: { positionId, employerId: owner.employerId } as never, positionId }
  }
  const blockOf = (verdict: { reasons: { code: string; approved?: true }[] }) =>
    verdict.reasons.find(({ code }) => code === 'contract-ended')?.approved ?? 'holds it up'

  test.each([
    ['the judged days', '2026-12-07', '2027-02-05', true],
    ['days within them', '2026-12-14', '2027-01-29', true],
    ['a first day before them', '2026-12-04', '2027-02-05', 'holds it up'],
    ['a last day after them', '2026-12-07', '2027-02-12', 'holds it up'],
    ['no last day', '2026-12-07', null, 'holds it up'],
  ])('counts at a start for no other days than those they judged: %s', async (_, startsOn, endsOn, counts) => {
    const { position } = await anOverriddenPlace()
    const { proposalId, coach } = await aProposal(home.db, { position, state: 'accepted' })
    const start = { proposalId, ...terms, startsOn, endsOn }
    expect(blockOf((await startPlacement(doors.ctx(coach, later(2)), start)).verdict)).toBe(counts)
  })

  test('and so for a longer term', async () => {
    const { position, positionId } = await anOverriddenPlace()
    const { proposalId, coach, newcomer } = await aProposal(home.db, { position, state: 'placed' })
    const placementId = crypto.randomUUID()
    await home.db.insert(placements).values({
      id: placementId,
      proposalId,
      newcomerId: newcomer.newcomerId,
      positionId,
      state: 'active',
      seat: 1,
      startsOn: '2026-12-07',
      endsOn: '2027-01-15',
      mentor: 'Anneke',
      learningGoals: ['Brood bakken'],
      createdAt: later(2),
      stateSince: later(2),
    })
    const until = async (endsOn: string) =>
      (await extendPlacement(doors.ctx(coach, later(20)), { placementId, endsOn, extension: null })).verdict
    expect(blockOf(await until('2027-02-12'))).toBe('holds it up')
    expect(blockOf(await until('2027-02-05'))).toBe(true)
  })
})
