import { eq } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { labourMarketRegions, municipalities } from '#db/schema/reference.ts'
import type { Person } from '#server/access/matrix.ts'
import { SECOND_STEP } from '#server/access/rules-second-step.ts'
import { openSession } from '#server/accounts/open-session.ts'
import type { Actor } from '#server/platform/context.ts'
import { AMERSFOORT, UTRECHT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, NOW } from '#tests/make/rooms.ts'
import { type Desk, groupOf, type Objects, oneOfEach, sharedOf } from './access-objects.ts'

/** How far an object lies from whoever asks: their own; a colleague's; of another employer or coach in the same municipality; of another municipality; none. */
export const DISTANCES = ['own', 'same-organisation', 'other-organisation', 'other-municipality', 'missing'] as const
export type Distance = (typeof DISTANCES)[number]

/** Somebody at a browser: which column, and how their session stands. */
export type Visitor = {
  name: string
  person: Person
  standing: 'nobody' | 'complete' | 'half' | 'suspended'
  cookie: string
}

export type World = { objects: Record<Distance, Objects>; visitors: Visitor[] }

/** What a page shows, where it is not what `SHOWS` says. */
export const SHOWS_HERE: Readonly<Record<string, keyof Objects>> = {
  'newcomer.proposal': 'asked',
  'newcomer.withdraw': 'asked',
  'municipality.start': 'start',
  'platform.organisation': 'organisation',
  'oversight.opening': 'opening',
}

/**
 * Two municipalities, four desks: the own one; a colleague's (same employer, same municipality, another coach); another employer of the same
 * municipality; another municipality, in another labour market region. With somebody of each column at the own desk, in each standing that their
 * session can have.
 */
export async function aWorld(db: Db, cookieOf: (token: string) => string): Promise<World> {
  const local = { municipalityCode: UTRECHT }
  const away = { municipalityCode: AMERSFOORT }
  const names = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()] as const
  const admin = await anEmployer(db, { establishment: { name: names[0] } })
  await db.insert(labourMarketRegions).values({ code: 'AM99', name: 'Een andere regio' })
  await db.update(municipalities).set({ regionCode: 'AM99' }).where(eq(municipalities.code, AMERSFOORT))
  const officer = await anAccount(db, { role: 'officer', ...local })
  const officerAway = await anAccount(db, { role: 'officer', ...away })
  const run = crypto.randomUUID()
  const day = '2026-11-22'
  await db.insert(matchingRuns).values({
    id: run,
    kind: 'night',
    day,
    state: 'scoring',
    policyVersion: 'test',
    policy: {},
    parts: 2,
    plannedAt: NOW,
  })
  // Somebody else proposed, drew and asked: what needs a second person may be done by the officer who signs in.
  const first = await anAccount(db, { role: 'officer', ...local })
  const firstAway = await anAccount(db, { role: 'officer', ...away })
  const here = await sharedOf(db, UTRECHT, first, run)
  const there = await sharedOf(db, AMERSFOORT, firstAway, run)
  const coach = await anAccount(db, { role: 'coach', ...local })
  const colleague = await anAccount(db, { role: 'coach', ...local })
  const stranger = await anAccount(db, { role: 'coach', ...away })
  const other = await anEmployer(db, { name: 'Bakkerij Anders', kvk: '22345678', establishment: { name: names[1] } })
  const ofFar = { name: names[2], postcode4: '3811' }
  const far = await anEmployer(db, { name: 'Bakkerij Ver', kvk: '32345678', establishment: ofFar })
  const manager = await anAccount(db, { role: 'municipality', ...local })
  const second = await anAccount(db, { role: 'municipality', ...local })
  const third = await anAccount(db, { role: 'municipality', ...local })
  const farDesk: Desk = {
    manager: await anAccount(db, { role: 'municipality', ...away }),
    other: await anAccount(db, { role: 'municipality', ...away }),
    coach: stranger,
    officer: officerAway,
    municipality: AMERSFOORT,
    employer: far,
    establishmentName: names[2],
    group: await groupOf(db, far, firstAway),
  }
  const desk: Desk = {
    manager,
    other: second,
    coach,
    officer,
    municipality: UTRECHT,
    employer: admin,
    establishmentName: names[0],
    group: await groupOf(db, admin, first),
  }
  const beside = { ...desk, manager: third, coach: colleague }
  const elsewhere = {
    ...beside,
    employer: other,
    establishmentName: names[1],
    group: await groupOf(db, other, first),
  }
  const own = await oneOfEach(db, desk, here)
  const same = await oneOfEach(db, beside, here)
  const near = await oneOfEach(db, elsewhere, here)
  const afar = await oneOfEach(db, farDesk, there)
  const missing = Object.fromEntries(Object.keys(own.existing).map((kind) => [kind, crypto.randomUUID()])) as Objects
  const people: [Person, Actor][] = [
    ['newcomer', own.newcomer],
    ['employer-member', await anAccount(db, { role: 'employer', employerId: admin.employerId, isAdmin: false })],
    ['employer-admin', admin.actor],
    ['coach', coach],
    ['municipality', manager],
    ['officer', officer],
    ['platform', await anAccount(db, { role: 'platform' })],
    ['auditor', await anAccount(db, { role: 'auditor' })],
  ]
  const visitors: Visitor[] = [{ name: 'nobody', person: 'anyone', standing: 'nobody', cookie: '' }]
  for (const [person, actor] of people) {
    visitors.push({ name: person, person, standing: 'complete', cookie: cookieOf(await aSession(db, actor, 2)) })
    if (SECOND_STEP.includes(person))
      visitors.push({
        name: `${person}, half`,
        person,
        standing: 'half',
        cookie: cookieOf(await aSession(db, actor, 1)),
      })
    const shut = await suspended(db, actor)
    visitors.push({ name: `${person}, suspended`, person, standing: 'suspended', cookie: cookieOf(shut) })
  }
  const objects = {
    own: own.existing,
    'same-organisation': same.existing,
    'other-organisation': near.existing,
    'other-municipality': afar.existing,
    missing: { ...missing, code: 'ZZZZZZ' },
  }
  return { objects, visitors }
}

const aSession = (db: Db, actor: Actor, aal: 1 | 2): Promise<string> =>
  db.transaction(async (tx) => {
    const { role, accountId: id } = actor
    if (role === 'worker' || id === null) throw new Error('a worker signs in nowhere')
    const amr = aal === 2 ? (['code', 'totp'] as const) : (['code'] as const)
    return (await openSession(tx, { id, role }, null, new Date(), { aal, amr: [...amr] })).token
  })

/** A session of an account of the same desk that was suspended since. The account of a newcomer is one of its own. */
async function suspended(db: Db, actor: Actor): Promise<string> {
  if (actor.role === 'worker') throw new Error('a worker signs in nowhere')
  const { role, employerId, municipalityCode, isAdmin } = actor
  const given = { role, employerId, municipalityCode, isAdmin: isAdmin ?? false }
  const shut = role === 'newcomer' ? (await aNewcomer(db)).actor : await anAccount(db, given)
  const token = await aSession(db, shut, 2)
  await db
    .update(accounts)
    .set({ state: 'suspended' })
    .where(eq(accounts.id, shut.accountId ?? ''))
  return token
}
