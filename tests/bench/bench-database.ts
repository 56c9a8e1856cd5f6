import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import postgres from 'postgres'
import { migrate } from '#db/migrate.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** The folder of the project: where `build/` is. */
export const rootFolder = ROOT

/**
 * A database of its own on the given server, migrated and seeded, so that a benchmark never touches anybody's data.
 * @param serverUrl any database on a server where we may create one
 * @param size of the seed; seed number 1, always
 * @returns its address, and `drop()`
 */
export async function benchDatabase(serverUrl: string, size: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
  await migrate(url)
  console.log(`Seeding ${size}, seed 1 ...`)
  await program(['--import', 'tsx', 'bin/seed.ts', '--size', size, '--seed', '1'], { DATABASE_URL: url })
  return {
    url,
    async drop() {
      await admin.unsafe(`drop database if exists ${name} with (force)`)
      await admin.end({ timeout: 5 })
    },
  }
}

/** Runs node with these arguments and waits. @throws Error when it fails */
export async function program(args: string[], env: Record<string, string> = {}): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}`)
}

/** The value below which a share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** A table for people. */
export function printTable(head: string[], rows: (string | number)[][]): void {
  const cells = [
    head,
    ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? String(Math.round(cell * 10) / 10) : cell))),
  ]
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  for (const row of cells)
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
}
