import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { migrate } from '#db/migrate.ts'
import { aMailbox } from '#tests/journeys/mailbox.ts'
import { aSite } from '#tests/setup/site.ts'
import { printTable, quantile } from './bench-database.ts'

/**
 * `npm run bench:sign-in`: whether one can tell by waiting if an address has an account. Asks the built site for a code for 1,000 addresses
 * that have one and 1,000 that have not, in turn, and prints how long the answers took. Needs a build, and DATABASE_URL of a server where a
 * database may be made. The figures are for people: a test that fails on a slow machine proves nothing.
 */
const EACH = 1_000
const WARM_UP = 100
/** Fewer than one network may ask for in an hour; then the counters are emptied. */
const BETWEEN = 250

const server = process.env['DATABASE_URL']
if (!server) throw new Error('DATABASE_URL is missing: a server where a database may be made.')
const name = `bench_${randomUUID().replaceAll('-', '')}`
const admin = postgres(server, { max: 1, onnotice: () => {} })
await admin.unsafe(`create database ${name}`)
const databaseUrl = Object.assign(new URL(server), { pathname: `/${name}` }).href
await migrate(databaseUrl)
const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
await sql`
  insert into accounts (id, role, display_name, email, employer_id, created_at)
  select gen_random_uuid(), 'employer', 'Bench', 'bekend' || n || '@voorbeeld.nl', gen_random_uuid(), now()
  from generate_series(0, ${EACH + WARM_UP}) n`
const mailbox = await aMailbox()
const site = await aSite({ databaseUrl, demo: false, env: { SMTP_URL: mailbox.url, LOG_LEVEL: 'silent' } })

type Kind = 'known' | 'unknown'
const took: Record<Kind, number[]> = { known: [], unknown: [] }
const shapes: Record<Kind, Set<string>> = { known: new Set(), unknown: new Set() }

async function ask(kind: Kind, n: number): Promise<number> {
  const email = `${kind === 'known' ? 'bekend' : 'vreemd'}${n}@voorbeeld.nl`
  const began = performance.now()
  const answer = await fetch(`${site.origin}/inloggen`, {
    method: 'POST',
    headers: { origin: site.origin },
    body: new URLSearchParams({ with: 'mail', email, key: crypto.randomUUID() }),
    redirect: 'manual',
  })
  const text = await answer.text()
  const ms = performance.now() - began
  const { 'set-cookie': cookie = '', ...headers } = Object.fromEntries(answer.headers)
  // The clock, and how far this connection is from its thousandth request.
  for (const name of ['date', 'connection', 'keep-alive']) delete headers[name]
  shapes[kind].add(JSON.stringify([answer.status, headers, text, cookie.replace(/=[^;]+/, ''), cookie.length]))
  return ms
}

try {
  for (let n = 0; n < EACH + WARM_UP; n++) {
    if ((2 * n) % BETWEEN < 2) await sql`delete from rate_limits`
    const kinds: Kind[] = n % 2 === 0 ? ['known', 'unknown'] : ['unknown', 'known']
    for (const kind of kinds) {
      const ms = await ask(kind, n)
      if (n >= WARM_UP) took[kind].push(ms)
    }
  }
  const row = (kind: Kind) => {
    const sorted = [...took[kind]].sort((a, b) => a - b)
    return [kind, sorted.length, ...[0.5, 0.9, 0.99].map((at) => quantile(sorted, at).toFixed(2)), shapes[kind].size]
  }
  const same = JSON.stringify([...shapes.known]) === JSON.stringify([...shapes.unknown])
  printTable(['address', 'answers', 'p50 ms', 'p90 ms', 'p99 ms', 'shapes'], [row('known'), row('unknown')])
  console.log(`Status, headers and body are ${same ? 'the same' : 'DIFFERENT'}; ${mailbox.received.length} mails left.`)
  if (!same) process.exitCode = 1
} finally {
  await site.stop()
  await mailbox.close()
  await sql.end()
  await admin.unsafe(`drop database if exists ${name} with (force)`)
  await admin.end({ timeout: 5 })
}
