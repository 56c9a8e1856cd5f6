import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { makeFolder } from './folders.mjs'
import { freePort } from './ports.mjs'
import { identityOf, programOnPath, stopProcess } from './processes.mjs'

/**
 * Starts a Meilisearch of our own when the program is on PATH. It holds nothing that Postgres does not: a database that
 * this version cannot read (after an upgrade) is thrown away and filled again.
 *
 * @param {object} how
 * @param {string} how.folder `<folder>/meilisearch` holds the data
 * @param {string} how.key the master key
 * @param {number} [how.port] the remembered one
 * @param {import('./keeper.mjs').Keeper} how.keeper
 * @param {(line: string) => void} how.say
 * @returns {Promise<{ url: string, port: number, fresh: boolean } | undefined>}
 *   undefined when the program is not there or does not start; `fresh` says that it starts empty
 */
export async function startMeilisearch({ folder, key, port: remembered, keeper, say }) {
  const program = programOnPath('meilisearch')
  if (!program) return undefined
  const home = makeFolder(path.join(folder, 'meilisearch'))
  const data = path.join(home, 'data')
  const logFile = path.join(folder, 'meilisearch.log')
  let fresh = !fs.existsSync(data)
  for (let attempt = 1; attempt <= 2; attempt++) {
    keeper.assertGoing()
    const port = await freePort(attempt === 1 ? remembered : undefined)
    const log = fs.openSync(logFile, 'w', 0o600)
    keeper.assertGoing()
    const child = spawn(
      program,
      [
        '--http-addr',
        `127.0.0.1:${port}`,
        '--db-path',
        data,
        '--no-analytics',
        '--env',
        'production',
        '--log-level',
        'INFO',
        // With the usual two thirds of all memory every small write takes four times as long as with 256 MiB (measured on 1.50.0).
        // Twice that is given here, for large batches, and was not measured.
        '--max-indexing-memory',
        '512MiB',
      ],
      {
        cwd: home, // dumps and snapshots go beside the data
        detached: true,
        stdio: ['ignore', log, log],
        env: { ...process.env, MEILI_MASTER_KEY: key },
      },
    )
    fs.closeSync(log)
    child.on('error', () => undefined)
    if (!child.pid) return undefined
    const identity = identityOf(child.pid)
    keeper.keep('meilisearch', identity, (force) => stopProcess(identity, { graceMs: force ? 500 : 1000 }))
    const url = `http://127.0.0.1:${port}`
    for (
      const end = Date.now() + 20_000;
      Date.now() < end && child.exitCode === null && !child.signalCode;
      await wait(50)
    )
      if (await isHealthy(url)) return { url, port, fresh }
    keeper.assertGoing()
    await stopProcess(identity, { graceMs: 1000 })
    fs.rmSync(data, { recursive: true, force: true })
    fresh = true
  }
  say(`${program} did not start (see ${logFile}).`)
  return undefined
}

/** @param {string} url @returns {Promise<boolean>} true only for Meilisearch's own answer */
async function isHealthy(url) {
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(1000) })
    return answer.ok && (await answer.json()).status === 'available'
  } catch {
    return false
  }
}
