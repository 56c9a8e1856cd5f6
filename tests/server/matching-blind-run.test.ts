import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { newcomerEducations, newcomerIdentities, newcomerLanguages, newcomers } from '#db/schema/newcomers.ts'
import { proposals } from '#db/schema/proposals.ts'
import { aNewcomer, anAccount, anEmployer, aPosition, dutchAt, NOW, TODAY } from '#tests/make/rooms.ts'
import { aWholeRun } from '#tests/make/run.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** Two countries of the same people and places; in the second everybody is somebody else by name, tongue, school and needs. */
const PEOPLE = 24
const PLACES = 6
const idOf = (kind: number, n: number): string => `00000000-0000-4000-8${kind}00-${String(n).padStart(12, '0')}`

async function aCountry(db: Db): Promise<void> {
  const coach = await anAccount(db, { id: idOf(1, 1), role: 'coach' })
  const employer = await anEmployer(db, { id: idOf(2, 1), establishment: { id: idOf(3, 1) } })
  for (let n = 0; n < PLACES; n += 1)
    await aPosition(db, {
      id: idOf(4, n),
      code: `PLEK${n}`,
      employer,
      seats: 1 + (n % 2),
      hoursPerWeek: 16 + 4 * (n % 3),
      ...(n === 5 && {
        languages: [{ language: 'nld', skill: 'speaking', level: 'B1', task: 'Overleggen in het team' }],
      }),
    })
  for (let n = 0; n < PEOPLE; n += 1)
    await aNewcomer(db, {
      id: idOf(5, n),
      coach,
      availableFrom: TODAY,
      languages: dutchAt(n % 3 === 0 ? 'B1' : 'A2'),
      maxTravelMinutes: 30 + n,
      waitingSince: `2026-0${1 + (n % 9)}-01`,
    })
}

/** Whatever a match may not read: names, contact, screen language, first language, schooling, needs, even the coach. */
async function everybodyElse(db: Db): Promise<void> {
  const other = await anAccount(db, { role: 'coach', displayName: 'Een ander' })
  const people = await db.select({ id: newcomers.id }).from(newcomers).orderBy(asc(newcomers.id))
  for (const [n, { id }] of people.entries()) {
    await db
      .update(newcomers)
      .set({
        screenLanguage: (['ar', 'en', 'nl'] as const)[n % 3] ?? 'nl',
        needsAtWork: `Een plek om te bidden ${n}`,
        educationLevel: (['none', 'master', null] as const)[n % 3] ?? null,
        ...(other.accountId && { coachId: other.accountId }),
        createdAt: new Date(NOW.getTime() - n * 86_400_000),
      })
      .where(eq(newcomers.id, id))
    await db
      .update(newcomerIdentities)
      .set({ givenName: `Fatima ${n}`, familyName: 'Al-Khatib', email: `fatima${n}@voorbeeld.nl`, phone: null })
      .where(eq(newcomerIdentities.newcomerId, id))
    const language = ['ara', 'tir', 'ukr', 'fas'][n % 4] ?? 'ara'
    await db
      .insert(newcomerLanguages)
      .values({ newcomerId: id, language, skill: 'speaking', level: 'C2', source: 'self', assessedOn: TODAY })
    await db.insert(newcomerEducations).values({ newcomerId: id, level: 'primary', field: 'Damascus', valued: false })
  }
}

/** Everything that a run says and writes but for its own ids, its moments and the random code of a card. */
async function whatComesOut(db: Db): Promise<string[]> {
  const runId = await aWholeRun(db, NOW)
  const [run] = await db.select().from(matchingRuns).where(eq(matchingRuns.id, runId))
  if (!run) throw new Error('no run')
  const made = await db
    .select({
      newcomerId: proposals.newcomerId,
      positionId: proposals.positionId,
      state: proposals.state,
      score: proposals.score,
      newcomerScore: proposals.newcomerScore,
      employerScore: proposals.employerScore,
      fit: proposals.fit,
      expectedLevel: proposals.expectedLevel,
    })
    .from(proposals)
    .orderBy(asc(proposals.newcomerId), asc(proposals.positionId))
  const { made: count, withdrawn, numbers, certificate, inputHash, outputHash, positionIds } = run
  if (!numbers) throw new Error('no numbers')
  const { milliseconds: _took, ...told } = numbers
  const prices = run.prices && Buffer.from(run.prices).toString('hex')
  const whole = { count, withdrawn, told, certificate, inputHash, outputHash, positionIds, prices }
  return [...Object.entries(whole), ...made].map((one) => JSON.stringify(one))
}

let countries: Awaited<ReturnType<typeof aDatabase>>[]
beforeAll(async () => {
  countries = [await aDatabase(), await aDatabase()]
  for (const { db } of countries) await aCountry(db)
})
afterAll(() => Promise.all(countries.map((one) => one.close())))

test('a whole run over other people with the same skills proposes the same, byte for byte (ruling 21)', async () => {
  const [first, second] = countries
  if (!first || !second) throw new Error('no countries')
  await everybodyElse(second.db)
  const before = await whatComesOut(first.db)
  expect(before.length).toBeGreaterThan(PLACES + PEOPLE)
  expect(await whatComesOut(second.db)).toEqual(before)
})
