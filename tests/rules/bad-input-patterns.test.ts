import { readdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readFields } from '#app/request/form.ts'
import { loggedPath } from '#app/request/logged-path.ts'
import { safePath } from '#app/request/safe-path.ts'
import { hasUnsafeText } from '#app/request/safe-text.ts'
import { readCookie } from '#app/request/session.ts'
import { deviceOf, LoginCode, LoginEmail, networkOf } from '#server/accounts/rules.ts'
import { tableOf } from '#server/platform/csv-table.ts'
import { neverStoredIn } from '#server/platform/never-stored.ts'
import { compoundParts, foldText, wordsOf } from '#server/search/rules.ts'

/**
 * Bad inputs, group 29: no validator of ours can be kept busy. Each schema that the server exports gets each of these texts in each of its fields, 50,000 characters
 * long and made to send a regular expression back and forth, and each function that reads what a stranger wrote gets them too.
 */
const LENGTH = 50_000
const MOST_MS = 50
const long = (part: string, end = '!') => part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH) + end
const ATTACKS: Record<string, string> = {
  letters: long('a'),
  'no end': long('a', ''),
  digits: long('0'),
  'digits in threes': long('123 '),
  spaces: `x${long(' ', 'x')}`,
  tabs: long('\t'),
  lines: long('\r\n'),
  'address parts': `a@${long('a.')}`,
  'at signs': long('a@'),
  dashes: `a@${long('a-', '')}`,
  'a phone': `+1${long(' (', 'x')}`,
  'an IBAN': `NL91${long(' A')}`,
  'many IBANs': long('AB12 CDEF 3456 '),
  'an alien number': `V${long(' .-')}`,
  'alien numbers': long('v-nr. '),
  slashes: `/${long('a/../')}`,
  percents: long('%2e'),
  'broken percents': long('%'),
  quotes: long('"'),
  commas: long('";"'),
  brackets: long('a[0].'),
  marks: long('\u0301'),
  'wide digits': long('١'),
  zalgo: long('e\u0301\u0316'),
  surrogates: long('\ud83d\ude00'),
  colons: long('f:'),
  'dots and digits': long('1.'),
  cookies: long('__Host-instroom=a; '),
}

const spent = (work: () => unknown): number => {
  const from = process.cpuUsage()
  try {
    work()
  } catch {
    // A refusal is as good as an answer: only the time counts.
  }
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}

/** The least of three: a garbage collection or a compilation is no fault of the pattern. */
const leastOf = (work: () => unknown): number => {
  const once = spent(work)
  return once <= MOST_MS ? once : Math.min(once, spent(work), spent(work))
}

describe('what reads the text of strangers', () => {
  const READERS: Record<string, (text: string) => unknown> = {
    safePath,
    hasUnsafeText,
    neverStoredIn: (text) => neverStoredIn(text.slice(0, 4_000)),
    deviceOf,
    networkOf,
    foldText: (text) => foldText(text.slice(0, 4_000)),
    wordsOf,
    compoundParts: (text) => compoundParts(text.slice(0, 4_000)),
    loggedPath: (text) => loggedPath(text, new Set(['a'])),
    readCookie: (text) => readCookie(text, 'session', 'https://instroom.example'),
    readFields: (text) => readFields(new URLSearchParams([['name', text]]), z.object({ name: z.string().max(9) })),
    'readFields, names': (text) => readFields(new URLSearchParams([[text, 'x']]), z.object({ name: z.string() })),
    'the address at sign-in': (text) => LoginEmail.safeParse(text),
    'the code at sign-in': (text) => LoginCode.safeParse(text),
    tableOf: (text) => tableOf(text, ['a', 'b']),
  }
  test.each(Object.entries(READERS))('%s', (_name, read) => {
    for (const text of Object.values(ATTACKS)) spent(() => read(text.slice(0, 100))) // compiled before it is timed
    for (const [attack, text] of Object.entries(ATTACKS))
      expect(
        leastOf(() => read(text)),
        attack,
      ).toBeLessThan(MOST_MS)
  })
})

type Def = {
  type: string
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  innerType?: z.ZodType
  in?: z.ZodType
  options?: z.ZodType[]
  values?: unknown[]
  entries?: Record<string, unknown>
}
const defOf = (schema: z.ZodType): Def => (schema as unknown as { _zod: { def: Def } })._zod.def

/** A value of the shape of a schema, with the text wherever a text goes. */
function holding(schema: z.ZodType, text: string): unknown {
  const def = defOf(schema)
  switch (def.type) {
    case 'object':
      return Object.fromEntries(Object.entries(def.shape ?? {}).map(([name, field]) => [name, holding(field, text)]))
    case 'array':
      return def.element ? [holding(def.element, text)] : []
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return def.innerType ? holding(def.innerType, text) : text
    case 'pipe':
      return def.in ? holding(def.in, text) : text
    case 'union':
      return def.options?.[0] ? holding(def.options[0], text) : text
    case 'literal':
      return def.values?.[0]
    case 'enum':
      return Object.values(def.entries ?? {})[0]
    case 'number':
      return 1
    case 'boolean':
      return true
    default:
      return text
  }
}

describe('every schema that the server exports', () => {
  const root = path.resolve(import.meta.dirname, '../../server')
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('import'))
    .map((entry) => path.join(entry.parentPath, entry.name))
  const schemas: [string, z.ZodType][] = []
  beforeAll(async () => {
    for (const file of files)
      for (const [name, exported] of Object.entries(
        (await import(/* @vite-ignore */ file)) as Record<string, unknown>,
      )) {
        const found = exported instanceof z.ZodType ? { [name]: exported } : exported
        if (typeof found !== 'object' || found === null) continue
        for (const [inner, schema] of Object.entries(found))
          if (schema instanceof z.ZodType) schemas.push([inner === name ? name : `${name}.${inner}`, schema])
      }
  }, 60_000)

  test('is quick with every attack in every field', () => {
    const names = new Set(schemas.map(([name]) => name))
    for (const known of [
      'CreateNewcomerInput',
      'ReportSignalInput',
      'PROFILE_SECTIONS.basics',
      'PositionInput',
      'PasskeyResponse',
    ])
      expect(names).toContain(known)
    const slow: string[] = []
    for (const [name, schema] of schemas) {
      const options = defOf(schema).type === 'union' ? (defOf(schema).options ?? []) : [schema]
      for (const option of options) schema.safeParse(holding(option, 'a'))
      for (const [attack, text] of Object.entries(ATTACKS))
        for (const option of options) {
          const value = holding(option, text)
          const fields = Math.max(1, JSON.stringify(value).length / LENGTH)
          const ms = leastOf(() => schema.safeParse(value))
          if (ms > MOST_MS * fields)
            slow.push(`${name} with ${attack}: ${Math.round(ms)} ms for ${Math.round(fields)} fields`)
        }
    }
    expect(slow).toEqual([])
    console.log(`bad input 29: ${schemas.length} schemas x ${Object.keys(ATTACKS).length} attacks of 50,000 characters`)
  }, 120_000)
})
