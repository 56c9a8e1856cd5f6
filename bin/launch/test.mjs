import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildWhenNeeded } from './build.mjs'
import { ROOT, readState } from './folders.mjs'
import { installWhenNeeded } from './install.mjs'
import { createKeeper } from './keeper.mjs'
import { programOnPath, run } from './processes.mjs'
import { startServices } from './services.mjs'
import { chromiumPath, endLeftOvers, installTestTools } from './test-tools.mjs'

/** The kinds of test, in the order in which they run, and what each needs. */
const KINDS = {
  rules: {},
  laws: {},
  server: { services: true },
  workers: { services: true, build: true },
  app: { services: true, build: true },
  journeys: { services: true, build: true, browser: true },
}

const say = (/** @type {string} */ line) => console.log(line)

/**
 * `npm test [-- [--only rules,server] [path ...] [vitest options]]`: real services in a folder that is thrown away, then everything.
 * @param {string[]} args
 * @returns {Promise<number>} the exit code; the last line printed is `N passed, N failed, N skipped`
 */
export async function test(args) {
  const { kinds, rest } = choose(args)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'instroom-test-'))
  fs.chmodSync(folder, 0o711)
  const mark = randomUUID()
  let code = 130
  const keeper = createKeeper({ say, exit: () => process.exit(130) })
  keeper.onStop(async () => fs.rmSync(folder, { recursive: true, force: true }))
  keeper.listen()
  let summary = '0 passed, 1 failed, 0 skipped'
  try {
    const needs = (/** @type {'services' | 'build' | 'browser'} */ what) => kinds.some((kind) => what in KINDS[kind])
    await installWhenNeeded({ say, signal: keeper.signal })
    if (needs('services')) await installTestTools({ say, signal: keeper.signal, browser: needs('browser') })
    const chromium = chromiumPath()
    /** @type {string[]} */
    const skipped = []
    const running = kinds.filter((kind) => {
      const blind = 'browser' in KINDS[kind] && !chromium
      if (blind) skipped.push(`${kind} (there is no Chromium: install it or set CHROMIUM_PATH)`)
      return !blind
    })
    /** @type {Record<string, string>} */
    let env = {}
    if (running.some((kind) => 'services' in KINDS[kind])) {
      const [services] = await Promise.all([
        // Addresses in the environment are somebody's real data: tests only use what TEST_ names. In a Meilisearch they only make, and then
        // remove, indexes and keys under a random name, so there a MEILI_URL does as well.
        startServices({ folder, env: testAddresses(), fast: true, keeper, say }),
        needs('build') ? buildWhenNeeded({ say, signal: keeper.signal }) : undefined,
      ])
      for (const line of services.lines) say(line)
      env = testNames(services.env, process.env.TEST_DATABASE_URL)
      if (!env.TEST_REDIS_URL) skipped.push('what runs on Redis (no redis-server, valkey-server or TEST_REDIS_URL)')
      if (!env.TEST_MEILI_URL)
        skipped.push('what runs on Meilisearch (no meilisearch on PATH, no TEST_MEILI_URL or MEILI_URL)')
      else if (!programOnPath('meilisearch'))
        skipped.push('what kills, starves or floods a Meilisearch and reads its log (no meilisearch on PATH)')
    }
    keeper.assertGoing()
    const report = path.join(folder, 'report.json')
    const finished = run(
      process.execPath,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--config=tests/setup/vitest.config.ts',
        ...running.flatMap((kind) => ['--project', kind]),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...rest,
      ],
      {
        cwd: ROOT,
        signal: keeper.signal,
        env: {
          ...withoutServices(process.env),
          ...env,
          ...(chromium && { CHROMIUM_PATH: chromium }),
          NODE_ENV: 'test',
          TZ: 'UTC',
          INSTROOM_TEST_RUN: mark,
        },
      },
    )
    keeper.onStop(async () => {
      await finished.catch(() => undefined)
      for (const command of await endLeftOvers(mark)) say(`Left running by a test, now ended: ${command}`)
    })
    const outcome = await finished
    keeper.assertGoing()
    const counts = countsOf(report, outcome.code)
    for (const reason of skipped) say(`Skipped: ${reason}`)
    const blindFiles = kinds.filter((kind) => !running.includes(kind)).reduce((sum, kind) => sum + testFilesIn(kind), 0)
    summary = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped + blindFiles} skipped`
    code = counts.failed > 0 ? 1 : 0
  } catch (error) {
    if (!keeper.stopping) {
      console.error(/** @type {Error} */ (error)?.message ?? error)
      code = 1
    }
  }
  if (keeper.stopping) await new Promise(() => undefined) // the signal's own stop ends the process
  await keeper.stop()
  say(summary)
  return code
}

/**
 * Takes `--only` out of the arguments; the rest is vitest's.
 * @param {string[]} args
 */
function choose(args) {
  const all = /** @type {(keyof typeof KINDS)[]} */ (Object.keys(KINDS))
  const rest = [...args]
  const at = rest.findIndex((arg) => arg === '--only' || arg.startsWith('--only='))
  if (at !== -1) {
    const [flag = '', ...more] = rest.splice(at, rest[at] === '--only' ? 2 : 1)
    const wanted = (flag.split('=')[1] ?? more[0] ?? '').split(',')
    const unknown = wanted.filter((kind) => !all.some((known) => known === kind))
    if (unknown.length > 0) {
      console.error(`--only ${unknown.join(',')}: the kinds are ${all.join(', ')}.`)
      process.exit(2)
    }
    return { kinds: all.filter((kind) => wanted.includes(kind)), rest }
  }
  // A path under tests/<kind> needs only what that kind needs.
  const named = all.filter((kind) => rest.some((arg) => arg.includes(`tests/${kind}`)))
  const paths = rest.filter((arg) => !arg.startsWith('-'))
  const clear = paths.length > 0 && paths.every((arg) => named.some((kind) => arg.includes(`tests/${kind}`)))
  return { kinds: clear ? named : all, rest }
}

/** @returns {NodeJS.ProcessEnv} */
const testAddresses = (
  { TEST_DATABASE_URL, TEST_REDIS_URL, TEST_MEILI_URL, TEST_MEILI_KEY, ...given } = process.env,
) => ({
  DATABASE_URL: TEST_DATABASE_URL,
  REDIS_URL: TEST_REDIS_URL,
  MEILI_URL: TEST_MEILI_URL || given.MEILI_URL,
  MEILI_KEY: TEST_MEILI_URL ? TEST_MEILI_KEY : given.MEILI_KEY,
})

/**
 * @param {import('./services.mjs').ServiceEnv} services
 * @param {string | undefined} given
 * @returns {Record<string, string>}
 */
function testNames({ DATABASE_URL, REDIS_URL, MEILI_URL, MEILI_KEY }, given) {
  return {
    TEST_DATABASE_URL: given ?? DATABASE_URL.replace(/\/instroom$/, '/postgres'),
    ...(REDIS_URL && { TEST_REDIS_URL: REDIS_URL }),
    ...(MEILI_URL && { TEST_MEILI_URL: MEILI_URL }),
    ...(MEILI_KEY && { TEST_MEILI_KEY: MEILI_KEY }),
  }
}

/** A test that forgets to name its database must fail, not find somebody's. @param {NodeJS.ProcessEnv} env */
function withoutServices({ DATABASE_URL: _d, REDIS_URL: _r, MEILI_URL: _m, MEILI_KEY: _k, QUEUE_BACKEND: _q, ...env }) {
  return env
}

/**
 * Reads vitest's report. A file that does not load and an error outside any test count as failures too.
 * @param {string} report @param {number} exitCode
 */
function countsOf(report, exitCode) {
  const {
    testResults = [],
    numPassedTests = 0,
    numFailedTests = 0,
    numPendingTests = 0,
    numTodoTests = 0,
  } = readState(report)
  const broken = testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length
  const failed = numFailedTests + broken
  return {
    passed: numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  }
}

/** @param {string} kind */
const testFilesIn = (kind) => {
  const folder = path.join(ROOT, 'tests', kind)
  return fs.existsSync(folder)
    ? fs.readdirSync(folder, { recursive: true }).filter((file) => String(file).endsWith('.test.ts')).length
    : 0
}
