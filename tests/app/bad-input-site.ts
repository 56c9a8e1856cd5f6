import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { Role } from '#db/values/accounts.ts'
import { log } from '#server/platform/log.ts'
import type { Answer, Asked } from './edge-site.ts'
import { FORM } from './edge-site.ts'
import { aPeopledSite, everything, type PeopledSite } from './route-people.ts'

/** What is sent, as far as it is not a plain page: who sends it, and how. */
export type Bad = {
  name: string
  path: string
  /** Whose session goes along; nobody's without it. */
  by?: Role
  /** A form post with these fields, or with this body as it is. */
  fields?: Record<string, string> | [string, string][]
  body?: string | Buffer
  method?: string
  headers?: Record<string, string | string[]>
  /** One of these is the answer. Above 399 a sentence says why; 200 and 303 only where the bad part is dropped. */
  status: number | readonly number[]
  /** Words that the page says (of the language of the page). */
  says?: RegExp
  /** Must stand neither in the answer nor in the log. Without it: nowhere in the log that a path, a query or a field had it. */
  secret?: string
  /** The value is shown again, escaped, in the field in which it was typed. */
  shown?: boolean
}

export type BadSite = PeopledSite & {
  try(bad: Bad): Promise<Answer>
  /** Lines of the log since the site began. */
  lines(): string[]
}

/** The people of the routes on a running site, with everything that the log writes kept in memory as well. */
export async function aBadSite(): Promise<BadSite> {
  const site = await aPeopledSite()
  const written: string[] = []
  const stream = (log as unknown as Record<symbol, { write(line: string): void }>)[pino.symbols.streamSym as symbol]
  if (stream === undefined) throw new Error('pino has no stream')
  const before = stream.write.bind(stream)
  stream.write = (line) => void written.push(line)
  const level = log.level
  log.level = 'debug'
  const plain = site.ask
  return {
    ...site,
    lines: () => written,
    try: (bad) => plain(asked(bad, site)),
    async close() {
      stream.write = before
      log.level = level
      await site.close()
    },
  }
}

function asked({ path, by, fields, body, method, headers = {} }: Bad, site: PeopledSite): Asked {
  const cookie = by === undefined ? {} : { cookie: site.own[by] }
  if (fields === undefined && body === undefined)
    return { path, method: method ?? 'GET', headers: { ...cookie, ...headers } }
  const sent = new URLSearchParams(fields)
  if (fields !== undefined && !sent.has('key')) sent.set('key', crypto.randomUUID())
  return {
    path,
    method: method ?? 'POST',
    headers: { origin: 'https://instroom.example', 'content-type': FORM, ...cookie, ...headers },
    body: body ?? sent.toString(),
  }
}

const TECHNICAL =
  /node_modules|\bat \S+ \(|\.tsx?:\d|Error:|Exception|syntax error|violates|\bselect .+ from\b|\binsert into\b|relation "|22P02|23505|ECONN|undefined is not|\[object Object\]|ZodError/i

/** Whether a page says what is the matter in a sentence, and nothing of what is inside; what it says wrong. */
export function kindWordFailures({ text, headers, status }: Answer, name: string): string[] {
  const [technical] = TECHNICAL.exec(text) ?? []
  if (technical) return [`${name} says ${technical}`]
  if (status < 400 || !String(headers['content-type']).startsWith('text/html')) return []
  const body = text.slice(text.indexOf('<body'), text.indexOf('<script'))
  // A refused form lists what to mend; a page of its own has a heading, a sentence and a way on.
  const note = /class="in-note in-note--(?:warn|error)"[\s\S]*?<\/svg><div>[\s\S]{20,}?<\/div>/.test(body)
  const list = /class="in-errors"[\s\S]*?<li>(?:<a[^>]*>|<span>)[^<]{6,}/.test(body)
  const page = /<h1[^>]*>[^<]{4,}/.test(body) && /<p>[^<]{12,}[.!?\u061f]<\/p>/.test(body) && /href="\//.test(body)
  return list || page || note ? [] : [`${name} (${status}) says nothing that helps`]
}

/**
 * Sends each, and holds it against what a bad input may do: a status that was foreseen, plain words, a line in the log without what was sent, and every
 * table as it was.
 */
export function tryAll(site: () => BadSite, given: () => readonly Bad[]): void {
  test('each is refused in plain words or does nothing; no table changes; the log keeps nothing of it', async () => {
    const failures: string[] = []
    const before = await everything(site())
    for (const bad of given()) {
      const from = site().lines().length
      const answer = await site().try(bad)
      const name = `${bad.name}: ${bad.path.slice(0, 80)}`
      if (![bad.status].flat().includes(answer.status))
        failures.push(`${name} answered ${answer.status}, not ${bad.status}`)
      if (answer.status >= 500) failures.push(`${name} broke`)
      failures.push(...kindWordFailures(answer, name))
      if (bad.says && !bad.says.test(answer.text)) failures.push(`${name} does not say ${bad.says}`)
      const lines = site().lines().slice(from)
      if (lines.length === 0) failures.push(`${name} has no line in the log`)
      if (bad.secret !== undefined) {
        if (lines.join('\n').includes(bad.secret)) failures.push(`${name}: the log has what was sent`)
        if (!bad.shown && answer.text.includes(bad.secret)) failures.push(`${name}: the answer has what was sent`)
      }
    }
    expect(failures).toEqual([])
    expect(await everything(site())).toEqual(before)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
}
