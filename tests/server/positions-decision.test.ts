import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { safeguardDecisions } from '#db/schema/positions.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionFactsOf, positionForEditing, positionsAwaitingDecision } from '#server/positions/reads.ts'
import { aPublishingDesk, type PublishingDesk } from '#tests/make/publishing.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { anAccount, NOW, TODAY } from '#tests/make/rooms.ts'

let desk: PublishingDesk
beforeAll(async () => {
  desk = await aPublishingDesk()
})
afterAll(() => desk.home.close())
beforeEach(() => desk.renew())

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('the decision of the municipality', () => {
  test('approved: on the site, kept with motivation and policy version, and safe to propose', async () => {
    const { positionId, verdict } = await desk.published(desk.unpaid())
    expect((await positionFactsOf(desk.home.db, [positionId], TODAY))[0]?.safeguard).toBe('human')
    const waiting = (await positionsAwaitingDecision(desk.ctx(desk.officer))).find(
      (row) => row.positionId === positionId,
    )
    expect(waiting?.verdict?.reasons.some((one) => one.outcome === 'human')).toBe(true)
    const { decisionId } = await decidePosition(desk.ctx(desk.officer), {
      positionId,
      verdictId: waiting?.verdict?.id ?? null,
      outcome: 'approved',
      motivation: 'Bezocht op 20 november; geen verdringing.',
    })
    expect(await desk.stateOf(positionId)).toBe('published')
    const [decision] = await desk.home.db.select().from(safeguardDecisions).where(eq(safeguardDecisions.id, decisionId))
    expect(decision).toMatchObject({ decidedBy: desk.officer.accountId, policyVersion: verdict.policyVersion })
    expect(await desk.eventsOf(positionId)).toEqual([
      'position.decision-asked',
      'position.decided',
      'position.published',
    ])
    const [facts] = await positionFactsOf(desk.home.db, [positionId], TODAY)
    expect(['ok', 'warn']).toContain(facts?.safeguard)
  })

  test('rejected: a draft again; the employer reads the motivation', async () => {
    const { positionId } = await desk.published(desk.unpaid())
    await decidePosition(desk.ctx(desk.officer), {
      positionId,
      outcome: 'rejected',
      motivation: 'Te veel gewoon werk.',
    })
    expect(await desk.stateOf(positionId)).toBe('draft')
    const seen = await positionForEditing(desk.ctx(), positionId)
    expect(seen.verdicts[0]?.decision).toMatchObject({ outcome: 'rejected', motivation: 'Te veel gewoon werk.' })
  })

  test('not elsewhere, not by another role, not twice, not on an older verdict', async () => {
    const { positionId } = await desk.published(desk.unpaid())
    const decision = { positionId, outcome: 'approved' as const, motivation: 'In orde.' }
    const elsewhere = await anAccount(desk.home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    await expect(decidePosition(desk.ctx(elsewhere), decision)).rejects.toEqual(refusal('not-found'))
    expect((await positionsAwaitingDecision(desk.ctx(elsewhere))).map((row) => row.positionId)).not.toContain(
      positionId,
    )
    await expect(decidePosition(desk.ctx(), decision)).rejects.toEqual(refusal('forbidden'))
    const old = (await positionForEditing(desk.ctx(desk.officer), positionId)).verdicts[0]?.id ?? ''
    const later = new Date(NOW.getTime() + 60_000)
    await publishPosition(desk.ctx(desk.employer.actor, later), desk.unpaid({ positionId, title: 'Anders' }))
    await expect(decidePosition(desk.ctx(desk.officer), { ...decision, verdictId: old })).rejects.toEqual(
      refusal('stale'),
    )
    const both = await Promise.allSettled([
      decidePosition(desk.ctx(desk.officer), decision),
      decidePosition(desk.ctx(desk.officer), decision),
    ])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(decidePosition(desk.ctx(desk.officer), decision)).rejects.toEqual(refusal('stale'))
  })
})
