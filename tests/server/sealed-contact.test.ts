import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { isSamePerson, officersBeside } from '#server/access/reads-people.ts'
import { openNewcomerAccount } from '#server/accounts/open-newcomer-account.ts'
import { createNewcomer } from '#server/newcomers/create-newcomer.ts'
import { caseloadOf, identityOf, ownProfile } from '#server/newcomers/reads.ts'
import { updateProfile } from '#server/newcomers/update-profile.ts'
import { addressIndex, addressIndexes, addressOf, isAddress, keptAddress } from '#server/platform/addresses.ts'
import { WORKER } from '#server/platform/context.ts'
import { keyNumberOf } from '#server/platform/seal.ts'
import { sealRing } from '#server/platform/seal-ring.ts'
import { contactOf, SEALED_FIELDS } from '#server/platform/sealed-fields.ts'
import { copyOfMe } from '#server/privacy/reads.ts'
import { lostLines, resealFields } from '#server/privacy/reseal-fields.ts'
import { someReference } from '#tests/make/reference.ts'
import { anAccount, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
})
afterAll(() => home?.close())

const [KEY_1, KEY_2, KEY_3] = ['5e', '6f', '7a'].map((byte, at) => `${at + 1}:${byte.repeat(32)}`)
const keysAre = (...keys: (string | undefined)[]) => {
  process.env['SEAL_KEYS'] = keys.join(',')
}
beforeEach(() => keysAre(KEY_1))
afterAll(() => keysAre(KEY_1))

const MAIL = 'kanarie.seal@voorbeeld.example'
const PHONE = '0687654321'
const worker = () => ctxOf(home.db, WORKER)
/** Of what nobody in these tests writes. */
const NONE = SEALED_FIELDS.slice(4).map(() => 0)
const reseal = () => resealFields(worker(), { dry: false })

/** Every value of every column, as Postgres prints it: what `pg_dump` would write. */
async function dumped(): Promise<string> {
  const tables = await home.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  let all = ''
  for (const { name } of tables)
    all += JSON.stringify(await home.db.execute(sql`select t::text as row from ${sql.identifier(name)} t`))
  return all
}

/** Somebody in intake, by the commands of the rooms: coach, profile, account. */
async function somebody(email = MAIL) {
  const coach = await anAccount(home.db, { role: 'coach' })
  const ctx = ctxOf(home.db, coach)
  const { newcomerId } = await createNewcomer(ctx, { givenName: 'Samira', familyName: 'Zegel', email, phone: PHONE })
  await openNewcomerAccount(worker(), { newcomerId })
  const [account] = await home.db.select().from(accounts).where(eq(accounts.newcomerId, newcomerId))
  if (!account) throw new Error('no account')
  return { ctx, coach, newcomerId, account }
}
const found = async (email: string) =>
  (await home.db.select({ id: accounts.id }).from(accounts).where(isAddress(email))).map(({ id }) => id)

test('nothing that a command writes of mail, phone or needs stands anywhere in plain text', async () => {
  const { ctx, newcomerId, account } = await somebody()
  const { version } = await ownProfile(ctx, newcomerId)
  await updateProfile(ctx, {
    section: 'basics',
    newcomerId,
    version,
    givenName: 'Samira',
    familyName: 'Zegel',
    email: MAIL,
    phone: PHONE,
    screenLanguage: 'nl',
    postcode4: '3526',
    needsAtWork: 'kanarie rustige plek',
  })
  const all = await dumped()
  for (const canary of [MAIL, PHONE, 'kanarie rustige']) {
    expect(all).not.toContain(canary)
    expect(all).not.toContain(Buffer.from(canary).toString('hex'))
  }
  const profile = await ownProfile(ctx, newcomerId)
  expect(profile).toMatchObject({ identity: { email: MAIL, phone: PHONE }, needsAtWork: 'kanarie rustige plek' })
  expect(JSON.stringify(profile)).not.toContain('Sealed')
  expect(addressOf(account)).toBe(MAIL)
  expect(await found(MAIL)).toEqual([account.id])
  expect((await caseloadOf(ctx, { q: 'zegel' })).rows.map(({ id }) => id)).toEqual([newcomerId])
  const copy = await copyOfMe(
    ctxOf(home.db, { ...ctx.actor, role: 'newcomer', accountId: account.id, newcomerId } as never),
    'nl',
  )
  const text = JSON.stringify(copy)
  for (const value of [MAIL, PHONE, 'kanarie rustige plek']) expect(text).toContain(value)
  expect(text).not.toMatch(/sealed/i)
})

test('two sealed values that change places open nowhere', async () => {
  const [one, other] = [await somebody('een@x.example'), await somebody('twee@x.example')]
  const sealedOf = async (id: string) =>
    (await home.db.select().from(newcomerIdentities).where(eq(newcomerIdentities.newcomerId, id)))[0]
  const [mine, theirs] = [await sealedOf(one.newcomerId), await sealedOf(other.newcomerId)]
  if (!mine || !theirs) throw new Error('no identity')
  expect(contactOf(one.newcomerId, mine).email).toBe('een@x.example')
  expect(() => contactOf(one.newcomerId, theirs)).toThrow('another place')
  expect(() => contactOf(one.newcomerId, { ...mine, emailSealed: mine.phoneSealed })).toThrow('another place')
  // In the database too: then whoever asks gets nothing rather than somebody else's.
  await home.db
    .update(newcomerIdentities)
    .set({ emailSealed: theirs.emailSealed })
    .where(eq(newcomerIdentities.newcomerId, one.newcomerId))
  await expect(identityOf(home.db, one.newcomerId)).rejects.toThrow('another place')
  await home.db.delete(newcomerIdentities).where(eq(newcomerIdentities.newcomerId, one.newcomerId))
})

test('an address has one digest under one key, others under others, and none without', async () => {
  const first = addressIndex('a@b.nl')
  expect(first?.length).toBe(33)
  expect(addressIndex('a@b.nl')?.equals(first as Buffer)).toBe(true)
  expect(addressIndex('a@b.nm')?.equals(first as Buffer)).toBe(false)
  keysAre(KEY_2, KEY_1)
  expect(addressIndexes('a@b.nl').map((one) => one[0])).toEqual([2, 1])
  expect(addressIndexes('a@b.nl')[1]?.equals(first as Buffer)).toBe(true)
  delete process.env['SEAL_KEYS']
  expect([addressIndex('a@b.nl'), sealRing().current]).toEqual([null, null])
})

describe('four eyes', () => {
  const officer = async (email: string) => {
    const account = await anAccount(home.db, { role: 'officer' })
    const id = account.accountId ?? ''
    await home.db.update(accounts).set(keptAddress(id, email)).where(eq(accounts.id, id))
    return id
  }
  test('one mailbox is one person, also while keys are changed and for a row that waits for its seal', async () => {
    const one = await officer('noor@vier.example')
    const same = await officer('Noor+toets@vier.example')
    const other = await officer('kim@vier.example')
    expect([await isSamePerson(home.db, one, same), await isSamePerson(home.db, one, other)]).toEqual([true, false])
    keysAre(KEY_2, KEY_1)
    const later = await officer(' NOOR+twee@vier.example')
    const plain = await anAccount(home.db, { role: 'officer', email: 'noor+drie@vier.example' })
    for (const id of [later, plain.accountId ?? '']) expect(await isSamePerson(home.db, one, id)).toBe(true)
    expect(await isSamePerson(home.db, later, other)).toBe(false)
    expect(await officersBeside(home.db, 'GM0344', [one])).toBe(1)
  })
})

describe('keys', () => {
  beforeEach(async () => {
    await home.db.execute(sql`truncate newcomers, accounts cascade`)
  })

  test('a database from before the seal loses nothing: rows are found while they wait, and sealed in the end', async () => {
    const { ctx, newcomerId, account } = await somebody()
    await home.db
      .update(accounts)
      .set({ email: MAIL, emailSealed: null, emailIndex: null, mailboxIndex: null })
      .where(eq(accounts.id, account.id))
    await home.db
      .update(newcomerIdentities)
      .set({ email: MAIL, phone: PHONE, emailSealed: null, phoneSealed: null })
      .where(eq(newcomerIdentities.newcomerId, newcomerId))
    await home.db.update(newcomers).set({ needsAtWork: 'kanarie stil' }).where(eq(newcomers.id, newcomerId))
    expect(await found(MAIL)).toEqual([account.id])
    expect((await ownProfile(ctx, newcomerId)).identity).toMatchObject({ email: MAIL, phone: PHONE })
    expect((await resealFields(worker(), { dry: true })).map(({ left }) => left)).toEqual([1, 1, 1, 1, ...NONE])
    expect(await dumped()).toContain(MAIL)
    expect((await reseal()).map(({ sealed, left }) => sealed * 10 + left)).toEqual([10, 10, 10, 10, ...NONE])
    const all = await dumped()
    for (const canary of [MAIL, PHONE, 'kanarie stil']) expect(all).not.toContain(canary)
    expect(await found(MAIL)).toEqual([account.id])
    const profile = await ownProfile(ctx, newcomerId)
    expect(profile).toMatchObject({ needsAtWork: 'kanarie stil', identity: { email: MAIL, phone: PHONE } })
    expect((await reseal()).every(({ sealed }) => sealed === 0)).toBe(true)
  })

  test('keys change while people write: nobody fails, and every row ends under the newest', async () => {
    const people = []
    for (let n = 0; n < 12; n++) people.push(await somebody(`wissel${n}@x.example`))
    const identities = home.db.insert(newcomerIdentities)
    const many = Array.from({ length: 1500 }, () => crypto.randomUUID())
    const [first] = people
    if (!first) throw new Error('nobody')
    await home.db.insert(newcomers).values(
      many.map((id) => ({
        id,
        coachId: first.coach.accountId ?? '',
        municipalityCode: 'GM0344',
        availability: 'in-intake' as const,
        waitingSince: '2026-11-01',
        createdAt: NOW,
        updatedAt: NOW,
      })),
    )
    await identities.values(
      many.map((newcomerId) => ({ newcomerId, givenName: 'M', email: `${newcomerId}@x.example` })),
    )
    keysAre(KEY_2, KEY_1)
    let stop = false
    let writes = 0
    const writing = Promise.all(
      people.map(async ({ ctx, newcomerId }, n) => {
        for (let turn = 0; !stop || turn < 3; turn++) {
          const { version } = await ownProfile(ctx, newcomerId)
          await updateProfile(ctx, {
            section: 'basics',
            newcomerId,
            version,
            givenName: 'S',
            familyName: 'Z',
            email: `wissel${n}.${turn}@x.example`,
            phone: null,
            screenLanguage: 'nl',
            postcode4: '3526',
          })
          const { identity } = await ownProfile(ctx, newcomerId)
          expect(identity.email).toBe(`wissel${n}.${turn}@x.example`)
          writes++
        }
      }),
    )
    const done = await reseal()
    stop = true
    await writing
    expect(writes).toBeGreaterThanOrEqual(36)
    expect(done.find(({ field }) => field === 'newcomer_identities.email')?.sealed).toBeGreaterThanOrEqual(1500)
    await reseal()
    for (const { table, sealed } of SEALED_FIELDS) {
      const rows = await home.db.select({ bytes: sealed }).from(table)
      for (const { bytes } of rows) if (bytes !== null) expect(keyNumberOf(bytes as Buffer)).toBe(2)
    }
    keysAre(KEY_2) // the old one may go now
    expect((await ownProfile(first.ctx, first.newcomerId)).identity.email).toMatch(/^wissel0\./)
  })

  test('a key that was lost is named, nothing is broken by it, and the rest is sealed on', async () => {
    const { ctx, newcomerId } = await somebody()
    keysAre(KEY_2)
    const other = await somebody('ander@x.example')
    await expect(ownProfile(ctx, newcomerId)).rejects.toThrow('key 1 is not in SEAL_KEYS')
    expect(await found(MAIL)).toEqual([])
    keysAre(KEY_3, KEY_2)
    const done = await reseal()
    expect(lostLines(done)).toEqual(
      expect.arrayContaining([
        'Key 1 is not in SEAL_KEYS: 1 rows of accounts.email cannot be read until it is put back.',
      ]),
    )
    expect((await ownProfile(other.ctx, other.newcomerId)).identity.email).toBe('ander@x.example')
    keysAre(KEY_3, KEY_2, KEY_1)
    expect(lostLines(await reseal())).toEqual([])
    expect((await ownProfile(ctx, newcomerId)).identity.email).toBe(MAIL)
    expect(await found(MAIL)).toHaveLength(1)
  })

  test('without a key nothing is sealed, and it says so; nobody but a worker may ask', async () => {
    await expect(
      resealFields(ctxOf(home.db, await anAccount(home.db, { role: 'coach' })), { dry: true }),
    ).rejects.toThrow('forbidden')
    delete process.env['SEAL_KEYS']
    await expect(reseal()).rejects.toThrow('set SEAL_KEYS')
  })
})
