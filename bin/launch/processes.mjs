import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * A process as we remember it. A pid alone is not enough: after a crash it may belong to somebody else.
 * @typedef {{ pid: number, startedAt: string }} Identity
 */

/**
 * When a living process started, as an opaque word that differs for the next owner of the same pid.
 * Empty when nothing (or only a zombie) has that pid.
 * @param {number} pid
 * @returns {string}
 */
function startOf(pid) {
  if (!Number.isInteger(pid) || pid <= 1) return ''
  if (process.platform === 'linux') {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // the name may hold spaces and brackets
      return fields[0] === 'Z' || fields[0] === 'X' ? '' : `ticks ${fields[19]}`
    } catch {
      return ''
    }
  }
  try {
    const [state, ...started] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/)
    return !state || state.startsWith('Z') ? '' : started.join(' ')
  } catch {
    return ''
  }
}

/** @param {number} pid @returns {Identity} */
export const identityOf = (pid) => ({ pid, startedAt: startOf(pid) })

/**
 * Whether exactly this process still lives.
 * @param {Partial<Identity> | undefined} identity
 */
export const lives = (identity) =>
  Boolean(identity?.pid && identity.startedAt && startOf(identity.pid) === identity.startedAt)

/**
 * The command line of a living process, for telling ours from a stranger's; empty when it cannot be known.
 * @param {number} pid
 */
export function commandOf(pid) {
  try {
    if (process.platform === 'linux') return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/**
 * The parent of a process, where the system tells it cheaply.
 * @param {number} pid
 */
export function parentOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalTo(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended by itself in the meantime: that is what we want.
  }
}

/**
 * Stops a process: asks, waits, then kills it and its group. Resolves when it is gone.
 * @param {Identity} identity
 * @param {{ signals?: NodeJS.Signals[], graceMs: number, group?: boolean }} how signals asked one after another, each with the same grace
 * @returns {Promise<'gone' | 'asked' | 'killed'>} how it went
 */
export async function stopProcess(identity, { signals = ['SIGTERM'], graceMs, group = true }) {
  if (!lives(identity)) return 'gone'
  for (const signal of signals) {
    signalTo(identity.pid, signal)
    for (const end = Date.now() + graceMs; Date.now() < end; await wait(40)) if (!lives(identity)) return 'asked'
  }
  if (group) signalTo(-identity.pid, 'SIGKILL')
  signalTo(identity.pid, 'SIGKILL')
  for (const end = Date.now() + 2000; Date.now() < end && lives(identity); ) await wait(20)
  return 'killed'
}

/**
 * Runs a command to its end. It gets its own process group, so that a stop ends it with everything that it started.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { onStart?: (identity: Identity) => void }} [options]
 *   `signal` stops it; `onStart` is told who runs
 * @returns {Promise<{ code: number, output: string }>} output only where stdio is piped
 */
export function run(command, args, { signal, onStart, ...options } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true, ...options })
    if (child.pid) onStart?.(identityOf(child.pid))
    const stop = () => child.pid && signalTo(-child.pid, 'SIGTERM')
    signal?.addEventListener('abort', stop, { once: true })
    let output = ''
    child.stdout?.on('data', (part) => (output += part))
    child.stderr?.on('data', (part) => (output += part))
    child.once('error', reject)
    child.once('close', (code) => {
      signal?.removeEventListener('abort', stop)
      resolve({ code: code ?? 1, output })
    })
  })
}

/**
 * The full path of a program on PATH, or undefined.
 * @param {...string} names the first that is found wins
 */
export function programOnPath(...names) {
  for (const name of names)
    for (const folder of (process.env.PATH ?? '').split(':')) {
      const file = `${folder || '.'}/${name}`
      try {
        fs.accessSync(file, fs.constants.X_OK)
        if (fs.statSync(file).isFile()) return file
      } catch {
        // Not in this folder.
      }
    }
  return undefined
}
