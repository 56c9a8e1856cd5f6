import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditEntries } from '#db/schema/audit.ts'
import { shownCards } from '#db/schema/cards.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { labourMarketRegions, municipalities } from '#db/schema/reference.ts'
import type { Actor } from '#server/platform/context.ts'
import { WORKER } from '#server/platform/context.ts'
import { ownPositions } from '#server/positions/reads.ts'
import { expireProposals } from '#server/proposals/expire-proposals.ts'
import { giveConsent } from '#server/proposals/give-consent.ts'
import { cardForEmployer, cardPreview, cardStandingOf, cardsForEmployer } from '#server/proposals/reads-cards.ts'
import { PROPOSAL_POLICY } from '#server/proposals/rules.ts'
import { CARD_POLICY, CARD_STEPS } from '#server/proposals/rules-card-steps.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { showHeldCard } from '#server/proposals/show-held-card.ts'
import { aProposal, aReadyNewcomer, codeOf } from '#tests/make/proposals.ts'
import { CARER } from '#tests/make/reference.ts'
import { aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
/** Nobody of the tests before is there to be confused with. */
beforeEach(async () => {
  await home.db.update(newcomers).set({ availability: 'withdrawn' })
})

const shortlist = async (proposal: { proposalId: string; coach: Actor }, now = NOW) =>
  shortlistProposal(ctxOf(home.db, proposal.coach, now), { proposalId: proposal.proposalId, version: 1 })
const crowd = async (count: number, given: Parameters<typeof aReadyNewcomer>[1] = {}) => {
  for (let more = 0; more < count; more += 1) await aReadyNewcomer(home.db, given)
}
const keptOf = (proposalId: string) =>
  home.db.select().from(shownCards).where(eq(shownCards.proposalId, proposalId)).orderBy(shownCards.at)

describe('a card that an employer is shown', () => {
  test('is whole where five people look alike, and is kept as it was shown', async () => {
    await crowd(4)
    const made = await aProposal(home.db)
    expect(await shortlist(made)).toEqual({ card: 'shown' })
    const { positionId, employer } = made.position
    const card = await cardForEmployer(ctxOf(home.db, employer), made.proposalId)
    expect(card).toMatchObject({
      hours: '29-40',
      days: '5-or-more',
      leftOut: ['fit', 'other-skills', 'travel'],
      travel: null,
    })
    expect(card).toMatchObject({ fit: null })
    expect(card.skills).toHaveLength(1)
    expect(await keptOf(made.proposalId)).toMatchObject([
      { outcome: 'shown', step: 0, region: 'AM18', policyVersion: CARD_POLICY.version, reason: null, at: NOW },
    ])
    // A profile that changes does not change what the organisation has, before the yes.
    await home.db.update(newcomers).set({ hoursMax: 10 }).where(eq(newcomers.id, made.newcomer.newcomerId))
    expect((await cardsForEmployer(ctxOf(home.db, employer), positionId))[0]?.hours).toBe('29-40')
  })

  test('says less where fewer look alike, and no more than the newcomer reads', async () => {
    await crowd(4, { educationLevel: 'master', hoursMax: 12 })
    const newcomer = await aReadyNewcomer(home.db, { educationLevel: 'vocational' })
    const made = await aProposal(home.db, { newcomer })
    expect(await shortlist(made)).toEqual({ card: 'shown' })
    const { positionId: _own, ...card } = await cardForEmployer(ctxOf(home.db, made.position.employer), made.proposalId)
    expect(card).toMatchObject({ education: null, hours: null })
    expect(card.dutch[1]?.band).toBe('A2-to-B1')
    expect(card.leftOut).toEqual(['fit', 'other-skills', 'travel', 'days', 'education', 'hours'])
    expect(await cardPreview(ctxOf(home.db, newcomer.actor), made.proposalId)).toEqual({
      card,
      isShown: true,
      isHeld: false,
    })
    expect(await cardStandingOf(ctxOf(home.db, made.coach), made.proposalId)).toEqual({
      outcome: 'shown',
      leftOut: card.leftOut,
      reason: null,
    })
  })

  test('tells no skill and no licence that too few have: what only one has is left out (ruling 25)', async () => {
    await crowd(4, { skills: [], licences: ['B'] })
    const position = await aPosition(home.db, { licences: ['B', 'vca'] })
    const newcomer = await aReadyNewcomer(home.db, { licences: ['B', 'vca'] })
    const made = await aProposal(home.db, { newcomer, position })
    expect(await shortlist(made)).toEqual({ card: 'shown' })
    const card = await cardForEmployer(ctxOf(home.db, position.employer), made.proposalId)
    expect(card).toMatchObject({ skills: [], licences: null })
    expect(card.leftOut).toEqual(expect.arrayContaining(['skills', 'licences']))
    // The same person where four others have the same: both are told.
    await crowd(4, { licences: ['B', 'vca'] })
    const again = await aProposal(home.db, { newcomer, position: await aPosition(home.db, { licences: ['B', 'vca'] }) })
    await shortlist(again)
    const [kept] = await keptOf(again.proposalId)
    expect(kept).toMatchObject({ outcome: 'shown', step: 0, shape: { licences: ['B', 'vca'] } })
    expect(kept?.shape['skills']).toHaveLength(1)
  })

  test('that an earlier policy kept tells no skill and no licence any more: they were not counted', async () => {
    await crowd(4, { licences: ['B', 'vca'] })
    const position = await aPosition(home.db, { licences: ['B', 'vca'] })
    const newcomer = await aReadyNewcomer(home.db, { licences: ['B', 'vca'] })
    const made = await aProposal(home.db, { newcomer, position })
    await shortlist(made)
    const employer = ctxOf(home.db, position.employer)
    expect(await cardForEmployer(employer, made.proposalId)).toMatchObject({ licences: ['B', 'vca'] })
    await home.db
      .update(shownCards)
      .set({ policyVersion: 'cards-2026-11' })
      .where(eq(shownCards.proposalId, made.proposalId))
    const older = {
      skills: [],
      licences: null,
      hours: '29-40',
      leftOut: expect.arrayContaining(['skills', 'licences']),
    }
    expect(await cardForEmployer(employer, made.proposalId)).toMatchObject(older)
    expect((await cardPreview(ctxOf(home.db, newcomer.actor), made.proposalId)).card).toMatchObject(older)
    expect((await cardStandingOf(ctxOf(home.db, made.coach), made.proposalId))?.leftOut).toEqual(older.leftOut)
  })

  test('names the region in which the person lived when it was made', async () => {
    await crowd(4)
    const made = await aProposal(home.db)
    await shortlist(made)
    await home.db.insert(labourMarketRegions).values({ code: 'AM98', name: 'Elders' })
    await home.db.insert(municipalities).values({ code: 'GM9998', name: 'Elders', regionCode: 'AM98' })
    await home.db
      .update(newcomers)
      .set({ municipalityCode: 'GM9998' })
      .where(eq(newcomers.id, made.newcomer.newcomerId))
    const card = await cardForEmployer(ctxOf(home.db, made.position.employer), made.proposalId)
    expect(card.region).toBe('Midden-Utrecht')
  })

  test('of people of another field, region or who stopped nobody counts', async () => {
    await crowd(6, { wishes: [{ occupationUri: CARER, rank: 1 }], experiences: [] })
    const made = await aProposal(home.db)
    expect(await shortlist(made)).toEqual({ card: 'held' })
  })
})

describe('a card that is held back', () => {
  test('the employer sees nothing: no card, no count; the newcomer reads so; after the yes all is there', async () => {
    await crowd(3)
    const made = await aProposal(home.db)
    const { positionId, employer } = made.position
    const ctx = ctxOf(home.db, employer)
    expect(await shortlist(made)).toEqual({ card: 'held' })
    expect(await cardsForEmployer(ctx, positionId)).toEqual([])
    expect(await codeOf(cardForEmployer(ctx, made.proposalId))).toBe('not-found')
    expect((await ownPositions(ctx))[0]?.candidates.shortlisted).toBe(0)
    const own = ctxOf(home.db, made.newcomer.actor)
    expect(await cardPreview(own, made.proposalId)).toMatchObject({ isShown: false, isHeld: true })
    await giveConsent(own, {
      proposalId: made.proposalId,
      fields: [],
      language: 'nl',
      textVersion: PROPOSAL_POLICY.consentTextVersion,
    })
    expect(await cardForEmployer(ctx, made.proposalId)).toMatchObject({
      revealed: true,
      travel: 'up-to-15',
      leftOut: [],
    })
    // Lapsed, and there was no card before: where it stands and how it fits, and nothing else.
    const late = ctxOf(home.db, employer, new Date('2026-12-24T09:00:00Z'))
    const after = await cardForEmployer(late, made.proposalId)
    expect(after).toMatchObject({ revealed: false, dutch: [], skills: [], experience: [], hours: null, travel: null })
  })

  test('the coach may show it under a reason: the most general one, written down; nobody else may, and only once', async () => {
    const made = await aProposal(home.db)
    await shortlist(made)
    const input = { proposalId: made.proposalId, reason: 'newcomer-agrees' as const }
    const other = await aProposal(home.db)
    expect(await codeOf(showHeldCard(ctxOf(home.db, made.newcomer.actor), input))).toBe('forbidden')
    expect(await codeOf(showHeldCard(ctxOf(home.db, other.coach), input))).toBe('not-found')
    await showHeldCard(ctxOf(home.db, made.coach), input)
    const card = await cardForEmployer(ctxOf(home.db, made.position.employer), made.proposalId)
    expect(card).toMatchObject({ dutch: [], experience: [], education: null, region: 'Midden-Utrecht' })
    expect(card.skills).toEqual([])
    expect((await keptOf(made.proposalId)).map((row) => [row.outcome, row.step, row.reason, row.chosenBy])).toEqual([
      ['held', CARD_STEPS.length - 1, null, null],
      ['shown', CARD_STEPS.length - 1, 'newcomer-agrees', made.coach.accountId],
    ])
    const [entry] = await home.db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.subjectId, made.proposalId), eq(auditEntries.action, 'proposal.show-card')))
    expect(entry).toMatchObject({ actorRole: 'coach', detail: { reason: 'newcomer-agrees' } })
    expect(await codeOf(showHeldCard(ctxOf(home.db, made.coach), input))).toBe('stale')
  })
})

describe('all cards of one organisation together', () => {
  test('two places do not single out together whom each of them hides', async () => {
    // Five with the same hours, five with the same school, and one person in both groups.
    await crowd(4, { educationLevel: 'vocational', hoursMax: 12 })
    await crowd(4, { educationLevel: 'master', hoursMax: 32 })
    const newcomer = await aReadyNewcomer(home.db, { educationLevel: 'vocational', hoursMax: 12 })
    const first = await aPosition(home.db)
    const owner = { employerId: first.employerId, establishmentId: first.establishmentId, actor: first.employer }
    const one = await aProposal(home.db, { newcomer, position: first })
    await shortlist(one)
    expect((await keptOf(one.proposalId))[0]).toMatchObject({ step: 0 })
    // Later the person wants more hours: whole again, the two cards would leave one.
    await home.db
      .update(newcomers)
      .set({ hoursMax: 32, educationLevel: 'master' })
      .where(eq(newcomers.id, newcomer.newcomerId))
    const again = await aProposal(home.db, { newcomer, position: await aPosition(home.db, { employer: owner }) })
    expect(await shortlist(again)).toEqual({ card: 'shown' })
    const [kept] = await keptOf(again.proposalId)
    expect(kept?.step).toBeGreaterThan(CARD_STEPS.indexOf('no-hours') - 1)
    // Another organisation has not seen the first: for it the card is whole.
    const elsewhere = await aProposal(home.db, { newcomer })
    await shortlist(elsewhere)
    expect((await keptOf(elsewhere.proposalId))[0]).toMatchObject({ step: 0 })
  })

  test('what was shown counts for twelve months, and is forgotten then', async () => {
    await crowd(4)
    const made = await aProposal(home.db)
    await shortlist(made)
    const sweepAt = (day: string) => expireProposals(ctxOf(home.db, WORKER, new Date(`${day}T09:00:00Z`)))
    await sweepAt('2027-11-22')
    expect(await keptOf(made.proposalId)).toHaveLength(1)
    await sweepAt('2027-11-24')
    expect(await keptOf(made.proposalId)).toEqual([])
  })

  test('two shortlists at once count each other: of six people five alike are shown, and who is left alone is not', async () => {
    await crowd(0)
    const first = await aPosition(home.db, { seats: 6 })
    const proposals = await Promise.all(
      Array.from({ length: 6 }, async (_, index) =>
        aProposal(home.db, {
          position: first,
          newcomer: await aReadyNewcomer(home.db, index === 5 ? { educationLevel: 'master' } : {}),
        }),
      ),
    )
    const done = await Promise.all(proposals.map((one) => shortlist(one)))
    expect(done.length).toBe(6)
    const kept = await Promise.all(proposals.map(async (one) => (await keptOf(one.proposalId))[0]))
    const whole = kept
      .slice(0, 5)
      .filter((card) => card?.outcome === 'shown' && card.step < CARD_STEPS.indexOf('no-education'))
    // Whoever came first: the one with the other school is never shown beside five that are all told apart from it.
    if (whole.length === 5) expect(kept[5]?.outcome).toBe('held')
    else expect(kept[5]).toMatchObject({ outcome: 'shown' })
  })
})
