import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MeiliSettings } from '#server/search/port.ts'
import { freePort, until } from '#tests/workers/services.ts'

const MEILISEARCH = 'meilisearch'
const KEY = 'only-for-these-tests-0123456789'

/** A disk of memory that only the server sees, in MB, of which a part is taken from the start and can be given back. */
export type SmallDisk = { size: number; taken: number }

/** Runs a program in a namespace of its own, where it may mount. */
const APART = { program: 'unshare', flags: ['-r', '-m', 'sh', '-c'] } as const
const MOUNTED = 'mount -t tmpfs -o "size=$1m" none "$0"'

/** Whether this machine lets a program have a small disk of its own (a mount in its own namespace); then a full disk can be had without rights. */
export function hasSmallDisk(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'instroom-disk-'))
  const tried = spawnSync(APART.program, [...APART.flags, MOUNTED, folder, '1'])
  rmSync(folder, { recursive: true, force: true })
  return tried.status === 0
}

/**
 * A Meilisearch of one test: with flags of its own, killed in the middle of its work, on a disk that is soon full, or writing its log as
 * `npm start` and compose have it (production, INFO).
 *
 * @returns `start` and `kill` as often as needed (a small disk does not outlive a kill), `giveBack` the taken part of the disk
 */
export async function aMeiliProcess(given: { flags?: string[]; disk?: SmallDisk; isLogged?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'instroom-meili-'))
  const address = `127.0.0.1:${await freePort()}`
  const settings: MeiliSettings = { url: `http://${address}`, key: KEY, prefix: '' }
  const { disk } = given
  const logFile = join(folder, 'log')
  const logging = given.isLogged ? ['--env', 'production', '--log-level', 'INFO'] : ['--log-level', 'ERROR']
  const args = ['--http-addr', address, '--no-analytics', ...logging, '--max-indexing-memory', '512MiB']
  for (const one of ['db', 'dump', 'snapshot'])
    args.push(one === 'db' ? '--db-path' : `--${one}-dir`, join(folder, one))
  args.push(...(given.flags ?? []))
  let child: ChildProcess | null = null
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child
    child = null
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await gone
  }
  const withUs = () => child?.kill('SIGKILL')
  process.once('exit', withUs)
  return {
    settings,
    async start(): Promise<void> {
      const env = { ...process.env, MEILI_MASTER_KEY: KEY }
      // Each program becomes the next, so the child is the server itself.
      const script = `${MOUNTED} && head -c "$2M" /dev/zero > "$0/taken" && shift 2 && exec ${MEILISEARCH} "$@"`
      const [program, words] = disk
        ? [APART.program, [...APART.flags, script, folder, String(disk.size), String(disk.taken), ...args]]
        : [MEILISEARCH, args]
      const log = disk ? ('ignore' as const) : openSync(logFile, 'a')
      child = spawn(program, words, { stdio: ['ignore', log, log], cwd: tmpdir(), env })
      if (typeof log === 'number') closeSync(log)
      const answers = async () => (await fetch(`${settings.url}/health`).catch(() => null))?.ok === true
      await until('Meilisearch answers', answers, 30_000)
    },
    /** What it wrote, since its first start. */
    log: () => readFileSync(logFile, 'utf8'),
    kill: () => end('SIGKILL'),
    /** It takes connections and answers nothing, until it goes on. */
    hang: () => void child?.kill('SIGSTOP'),
    goOn: () => void child?.kill('SIGCONT'),
    giveBack: () => rmSync(`/proc/${child?.pid}/root${join(folder, 'taken')}`),
    /** Room on the small disk now, in MB. */
    room(): number {
      const { bavail, bsize } = statfsSync(`/proc/${child?.pid}/root${folder}`)
      return (bavail * bsize) / 1_048_576
    },
    async close(): Promise<void> {
      child?.kill('SIGCONT')
      await end('SIGTERM')
      process.off('exit', withUs)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
