import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessions } from '#db/schema/accounts.ts'
import { changeMember } from '#server/accounts/change-member.ts'
import { judgeOrganisation } from '#server/accounts/judge-organisation.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { dbOfActor } from '#server/platform/bound-db.ts'
import type { Actor } from '#server/platform/context.ts'
import { anAccount, anEmployer, NOW } from '#tests/make/rooms.ts'
import { aHalfSession } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** What ends with a step, ends as well when the rows of others are out of sight: below row level security. */
let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const bound = (actor: Actor) => ({ db: dbOfActor(home.db, actor, NOW), actor, now: NOW })
const isEnded = async (id: string) => {
  const rows = await home.db.select().from(sessions).where(eq(sessions.accountId, id))
  return rows.length > 0 && rows.every(({ revokedAt }) => revokedAt !== null)
}

test('an admin of an employer ends the sessions of who was changed', async () => {
  const { employerId, actor: admin } = await anEmployer(home.db)
  for (const step of ['make-admin', 'suspend', 'restore', 'remove'] as const) {
    const state = step === 'restore' ? ('suspended' as const) : ('active' as const)
    const member = await anAccount(home.db, { role: 'employer', employerId, isAdmin: false, state })
    const id = member.accountId ?? ''
    const session = await aHalfSession(home.db, { id, role: 'employer' }, NOW).catch(() => null)
    // As a form does it: inside the transaction of `once`.
    const { db, ...rest } = bound(admin)
    const answer = await db.transaction((tx) =>
      changeMember({ db: tx, ...rest }, { accountId: id, step, reason: 'other-work' }),
    )
    expect(answer).toEqual({ ok: true })
    if (session) expect(await isEnded(id), step).toBe(true)
  }
})

test('a manager and the platform end the sessions of an employer that they suspend', async () => {
  for (const role of ['municipality', 'platform'] as const) {
    const { employerId, actor } = await anEmployer(home.db)
    const judge = await anAccount(home.db, { role })
    const session = await aHalfSession(home.db, { id: actor.accountId ?? '', role: 'employer' }, NOW)
    const input = { employerId, municipalityCode: null, state: 'suspended' as const, reason: 'Een proef' }
    await judgeOrganisation(bound(judge), input)
    expect(await isEnded(actor.accountId ?? ''), role).toBe(true)
    expect(await accountOfSession(home.db, session.token, NOW)).toBeNull()
  }
})
