import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** The launcher is plain JavaScript, since it runs before anything is installed. */
type Identity = { pid: number; startedAt: string }
type Launcher = {
  identityOf(pid: number): Identity
  lives(identity: Partial<Identity> | undefined): boolean
  stopProcess(identity: Identity, how: { graceMs: number }): Promise<'gone' | 'asked' | 'killed'>
  stopOrphans(run: { processes?: Record<string, Identity> }): Promise<string[]>
  stopLeftOver(data: string): Promise<void>
  freePort(remembered?: number): Promise<number>
  barrierOnTheWay(target: string, uid: number): string | undefined
}
let launcher: Launcher
let folder: string

beforeAll(async () => {
  const parts = ['processes', 'run-file', 'postgres', 'postgres-owner', 'ports'].map(
    (name) => import(/* @vite-ignore */ new URL(`../../bin/launch/${name}.mjs`, import.meta.url).href),
  )
  launcher = Object.assign({}, ...(await Promise.all(parts)))
  folder = mkdtempSync(join(tmpdir(), 'launcher-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A process that lives for a minute, and on request does not mind SIGTERM. */
async function aProcess({ stubborn = false, word = '' } = {}): Promise<Identity> {
  const code = `${stubborn ? "process.on('SIGTERM', () => {});" : ''} setTimeout(() => {}, 60_000); console.log('up')`
  const child = spawn(process.execPath, ['-e', code, word], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return launcher.identityOf(child.pid ?? 0)
}

describe('what a killed start leaves behind', () => {
  test('a living process is stopped, one that ended is no trouble, and a pid that is somebody else’s is left alone', async () => {
    const orphan = await aProcess()
    const ended = await aProcess()
    await launcher.stopProcess(ended, { graceMs: 2000 })
    const stranger = await aProcess()
    const old = { ...stranger, startedAt: 'another time' }
    expect(await launcher.stopOrphans({ processes: { web: orphan, workers: ended, redis: old } })).toEqual(['web'])
    expect(launcher.lives(orphan)).toBe(false)
    expect(launcher.lives(stranger)).toBe(true)
    await launcher.stopProcess(stranger, { graceMs: 2000 })
  })

  test('who does not listen to SIGTERM is killed', async () => {
    expect(await launcher.stopProcess(await aProcess({ stubborn: true }), { graceMs: 200 })).toBe('killed')
  })

  test('a pid file of Postgres that names a stranger is thrown away and the stranger lives', async () => {
    const stranger = await aProcess()
    const data = join(folder, 'postgres')
    mkdirSync(data)
    writeFileSync(join(data, 'postmaster.pid'), `${stranger.pid}\n${data}\n`)
    await launcher.stopLeftOver(data)
    expect(launcher.lives(stranger)).toBe(true)
    await launcher.stopProcess(stranger, { graceMs: 2000 })
  })

  test('one that names our own Postgres stops it', async () => {
    const data = join(folder, 'postgres-of-ours')
    mkdirSync(data)
    const ours = await aProcess({ word: data })
    writeFileSync(join(data, 'postmaster.pid'), `${ours.pid}\n${data}\n`)
    await launcher.stopLeftOver(data)
    expect(launcher.lives(ours)).toBe(false)
  })
})

test('a remembered port is kept while it is free', async () => {
  const port = await launcher.freePort()
  expect(await launcher.freePort(port)).toBe(port)
  const server = createServer().listen(port, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  expect(await launcher.freePort(port)).not.toBe(port)
  await new Promise((resolve) => server.close(resolve))
})

test('a closed folder on the way to the data is found', () => {
  const closed = join(folder, 'closed')
  mkdirSync(join(closed, 'deeper'), { recursive: true })
  chmodSync(folder, 0o711)
  chmodSync(closed, 0o700)
  expect(launcher.barrierOnTheWay(join(closed, 'deeper'), 65_534)).toBe(closed)
  expect(launcher.barrierOnTheWay(join(closed, 'deeper'), process.getuid?.() ?? 0)).toBeUndefined()
})
