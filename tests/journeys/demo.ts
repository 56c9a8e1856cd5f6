import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Fills an empty database with the demo, by the command that people use. Takes some seconds. */
export async function seedDemo(databaseUrl: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['build/seed.js', '--size', 'demo', '--seed', '1'], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: databaseUrl },
  })
}
