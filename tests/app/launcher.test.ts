import { execFile, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { hasSeedMark, markSeed, unmarkSeed } from '#db/seed/seed-mark.ts'
import { aDatabase, serverUrl } from '#tests/setup/database.ts'

/** The launcher is plain JavaScript, since it runs before anything is installed. */
type Identity = { pid: number; startedAt: string }
type Launcher = {
  identityOf(pid: number): Identity
  lives(identity: Partial<Identity> | undefined): boolean
  stopProcess(identity: Identity, how: { graceMs: number }): Promise<'gone' | 'asked' | 'killed'>
  stopOrphans(run: { processes?: Record<string, Identity> }): Promise<string[]>
  alone<R>(file: string, how: { waits: () => void }, work: () => Promise<R>): Promise<R>
  stopLeftOver(data: string): Promise<void>
  freePort(remembered?: number): Promise<number>
  portFrom(wanted: number, host: string): Promise<number>
  barrierOnTheWay(target: string, uid: number): string | undefined
  seedWasCutOff(url: string): Promise<boolean>
  commandEnvironment(how: {
    env: Record<string, string | undefined>
    services: Record<string, string>
    sessionSecret: string
  }): Record<string, string | undefined>
  siteEnvironment(how: {
    env: Record<string, string | undefined>
    say: (line: string) => void
  }): Promise<{ env: Record<string, string | undefined>; origin: string; address: string }>
}
let launcher: Launcher
let folder: string

beforeAll(async () => {
  const parts = [
    'processes',
    'run-file',
    'postgres',
    'postgres-owner',
    'ports',
    'settings',
    'prepare-data',
    'alone',
  ].map((name) => import(/* @vite-ignore */ new URL(`../../bin/launch/${name}.mjs`, import.meta.url).href))
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

test('what one process does alone, another waits for; a lock whose process was killed is none', async () => {
  const file = join(folder, 'turn.lock')
  const code = `
    const { alone } = await import(${JSON.stringify(new URL('../../bin/launch/alone.mjs', import.meta.url).href)})
    await alone(${JSON.stringify(file)}, { waits: () => {} }, async () => { console.log('in'); await new Promise((end) => setTimeout(end, 60_000)) })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  let waited = 0
  const ended: string[] = []
  const turn = launcher.alone(file, { waits: () => waited++ }, async () => ended.push('turn'))
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect([waited, ended]).toEqual([1, []])
  child.kill('SIGKILL')
  await turn
  expect([ended, existsSync(file)]).toEqual([['turn'], false])
})

describe('whether a start is the demo', () => {
  const environmentOf = (mode: string | undefined) =>
    launcher.commandEnvironment({ env: { INSTROOM_MODE: mode }, services: {}, sessionSecret: 'x' })

  test.each([undefined, '', 'demo'])('%s is', (mode) => {
    expect(environmentOf(mode)).toMatchObject({ INSTROOM_MODE: 'demo', DEMO: '1' })
  })

  test('production is not', () => {
    expect(environmentOf('production')).toMatchObject({ INSTROOM_MODE: 'production', DEMO: '' })
  })

  test.each(['Production', 'prod', 'production ', 'live'])('%j ends the start, and every command', async (mode) => {
    expect(() => environmentOf(mode)).toThrow(`INSTROOM_MODE is '${mode}'`)
    const command = await promisify(execFile)(process.execPath, ['bin/run.mjs', 'migrate'], {
      env: { ...process.env, INSTROOM_MODE: mode },
    }).catch((error: { code: number; stderr: string }) => error)
    expect(command).toMatchObject({ code: 1, stderr: expect.stringContaining(`INSTROOM_MODE is '${mode}'`) })
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

/** Listens on a port that was free a moment ago. */
async function taken<T>(host: string, act: (port: number) => Promise<T>): Promise<T> {
  const server = createServer().listen(0, host)
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
  try {
    return await act((server.address() as AddressInfo).port)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'))

describe('the port of the site', () => {
  test.each(['127.0.0.1', '0.0.0.0', ...(hasIpv6 ? ['::1', '::'] : [])])(
    'one that a stranger has on %s is passed over, since the browser is sent to localhost',
    (host) => taken(host, async (port) => expect(await launcher.portFrom(port, '127.0.0.1')).toBeGreaterThan(port)),
  )

  test('a free one is taken as it is wanted', async () => {
    const port = await launcher.freePort()
    const said: string[] = []
    const { origin, env } = await launcher.siteEnvironment({
      env: { PORT: String(port), PUBLIC_ORIGIN: '' },
      say: (line) => said.push(line),
    })
    expect([origin, env['PORT'], env['PUBLIC_ORIGIN'], said]).toEqual([
      `http://localhost:${port}`,
      String(port),
      `http://localhost:${port}`,
      [],
    ])
  })

  test('taken, and without PUBLIC_ORIGIN: the next one, and that is said', () =>
    taken('127.0.0.1', async (port) => {
      const said: string[] = []
      const env = { PORT: String(port) }
      const site = await launcher.siteEnvironment({ env, say: (line) => said.push(line) })
      expect(site.origin).not.toBe(`http://localhost:${port}`)
      expect(said.join()).toMatch(`Port ${port} is taken, so the site is on`)
    }))

  test('taken, while PUBLIC_ORIGIN promises it: the start ends', () =>
    taken('127.0.0.1', async (port) => {
      const env = { PORT: String(port), PUBLIC_ORIGIN: `http://localhost:${port}` }
      await expect(launcher.siteEnvironment({ env, say: () => {} })).rejects.toThrow(
        `Port ${port} is taken, while PUBLIC_ORIGIN says that people come to http://localhost:${port}`,
      )
    }))
})

test('a seed is marked while it runs; the launcher and the next seed see the mark', async () => {
  const { url, close } = await aDatabase()
  const { sql, close: hangUp } = openDatabase(url, { max: 1 })
  try {
    expect(await launcher.seedWasCutOff(url)).toBe(false)
    await markSeed(sql)
    expect([await launcher.seedWasCutOff(url), await hasSeedMark(sql)]).toEqual([true, true])
    const again = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/seed.ts', '--if-empty'], {
      env: { ...process.env, DATABASE_URL: url },
    }).catch((error: { code: number; stderr: string }) => error)
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('cut off half way') })
    await unmarkSeed(sql)
    expect([await launcher.seedWasCutOff(url), await hasSeedMark(sql)]).toEqual([false, false])
  } finally {
    await hangUp()
    await close()
  }
})

test('a database that nobody migrated yet has no mark', async () => {
  expect(await launcher.seedWasCutOff(serverUrl())).toBe(false)
})

test('a closed folder on the way to the data is found', () => {
  const closed = join(folder, 'closed')
  mkdirSync(join(closed, 'deeper'), { recursive: true })
  chmodSync(folder, 0o711)
  chmodSync(closed, 0o700)
  expect(launcher.barrierOnTheWay(join(closed, 'deeper'), 65_534)).toBe(closed)
  expect(launcher.barrierOnTheWay(join(closed, 'deeper'), process.getuid?.() ?? 0)).toBeUndefined()
})
