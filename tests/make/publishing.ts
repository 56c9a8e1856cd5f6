import { asc, eq } from 'drizzle-orm'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positionLog, positions } from '#db/schema/positions.ts'
import type { Actor, Ctx } from '#server/platform/context.ts'
import { type PublishPositionInput, publishPosition } from '#server/positions/publish-position.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { BAKER, BAKING, KNEADING } from './reference.ts'
import { anAccount, anEmployer, ctxOf, DECLARED, NOW, PLAN, weekBlocks } from './rooms.ts'

/** The form of a paid place that is in order, filled in. */
export const positionForm = (
  establishmentId: string,
  given: Partial<PublishPositionInput> = {},
): PublishPositionInput => ({
  establishmentId,
  type: 'REGULAR_JOB',
  occupationUri: BAKER,
  title: 'Werken in de bakkerij',
  tasks: ['Deeg maken'],
  learns: ['Brood bakken'],
  seats: 2,
  hoursPerWeek: 24,
  startsOn: '2026-12-07',
  endsOn: null,
  hourlyWageCents: 1650,
  supervisorName: 'Anneke de Bakker',
  supervisorHours: 8,
  traineesPerSupervisor: 2,
  learningPlan: PLAN,
  declaration: DECLARED,
  languages: [{ language: 'nld', skill: 'speaking', level: 'A2', task: 'Overleggen' }],
  neededSkills: [KNEADING],
  taughtSkills: [BAKING],
  slots: weekBlocks('work', 9, 17, [1, 2, 4]),
  ...given,
})

/** An unpaid trial: nobody looked at ended contracts, so a person has to decide. */
export const unpaidForm = (establishmentId: string, given: Partial<PublishPositionInput> = {}): PublishPositionInput =>
  positionForm(establishmentId, { type: 'WORK_EXPERIENCE', hourlyWageCents: null, endsOn: '2027-02-05', ...given })

type Given = Partial<PublishPositionInput>
export type PublishingDesk = Awaited<ReturnType<typeof aPublishingDesk>>

/** A database with an employer who publishes and an officer who decides: `renew` brings two others, for the next test. */
export async function aPublishingDesk() {
  const home = await aDatabase()
  const { db } = home
  const people = async () => ({ employer: await anEmployer(db), officer: await anAccount(db, { role: 'officer' }) })
  let there = await people()
  const input = (given: Given = {}) => positionForm(there.employer.establishmentId, given)
  const ctx = (actor: Actor = there.employer.actor, now = NOW): Ctx => ctxOf(db, actor, now)
  return {
    home,
    get employer() {
      return there.employer
    },
    get officer() {
      return there.officer
    },
    async renew(): Promise<void> {
      there = await people()
    },
    input,
    unpaid: (given: Given = {}) => unpaidForm(there.employer.establishmentId, given),
    ctx,
    /** Published, or waiting for the officer; a refusal of the safeguards fails the test. */
    async published(given: PublishPositionInput = input()) {
      const result = await publishPosition(ctx(), given)
      if (!result.ok) throw new Error(JSON.stringify(result.verdict.reasons.filter((one) => one.outcome === 'block')))
      return result
    },
    /** Names of the events about a position, in order. */
    async eventsOf(positionId: string): Promise<string[]> {
      const rows = await db.select().from(outboxEvents).orderBy(asc(outboxEvents.id))
      return rows.filter((event) => event.payload['positionId'] === positionId).map((event) => event.name)
    },
    /** `step: from > to by role`, in order. */
    async logOf(positionId: string): Promise<string[]> {
      const log = db.select().from(positionLog).where(eq(positionLog.positionId, positionId))
      const rows = await log.orderBy(asc(positionLog.at))
      return rows.map((row) => `${row.step}: ${row.fromState} > ${row.toState} by ${row.actorRole}`)
    },
    async stateOf(positionId: string) {
      const [row] = await db.select({ state: positions.state }).from(positions).where(eq(positions.id, positionId))
      return row?.state
    },
  }
}
