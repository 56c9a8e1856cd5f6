import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { meiliOf } from '#server/search/choose.ts'
import { type Differences, differences, projectionMarks, rowVersions, sameMark } from '#server/search/differences.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import { searchNewcomers, searchPositions } from '#server/search/reads.ts'
import { printTable, quantile, rootFolder } from '#tests/bench/bench-database.ts'
import { UTRECHT } from './reference.ts'

/** A row that changes: any of these ids, as its number says. */
export type Changing = { positions: readonly string[]; newcomers: readonly string[] }

/**
 * One change as a command makes it: the row with its next version and the event, in one transaction. Titles, hours, and whether it can be found.
 *
 * @param random from 0 up to 1
 */
export async function changeSomething(db: Db, rows: Changing, random: () => number): Promise<void> {
  const list = random() < 0.5 ? 'positions' : 'newcomers'
  const id = rows[list][Math.floor(random() * rows[list].length)] as string
  const number = Math.floor(random() * 1_000)
  const isHidden = random() < 0.2
  await db.transaction(async (tx) => {
    if (list === 'positions') {
      const state = isHidden ? 'paused' : 'published'
      await tx.execute(
        sql`update positions set title = ${`Plek ${number}`}, state = ${state}, version = version + 1 where id = ${id}`,
      )
      await recordEvent(tx, 'position.updated', { positionId: id }, new Date())
    } else {
      const availability = isHidden ? 'withdrawn' : 'available'
      await tx.execute(
        sql`update newcomers set hours_max = ${8 + (number % 32)}, availability = ${availability}, version = version + 1 where id = ${id}`,
      )
      await recordEvent(tx, 'newcomer.updated', { newcomerId: id }, new Date())
    }
  })
}

/** What is not the same in the rows, in the projection and in Meilisearch; empty when the sets of `{id, version}` are equal. */
export async function unequal(db: Db, meili: MeiliSettings): Promise<Record<string, Differences>> {
  const found: Record<string, Differences> = {}
  for (const index of ['positions', 'newcomers'] as const) {
    const versions = await rowVersions(db, index)
    const projection = await projectionMarks(db, index)
    const copy = (await meiliOf(meili).marks(index)) ?? new Map()
    found[`${index}: rows and projection`] = differences(versions, projection, (one, mark) => one === mark.version)
    found[`${index}: projection and Meilisearch`] = differences(projection, copy, sameMark)
  }
  return Object.fromEntries(
    Object.entries(found).filter(([, { extra, missing, other }]) => extra.length + missing.length + other.length > 0),
  )
}

/** Waits until the sets are equal. @returns ms that it took; more than `within` when they are not */
export async function untilEqual(db: Db, meili: MeiliSettings, within: number): Promise<number> {
  const began = performance.now()
  for (;;) {
    const isEqual = await unequal(db, meili).then(
      (found) => Object.keys(found).length === 0,
      () => false,
    )
    const took = performance.now() - began
    if (isEqual || took > within) return took
    await wait(200)
  }
}

/**
 * Begins `run` so many times a second, whether or not earlier ones have come back: what is slow is not asked less for it.
 *
 * @returns `stop()`, which waits for what is under way and gives how many ran, how long each took in ms, and the names of what failed
 */
export function steadily(perSecond: number, run: (at: number) => Promise<void>) {
  const done = { times: [] as number[], failed: [] as string[] }
  const running = new Set<Promise<void>>()
  const began = performance.now()
  let isOver = false
  let at = 0
  const one = async (mine: number): Promise<void> => {
    const from = performance.now()
    await run(mine).catch((error: unknown) => {
      done.failed.push(error instanceof Error ? `${error.name} ${error.message}`.slice(0, 200) : 'unknown')
    })
    done.times.push(performance.now() - from)
  }
  const loop = (async () => {
    while (!isOver) {
      for (; at < ((performance.now() - began) / 1_000) * perSecond; at++) {
        const mine = one(at)
        running.add(mine)
        void mine.then(() => running.delete(mine))
      }
      await wait(5)
    }
  })()
  return {
    async stop() {
      isOver = true
      await loop
      await Promise.all(running)
      const seconds = (performance.now() - began) / 1_000
      return { ...done, perSecond: done.times.length / seconds }
    },
  }
}

const siteEnv = (databaseUrl: string, meili: MeiliSettings): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: 'test',
  LOG_LEVEL: 'error',
  DATABASE_URL: databaseUrl,
  MEILI_URL: meili.url,
  MEILI_KEY: meili.key,
  MEILI_PREFIX: meili.prefix,
})

/** `npm run rebuild -- --search` in a process of its own. @returns ms; @throws Error when it ends with another code than 0 */
export async function rebuildElsewhere(databaseUrl: string, meili: MeiliSettings): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/rebuild.ts', '--search'], {
    cwd: rootFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: siteEnv(databaseUrl, meili),
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`the rebuild ended with ${code}`)
  return performance.now() - began
}

/** What visitors saw: ms of each search, the names of errors, pages without a hit, and pages that Postgres gave. */
type Seen = { times: number[]; failed: string[]; perSecond: number; empty: number; elsewhere: number }

/**
 * Visitors and coaches who search so many times a second, until `stop()`. One search in ten is a page with every count, which asks as much as
 * sixteen others.
 */
export function visitors(db: Db, meili: MeiliSettings | null, perSecond: number): { stop(): Promise<Seen> } {
  const seen = { empty: 0, elsewhere: 0 }
  const searches = steadily(perSecond, async (at) => {
    const found =
      at % 2 === 0
        ? await searchPositions(db, meili, { q: at % 4 === 0 ? 'werken' : '', counted: at % 10 === 0 })
        : await searchNewcomers(db, meili, { municipality: UTRECHT, q: at % 4 === 1 ? 'kok' : '' })
    if (found.ids.length === 0) seen.empty++
    if (found.engine !== 'meilisearch') seen.elsewhere++
  })
  return { stop: async () => ({ ...(await searches.stop()), ...seen }) }
}

/** Fifty searches a second from a process of its own (`search-visitors.ts`), until `stop()`. */
export function visitorsElsewhere(databaseUrl: string, meili: MeiliSettings): { stop(): Promise<Seen> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/search-visitors.ts'], {
    cwd: rootFolder,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: siteEnv(databaseUrl, meili),
  })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  return {
    async stop() {
      const ended = once(child, 'close')
      child.stdin.end()
      await ended
      return JSON.parse(said) as Seen
    },
  }
}

/** What a drill or a benchmark found: one line each, with the bar it is held against where there is one. */
export function drillReport(name: string) {
  const lines: { what: string; found: number; unit: string; most: number | null }[] = []
  return {
    /** @param most the figure may be this at most; null = it is only told */
    add(what: string, found: number, unit: string, most: number | null = null): void {
      lines.push({ what, found: Math.round(found * 10) / 10, unit, most })
    },
    times(what: string, times: readonly number[], mostP95: number | null = null): void {
      for (const share of [0.5, 0.95, 0.99])
        this.add(`${what}, p${share * 100}`, quantile(times, share), 'ms', share === 0.95 ? mostP95 : null)
    },
    /** The lines that are over their bar. */
    missed: () => lines.filter(({ found, most }) => most !== null && !(found <= most)),
    /** A table for people and one line of JSON. */
    print(more: Record<string, unknown> = {}): void {
      printTable(
        [name, 'found', 'unit', 'bar', ''],
        lines.map(({ what, found, unit, most }) => {
          const held = found <= (most ?? Number.POSITIVE_INFINITY) ? 'held' : 'MISSED'
          return [what, found, unit, most ?? '', most === null ? '' : held]
        }),
      )
      const machine = { node: process.version, load: loadavg().map((one) => Math.round(one * 10) / 10) }
      console.log(JSON.stringify({ bench: name, ...machine, ...more, lines }))
    },
  }
}

/** The version that the server says it is. */
export async function meiliVersion({ url, key }: MeiliSettings): Promise<string> {
  const answer = await fetch(`${url}/version`, { headers: { authorization: `Bearer ${key}` } })
  const { pkgVersion } = (await answer.json()) as { pkgVersion?: string }
  return pkgVersion ?? 'unknown'
}
