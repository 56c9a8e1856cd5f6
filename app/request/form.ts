import { parseWithZod } from '@conform-to/zod/v4'
import { json } from '@remix-run/node'
import type { z } from 'zod'
import { isId } from '#server/platform/fields.ts'
import { isProse } from '#server/platform/free-text.ts'
import { sensitiveIn } from '#server/platform/sensitive.ts'

/** The hidden field with the key of the form: a uuid, new for each time the form is shown. */
export const KEY_FIELD = 'key'
/** The box that somebody ticks beside a field: what is written there stays, though it seems to be of a kind that needs a second thought. */
export const KEPT_FIELD = 'sensitive-kept'
/** A new key for a form; the loader makes it, so that a reload of the page gives another one. */
export const newFormKey = (): string => crypto.randomUUID()

/** What was typed, to show it again: a field that occurs more than once is a list. */
export type Typed = Record<string, string | string[]>
/** Codes per field (`required`, `too-long`, ...), which `app/ui/words` turns into sentences; '' is the form as a whole. */
export type FieldErrors = Record<string, string[]>

export type WrongForm = { ok: false; values: Typed; errors: FieldErrors; key: string | null }
export type RightForm<T> = { ok: true; value: T; values: Typed; key: string | null }

const LONGEST_NAME = 100
const DEEPEST_NAME = 6
const NEVER_A_FIELD = new Set(['__proto__', 'constructor', 'prototype', '__intent__'])

/** Takes the ticked boxes of `KEPT_FIELD` along to a body that a route makes itself. */
export function takeKept(sent: URLSearchParams, body: URLSearchParams): void {
  for (const name of sent.getAll(KEPT_FIELD)) body.append(KEPT_FIELD, name)
}

/**
 * Reads a posted form by the schema of the command. Fields that the schema does not know are dropped; text becomes numbers, dates and
 * booleans as the schema asks; an empty field is an absent one. Nested names as conform writes them: `hours[0].day`.
 *
 * @param request of the action; its body is used up
 * @param schema zod; its own messages should be codes
 * @returns the value, or what was typed with the codes per field
 * @throws a 400 Response for names that no form of ours has
 */
export const readForm = async <S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<RightForm<z.output<S>> | WrongForm> => readFields(new URLSearchParams(await request.text()), schema)

/**
 * The same for fields that a route read before, because it looks at one of them first or sends others than the page has.
 *
 * @throws as `readForm`
 */
export function readFields<S extends z.ZodType>(
  fields: URLSearchParams,
  schema: S,
): RightForm<z.output<S>> | WrongForm {
  const form = new FormData()
  const values: Typed = {}
  const kept = new Set<string>()
  for (const [name, text] of fields) {
    const parts = name.split(/[.[\]]+/)
    if (name.length > LONGEST_NAME || parts.length > DEEPEST_NAME) throw new Response(null, { status: 400 })
    if (parts.some((part) => NEVER_A_FIELD.has(part))) continue
    if (name === KEY_FIELD) continue
    if (name === KEPT_FIELD) {
      kept.add(text)
      continue
    }
    form.append(name, text)
    const before = Object.hasOwn(values, name) ? values[name] : undefined
    values[name] = before === undefined ? text : Array.isArray(before) ? [...before, text] : [before, text]
  }
  const typedKey = fields.get(KEY_FIELD)
  const key = typedKey !== null && isId(typedKey) && typedKey === typedKey.toLowerCase() ? typedKey : null
  const submission = parseWithZod(form, { schema, error: codeOfIssue })
  if (submission.status === 'success') {
    const doubts = doubtsOf(fields, schema, kept)
    if (Object.keys(doubts).length > 0) return { ok: false, values, errors: doubts, key }
    return { ok: true, value: submission.value as z.output<S>, values, key }
  }
  const errors: FieldErrors = {}
  for (const [name, codes] of Object.entries(submission.error ?? {})) if (codes) errors[name] = codes
  return { ok: false, values, errors, key }
}

/**
 * The fields of sentences that seem to hold something of religion, health, ethnicity or politics: the writer is asked once whether it must be there, and nothing
 * is kept or logged of it meanwhile. Whoever ticks that it stays, or writes it otherwise, goes on.
 *
 * @param kept names of fields that were ticked
 */
function doubtsOf(fields: URLSearchParams, schema: z.ZodType, kept: ReadonlySet<string>): FieldErrors {
  const doubts: FieldErrors = {}
  for (const [name, text] of fields) {
    const [first = '', ...rest] = name.split(/[.[\]]+/).filter(Boolean)
    if (kept.has(name) || kept.has(first) || sensitiveIn(text) === null || !isProse(schema, [first, ...rest])) continue
    doubts[name] = ['sensitive']
  }
  return doubts
}

/**
 * The same page once more, with what was typed and what to mend (422). The loader runs again and gives a new key.
 *
 * @param extra what else the page needs, e.g. a verdict
 */
export const again = <E extends object = object>(form: WrongForm | RightForm<unknown>, extra?: E) =>
  json({ values: form.values, errors: form.ok ? {} : form.errors, ...(extra as E) }, { status: 422 })

/** One code for each kind of mistake, where the schema names none itself; `fieldErrors` in `app/ui/words` has a sentence for each. */
function codeOfIssue(issue: z.core.$ZodRawIssue): string {
  const list = issue.code === 'too_small' || issue.code === 'too_big' ? issue.origin : undefined
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null)
        return issue.expected === 'array' ? 'choose-one' : 'required'
      if (issue.expected === 'number' || issue.expected === 'int') return 'not-a-number'
      return issue.expected === 'date' ? 'not-a-date' : 'invalid'
    case 'too_small':
      if (list === 'array' || list === 'set') return 'choose-one'
      if (list === 'string') return issue.minimum === 1 ? 'required' : 'too-short'
      return list === 'date' ? 'date-too-early' : 'too-low'
    case 'too_big':
      if (list === 'array' || list === 'set' || list === 'string') return 'too-long'
      return list === 'date' ? 'date-too-late' : 'too-high'
    case 'invalid_format':
      return issue.format === 'email' ? 'not-an-email' : issue.format === 'date' ? 'not-a-date' : 'invalid'
    case 'invalid_value':
    case 'invalid_union':
      return issue.input === undefined ? 'choose-one' : 'invalid'
    default:
      return 'invalid'
  }
}
