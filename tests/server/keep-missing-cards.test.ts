import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditEntries } from '#db/schema/audit.ts'
import { shownCards } from '#db/schema/cards.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { proposals } from '#db/schema/proposals.ts'
import { type Actor, operatorNamed, workerNamed } from '#server/platform/context.ts'
import { keepMissingCards } from '#server/proposals/keep-missing-cards.ts'
import { cardForEmployer, cardsForEmployer } from '#server/proposals/reads-cards.ts'
import { CARD_POLICY } from '#server/proposals/rules-card-steps.ts'
import { showHeldCard } from '#server/proposals/show-held-card.ts'
import { aProposal, aReadyNewcomer } from '#tests/make/proposals.ts'
import { ctxOf, NOW } from '#tests/make/rooms.ts'
import { untilSomebodyWaits } from '#tests/make/waits.ts'
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

const crowd = async (count: number) => {
  for (let more = 0; more < count; more += 1) await aReadyNewcomer(home.db)
}
const keptOf = (proposalId: string) => home.db.select().from(shownCards).where(eq(shownCards.proposalId, proposalId))

describe('a proposal that was put forward before cards were kept', () => {
  const sweep = (worker: Actor = workerNamed('keep-cards')) => keepMissingCards(ctxOf(home.db, worker))

  test('gets the card of today, once: its employer sees it, or the coach may show it', async () => {
    const held = await aProposal(home.db, { state: 'shortlisted', card: null })
    const both = await Promise.all([sweep(), sweep()])
    expect(both.reduce((sum, one) => sum + one.held + one.shown, 0)).toBe(1)
    expect(await keptOf(held.proposalId)).toMatchObject([{ outcome: 'held', policyVersion: CARD_POLICY.version }])

    await crowd(4)
    const chosen = await aProposal(home.db, { state: 'shortlisted' })
    const before = await keptOf(chosen.proposalId)
    const made = await aProposal(home.db, { state: 'shortlisted', card: null })
    const cards = () => cardsForEmployer(ctxOf(home.db, made.position.employer), made.position.positionId)
    expect(await cards()).toEqual([])
    expect(await sweep()).toEqual({ shown: 1, held: 0, failed: 0 })
    expect(await sweep()).toEqual({ shown: 0, held: 0, failed: 0 })
    expect(await cards()).toHaveLength(1)
    expect(await keptOf(made.proposalId)).toMatchObject([{ outcome: 'shown', reason: null, chosenBy: null, at: NOW }])
    expect(await keptOf(chosen.proposalId)).toEqual(before)
    expect(await keptOf(held.proposalId)).toHaveLength(1)
    await showHeldCard(ctxOf(home.db, held.coach), { proposalId: held.proposalId, reason: 'newcomer-agrees' })
    expect(await cardForEmployer(ctxOf(home.db, held.position.employer), held.proposalId)).toBeTruthy()
  })

  test('that cannot get one stands in nobody’s way, however small a turn is, and is tried again', async () => {
    const broken = await aProposal(home.db, { state: 'shortlisted', card: null })
    const early = { stateSince: new Date(NOW.getTime() - 86_400_000) }
    await home.db.update(proposals).set(early).where(eq(proposals.id, broken.proposalId))
    const made = await aProposal(home.db, { state: 'shortlisted', card: null })
    await home.db.execute(
      sql.raw(`create function refuse_card() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
        create trigger refused before insert on shown_cards for each row when (new.proposal_id = '${broken.proposalId}')
        execute function refuse_card()`),
    )
    const small = () => keepMissingCards(ctxOf(home.db, workerNamed('keep-cards')), 1)
    expect(await small()).toEqual({ shown: 0, held: 1, failed: 1 })
    expect(await keptOf(made.proposalId)).toHaveLength(1)
    await home.db.execute(sql.raw('drop trigger refused on shown_cards'))
    expect(await small()).toEqual({ shown: 0, held: 1, failed: 0 })
    expect(await keptOf(broken.proposalId)).toHaveLength(1)
  })

  test('of somebody who stops while the sweep waits for them gets none', async () => {
    const made = await aProposal(home.db, { state: 'shortlisted', card: null })
    const { newcomerId } = made.newcomer
    const stops = await home.db.transaction(async (tx) => {
      await tx.update(newcomers).set({ availability: 'withdrawn' }).where(eq(newcomers.id, newcomerId))
      const running = sweep()
      await untilSomebodyWaits(home.db)
      return { running }
    })
    expect(await stops.running).toEqual({ shown: 0, held: 0, failed: 0 })
    expect(await keptOf(made.proposalId)).toEqual([])
  })

  test('of somebody who stopped gets none; what an operator has made is written down', async () => {
    const made = await aProposal(home.db, { state: 'shortlisted', card: null })
    const { newcomerId } = made.newcomer
    await home.db.update(newcomers).set({ availability: 'withdrawn' }).where(eq(newcomers.id, newcomerId))
    await sweep()
    expect(await keptOf(made.proposalId)).toEqual([])
    await home.db.update(newcomers).set({ availability: 'available' }).where(eq(newcomers.id, newcomerId))
    await sweep(operatorNamed('somebody'))
    expect(await keptOf(made.proposalId)).toHaveLength(1)
    const [entry] = await home.db.select().from(auditEntries).where(eq(auditEntries.subjectId, made.proposalId))
    expect(entry).toMatchObject({ action: 'proposal.keep-card', actorRole: 'operator', detail: { by: 'somebody' } })
  })
})
