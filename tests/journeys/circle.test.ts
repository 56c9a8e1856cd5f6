import { and, eq } from 'drizzle-orm'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wordsFor } from '#app/ui/words/words.tsx'
import { accounts } from '#db/schema/accounts.ts'
import { proposals } from '#db/schema/proposals.ts'
import { aBrowser } from '#tests/setup/chromium.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { aRedisPrefix, redisUrl } from '#tests/setup/redis.ts'
import { aSite } from '#tests/setup/site.ts'
import { anAccount, anEmployer } from '#tests/make/rooms.ts'
import { aCountry, allArePersonas, aPlace, CANARY, canariesIn } from './cast.ts'
import { aDesk, type Desk, press, reloadUntil, t, textOf } from './desk.ts'
import { doIntake } from './intake.ts'
import { aRecorder, type Recorder } from './recorder.ts'

describe('x', () => {
  test('intake', async () => {
    const database = await aDatabase()
    const { db } = database
    await aCountry(db)
    const coachActor = await anAccount(db, { role: 'coach', displayName: 'Coach Een' })
    await aPlace(db)
    await allArePersonas(db)
    const site = await aSite({ databaseUrl: database.url, env: { SWEEP_MS: '1000' } })
    const browser = await aBrowser()
    const coach = await aDesk(browser, site.origin, coachActor.accountId)
    try {
    const id = await doIntake(coach)
    await new Promise((r) => setTimeout(r, 4000))
    console.info(await db.select().from(proposals).where(eq(proposals.newcomerId, id)))
    } catch (e) { await coach.page.screenshot({ path: '/tmp/j.png', fullPage: true }); console.info(coach.page.url(), coach.complaints); throw e }
    finally { await browser.close(); await site.stop(); await database.close() }
  })
})
