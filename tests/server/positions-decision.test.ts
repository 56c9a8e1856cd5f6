import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positions, safeguardDecisions } from '#db/schema/positions.ts'
import type { Actor } from '#server/platform/context.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import type { PublishPositionInput } from '#server/positions/publish-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionFactsOf, positionForEditing, positionsAwaitingDecision } from '#server/positions/reads.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let officer: Actor

beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  employer = await anEmployer(home.db)
  officer = await anAccount(home.db, { role: 'officer' })
})

const input = (given: Partial<PublishPositionInput> = {}) => positionForm(employer.establishmentId, given)
const unpaid = (given: Partial<PublishPositionInput> = {}) => unpaidForm(employer.establishmentId, given)

const ctx = (actor: Actor = employer.actor, now = NOW) => ctxOf(home.db, actor, now)
const eventsOf = async (positionId: string) =>
  (await home.db.select().from(outboxEvents).orderBy(asc(outboxEvents.id)))
    .filter((event) => event.payload['positionId'] === positionId)
    .map((event) => event.name)
const stateOf = async (positionId: string) =>
  (await home.db.select({ state: positions.state }).from(positions).where(eq(positions.id, positionId)))[0]?.state
const published = async (given = input()) => {
  const result = await publishPosition(ctx(), given)
  if (!result.ok) throw new Error(JSON.stringify(result.verdict.reasons.filter((one) => one.outcome === 'block')))
  return result
}
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('the decision of the municipality', () => {
  test('approved: on the site, kept with motivation and policy version, and safe to propose', async () => {
    const { positionId, verdict } = await published(unpaid())
    expect((await positionFactsOf(home.db, [positionId], TODAY))[0]?.safeguard).toBe('human')
    const waiting = (await positionsAwaitingDecision(ctx(officer))).find((row) => row.positionId === positionId)
    expect(waiting?.verdict?.reasons.some((one) => one.outcome === 'human')).toBe(true)
    const { decisionId } = await decidePosition(ctx(officer), {
      positionId,
      verdictId: waiting?.verdict?.id ?? null,
      outcome: 'approved',
      motivation: 'Bezocht op 20 november; geen verdringing.',
    })
    expect(await stateOf(positionId)).toBe('published')
    const [decision] = await home.db.select().from(safeguardDecisions).where(eq(safeguardDecisions.id, decisionId))
    expect(decision).toMatchObject({ decidedBy: officer.accountId, policyVersion: verdict.policyVersion })
    expect(await eventsOf(positionId)).toEqual(['position.decision-asked', 'position.decided', 'position.published'])
    const [facts] = await positionFactsOf(home.db, [positionId], TODAY)
    expect(['ok', 'warn']).toContain(facts?.safeguard)
  })

  test('rejected: a draft again; the employer reads the motivation', async () => {
    const { positionId } = await published(unpaid())
    await decidePosition(ctx(officer), { positionId, outcome: 'rejected', motivation: 'Te veel gewoon werk.' })
    expect(await stateOf(positionId)).toBe('draft')
    const seen = await positionForEditing(ctx(), positionId)
    expect(seen.verdicts[0]?.decision).toMatchObject({ outcome: 'rejected', motivation: 'Te veel gewoon werk.' })
  })

  test('not elsewhere, not by another role, not twice, not on an older verdict', async () => {
    const { positionId } = await published(unpaid())
    const decision = { positionId, outcome: 'approved' as const, motivation: 'In orde.' }
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    await expect(decidePosition(ctx(elsewhere), decision)).rejects.toEqual(refusal('not-found'))
    expect((await positionsAwaitingDecision(ctx(elsewhere))).map((row) => row.positionId)).not.toContain(positionId)
    await expect(decidePosition(ctx(), decision)).rejects.toEqual(refusal('forbidden'))
    const old = (await positionForEditing(ctx(officer), positionId)).verdicts[0]?.id ?? ''
    const later = new Date(NOW.getTime() + 60_000)
    await publishPosition(ctx(employer.actor, later), unpaid({ positionId, title: 'Anders' }))
    await expect(decidePosition(ctx(officer), { ...decision, verdictId: old })).rejects.toEqual(refusal('stale'))
    const both = await Promise.allSettled([
      decidePosition(ctx(officer), decision),
      decidePosition(ctx(officer), decision),
    ])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(decidePosition(ctx(officer), decision)).rejects.toEqual(refusal('stale'))
  })
})
