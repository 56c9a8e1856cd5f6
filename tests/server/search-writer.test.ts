import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { writeUntilSame } from '#server/search/write-until-same.ts'
import { type Home, ownDatabase, until } from '#tests/workers/services.ts'

/** One writer an index over all processes, and a document that is sent again when its row changed meanwhile (reliability.md, P8). */
let home: Home
beforeAll(async () => {
  home = await ownDatabase()
})
afterAll(() => home.close())

/** The module as another process has it: it knows nothing of who waits here. */
async function anotherProcess(): Promise<typeof import('#server/search/writer.ts')> {
  vi.resetModules()
  return import('#server/search/writer.ts')
}

test('who writes an index in one process makes another process wait, and nobody who writes the other index', async () => {
  const [one, two] = [await anotherProcess(), await anotherProcess()]
  const done: string[] = []
  let end = () => {}
  let isWriting = false
  const first = one.underWriterLock(home.db, 'positions', async () => {
    isWriting = true
    await new Promise<void>((resolve) => {
      end = resolve
    })
    done.push('first')
  })
  await until('the first writes', () => isWriting)
  const second = two.underWriterLock(home.db, 'positions', async () => void done.push('second'))
  await two.underWriterLock(home.db, 'newcomers', async () => void done.push('newcomers'))
  await until('the second waits', async () => {
    const [row] = await home.sql`select count(*)::int as n from pg_locks
      where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`
    return Number(row?.['n']) > 0
  })
  expect(done).toEqual(['newcomers'])
  end()
  await Promise.all([first, second])
  expect(done).toEqual(['newcomers', 'first', 'second'])
})

test('nobody builds while another process builds', async () => {
  const [one, two] = [await anotherProcess(), await anotherProcess()]
  const inner = await one.underBuildLock(home.db, () => two.underBuildLock(home.db, async () => 'also'))
  expect(inner).toBeNull()
  expect(await two.underBuildLock(home.db, async () => 'after')).toBe('after')
})

/** An index that keeps the last document sent, as Meilisearch does; `meanwhile` happens to the rows while it works. */
function lastSent(rows: Map<string, string>, meanwhile: (round: number) => void) {
  const stored = new Map([['gone', 'old']])
  let round = 0
  return {
    stored,
    rounds: () => round,
    read: async () => [...rows].map(([id, title]) => ({ id, title })),
    index: {
      put: async (documents: { id: string; title: string }[]) => {
        meanwhile(++round)
        for (const { id, title } of documents) stored.set(id, title)
      },
      drop: async (ids: string[]) => {
        for (const id of ids) stored.delete(id)
      },
    },
  }
}

test('what changed while it was sent is sent again, also what went or came; what is gone is dropped', async () => {
  const rows = new Map([
    ['a', '1'],
    ['b', '1'],
  ])
  const { stored, rounds, read, index } = lastSent(rows, (round) => {
    if (round === 1) rows.set('a', '2').delete('b')
    if (round === 2) rows.set('c', '1')
  })
  await writeUntilSame(['a', 'b', 'c', 'gone'], read, index)
  expect([...stored]).toEqual([...rows])
  expect(rounds()).toBe(3)
})

test('a row that changes faster than it can be sent is left to its next event', async () => {
  const rows = new Map([['a', '0']])
  const { rounds, read, index } = lastSent(rows, (round) => rows.set('a', String(round)))
  await writeUntilSame(['a'], read, index)
  expect(rounds()).toBe(5)
})

test('a document that is refused fails the write, after what goes is gone', async () => {
  const { stored, read, index } = lastSent(new Map([['a', '1']]), () => {
    throw new Error('refused')
  })
  await expect(writeUntilSame(['a', 'gone'], read, index)).rejects.toThrow('refused')
  expect([...stored]).toEqual([])
})
