import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { expect, test } from 'vitest'
import config from '#db/drizzle.config.ts'

const folder = join(process.cwd(), 'db/migrations')
const read = (path: string) => JSON.parse(readFileSync(join(folder, 'meta', path), 'utf8'))
type Snapshot = Parameters<typeof generateMigration>[0]
const { entries } = read('_journal.json') as { entries: { idx: number; tag: string; when: number }[] }
const snapshots = entries.map(({ idx }): Snapshot => read(`${String(idx).padStart(4, '0')}_snapshot.json`))

test('the schema of the code is the one that the migrations make: `npm run db:generate` has nothing to add', async () => {
  const modules = import.meta.glob('../../db/schema/*.ts', { eager: true })
  expect(Object.keys(modules).length).toBeGreaterThan(15)
  const schema = Object.assign({}, ...Object.values(modules))
  const now = generateDrizzleJson(schema, undefined, undefined, config.casing)
  const last = snapshots.at(-1)
  if (!last) throw new Error('There is no migration.')
  expect(await generateMigration(last, now)).toEqual([])
  // What the migrations lack would be seen.
  const [missing = '', ...others] = Object.entries(last.tables).map(([name]) => name)
  const tables = Object.fromEntries(others.map((name) => [name, last.tables[name] as Snapshot['tables'][string]]))
  expect((await generateMigration({ ...last, tables }, now)).join('\n')).toContain(
    `CREATE TABLE "${missing.replace('public.', '')}"`,
  )
})

test('the migrations are one row: each follows the one before, and each has its file and no file stands beside them', () => {
  expect(entries.map(({ idx }) => idx)).toEqual(entries.map((_, at) => at))
  expect(entries.map(({ when }) => when)).toEqual(entries.map(({ when }) => when).sort((one, other) => one - other))
  expect(snapshots.slice(1).map(({ prevId }) => prevId)).toEqual(snapshots.slice(0, -1).map(({ id }) => id))
  const files = readdirSync(folder).filter((name) => name !== 'meta')
  expect(files.sort()).toEqual(entries.map(({ tag }) => `${tag}.sql`))
  expect(readdirSync(join(folder, 'meta')).length).toBe(entries.length + 1)
})
