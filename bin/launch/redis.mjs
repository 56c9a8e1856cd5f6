import { spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { makeFolder } from './folders.mjs'
import { freePort } from './ports.mjs'
import { identityOf, programOnPath, stopProcess } from './processes.mjs'

/**
 * Starts a Redis of our own (or Valkey, which answers alike) when the program is on PATH.
 * Append-only and never evicting: BullMQ loses jobs on a Redis that makes room for itself.
 *
 * @param {object} how
 * @param {string} how.folder `<folder>/redis` holds the data
 * @param {string} how.password
 * @param {number} [how.port] the remembered one
 * @param {boolean} [how.fast] keep nothing on disk, for tests
 * @param {import('./keeper.mjs').Keeper} how.keeper
 * @returns {Promise<{ url: string, port: number, fresh: boolean } | undefined>}
 *   undefined when this machine has neither program; `fresh` says that it starts empty
 */
export async function startRedis({ folder, password, port: remembered, fast = false, keeper }) {
  const program = programOnPath('redis-server', 'valkey-server')
  if (!program) return undefined
  const data = makeFolder(path.join(folder, 'redis'))
  const fresh = fs.readdirSync(data).length === 0
  for (let attempt = 1; ; attempt++) {
    keeper.assertGoing()
    const port = await freePort(attempt === 1 ? remembered : undefined)
    const logFile = path.join(folder, 'redis.log')
    const log = fs.openSync(logFile, 'w', 0o600)
    keeper.assertGoing()
    const child = spawn(program, ['-'], { cwd: data, detached: true, stdio: ['pipe', log, log] })
    fs.closeSync(log)
    child.on('error', () => undefined)
    child.stdin?.on('error', () => undefined)
    if (!child.pid) return undefined
    // By standard input, since a command line with a password is readable for everybody on the machine.
    child.stdin?.end(
      [
        `port ${port}`,
        'bind 127.0.0.1',
        'daemonize no',
        `dir "${data}"`,
        'save ""',
        `appendonly ${fast ? 'no' : 'yes'}`,
        'maxmemory-policy noeviction',
        `requirepass ${password}`,
        '',
      ].join('\n'),
    )
    const identity = identityOf(child.pid)
    keeper.keep('redis', identity, (force) => stopProcess(identity, { graceMs: force ? 500 : 1000 }))
    for (
      const end = Date.now() + 20_000;
      Date.now() < end && child.exitCode === null && !child.signalCode;
      await wait(25)
    )
      if (await answers(port, password)) return { url: `redis://:${password}@127.0.0.1:${port}`, port, fresh }
    keeper.assertGoing()
    if (attempt === 3) throw new Error(`${program} did not start.\n${fs.readFileSync(logFile, 'utf8').slice(-2000)}`)
  }
}

/**
 * Whether a Redis answers here with our password.
 * @param {number} port @param {string} password
 * @returns {Promise<boolean>}
 */
function answers(port, password) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1', timeout: 500 })
    let heard = ''
    const end = (/** @type {boolean} */ answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`))
    socket.on('data', (part) => {
      heard += part
      if (heard.includes('+PONG')) end(true)
      else if (/^-/m.test(heard)) end(false)
    })
    socket.on('error', () => end(false))
    socket.on('timeout', () => end(false))
    socket.on('close', () => end(false))
  })
}
