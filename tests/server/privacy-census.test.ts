import { sql } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OTHER_REFERENCES } from '#server/privacy/other-references.ts'
import { PERSON_TABLES } from '#server/privacy/person-data.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home?.close())

/** Rows that are about a person: whatever refers to one of these refers to a person. */
const PEOPLE = ['accounts', 'newcomers', 'proposals', 'placements', 'consents', 'follow_ups', 'newcomer_identities']
/** Columns whose name says that they hold a person, an address of one, or words that somebody wrote. */
const SOUNDS_LIKE_A_PERSON =
  /(^|_)(newcomer|account|coach|actor|person|subject_id)(_|$)|newcomer_ids|_by$|_sealed$|^(email|phone|contact|display_name|given_name|family_name|mentor|supervisor_name|note|needs_at_work|payload|body)$/

type Column = { table: string; column: string }
const named = ({ table, column }: Column) => `${table}.${column}`

/** Columns of the database that refer to a person: by a foreign key, or by what they are called. */
async function references(): Promise<string[]> {
  const keys = await home.db.execute<Column>(sql`
    select k.table_name as table, k.column_name as column
    from information_schema.table_constraints c
    join information_schema.key_column_usage k using (constraint_schema, constraint_name)
    join information_schema.constraint_column_usage u using (constraint_schema, constraint_name)
    where c.constraint_type = 'FOREIGN KEY' and c.table_schema = 'public'
      and u.table_name in (${sql.join(
        PEOPLE.map((one) => sql`${one}`),
        sql`, `,
      )})`)
  const columns = await home.db.execute<Column>(
    sql`select table_name as table, column_name as column from information_schema.columns where table_schema = 'public'`,
  )
  const sounding = [...columns].filter(({ column }) => SOUNDS_LIKE_A_PERSON.test(column) && !column.endsWith('_role'))
  return [...new Set([...keys, ...sounding].map(named))].sort()
}

const snake = (name: string) =>
  name.replace(/[A-Z]|(?<=[a-z])\d+/g, (part) => (/\d/.test(part) ? part : `_${part.toLowerCase()}`))

/** What the rules answer for: the column that finds the rows, what is blanked or deleted, what a copy holds, and the named others. */
function ruled(): Set<string> {
  const answered = PERSON_TABLES.flatMap((rule) => {
    const { name, columns } = getTableConfig(rule.table)
    if (rule.erase === 'delete' || rule.erase === 'with') {
      // The whole row goes, but for who else it names.
      return columns.map((column) => `${name}.${snake(column.name)}`)
    }
    return [...Object.keys(rule.erase.blank).map((key) => `${name}.${snake(key)}`), `${name}.${snake(rule.by[1].name)}`]
  })
  const others = Object.entries(OTHER_REFERENCES).flatMap(([table, columns]) =>
    Object.keys(columns).map((column) => `${table}.${column}`),
  )
  return new Set([...answered, ...others])
}

test('every column that refers to a person has a rule', async () => {
  const found = await references()
  expect(found.length).toBeGreaterThan(90)
  const rules = ruled()
  expect(found.filter((one) => !rules.has(one))).toEqual([])
})

test('the census sees a new table', async () => {
  await home.db.execute(
    sql`create table diaries (id uuid primary key, owner uuid references newcomers(id), account_id uuid)`,
  )
  const rules = ruled()
  expect((await references()).filter((one) => !rules.has(one))).toEqual(['diaries.account_id', 'diaries.owner'])
  await home.db.execute(sql`drop table diaries`)
})

test('no rule is about something that is not there, and each table has one', async () => {
  const columns = await home.db.execute<Column>(
    sql`select table_name as table, column_name as column from information_schema.columns where table_schema = 'public'`,
  )
  const real = new Set([...columns].map(named))
  const others = Object.entries(OTHER_REFERENCES).flatMap(([table, ones]) =>
    Object.keys(ones).map((column) => `${table}.${column}`),
  )
  expect(others.filter((one) => !real.has(one))).toEqual([])
  const tables = PERSON_TABLES.map(({ table }) => getTableConfig(table).name)
  expect(new Set(tables).size).toBe(tables.length)
  for (const { table, copy, erase } of PERSON_TABLES) {
    const keys = Object.keys(table)
    const named = ['none' in copy ? [] : copy.columns, typeof erase === 'object' ? Object.keys(erase.blank) : []].flat()
    expect(named.filter((key) => !keys.includes(key))).toEqual([])
    expect(table).toBeInstanceOf(PgTable)
  }
})

test('what goes with something else has the foreign key that takes it along', async () => {
  const cascades = await home.db.execute<{ name: string }>(sql`
    select c.table_name as name from information_schema.table_constraints c
    join information_schema.referential_constraints r using (constraint_schema, constraint_name)
    where r.delete_rule = 'CASCADE' and c.table_schema = 'public'`)
  const taken = new Set([...cascades].map(({ name }) => name))
  const wanted = PERSON_TABLES.filter((rule) => rule.erase === 'with').map(({ table }) => getTableConfig(table).name)
  expect(wanted.length).toBeGreaterThan(15)
  expect(wanted.filter((name) => !taken.has(name))).toEqual([])
})
