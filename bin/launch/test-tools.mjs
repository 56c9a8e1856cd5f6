import fs from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { programOnPath, run } from './processes.mjs'

/** Where a Chromium or Chrome may be. @returns {string | undefined} */
export function chromiumPath() {
  const named = process.env.CHROMIUM_PATH
  if (named) return fs.existsSync(named) ? named : undefined
  return (
    programOnPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') ??
    [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ].find((file) => fs.existsSync(file))
  )
}

/**
 * Installs the browser and Redis where we may (root on Debian or its children); elsewhere says in one line what to install.
 * @param {{ say: (line: string) => void, signal: AbortSignal, browser: boolean }} how
 */
export async function installTestTools({ say, signal, browser }) {
  const missing = [
    ...(browser && !chromiumPath() ? ['chromium'] : []),
    ...(programOnPath('redis-server', 'valkey-server') || process.env.TEST_REDIS_URL ? [] : ['redis-server']),
  ]
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !programOnPath('apt-get')) {
    const how =
      process.platform === 'darwin'
        ? `brew install ${missing.join(' ').replace('redis-server', 'redis')}`
        : `apt-get install ${missing.join(' ')}`
    say(`Missing for a full test: ${missing.join(' and ')}. Install with for example: ${how}`)
    return
  }
  say(`Installing ${missing.join(' and ')} (apt-get) ...`)
  // RUNLEVEL=1: only the programs are wanted; the package must not start a service of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const quiet = /** @type {const} */ (['ignore', 'pipe', 'pipe'])
  const updated = await run('apt-get', ['update', '-qq'], { env, signal, stdio: [...quiet] })
  const installed = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    env,
    signal,
    stdio: [...quiet],
  })
  if (installed.code !== 0) say(`apt-get could not install them:\n${(updated.output + installed.output).slice(-1500)}`)
}

/**
 * Ends whatever a test run left behind (a browser, a site), known by the mark in its environment.
 * @param {string} mark the value of INSTROOM_TEST_RUN
 * @returns {Promise<string[]>} the command lines of what had to be ended
 */
export async function endLeftOvers(mark) {
  if (process.platform !== 'linux') return []
  const marked = () =>
    fs
      .readdirSync('/proc')
      .map(Number)
      .filter((pid) => {
        if (!pid || pid === process.pid) return false
        try {
          return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`INSTROOM_TEST_RUN=${mark}`)
        } catch {
          return false
        }
      })
  // Children of a process that has just ended need a moment to follow it.
  for (const end = Date.now() + 1500; Date.now() < end && marked().length > 0; ) await wait(100)
  return marked().flatMap((pid) => {
    try {
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 120)
      process.kill(pid, 'SIGKILL')
      return command ? [command] : []
    } catch {
      return []
    }
  })
}
