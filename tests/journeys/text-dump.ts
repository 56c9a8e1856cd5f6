import postgres from 'postgres'
import { canariesIn } from './cast.ts'

/** One row of a database as text. */
export type Dumped = { table: string; row: string }

const open = (url: string) => postgres(url, { max: 1, onnotice: () => {} })

/**
 * Every row of every table of every schema of a database, as text, read past every right: what a thief of the disk or of a backup has.
 *
 * @param url of a login that may read all
 */
export async function textDump(url: string): Promise<Dumped[]> {
  const sql = open(url)
  try {
    const tables = await sql<{ space: string; name: string }[]>`
      select table_schema as space, table_name as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1, 2`
    const rows: Dumped[] = []
    for (const { space, name } of tables)
      for (const { row } of await sql<{ row: string }[]>`select t::text as row from ${sql(space)}.${sql(name)} t`)
        rows.push({ table: space === 'public' ? name : `${space}.${name}`, row })
    return rows
  } finally {
    await sql.end()
  }
}

/** Puts the rows of a dump of the public tables into a migrated database in the place of what is there, as a restore by its owner does: no trigger runs, and references are asked at the end. */
export async function restoreDump(dump: readonly Dumped[], url: string): Promise<number> {
  const sql = open(url)
  let count = 0
  try {
    await sql.begin(async (tx) => {
      const tables = [...new Set(dump.map(({ table }) => table))].filter((table) => !table.includes('.'))
      // As a restore of the owner does it: first the rows, then what holds them together.
      const keys = await tx<{ table: string; name: string; text: string }[]>`
        select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as text
        from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`
      for (const { table, name } of keys) await tx.unsafe(`alter table ${table} drop constraint ${name}`)
      for (const table of tables) await tx.unsafe(`alter table "${table}" disable trigger user`)
      for (const table of tables) {
        const columns = await tx<{ name: string; counts: boolean }[]>`
          select column_name as name, is_identity = 'YES' or coalesce(column_default, '') like 'nextval%' as counts from information_schema.columns
          where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`
        const names = columns.map(({ name }) => `"${name}"`)
        const rows = dump.filter((one) => one.table === table).map(({ row }) => row)
        await tx.unsafe(`delete from "${table}"`)
        await tx.unsafe(
          `insert into "${table}" (${names}) overriding system value
           select ${names.map((name) => `(r.it).${name}`)} from (select it::"${table}" as it from unnest($1::text[]) it) r`,
          [rows],
        )
        for (const { name } of columns.filter((one) => one.counts))
          await tx.unsafe(
            `select setval(pg_get_serial_sequence('${table}', '${name}'), coalesce(max("${name}"), 0) + 1, false) from "${table}"`,
          )
        count += rows.length
      }
      for (const table of tables) await tx.unsafe(`alter table "${table}" enable trigger user`)
      for (const { table, name, text } of keys) await tx.unsafe(`alter table ${table} add constraint ${name} ${text}`)
    })
  } finally {
    await sql.end()
  }
  return count
}

/** Which tables hold one of these marks in a text or as bytes, with the marks. */
export function tablesWith(dump: readonly Dumped[], marks: readonly string[]): Record<string, string[]> {
  const found = new Map<string, Set<string>>()
  for (const { table, row } of dump)
    for (const mark of marksIn(row, marks)) found.set(table, (found.get(table) ?? new Set()).add(mark))
  return Object.fromEntries([...found].map(([table, its]) => [table, [...its].sort()]))
}

/** Marks that a text holds: as they are, in an address, in hexadecimal (bytes of Postgres) or in base64. */
export function marksIn(text: string, marks: readonly string[]): string[] {
  const plain = text.toLowerCase()
  const joined = plain.replace(/[\s()-]/g, '')
  const forms = (mark: string) => [mark, encodeURIComponent(mark), Buffer.from(mark).toString('hex')]
  const packed = (mark: string) => Buffer.from(mark).toString('base64').replace(/=+$/, '').slice(0, -1)
  return marks.filter(
    (mark) => forms(mark).some((form) => plain.includes(form) || joined.includes(form)) || text.includes(packed(mark)),
  )
}

/** Marks of the newcomer in what they and their coach wrote: text that is not a name. Each is in no other word of ours. */
export const OWN_WORDS = {
  needs: 'rustigaardwens',
  education: 'zeldzaamkunde',
  mentor: 'mentorgrietje',
  goal: 'leerdoelzwaluw',
  note: 'gesprekspruttel',
} as const
/** Marks of people at work and of who reports: they stay when the newcomer goes, and stand in no log, queue or event. */
export const OTHERS = {
  coachName: 'tjebbolina',
  coachMail: 'tjebbolina.coach@stafkanarie.example',
  employerName: 'wubbegine',
  employerMail: 'wubbegine.baas@stafkanarie.example',
  supervisor: 'begeleidster-ommetje',
  report: 'meldingkwetter',
  reporter: 'melder@meldkanarie.example',
} as const

/** Everything of the newcomer: names, ways to reach them, and what is told about them. */
export const newcomerMarks = (text: string): string[] => [
  ...canariesIn(text),
  ...marksIn(text, Object.values(OWN_WORDS)),
]
/** Everything of everybody. */
export const anyMarks = (text: string): string[] => [...newcomerMarks(text), ...marksIn(text, Object.values(OTHERS))]
