import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newcomerEducations, newcomerIdentities, newcomerLanguages, newcomers } from '#db/schema/newcomers.ts'
import { explainFully } from '#server/matching/rules/full-explanation.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { positionForm } from '#tests/make/publishing.ts'
import { aNewcomer, anAccount, anEmployer, ctxOf, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

test('who somebody is changes nothing in a match, byte for byte (ruling 21)', async () => {
  const { db } = home
  const employer = await anEmployer(db)
  const coach = await anAccount(db, { role: 'coach' })
  const result = await publishPosition(ctxOf(db, employer.actor), positionForm(employer.establishmentId))
  if (!result.ok) throw new Error('not published')
  const { newcomerId } = await aNewcomer(db, { coach, availableFrom: TODAY })
  const match = async () => {
    const [[newcomer], [position]] = await Promise.all([
      newcomerFactsOf(db, [newcomerId]),
      positionFactsOf(db, [result.positionId], TODAY),
    ])
    if (!newcomer || !position) throw new Error('no facts')
    return explainFully(newcomer, position, MATCHING_POLICY, TODAY)
  }
  const before = await match()
  expect(before.answer).toBe('eligible')
  const { otherLanguages: _spoken, ...facts } = (await newcomerFactsOf(db, [newcomerId]))[0] ?? { otherLanguages: [] }

  await db
    .update(newcomerIdentities)
    .set({ givenName: 'Fatima', familyName: 'Al-Khatib', email: 'fatima@voorbeeld.nl', phone: null })
    .where(eq(newcomerIdentities.newcomerId, newcomerId))
  await db
    .update(newcomers)
    .set({ screenLanguage: 'ar', needsAtWork: 'Een plek om te bidden', educationLevel: 'none' })
    .where(eq(newcomers.id, newcomerId))
  // A first language tells where somebody is from: it counts only where a position asks for it.
  await db
    .insert(newcomerLanguages)
    .values({ newcomerId, language: 'ara', skill: 'speaking', level: 'C2', source: 'self', assessedOn: TODAY })
  await db.insert(newcomerEducations).values({ newcomerId, level: 'primary', field: 'Damascus', valued: false })

  expect(JSON.stringify(await match())).toBe(JSON.stringify(before))
  const { otherLanguages, ...after } = (await newcomerFactsOf(db, [newcomerId]))[0] ?? { otherLanguages: [] }
  expect(after).toEqual(facts)
  expect(otherLanguages).toEqual([{ language: 'ara', skill: 'speaking', level: 'C2' }])
})
