import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { openNewcomerAccount } from '#server/accounts/open-newcomer-account.ts'
import { createNewcomer } from '#server/newcomers/create-newcomer.ts'
import { addressOf } from '#server/platform/addresses.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { someReference } from '#tests/make/reference.ts'
import { anAccount, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let coach: Actor
beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
})
afterAll(() => home.close())
beforeEach(async () => {
  coach = await anAccount(home.db, { role: 'coach' })
})

const worker = () => ctxOf(home.db, WORKER)
const taken = (given: { givenName: string; email?: string; screenLanguage?: 'ar' }) =>
  createNewcomer(ctxOf(home.db, coach), given)
const accountsOf = async (newcomerId: string) =>
  (await home.db.select().from(accounts).where(eq(accounts.newcomerId, newcomerId))).map((row) => ({
    ...row,
    email: addressOf(row),
  }))

describe('the account of somebody whom a coach takes in', () => {
  test('carries the given name, the language and the address, and is made once', async () => {
    const made = await taken({ givenName: 'Samira', email: 'Samira@voorbeeld.example', screenLanguage: 'ar' })
    const both = await Promise.all([openNewcomerAccount(worker(), made), openNewcomerAccount(worker(), made)])
    expect(both.map((one) => one.opened).sort()).toEqual([false, true])
    expect(await openNewcomerAccount(worker(), made)).toEqual({ opened: false, withEmail: false })
    expect(await accountsOf(made.newcomerId)).toMatchObject([
      { role: 'newcomer', displayName: 'Samira', language: 'ar', email: 'samira@voorbeeld.example', demo: false },
    ])
  })

  test('has no address when none was given or when another account has it', async () => {
    await anAccount(home.db, { role: 'coach', email: 'bezet@voorbeeld.example' })
    for (const given of [{ givenName: 'Omar' }, { givenName: 'Omar', email: 'bezet@voorbeeld.example' }]) {
      const made = await taken(given)
      expect(await openNewcomerAccount(worker(), made)).toEqual({ opened: true, withEmail: false })
      expect(await accountsOf(made.newcomerId)).toMatchObject([{ email: null, state: 'active' }])
    }
  })

  test('only a worker opens it, and for nobody who is gone', async () => {
    const made = await taken({ givenName: 'Omar' })
    expect(await codeOf(openNewcomerAccount(ctxOf(home.db, coach), made))).toBe('forbidden')
    expect(await codeOf(openNewcomerAccount(worker(), { newcomerId: crypto.randomUUID() }))).toBe('not-found')
  })
})
