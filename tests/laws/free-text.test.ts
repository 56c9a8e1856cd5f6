import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readFields } from '#app/request/form.ts'
import { asCommand, asOnPage } from '#app/routes/employer.position-fields.ts'
import { day, filledText, lines, oneOf, orNull, text } from '#server/platform/fields.ts'
import { around } from '#server/platform/free-text.ts'

/**
 * Every text that somebody types is screened: for numbers that are never stored (the `text` of fields.ts does) and, where sentences are written, for what needs a
 * second thought (app/request/form.ts does, for all of its fields). So a schema of an input is made of `text`, `filledText` and `lines`, and of strings with a form.
 */
const ROOT = path.resolve(import.meta.dirname, '../..')
const filesOf = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file}`)

/** Strings without a form that no person types, or that something else screens. */
const KNOWN: Record<string, string> = {
  'server/employers/import-vacancies.ts ImportVacanciesInput.text': 'a file: only coded columns of it are kept',
  'server/reference/import-tensions.ts ImportTensionsInput.text': 'a file of figures',
  'server/accounts/rules.ts': 'codes, addresses and answers of authenticators, each with a form behind its pipe',
}

type Insides = {
  type: string
  shape?: Record<string, z.core.$ZodType>
  element?: z.core.$ZodType
  format?: string
  checks?: { _zod: { def: { check: string; format?: string } } }[]
  in?: z.core.$ZodType
  out?: z.core.$ZodType
}
const insidesOf = (schema: z.core.$ZodType): Insides => schema._zod.def as unknown as Insides

/** Whether a string says which form it has (an id, a day, a code), or is one of `fields.ts`, whose pipe refuses what is never stored. */
const isSafe = (schema: z.core.$ZodType): boolean => {
  const { format, checks } = insidesOf(schema)
  return format !== undefined || (checks ?? []).some((one) => one._zod.def.check === 'string_format')
}

/** A `text` refuses a citizen service number, wherever it is in a pipe. */
const refusesNumbers = (schema: z.ZodType): boolean => !schema.safeParse('mijn nummer is 111222333').success

/** Paths of strings that would take a sentence with a citizen service number in it. */
function openStrings(schema: z.core.$ZodType, at: string, seen = new Set<z.core.$ZodType>()): string[] {
  if (seen.has(schema)) return []
  seen.add(schema)
  const { type, shape, element } = insidesOf(schema)
  if (type === 'string') return isSafe(schema) || refusesNumbers(schema as z.ZodType) ? [] : [at]
  if (type === 'pipe' && !acceptsSentence(schema as z.ZodType)) return []
  return [
    ...Object.entries(shape ?? {}).flatMap(([name, one]) => openStrings(one, `${at}.${name}`, seen)),
    ...(element ? openStrings(element, `${at}[]`, seen) : []),
    ...around(schema).flatMap((one) => openStrings(one, at, seen)),
  ]
}
const acceptsSentence = (schema: z.ZodType): boolean => {
  const { in: before } = insidesOf(schema)
  const isString = before !== undefined && (insidesOf(before).type === 'string' || insidesOf(before).type === 'pipe')
  return !isString || schema.safeParse('mijn nummer is 111222333').success
}

test('every input of a command screens what somebody types', async () => {
  const files = filesOf('server').filter((file) => {
    const source = readFileSync(path.join(ROOT, file), 'utf8')
    return /export const \w*(Input|Form)\b/.test(source) && !file.includes('/rules/')
  })
  const open: string[] = []
  let schemas = 0
  for (const file of files) {
    const module: Record<string, unknown> = await import(/* @vite-ignore */ path.join(ROOT, file))
    for (const [name, one] of Object.entries(module)) {
      if (!(one instanceof z.ZodType)) continue
      schemas += 1
      open.push(...openStrings(one, `${file} ${name}`))
    }
  }
  expect(schemas).toBeGreaterThan(60)
  expect(open.filter((one) => !Object.keys(KNOWN).some((known) => one.startsWith(known)))).toEqual([])
})

test('forms of pages take sentences in `text` only', () => {
  const plain: string[] = []
  for (const file of filesOf('app/routes'))
    for (const [index, line] of readFileSync(path.join(ROOT, file), 'utf8').split('\n').entries())
      if (/z\s*\.string\(|^\s+\.string\(/.test(line) && !/\.regex\(|\.pipe\(/.test(line))
        plain.push(`${file}:${index + 1}`)
  const known = /^app\/routes\/(municipality\.import|platform\.organisations)\.tsx:/
  expect(plain.filter((one) => !known.test(one))).toEqual([])
})

test('a route that makes a body of its own takes along what the writer ticked', () => {
  const lost = filesOf('app/routes').filter((file) => {
    const source = readFileSync(path.join(ROOT, file), 'utf8')
    const makes = /\[KEY_FIELD\]: |set\(KEY_FIELD/.test(source) && !/\[\.\.\.sent\]/.test(source)
    return makes && !/takeKept\(|KEPT_FIELD/.test(source)
  })
  expect(lost).toEqual([])
})

const Form = z.discriminatedUnion('step', [
  z.strictObject({
    step: z.literal('tell'),
    name: text(80).default(''),
    note: filledText(2000).nullable().default(null),
    tasks: lines(0, 5).default([]),
    plan: z.object({ why: orNull(text(300)), on: orNull(day()) }).optional(),
    kind: orNull(oneOf(['church', 'shop'])),
  }),
])
const read = (fields: [string, string][]) => readFields(new URLSearchParams([['step', 'tell'], ...fields]), Form)
const errorsOf = (fields: [string, string][]) => {
  const form = read(fields)
  return form.ok ? {} : form.errors
}

test('a sentence about health or religion is asked about once, in every kind of field, and goes through when it is ticked or written otherwise', () => {
  expect(errorsOf([['note', 'Hij is moslim']])).toEqual({ note: ['sensitive'] })
  expect(
    errorsOf([
      ['tasks[0]', 'Brood bakken'],
      ['tasks[1]', 'Zij is zwanger'],
    ]),
  ).toEqual({ 'tasks[1]': ['sensitive'] })
  expect(errorsOf([['plan.why', 'He has back pain']])).toEqual({ 'plan.why': ['sensitive'] })
  expect(
    errorsOf([
      ['note', 'Hij is moslim'],
      ['sensitive-kept', 'note'],
    ]),
  ).toEqual({})
  expect(
    errorsOf([
      ['note', 'Hij is moslim'],
      ['plan.why', 'zwanger'],
      ['sensitive-kept', 'note'],
    ]),
  ).toEqual({
    'plan.why': ['sensitive'],
  })
  expect(errorsOf([['note', 'Liever een rustige werkplek']])).toEqual({})
  // A name and a choice are no sentences.
  expect(
    errorsOf([
      ['name', 'Christen'],
      ['kind', 'church'],
    ]),
  ).toEqual({})
  // A number that is never stored cannot be ticked away.
  expect(
    errorsOf([
      ['note', 'bsn 111222333'],
      ['sensitive-kept', 'note'],
    ]),
  ).toEqual({ note: ['never-stored'] })
})

test('lines of a text area are asked about under the name that the page has, and ticked by it', () => {
  const typed = {
    tasks: 'Brood bakken\nSchoonmaken in de moskee',
    title: 'Bakker',
    type: 'REGULAR_JOB',
    occupationUri: 'x:y',
  }
  const asked = (more: Record<string, string>) => {
    const sent = asCommand({ ...typed, ...more }, null)
    const form = readFields(sent.body, PlaceForm)
    return form.ok ? {} : asOnPage(form.errors, sent)
  }
  expect(asked({})).toEqual({ tasks: ['sensitive'] })
  expect(asked({ 'sensitive-kept': 'tasks' })).toEqual({})
})
const PlaceForm = z.object({ tasks: lines(0, 5), title: text(120) })
