/** What the tests of the doors share: places that are blocked, and what is behind each door. */
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { signals } from '#db/schema/monitoring.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { positionSearch } from '#db/schema/search.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import type { Actor } from '#server/platform/context.ts'
import { GiveConsentInput } from '#server/proposals/give-consent.ts'
import { anEmployer, aPosition, ctxOf, NOW, TODAY } from './rooms.ts'

type Owner = Awaited<ReturnType<typeof anEmployer>>
export type Doors = ReturnType<typeof doorsOn>

/** So many days after the tests' own day. */
export const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000)
/** A start within the days of `aPosition`. */
export const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }
/** A yes to a proposal, as the page sends it. */
export const yesTo = (proposalId: string) =>
  GiveConsentInput.parse({ proposalId, fields: [], language: 'nl', textVersion: 'consent-2026-11-22' })

export function doorsOn(db: Db) {
  const ctx = (actor: Actor, now = NOW) => ctxOf(db, actor, now)
  /** What blocks every place from proposing on. */
  const strikesAt = (owner: { establishmentId: string; actor: Actor }) =>
    recordStaffingFact(ctx(owner.actor), {
      establishmentId: owner.establishmentId,
      kind: 'industrial-action',
      happenedOn: TODAY,
    })
  return {
    ctx,
    strikesAt,
    /** Nobody is available and nothing is on the site: each test brings its own. */
    async clear() {
      await db.update(newcomers).set({ availability: 'paused' })
      await db.update(positions).set({ state: 'closed' })
    },
    /** What blocks unpaid work: a paid contract in the role was not renewed in March. */
    endsAContract: (owner: { establishmentId: string; actor: Actor }) =>
      recordStaffingFact(ctx(owner.actor), {
        establishmentId: owner.establishmentId,
        kind: 'contract-ended',
        reason: 'not-renewed',
        happenedOn: '2026-03-14',
      }),
    /** A serious signal that stops every publication there. */
    seriousSignalAt: (owner: Owner) =>
      db.insert(signals).values({
        id: crypto.randomUUID(),
        subject: 'establishment',
        subjectId: owner.establishmentId,
        employerId: owner.employerId,
        establishmentId: owner.establishmentId,
        monitor: 'MON-12',
        outcome: 'block',
        code: 'report-serious',
        params: {},
        policyVersion: 'test',
        pauses: true,
        firstSeenOn: TODAY,
        lastSeenOn: TODAY,
        answerDueOn: '2026-12-10',
        state: 'new',
      }),
    /** Somebody looked for ended contracts and open vacancies and found none, so unpaid work asks for nobody. */
    async looksAt(owner: Owner) {
      for (const kind of ['contract-ended', 'vacancy-open'] as const)
        await recordStaffingFact(ctx(owner.actor), {
          establishmentId: owner.establishmentId,
          kind,
          found: false,
          happenedOn: TODAY,
        })
    },
    async aStruckPosition() {
      const owner = await anEmployer(db)
      const position = await aPosition(db, { employer: owner })
      await strikesAt(owner)
      return { owner, position }
    },
    positionState: async (positionId: string) =>
      (await db.select({ state: positions.state }).from(positions).where(eq(positions.id, positionId)))[0]?.state,
    indexed: async () => (await db.select({ id: positionSearch.positionId }).from(positionSearch)).map(({ id }) => id),
    proposalsAt: (positionId: string) =>
      db
        .select()
        .from(proposals)
        .where(
          and(
            eq(proposals.positionId, positionId),
            inArray(proposals.state, ['proposed', 'shortlisted', 'consented', 'accepted']),
          ),
        ),
    placementsAt: (positionId: string) => db.select().from(placements).where(eq(placements.positionId, positionId)),
    /** Every stored answer about a place, the oldest first. */
    keptOf: (positionId: string) =>
      db
        .select()
        .from(positionVerdicts)
        .where(eq(positionVerdicts.positionId, positionId))
        .orderBy(asc(positionVerdicts.askedAt)),
  }
}
