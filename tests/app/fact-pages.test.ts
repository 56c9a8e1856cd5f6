import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { staffingFacts } from '#db/schema/employers.ts'
import { staffingFor } from '#server/employers/reads.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { dayOf } from '#server/platform/context.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { positionForm } from '#tests/make/publishing.ts'
import { BAKER } from '#tests/make/reference.ts'
import { anAccount, anEmployer, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf, type RunningSite } from './edge-site.ts'

const TODAY = dayOf(new Date())
let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
let employer: Awaited<ReturnType<typeof anEmployer>>
const jar = { employer: '', officer: '' }

beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db)
  employer = await anEmployer(home.db)
  const people = { employer: employer.actor, officer: await anAccount(home.db, { role: 'officer' }) }
  await home.db.update(accounts).set({ demo: true })
  for (const name of ['employer', 'officer'] as const)
    jar[name] = cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: people[name].accountId ?? '' }))
})
afterAll(async () => {
  await site.close()
  await home.close()
})

const get = async (path: string, who: keyof typeof jar) => {
  const { status, text } = await site.ask({ path, headers: { cookie: jar[who] } })
  expect(status, path).toBe(200)
  return text.replace(/<!--.*?-->/g, '')
}
const send = (path: string, fields: Record<string, string>, who: keyof typeof jar) =>
  site.post(path, { key: crypto.randomUUID(), ...fields }, { cookie: jar[who] })
const led = async (path: string, fields: Record<string, string>, who: keyof typeof jar) => {
  const { status, headers } = await send(path, fields, who)
  return status === 303 ? headers.location : status
}
const known = async (today = TODAY) =>
  (await staffingFor(home.db, [employer.establishmentId], today))(employer.establishmentId, BAKER)
const record = (over: object) =>
  recordStaffingFact(ctxOf(home.db, employer.actor, new Date()), {
    establishmentId: employer.establishmentId,
    kind: 'industrial-action',
    happenedOn: addDays(TODAY, -10),
    ...over,
  })

test('an employer reports that a strike is over, and mends a day that cannot be', async () => {
  const { factId } = await record({})
  const path = '/werkgever/bedrijf'
  const page = await get(path, 'employer')
  expect(page).toContain('Is iets voorbij?')
  expect(page).toContain(`value="${factId}"`)
  const early = await send(path, { intent: 'end-fact', factId, lastDay: addDays(TODAY, -11) }, 'employer')
  expect(early.status).toBe(422)
  expect(early.text).toContain('Het einde ligt voor het begin')
  expect((await known()).industrialAction).toBe(true)
  expect(await led(path, { intent: 'end-fact', factId, lastDay: addDays(TODAY, -1) }, 'employer')).toBe(
    `${path}?gedaan=fact`,
  )
  expect((await known()).industrialAction).toBe(false)
  expect(await get(path, 'employer')).not.toContain('Is iets voorbij?')
})

test('a strike is refused under one role, with words', async () => {
  const fields = {
    establishmentId: employer.establishmentId,
    kind: 'industrial-action',
    found: 'yes',
    happenedOn: TODAY,
  }
  const refused = await send('/werkgever/bedrijf', { intent: 'save', ...fields, occupationUri: BAKER }, 'employer')
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('Dit geldt voor de hele vestiging')
})

test('an officer settles a dismissal, records a look and ends a strike on the page of a case', async () => {
  const asked = await publishPosition(
    ctxOf(home.db, employer.actor),
    positionForm(employer.establishmentId, { hourlyWageCents: 1475, title: 'Bakken bij de hoek' }),
  )
  if (!asked.ok || asked.state !== 'awaiting-decision') throw new Error('this place does not wait for a person')
  await record({ kind: 'dismissal-request', occupationUri: BAKER })
  const strike = await record({ happenedOn: TODAY })
  const path = `/toets/${asked.positionId}`
  const page = await get(path, 'officer')
  for (const part of ['Leg een feit vast', 'Is iets voorbij?', strike.factId]) expect(page).toContain(part)
  const fact = { intent: 'record-fact', establishmentId: employer.establishmentId, occupationUri: BAKER, found: 'yes' }
  const request = { ...fact, kind: 'dismissal-request', happenedOn: addDays(TODAY, -10), offered: 'yes' }
  expect(await led(path, request, 'officer')).toBe(`${path}?gedaan=feit`)
  expect((await known()).dismissalRequests).toMatchObject([{ sameRole: true, offered: 'by-officer' }])
  const look = { ...fact, kind: 'contract-ended', found: 'no', happenedOn: TODAY }
  expect(await led(path, look, 'officer')).toBe(`${path}?gedaan=feit`)
  expect((await known()).endedContracts).toEqual([])
  const wrong = await send(path, { ...request, happenedOn: '' }, 'officer')
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('<details open')
  const end = { intent: 'end-fact', factId: strike.factId, lastDay: TODAY }
  expect(await led(path, end, 'officer')).toBe(`${path}?gedaan=feit`)
  expect((await known(addDays(TODAY, 1))).industrialAction).toBe(false)
  const rows = await home.db.select().from(staffingFacts).where(eq(staffingFacts.reportedBy, 'officer'))
  expect(rows).toHaveLength(2)
})
