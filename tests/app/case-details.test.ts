import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { positionVerdicts } from '#db/schema/positions.ts'
import { askOverride } from '#server/cases/ask-override.ts'
import { decideOverride } from '#server/cases/decide-override.ts'
import { writeMessage } from '#server/cases/write-message.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import type { Actor } from '#server/platform/context.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionForm, unpaidForm } from '#tests/make/publishing.ts'
import { BAKER } from '#tests/make/reference.ts'
import { anAccount, anEmployer, ctxOf, DECLARED, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf, type RunningSite } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
let officers: [Actor, Actor]
let cookie: string
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db)
  officers = [await anAccount(home.db, { role: 'officer' }), await anAccount(home.db, { role: 'officer' })]
  await home.db.update(accounts).set({ demo: true })
  cookie = cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: officers[0].accountId ?? '' }))
})
afterAll(async () => {
  await site.close()
  await home.close()
})

/** The text of a page, without marks. */
const read = async (path: string) => {
  const { status, text } = await site.ask({ path, headers: { cookie } })
  expect(status, path).toBe(200)
  return text
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
}
const newestOf = async (positionId: string) =>
  (
    await home.db
      .select()
      .from(positionVerdicts)
      .where(eq(positionVerdicts.positionId, positionId))
      .orderBy(desc(positionVerdicts.askedAt))
      .limit(1)
  )[0]

test('a trial names the vacancy that it is linked to, and the case shows it; not named is said too', async () => {
  const { actor, establishmentId } = await anEmployer(home.db)
  const trial = (vacancyReference: string | null) =>
    positionForm(establishmentId, {
      type: 'TRIAL_PLACEMENT',
      hourlyWageCents: null,
      endsOn: '2027-01-29',
      declaration: { ...DECLARED, linkedVacancy: true, vacancyReference },
    })
  const shown = async (vacancyReference: string | null) => {
    const asked = await publishPosition(ctxOf(home.db, actor), trial(vacancyReference))
    const positionId = asked.ok ? asked.positionId : (asked.positionId ?? '')
    return read(`/toets/zaken/${(await newestOf(positionId))?.id}`)
  }
  expect(await shown('Bakker, nummer 2026-14')).toContain('Welke vacature dat is Bakker, nummer 2026-14')
  expect(await shown(null)).toMatch(/Niet ingevuld: [^.]*Welke vacature dat is/)
})

test('a point that people let pass names their decision and its day, and the log names the same', async () => {
  const { actor, establishmentId } = await anEmployer(home.db)
  const ctx = ctxOf(home.db, actor)
  await recordStaffingFact(ctx, {
    establishmentId,
    kind: 'contract-ended',
    reason: 'not-renewed',
    occupationUri: BAKER,
    happenedOn: '2026-03-14',
  })
  const form = unpaidForm(establishmentId)
  const tried = await publishPosition(ctx, form)
  if (tried.ok || !tried.positionId || !tried.verdictId) throw new Error('not blocked')
  const { positionId, verdictId } = tried
  await writeMessage(ctx, { verdictId, kind: 'objection', body: 'Eigen keuze van de bakker.' })
  const ask = { verdictId, motivation: 'Nagegaan', validUntil: '2027-02-28' }
  const { overrideId } = await askOverride(ctxOf(home.db, officers[0]), ask)
  await decideOverride(ctxOf(home.db, officers[1]), { overrideId, decision: 'confirm', motivation: 'Eens' })
  const later = ctxOf(home.db, actor, new Date(ctx.now.getTime() + 60_000))
  await publishPosition(later, { ...form, positionId })
  const kept = await newestOf(positionId)
  expect(kept?.reasons.find(({ approved }) => approved)?.passedBy).toEqual({
    kind: 'override',
    id: overrideId,
    role: 'two-officers',
    on: TODAY,
  })
  const number = overrideId.slice(0, 8)
  expect(await read(`/toets/${positionId}`)).toContain(
    `Doorgelaten door twee toetsers op 23 november 2026, besluit ${number}`,
  )
  expect(await read('/toets/logboek')).toContain(`besluit ${number}`)
})
