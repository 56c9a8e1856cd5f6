import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts, rateLimits } from '#db/schema/accounts.ts'
import { keptAddress } from '#server/platform/addresses.ts'
import { NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, type RunningSite } from './edge-site.ts'

/**
 * Whether one can tell by the answer, or by waiting for it, if an address has an account. Pairs of one address that has and one that has not are asked right after
 * each other, by turns first, and counted is in how many of them the known one took longer. On any machine, however busy, that is half of them when both cost the
 * same: of 120 pairs fewer than 30 or more than 90 come once in some ten million runs. How small a difference shows depends on how quiet the machine is: one that
 * doubles the time always does, and the small ones are for `npm run bench:sign-in`, which asks a thousand of each and prints the times.
 */
const PAIRS = 120
const LEAST = 0.25

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db, { demo: false })
  await home.db.insert(accounts).values(
    Array.from({ length: PAIRS + 10 }, (_, n) => {
      const id = crypto.randomUUID()
      const kept = keptAddress(id, `bekend${n}@voorbeeld.example`)
      return { id, role: 'auditor' as const, displayName: 'Test', createdAt: NOW, ...kept }
    }),
  )
})
afterAll(async () => {
  await site.close()
  await home.close()
})

type Kind = 'bekend' | 'vreemd'
/** @returns milliseconds, and what an answer looks like without what is new in each */
async function ask(kind: Kind, n: number, more = async (): Promise<unknown> => undefined) {
  const began = performance.now()
  const answer = await site.post('/inloggen', { with: 'mail', email: `${kind}${n}@voorbeeld.example` })
  await more()
  const ms = performance.now() - began
  const { 'set-cookie': cookies = [], date: _date, ...headers } = answer.headers
  const kept = cookies.map((cookie) => [cookie.replace(/=[^;]+/, ''), cookie.length])
  return { ms, shape: JSON.stringify([answer.status, headers, answer.text, kept]) }
}

/** @param more what only the known ones do besides @returns the share of pairs in which the known one took longer, and the shapes of each */
async function measure(pairs: number, more?: () => Promise<unknown>) {
  const took: Record<Kind, number[]> = { bekend: [], vreemd: [] }
  const shapes: Record<Kind, Set<string>> = { bekend: new Set(), vreemd: new Set() }
  for (let n = 0; n < pairs + 10; n++) {
    if (n % 10 === 0) await home.db.delete(rateLimits)
    const kinds: Kind[] = n % 2 === 0 ? ['bekend', 'vreemd'] : ['vreemd', 'bekend']
    for (const kind of kinds) {
      const { ms, shape } = await ask(kind, n, kind === 'bekend' ? more : undefined)
      // The first ones open connections.
      if (n < 10) continue
      took[kind].push(ms)
      shapes[kind].add(shape)
    }
  }
  const longer = took.bekend.filter((ms, at) => ms > (took.vreemd[at] ?? 0)).length / pairs
  const median = (kind: Kind) => [...took[kind]].sort((a, b) => a - b)[Math.floor(pairs / 2)] ?? 0
  return { longer, shapes, medianMs: { known: median('bekend'), unknown: median('vreemd') } }
}

describe('an address with an account and one without', () => {
  test('get the same answer, and wait the same time for it', async () => {
    const { longer, shapes, medianMs } = await measure(PAIRS)
    console.log(`sign-in timing: ${JSON.stringify({ pairs: PAIRS, knownTookLonger: longer, medianMs })}`)
    expect(shapes.bekend.size).toBe(1)
    expect([...shapes.vreemd]).toEqual([...shapes.bekend])
    expect(longer).toBeGreaterThan(LEAST)
    expect(longer).toBeLessThan(1 - LEAST)
    // Half of them have an account, and were mailed.
    expect(site.mails).toHaveLength(PAIRS + 10)
  }, 120_000)

  test('and one that takes twice as long would be noticed', async () => {
    const { medianMs } = await measure(20)
    const { longer } = await measure(60, () => wait(Math.max(8, medianMs.unknown)))
    expect(longer).toBeGreaterThan(1 - LEAST)
  }, 120_000)
})
