import { parseArgs } from 'node:util'
import { openDatabase } from '#db/client.ts'
import { fillSize, SIZES, type Size } from '#db/seed/fill-sizes.ts'
import { hasSeedMark, markSeed, unmarkSeed } from '#db/seed/seed-mark.ts'
import { dayOf, WORKER } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { loadStarter } from '#server/reference/load-starter.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { sealWhatIsPlain } from './seal-fields.ts'
import { askVerdicts } from './seed/ask-verdicts.ts'
import { makeDemo } from './seed/demo.ts'
import { summaryLines } from './seed/summary.ts'

const USAGE = `Usage: npm run seed -- [--size demo|town|region|country] [--seed number] [--propose] [--if-empty] [--now moment]
  Fills an empty database with made-up people, employers and positions. The same seed and moment give the same people.
  --propose asks the engine at once who fits where (the demo always does); at region size about 20 s.`

/** Reads the command line. @throws Error when it says something that we do not know */
function readArguments() {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: 'demo' },
      seed: { type: 'string', default: '1' },
      now: { type: 'string' },
      propose: { type: 'boolean', default: false },
      'if-empty': { type: 'boolean', default: false },
    },
  })
  const { size } = values
  const seed = Number(values.seed)
  const now = values.now === undefined ? new Date() : new Date(values.now)
  if (size !== 'demo' && !(size in SIZES)) throw new Error(`There is no size ${size}.`)
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error('The seed is a whole number.')
  if (Number.isNaN(now.getTime())) throw new Error('The moment is written like 2026-11-23T09:00:00Z.')
  return { size: size as Size | 'demo', seed, now, ifEmpty: values['if-empty'], propose: values.propose }
}

/** @returns the exit code */
async function fill({ size, seed, now, ifEmpty, propose }: ReturnType<typeof readArguments>): Promise<number> {
  const env = readEnv()
  const database = openDatabase(env.databaseUrl, { max: 4, statementTimeoutMs: 900_000, name: 'seed' })
  const { db, sql } = database
  try {
    const [row] = await sql<
      { known: boolean }[]
    >`select exists(select from accounts) or exists(select from newcomers) as known`
    if (await hasSeedMark(sql)) {
      console.error(
        'A seed of this database is under way or was cut off half way. `npm start` makes our own database again; one of your own: drop it and create it again.',
      )
      return 1
    }
    if (row?.known) {
      const what = 'This database already has people, so nothing was seeded.'
      if (ifEmpty) console.log(what)
      else console.error(`${what} The seed only fills an empty database; make a new one, or drop this one yourself.`)
      return ifEmpty ? 0 : 1
    }
    const begun = performance.now()
    await markSeed(sql)
    await loadStarter(db)
    const options = { seed, today: dayOf(now), say: (line: string) => console.log(line) }
    if (size === 'demo') await makeDemo({ db, sql }, options)
    else {
      await fillSize(sql, { ...options, size })
      await askVerdicts({ db, sql }, options)
    }
    if (propose && size !== 'demo') await proposeMatches({ db, actor: WORKER, now }, { all: true })
    if (size === 'demo') await rebuildIndex({ db, actor: WORKER, now }, env.meili)
    console.log(`\n${(await summaryLines(sql)).join('\n')}\n`)
    for (const line of await sealWhatIsPlain(env.databaseUrl)) console.log(line)
    await unmarkSeed(sql)
    console.log(`Seeded ${size} in ${((performance.now() - begun) / 1000).toFixed(1)} s.`)
    if (size !== 'demo') console.log('Run `npm run rebuild` to fill the search index.')
    return 0
  } finally {
    await database.close()
  }
}

let options: ReturnType<typeof readArguments> | undefined
try {
  options = readArguments()
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`)
  process.exitCode = 2
}
if (options) process.exitCode = await fill(options)
