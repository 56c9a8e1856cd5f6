import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boundDb } from '#db/bound.ts'
import type { Db } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { consents, proposals } from '#db/schema/proposals.ts'
import type { Actor } from '#server/platform/context.ts'
import { cardForEmployer } from '#server/proposals/reads-cards.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { aNewcomer, anAccount, anEmployer, aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { claimsOf, count, tries } from '#tests/make/row-level.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** What an employer has of a candidate at the stages of `server/access/fields.ts`, as row level security alone leaves it. */
let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
const as = (actor: Actor): Db => boundDb(home.db, claimsOf(actor))

const CARD = ['newcomer_languages', 'newcomer_slots', 'newcomer_skills', 'newcomer_experiences']
const NEVER = ['courses', 'educations', 'wishes', 'learning_wishes', 'no_goes'].map((part) => `newcomer_${part}`)

async function candidate(state: 'shortlisted' | 'consented' | 'accepted' | 'placed' | 'refused') {
  const newcomer = await aNewcomer(home.db, {
    educations: [{ level: 'vocational', field: 'x', valued: false }],
    courses: [{ skills: ['speaking'], hoursPerWeek: 6, startsOn: '2026-09-01' }],
  })
  const employer = await anEmployer(home.db)
  await home.db.execute(
    sql`insert into newcomer_no_goes (id, newcomer_id, employer_id) select gen_random_uuid(), ${newcomer.newcomerId}, id from employers where id <> ${employer.employerId} limit 1`,
  )
  const position = await aPosition(home.db, { employer })
  const made = await aProposal(home.db, { newcomer, position, state, card: 3 })
  return { ...made, employer: employer.actor, id: newcomer.newcomerId, positionId: position.positionId }
}
const seen = async (one: Awaited<ReturnType<typeof candidate>>) => {
  const db = as(one.employer)
  const rows = async (tables: readonly string[]) => {
    const found: string[] = []
    for (const name of tables) if ((await count(db, name, `newcomer_id = '${one.id}'`)) > 0) found.push(name)
    return found
  }
  return {
    row: await count(db, 'newcomers', `id = '${one.id}'`),
    name: await count(db, 'newcomer_identities', `newcomer_id = '${one.id}'`),
    card: await rows(CARD),
    never: await rows(NEVER),
  }
}
const NOTHING = { row: 0, name: 0, card: [], never: [] }
const ALL = { row: 1, name: 1, card: CARD, never: [] }
const placed = (one: Awaited<ReturnType<typeof candidate>>, state: string) =>
  home.db.execute(
    sql`insert into placements (id, proposal_id, newcomer_id, position_id, state, seat, starts_on, ends_on, ended_on, mentor, learning_goals, created_at, state_since)
      values (gen_random_uuid(), ${one.proposalId}, ${one.id}, ${one.positionId}, ${state}, 1, '2026-10-05', '2026-12-31', ${state === 'completed' ? '2026-11-20' : null}, 'A', '{x}', ${NOW.toISOString()}, ${NOW.toISOString()})`,
  )

test('an employer has the kept card before the yes and no row of the profile behind it', async () => {
  const one = await candidate('shortlisted')
  expect(await seen(one)).toEqual(NOTHING)
  const card = await cardForEmployer(ctxOf(home.db, one.employer), one.proposalId)
  expect(card).toMatchObject({ proposalId: one.proposalId, revealed: false })
  expect(card.region).not.toBeNull()
})

test('an employer has what the card after a yes is made of while it stands, and nothing of lessons, diplomas and wishes', async () => {
  for (const state of ['consented', 'accepted'] as const) {
    const one = await candidate(state)
    expect(await seen(one)).toEqual(ALL)
    const card = await cardForEmployer(ctxOf(home.db, one.employer), one.proposalId)
    expect(card).toMatchObject({ revealed: true, hours: expect.anything() })
  }
})

test('an employer loses it with a yes that is taken back, lapses, or is of somebody who stopped', async () => {
  const one = await candidate('consented')
  const yes = eq(consents.proposalId, one.proposalId)
  await home.db.update(consents).set({ withdrawnAt: NOW }).where(yes)
  expect(await seen(one)).toEqual(NOTHING)
  await home.db.update(consents).set({ withdrawnAt: null, expiresOn: '2026-11-22' }).where(yes)
  expect(await seen(one)).toEqual(NOTHING)
  await home.db.update(consents).set({ expiresOn: '2026-11-23' }).where(yes)
  expect(await seen(one)).toEqual(ALL)
  await home.db.update(newcomers).set({ availability: 'withdrawn' }).where(eq(newcomers.id, one.id))
  expect(await seen(one)).toEqual(NOTHING)
})

test('an employer keeps it while a placement runs, and not after it nor after its own no', async () => {
  const one = await candidate('placed')
  expect(await seen(one)).toEqual(NOTHING)
  await placed(one, 'active')
  await home.db.update(consents).set({ expiresOn: '2026-01-01' }).where(eq(consents.proposalId, one.proposalId))
  expect(await seen(one)).toEqual(ALL)
  await home.db
    .update(placements)
    .set({ state: 'completed', endedOn: '2026-11-20' })
    .where(eq(placements.proposalId, one.proposalId))
  expect(await seen(one)).toEqual(NOTHING)
  const said = await candidate('consented')
  await home.db.update(proposals).set({ state: 'refused' }).where(eq(proposals.id, said.proposalId))
  expect(await seen(said)).toEqual(NOTHING)
})

test('an employer has no answer of the safeguards about a pair, which holds outcomes of checks of a person', async () => {
  const one = await candidate('accepted')
  for (const of of ['null', `'${one.id}'`])
    await home.db.execute(
      sql.raw(
        `insert into position_verdicts (id, position_id, newcomer_id, moment, outcome, reasons, inputs, policy_version, asked_at) values (gen_random_uuid(), '${one.positionId}', ${of}, 'start', 'human', '[]', '{}', 'x', '${NOW.toISOString()}')`,
      ),
    )
  const here = `position_id = '${one.positionId}' and newcomer_id is`
  expect(await count(as(one.employer), 'position_verdicts', `${here} null`)).toBe(1)
  expect(await count(as(one.employer), 'position_verdicts', `${here} not null`)).toBe(0)
  expect(await count(as(one.coach), 'position_verdicts', `${here} not null`)).toBe(1)
})

test('what is asked, written and decided about the start of one person is not of others at the same place', async () => {
  const one = await candidate('accepted')
  const { position } = one
  const next = await aProposal(home.db, { newcomer: await aNewcomer(home.db), position, state: 'shortlisted', card: 3 })
  const officer = await anAccount(home.db, { role: 'officer' })
  const at = NOW.toISOString()
  const by = officer.accountId
  const answers: Record<string, string> = {}
  for (const [about, id] of [
    ['place', null],
    ['person', one.id],
    ['next', next.newcomer.newcomerId],
  ] as const) {
    const verdict = crypto.randomUUID()
    answers[about] = verdict
    for (const made of [
      `position_verdicts (id, position_id, newcomer_id, moment, outcome, reasons, inputs, policy_version, asked_at) values ('${verdict}', '${one.positionId}', ${id === null ? 'null' : `'${id}'`}, '${id === null ? 'publish' : 'start'}', 'human', '[]', '{}', 'x', '${at}')`,
      `case_messages (id, verdict_id, kind, body, written_by, written_by_role, written_at) values (gen_random_uuid(), '${verdict}', 'answer', 'Woorden', '${one.coach.accountId}', 'coach', '${at}')`,
      `safeguard_decisions (id, position_id, verdict_id, decided_by, outcome, motivation, policy_version, decided_at) values (gen_random_uuid(), '${one.positionId}', '${verdict}', '${by}', 'approved', 'Woorden', 'x', '${at}')`,
      `safeguard_overrides (id, position_id, verdict_id, reasons, motivation, valid_until, policy_version, state, asked_by, asked_at) values (gen_random_uuid(), '${one.positionId}', '${verdict}', '[]', 'Woorden', '2027-01-01', 'x', 'asked', '${by}', '${at}')`,
    ])
      await home.db.execute(sql.raw(`insert into ${made}`))
  }
  const seenBy = async (actor: Actor) => {
    const found: Record<string, string[]> = {}
    for (const table of ['position_verdicts', 'case_messages', 'safeguard_decisions', 'safeguard_overrides']) {
      const key = table === 'position_verdicts' ? 'id' : 'verdict_id'
      found[table] = []
      for (const [about, verdict] of Object.entries(answers))
        if ((await count(as(actor), table, `${key} = '${verdict}'`)) > 0) found[table].push(about)
    }
    return found
  }
  const all = (abouts: string[]) => ({
    position_verdicts: abouts,
    case_messages: abouts,
    safeguard_decisions: abouts,
    safeguard_overrides: abouts,
  })
  expect(await seenBy(one.employer)).toEqual(all(['place']))
  for (const who of [one.newcomer.actor, one.coach]) expect(await seenBy(who)).toEqual(all(['place', 'person']))
  for (const who of [next.newcomer.actor, next.coach]) expect(await seenBy(who)).toEqual(all(['place', 'next']))
  expect(await seenBy(officer)).toEqual(all(['place', 'person', 'next']))
  // Nor is anything written to it.
  const write = (who: Actor) =>
    tries(
      as(who),
      `insert into case_messages (id, verdict_id, kind, body, written_by, written_by_role, written_at) values (gen_random_uuid(), '${answers['person']}', 'answer', 'x', '${who.accountId}', '${who.role}', '${at}') returning 1`,
    )
  for (const [who, may] of [
    [one.coach, 1],
    [officer, 1],
    [one.employer, '42501'],
    [next.coach, '42501'],
    [next.newcomer.actor, '42501'],
  ] as const)
    expect([who.role, await write(who)]).toEqual([who.role, may])
})

test('an officer decides about answers of the own municipality only', async () => {
  const [here, there] = [await candidate('accepted'), await candidate('accepted')]
  const away = crypto.randomUUID()
  await home.db.execute(
    sql.raw(
      `insert into position_verdicts (id, position_id, newcomer_id, moment, outcome, reasons, inputs, policy_version, asked_at) values ('${away}', '${there.positionId}', '${there.id}', 'start', 'human', '[]', '{}', 'x', '${NOW.toISOString()}')`,
    ),
  )
  await home.db.execute(
    sql`update establishments set postcode4 = '3811' where id = (select establishment_id from positions where id = ${there.positionId})`,
  )
  const officer = await anAccount(home.db, { role: 'officer' })
  const values = `(gen_random_uuid(), '${here.positionId}', '${away}',`
  for (const made of [
    `safeguard_decisions (id, position_id, verdict_id, decided_by, outcome, motivation, policy_version, decided_at) values ${values} '${officer.accountId}', 'approved', 'x', 'x', now())`,
    `safeguard_overrides (id, position_id, verdict_id, reasons, motivation, valid_until, policy_version, state, asked_by, asked_at) values ${values} '[]', 'x', '2027-01-01', 'x', 'asked', '${officer.accountId}', now())`,
  ])
    expect(await tries(as(officer), `insert into ${made} returning 1`)).toBe('42501')
})
