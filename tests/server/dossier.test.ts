import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { proposals } from '#db/schema/proposals.ts'
import { proposalForCoach } from '#server/proposals/reads.ts'
import { dossierOf } from '#server/proposals/reads-dossier.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import { withdrawConsent } from '#server/proposals/withdraw-consent.ts'
import { aProposal, aReadyNewcomer, codeOf } from '#tests/make/proposals.ts'
import { anAccount, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

test('a dossier has every open and placed proposal as each by itself has it, in three reads', async () => {
  const newcomer = await aReadyNewcomer(home.db)
  const ctx = ctxOf(home.db, newcomer.coach)
  const moved = await aProposal(home.db, { newcomer })
  await setAsideProposal(ctx, { proposalId: moved.proposalId, reason: 'timing' })
  await takeBackProposal(ctx, { proposalId: moved.proposalId })
  await shortlistProposal(ctx, { proposalId: moved.proposalId, version: 3 })
  for (const state of ['proposed', 'shortlisted', 'consented', 'accepted', 'placed', 'withdrawn', 'declined'] as const)
    await aProposal(home.db, { newcomer, state })
  const lapsed = await aProposal(home.db, { newcomer, state: 'consented' })
  await withdrawConsent(ctxOf(home.db, newcomer.actor), { proposalId: lapsed.proposalId })

  const reads = vi.spyOn(ctx.db, 'select')
  const found = await dossierOf(ctx, newcomer.newcomerId)
  expect(reads).toHaveBeenCalledTimes(3)
  reads.mockRestore()
  const open = (await home.db.select().from(proposals).where(eq(proposals.newcomerId, newcomer.newcomerId))).filter(
    (row) => row.state !== 'withdrawn' && row.state !== 'declined',
  )
  expect(found.map((one) => one.id).sort()).toEqual(open.map((row) => row.id).sort())
  expect(found.length).toBeGreaterThan(5)
  for (const one of found) {
    const { state, title, employerName, availability, consent, history } = await proposalForCoach(ctx, one.id)
    expect(one).toMatchObject({ state, title, employerName, availability, consent })
    expect(one.history).toEqual(history.map(({ step, actorRole, reasons, at }) => ({ step, actorRole, reasons, at })))
  }
  expect(found.find((one) => one.id === moved.proposalId)?.history.map((row) => row.step)).toEqual([
    'set-aside',
    'take-back',
    'shortlist',
  ])
  const due = found.map((one) => one.answerDueOn)
  expect(due.filter((day) => day !== null)).toEqual(due.slice(0, due.filter((day) => day !== null).length))
})

test('is empty for anybody else, and for what is no id', async () => {
  const { newcomer, position } = await aProposal(home.db)
  const stranger = await anAccount(home.db, { role: 'coach' })
  expect(await dossierOf(ctxOf(home.db, stranger), newcomer.newcomerId)).toEqual([])
  expect(await dossierOf(ctxOf(home.db, newcomer.coach), 'x')).toEqual([])
  for (const actor of [newcomer.actor, position.employer])
    expect(await codeOf(dossierOf(ctxOf(home.db, actor), newcomer.newcomerId))).toBe('forbidden')
})
