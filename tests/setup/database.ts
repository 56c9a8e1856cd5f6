import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { type Db, openDatabase } from '#db/client.ts'

export const TEMPLATE = 'instroom_template'

/**
 * The address of the test server, of its maintenance database or of another one.
 * @throws Error when the tests were not started by `npm test`
 */
export function serverUrl(database?: string): string {
  const given = process.env['TEST_DATABASE_URL']
  if (!given) throw new Error('TEST_DATABASE_URL is not set: start the tests with `npm test -- <path>`.')
  const url = new URL(given)
  if (database !== undefined) url.pathname = `/${database}`
  return url.href
}

/** Runs one statement on the server, outside any test database. */
async function onServer(statement: string): Promise<void> {
  const server = postgres(serverUrl(), { max: 1, onnotice: () => {} })
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        await server.unsafe(statement)
        return
      } catch (error) {
        // 55006: somebody looks at the template just now.
        if ((error as { code?: string }).code !== '55006' || attempt === 20) throw error
        await wait(100)
      }
    }
  } finally {
    await server.end({ timeout: 5 })
  }
}

/**
 * An empty, migrated database for one test file.
 * @returns its address, an open `db`, and `close()`, which ends every connection and drops it
 */
export async function aDatabase(): Promise<{ url: string; db: Db; close(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(`create database ${name} template ${TEMPLATE} strategy file_copy`)
  const url = serverUrl(name)
  const open = openDatabase(url, { max: 4 })
  return {
    url,
    db: open.db,
    async close() {
      await open.close()
      await onServer(`drop database if exists ${name} with (force)`)
    },
  }
}
