import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boundDb, elevated } from '#db/bound.ts'
import { type Database, type Db, openDatabase } from '#db/client.ts'
import { judgeOrganisation } from '#server/accounts/judge-organisation.ts'
import { employersOfRegion, organisationFor } from '#server/accounts/reads-organisations.ts'
import { EVENT_NAMES } from '#server/outbox/events.ts'
import type { Actor } from '#server/platform/context.ts'
import { AMERSFOORT, UTRECHT } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, ctxOf, NOW } from '#tests/make/rooms.ts'
import { claimsOf, count, tries } from '#tests/make/row-level.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** What an actor has to do with, and still may not see or change all of. */
let home: Awaited<ReturnType<typeof aDatabase>>
let owner: Database
beforeAll(async () => {
  home = await aDatabase()
  owner = openDatabase(home.url, { max: 2, statementTimeoutMs: 60_000 })
})
afterAll(async () => {
  await owner.close()
  await home.close()
})

const as = (actor: Actor): Db => boundDb(owner.db, claimsOf(actor))
const ofRole = (role: string, accountId: string | null = null): Db =>
  boundDb(owner.db, { role, accountId, newcomerId: null, employerId: null, municipalityCode: null, now: NOW })

test('a manager gives a newcomer another coach and changes, makes and removes nothing else of a profile', async () => {
  const { newcomerId: id, actor, coach } = await aNewcomer(home.db)
  const manager = as(await anAccount(home.db, { role: 'municipality' }))
  const other = await anAccount(home.db, { role: 'coach' })
  const set = (what: string) => `update newcomers set ${what} where id = '${id}' returning 1`
  expect(await tries(manager, set(`coach_id = '${other.accountId}', version = version + 1, updated_at = now()`))).toBe(
    1,
  )
  for (const what of [
    `municipality_code = '${AMERSFOORT}'`,
    'max_travel_minutes = 5',
    `needs_at_work = 'x'`,
    `availability = 'withdrawn'`,
  ])
    expect([what, await tries(manager, set(what))]).toEqual([what, '42501'])
  expect(await tries(manager, `delete from newcomers where id = '${id}' returning 1`)).toBe(0)
  const copy = `insert into newcomers select (jsonb_populate_record(null::newcomers, to_jsonb(n) || jsonb_build_object('id', gen_random_uuid()))).* from newcomers n where id = '${id}' returning 1`
  expect(await tries(manager, copy)).toBe('42501')
  // The person: language and availability; the coach: the profile.
  expect(await tries(as(actor), set(`screen_language = 'ar'`))).toBe(1)
  expect(await tries(as(actor), set(`coach_id = '${other.accountId}'`))).toBe('42501')
  expect(await tries(as(actor), set(`work_right = 'free'`))).toBe(1)
  expect(await tries(as(actor), set(`work_right = 'none'`))).toBe('42501')
  expect(await tries(as(coach), set('max_travel_minutes = 5'))).toBe(1)
  expect(await tries(as(coach), copy)).toBe(1)
})

test('organisations are judged by the managers of their region and the platform, and why is read by them alone', async () => {
  await home.db.execute(
    sql`insert into municipalities (code, name, province, region_code) values ('GM0014', 'Groningen', 'Groningen', null) on conflict do nothing`,
  )
  const employer = await anEmployer(home.db)
  const near = await anAccount(home.db, { role: 'municipality', municipalityCode: AMERSFOORT })
  const far = await anAccount(home.db, { role: 'municipality', municipalityCode: 'GM0014' })
  const platform = await anAccount(home.db, { role: 'platform', municipalityCode: null })
  const { employerId } = employer
  const add = (of: string) =>
    `insert into organisation_standings (id, employer_id, municipality_code, state, reason, changed_at) values (gen_random_uuid(), ${of}, 'suspended', 'x', now()) returning 1`
  for (const [who, may] of [
    [near, 1],
    [far, '42501'],
    [platform, 1],
    [employer.actor, '42501'],
  ] as const)
    expect([who.role, await tries(as(who), add(`'${employerId}', null`))]).toEqual([who.role, may])
  for (const who of [near, far]) expect(await tries(as(who), add(`null, '${who.municipalityCode}'`))).toBe('42501')
  expect(await tries(as(platform), add(`null, '${AMERSFOORT}'`))).toBe(1)

  await judgeOrganisation(ctxOf(home.db, near), {
    employerId,
    municipalityCode: null,
    state: 'suspended',
    reason: 'Woorden.',
  })
  const change = `update organisation_standings set state = 'active' where employer_id = '${employerId}' returning 1`
  const words = async (who: Actor | 'anyone') => {
    const db = who === 'anyone' ? ofRole('anyone') : as(who)
    const [row] = await db.execute<{ said: string | null }>(
      sql`select app_standing_reason(id) as said from organisation_standings where employer_id = ${employerId}`,
    )
    return row?.said
  }
  const reads = `select reason from organisation_standings`
  for (const [who, may] of [
    [near, 1],
    [platform, 1],
    [far, 0],
    [employer.actor, 0],
  ] as const) {
    expect([who.role, await tries(as(who), change)]).toEqual([who.role, may])
    expect([who.role, await words(who)]).toEqual([who.role, may === 1 ? 'Woorden.' : null])
    expect(await tries(as(who), reads)).toBe('42501')
    expect(await tries(as(who), `delete from organisation_standings returning 1`)).toBe(0)
  }
  expect(await words('anyone')).toBeNull()
  // Whether somebody may work here is asked by every page.
  expect(
    await count(ofRole('anyone'), 'organisation_standings', `employer_id = '${employerId}' and state = 'suspended'`),
  ).toBe(1)
  const listed = await employersOfRegion(ctxOf(home.db, near))
  expect(listed.find((one) => one.id === employerId)).toMatchObject({ state: 'suspended', reason: 'Woorden.' })
  expect((await organisationFor(ctxOf(home.db, platform), employerId))?.reason).toBe('Woorden.')
})

describe('accounts and invitations', () => {
  test('nobody gives themselves another role, rank or organisation', async () => {
    const { employerId } = await anEmployer(home.db)
    const member = await anAccount(home.db, { role: 'employer', employerId, isAdmin: false })
    const coach = await anAccount(home.db, { role: 'coach' })
    const platform = await anAccount(home.db, { role: 'platform' })
    const { employerId: another } = await anEmployer(home.db)
    for (const [who, what] of [
      [member, 'is_admin = true'],
      [member, `employer_id = '${another}'`],
      [member, `state = 'suspended'`],
      [member, `display_name = 'Iemand anders'`],
      [coach, `role = 'municipality'`],
      [coach, `role = 'officer'`],
      [coach, `municipality_code = '${AMERSFOORT}'`],
      [coach, 'demo = true'],
      [platform, `role = 'auditor'`],
    ] as const) {
      const mine = `update accounts set ${what} where id = '${who.accountId}' returning 1`
      expect([what, await tries(as(who), mine)]).toEqual([what, '42501'])
      expect([what, await tries(ofRole('half', who.accountId), mine)]).toEqual([what, '42501'])
      expect([what, await tries(ofRole('door'), mine)]).toEqual([what, '42501'])
    }
    const language = `update accounts set language = 'en', email = 'nieuw@voorbeeld.example' where id = '${coach.accountId}' returning 1`
    expect(await tries(as(coach), language)).toBe(1)
    const today = `update accounts set signed_in_on = '2026-11-23' where id = '${coach.accountId}' returning 1`
    expect(await tries(ofRole('door'), today)).toBe(1)
    // What erases an account writes the whole row.
    expect(
      await tries(elevated(as(coach), 'erase-self'), language.replace('language', `display_name = 'x', language`)),
    ).toBe(1)
  })

  test('a member of an employer changes no colleague and has no invitation; an admin does, of the own one only', async () => {
    const { employerId, actor: admin } = await anEmployer(home.db)
    const { employerId: another, actor: stranger } = await anEmployer(home.db)
    const member = await anAccount(home.db, { role: 'employer', employerId, isAdmin: false })
    const away = await anAccount(home.db, { role: 'employer', employerId, isAdmin: true, state: 'suspended' })
    const invite = (of: string) =>
      `insert into invitations (id, email_sealed, email_index, role, employer_id, created_at, sent_at, expires_at) values (gen_random_uuid(), '\\x01', decode(md5(gen_random_uuid()::text), 'hex'), 'employer', '${of}', now(), now(), now()) returning 1`
    const shut = (who: Actor) => `update accounts set state = 'suspended' where id = '${who.accountId}' returning 1`
    const promote = `update accounts set is_admin = true where id = '${member.accountId}' returning 1`
    await home.db.execute(sql.raw(invite(employerId)))
    for (const [who, added, changed, read] of [
      [admin, 1, 1, 1],
      [member, '42501', 0, 0],
      [away, '42501', 0, 0],
      [stranger, '42501', 0, 0],
    ] as const) {
      expect(await tries(as(who), invite(employerId))).toBe(added)
      expect(await count(as(who), 'invitations', 'true')).toBe(read)
      expect(await tries(as(who), `update invitations set state = 'withdrawn' returning 1`)).toBe(read)
      expect(await tries(as(who), `delete from invitations returning 1`)).toBe(read)
      if (who !== admin) expect(await tries(as(who), shut(admin))).toBe(changed)
      expect(await tries(as(who), who === member ? shut(away) : promote)).toBe(changed)
    }
    expect(await tries(as(admin), invite(another))).toBe('42501')
    expect(
      await tries(as(admin), `update accounts set display_name = 'x' where id = '${member.accountId}' returning 1`),
    ).toBe('42501')
    // The platform has those that it made itself.
    const platform = await anAccount(home.db, { role: 'platform' })
    expect(await count(as(platform), 'invitations', 'true')).toBe(0)
  })
})

test('an opening of a file: the words are not for the auditor, and who asked does not decide', async () => {
  const { newcomerId } = await aNewcomer(home.db)
  const [manager, second, auditor] = [
    await anAccount(home.db, { role: 'municipality' }),
    await anAccount(home.db, { role: 'municipality' }),
    await anAccount(home.db, { role: 'auditor' }),
  ]
  const ask = (state: string) =>
    `insert into file_openings (id, newcomer_id, municipality_code, why, reason, state, asked_by, asked_at, decided_by, ends_at) values (gen_random_uuid(), '${newcomerId}', '${UTRECHT}', 'danger', 'Woorden over iemand.', '${state}', '${manager.accountId}', now(), ${state === 'asked' ? 'null, null' : `'${second.accountId}', now()`}) returning 1`
  expect(await tries(as(manager), ask('approved'))).toBe('42501')
  expect(await tries(as(second), ask('asked'))).toBe('42501')
  await as(manager).execute(sql.raw(ask('asked')))
  expect(await count(as(auditor), 'file_openings', 'true')).toBe(0)
  const decide = `update file_openings set state = 'approved', decided_by = '${second.accountId}', decided_at = now(), ends_at = now() returning 1`
  expect(await tries(as(manager), decide)).toBe('42501')
  expect(await tries(as(second), decide)).toBe(1)
  expect(
    await tries(
      as(manager),
      `update file_openings set ended_by = '${manager.accountId}', ended_at = now() returning 1`,
    ),
  ).toBe(1)
  expect(await tries(as(second), `update file_openings set reason = 'Andere woorden' returning 1`)).toBe('42501')
  expect(await tries(as(second), `delete from file_openings returning 1`)).toBe(0)
})

test('before anybody is signed in two events begin, each at its own door', async () => {
  const coach = await anAccount(home.db, { role: 'coach' })
  const may = async (db: Db) => {
    const found: string[] = []
    for (const name of EVENT_NAMES) {
      const added = await tries(
        db,
        `insert into outbox_events (name, payload, created_at) values ('${name}', '{}', now())`,
      )
      if (added !== '42501') found.push(name)
    }
    return found
  }
  expect(await may(ofRole('anyone'))).toEqual(['report.made'])
  expect(await may(ofRole('door'))).toEqual(['account.changed'])
  expect(await may(ofRole('half', coach.accountId))).toEqual(['account.changed'])
  expect(await may(as(coach))).toEqual([...EVENT_NAMES])
})

test('a coach ends what a newcomer of the caseload signed in with, and makes no session or factor of it', async () => {
  const { actor: newcomer, coach } = await aNewcomer(home.db)
  const account = newcomer.accountId
  const bytes = `decode(md5(gen_random_uuid()::text), 'hex')`
  const session = (of: string | null) =>
    `insert into sessions (token_hash, id, account_id, created_at, seen_at, idle_minutes, absolute_at, role, aal, amr) values (${bytes}, gen_random_uuid(), '${of}', now(), now(), 30, now() + interval '1 day', 'newcomer', 2, '{card}') returning 1`
  const card = (madeBy: string | null) =>
    `insert into access_cards (id, account_id, number_mac, code_mac, made_by, created_at, expires_at) values (gen_random_uuid(), '${account}', ${bytes}, ${bytes}, '${madeBy}', now(), now() + interval '1 day') returning 1`
  const FACTORS = {
    sessions: session(account),
    login_challenges: `insert into login_challenges (id, account_id, bind_hash, code_mac, created_at, expires_at) values (gen_random_uuid(), '${account}', ${bytes}, ${bytes}, now(), now()) returning 1`,
    totp_keys: `insert into totp_keys (id, account_id, secret, created_at) values (gen_random_uuid(), '${account}', ${bytes}, now()) returning 1`,
    recovery_codes: `insert into recovery_codes (id, account_id, code_mac, created_at) values (gen_random_uuid(), '${account}', ${bytes}, now()) returning 1`,
    passkeys: `insert into passkeys (id, account_id, credential_id, public_key, created_at) values (gen_random_uuid(), '${account}', ${bytes}, ${bytes}, now()) returning 1`,
    identities: `insert into identities (id, account_id, issuer, subject_mac, created_at) values (gen_random_uuid(), '${account}', 'x', ${bytes}, now()) returning 1`,
    address_changes: `insert into address_changes (id, account_id) values (gen_random_uuid(), '${account}') returning 1`,
  }
  for (const [name, made] of Object.entries(FACTORS))
    expect([name, await tries(as(coach), made)]).toEqual([name, '42501'])
  expect(await tries(as(newcomer), session(account))).toBe(1)
  expect(await tries(as(coach), session(coach.accountId))).toBe(1)
  await home.db.execute(sql.raw(session(account)))
  await home.db.execute(sql.raw(session(coach.accountId)))
  const change = (table: string, what: string) =>
    `update ${table} set ${what} where account_id = '${account}' returning 1`
  // A session of the coach is not handed over, nor one of the newcomer taken.
  const give = `update sessions set account_id = '${account}' where account_id = '${coach.accountId}' returning 1`
  expect(await tries(as(coach), give)).toBe('42501')
  for (const what of [`token_hash = ${bytes}`, 'aal = 1', `account_id = '${coach.accountId}'`, `absolute_at = now()`])
    expect([what, await tries(as(coach), change('sessions', what))]).toEqual([what, '42501'])
  expect(await tries(as(coach), change('sessions', 'revoked_at = now()'))).toBe(1)
  expect(await tries(as(coach), `delete from sessions where account_id = '${account}' returning 1`)).toBe(0)
  // A card is printed under the own name, for the own caseload, and ended.
  const stranger = await anAccount(home.db, { role: 'coach' })
  expect(await tries(as(coach), card(coach.accountId))).toBe(1)
  expect(await tries(as(coach), card(account))).toBe('42501')
  expect(await tries(as(stranger), card(stranger.accountId))).toBe('42501')
  await home.db.execute(sql.raw(card(coach.accountId)))
  for (const what of [
    `code_mac = ${bytes}`,
    `made_by = '${account}'`,
    'failed = 0, used_at = null, expires_at = now()',
  ])
    expect([what, await tries(as(coach), change('access_cards', what))]).toEqual([what, '42501'])
  expect(await tries(as(coach), change('access_cards', 'revoked_at = now()'))).toBe(1)
  // What ended stays so, for a coach.
  for (const table of ['sessions', 'access_cards']) {
    await home.db.execute(sql.raw(change(table, 'revoked_at = now()')))
    expect(await tries(as(coach), change(table, 'revoked_at = null'))).toBe('42501')
    expect(await tries(as(stranger), change(table, 'revoked_at = now()'))).toBe(0)
  }
})
