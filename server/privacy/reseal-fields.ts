import { and, asc, gt, isNotNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { invitations } from '#db/schema/members.ts'
import { requireMay } from '#server/access/may.ts'
import { addressIndex, mailboxIndex } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { opened, sealed } from '#server/platform/seal.ts'
import { sealRing } from '#server/platform/seal-ring.ts'
import { SEALED_FIELDS, type SealedField } from '#server/platform/sealed-fields.ts'

/** Rows in one transaction: held for some tens of milliseconds, so that nobody who writes meanwhile waits longer. */
const AT_ONCE = 500
/** Rows that somebody holds are passed over; they are looked at again this often. */
const PASSES = 20
const WAIT_MS = 250

/** What was done for one value: `sealed` rows are under the newest key now; `lost` rows stay, by the number of a key that is not there. */
export type Resealed = { field: string; sealed: number; left: number; lost: Record<string, number> }

type Row = { id: string; plain: string | null; bytes: Buffer | null }

/**
 * Seals what still stands there plain, and turns what an older key sealed to the newest one. While the site runs: a batch is a transaction that waits for
 * nobody, and what is done is done, so that it can be stopped and begun again at any time. Rows whose key is lost are counted and left as they are.
 *
 * @param ctx actor WORKER
 * @param options `dry`: counts, and nothing changes
 * @returns one line for each value that is kept sealed; `left`: rows that somebody held all the time
 * @throws Refusal `forbidden`; Error when there is no key to seal with
 */
export async function resealFields(ctx: Ctx, options: { dry: boolean }): Promise<Resealed[]> {
  requireMay(ctx.actor, 'privacy.seal-fields')
  if (sealRing().current === null) throw new Error('There is no key to seal with: set SEAL_KEYS (see .env.example).')
  const done: Resealed[] = []
  for (const field of SEALED_FIELDS) done.push(await resealField(ctx, field, options.dry))
  return done
}

async function resealField({ db }: Pick<Ctx, 'db'>, field: SealedField, dry: boolean): Promise<Resealed> {
  const { table, column } = field.place
  const found: Resealed = { field: `${table}.${column}`, sealed: 0, left: 0, lost: await lostKeys(db, field) }
  if (dry) {
    const [row] = await db.select({ rows: sql<number>`count(*)::int` }).from(field.table).where(toDo(field))
    return { ...found, left: row?.rows ?? 0 }
  }
  for (let pass = 0; pass < PASSES; pass++) {
    for (let after: string | undefined; ; ) {
      const seen = await db.transaction((tx) => resealBatch(tx, field, after))
      found.sealed += seen.length
      if (seen.length === 0) break
      after = seen.at(-1)
    }
    const [row] = await db.select({ rows: sql<number>`count(*)::int` }).from(field.table).where(toDo(field))
    found.left = row?.rows ?? 0
    if (found.left === 0) break
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }
  return found
}

const keyOf = ({ sealed }: SealedField): SQL<number> => sql<number>`get_byte(${sealed}, 1)`

/** Plain, or under another key than the newest that is on the ring. */
function toDo(field: SealedField): SQL | undefined {
  const { current, keys } = sealRing()
  const older = [...keys.keys()].filter((number) => number !== current)
  const isOlder = older.length > 0 ? sql`${keyOf(field)} in ${older}` : undefined
  const own = field.table === ownTotp ? sql`confirmed_at is not null` : undefined
  const isPlain =
    field.plain === null ? undefined : field.empty === null ? isNotNull(field.plain) : ne(field.plain, field.empty)
  return and(or(isPlain, isOlder) ?? sql`false`, own)
}

/** A secret that waits for its first code is sealed to a session too, and gone within a day. */
const ownTotp = SEALED_FIELDS.find(({ place }) => place.table === 'totp_keys')?.table

/** Rows by the number of a key that is not on the ring. */
async function lostKeys(db: Ctx['db'], field: SealedField): Promise<Record<string, number>> {
  const known = [...sealRing().keys.keys()]
  const rows = await db
    .select({ key: keyOf(field), rows: sql<number>`count(*)::int` })
    .from(field.table)
    .where(and(isNotNull(field.sealed), sql`${keyOf(field)} not in ${known}`))
    .groupBy(keyOf(field))
  return Object.fromEntries(rows.map(({ key, rows: count }) => [String(key), count]))
}

/** @returns the ids that were sealed, in order */
async function resealBatch(tx: Tx, field: SealedField, after: string | undefined): Promise<string[]> {
  const rows = (await tx
    .select({ id: field.row, plain: field.plain ?? sql`null`, bytes: field.sealed })
    .from(field.table)
    .where(and(toDo(field), after === undefined ? undefined : gt(field.row, after)))
    .orderBy(asc(field.row))
    .limit(AT_ONCE)
    .for('no key update', { skipLocked: true })) as Row[]
  if (rows.length > 0) await writeBatch(tx, field, rows)
  return rows.map(({ id }) => id)
}

/** Digests by which a value is found: they are of the same key as the value. */
const INDEXES: Record<string, { column: PgColumn; of: (text: string) => Buffer | null }[]> = {
  'accounts.email': [
    { column: accounts.emailIndex, of: addressIndex },
    { column: accounts.mailboxIndex, of: mailboxIndex },
  ],
  'invitations.email': [{ column: invitations.emailIndex, of: addressIndex }],
}

/** Columns and their values as hexadecimal text, since a driver's array of bytes is none that Postgres reads. */
async function writeBatch(tx: Tx, field: SealedField, rows: readonly Row[]): Promise<void> {
  const ring = sealRing()
  const indexes = INDEXES[`${field.place.table}.${field.place.column}`] ?? []
  const columns: { column: string; values: (Buffer | null)[] }[] = [
    field.sealed,
    ...indexes.map(({ column }) => column),
  ].map(({ name }) => ({ column: name, values: [] }))
  for (const row of rows) {
    const place = { ...field.place, row: row.id }
    const isPlain = field.plain !== null && row.plain !== field.empty && row.plain !== null
    // A plain value is the newer one: it was written by somebody who had no key, over the sealed one.
    const text = isPlain || row.bytes === null ? (row.plain ?? '') : opened(ring, place, row.bytes)
    columns[0]?.values.push(sealed(ring, place, text))
    for (const [at, { of }] of indexes.entries()) columns[at + 1]?.values.push(of(text))
  }
  const hex = ({ values }: { values: (Buffer | null)[] }) =>
    values.map((value) => value?.toString('hex') ?? '').join(',')
  const ids = rows.map(({ id }) => id).join(',')
  const [first = '', second = '', third = ''] = columns.map(hex)
  const bytes = [sql`decode(v.c0, 'hex')`, sql`decode(nullif(v.c1, ''), 'hex')`, sql`decode(nullif(v.c2, ''), 'hex')`]
  const set = Object.fromEntries(columns.map(({ column }, at) => [column, bytes[at]]))
  await tx
    .update(field.table)
    .set(field.plain === null ? set : { ...set, [field.plain.name]: field.empty })
    .from(
      sql`unnest(string_to_array(${ids}, ',')::uuid[], string_to_array(${first}, ','), string_to_array(${second}, ','), string_to_array(${third}, ',')) as v(id, c0, c1, c2)`,
    )
    .where(sql`${field.row} = v.id`)
}

/** The rows that no key of ours opens, in words for a log or a terminal; empty when there are none. */
export const lostLines = (done: readonly Resealed[]): string[] =>
  done.flatMap(({ field, lost }) =>
    Object.entries(lost).map(
      ([key, rows]) => `Key ${key} is not in SEAL_KEYS: ${rows} rows of ${field} cannot be read until it is put back.`,
    ),
  )
