import { z } from 'zod'
import { PROSE, PROSE_FROM } from './free-text.ts'
import { neverStoredIn } from './never-stored.ts'

/**
 * The fields that inputs are made of. The message of an issue is a code for `app/ui/words`, never a sentence.
 * Every input is a `z.strictObject` of these: an unknown field is refused (ruling 21).
 */

const MAY_STAY = new Set(['\n', '\t'])

/** Control characters (NUL above all, which Postgres refuses) and lone halves of a surrogate pair are no text. */
const isText = (value: string): boolean =>
  !/\p{Surrogate}/u.test(value) && [...value].every((char) => MAY_STAY.has(char) || !/\p{Cc}/u.test(char))

/**
 * Text of at most `max` characters, trimmed, in NFC, lines ended by a line feed; codes `required`, `too-long`, `not-text`, and `never-stored` for a text
 * with a citizen service number, an alien number or an IBAN in it.
 */
export const text = (max: number) => {
  const field = z
    .string({ error: 'required' })
    .transform((value) => value.replace(/\r\n?/g, '\n').normalize('NFC').trim())
    .pipe(
      z
        .string()
        .max(max, { error: 'too-long', abort: true })
        .refine(isText, { error: 'not-text' })
        .refine((value) => neverStoredIn(value) === null, { error: 'never-stored' }),
    )
  return max >= PROSE_FROM ? field.register(PROSE, { max }) : field
}

/** The same, and something must be written. */
export const filledText = (max: number) => text(max).pipe(z.string().min(1, { error: 'required' }))

/** Short lines, one thing each; empty lines of a form are dropped. Codes `too-few`, `too-many` besides those of text. */
export const lines = (least: number, most: number, max = 200) =>
  z
    .array(text(max).nullish())
    .transform((values) => values.filter((value): value is string => Boolean(value)))
    .pipe(z.array(z.string()).min(least, { error: 'too-few' }).max(most, { error: 'too-many' }))

/** A calendar day `YYYY-MM-DD` that exists and lies in living memory; code `not-a-day`. */
export const day = () =>
  z.string({ error: 'required' }).refine(
    (value) => {
      if (!/^(19[3-9]\d|20\d\d)-\d\d-\d\d$/.test(value)) return false
      const moment = new Date(`${value}T00:00:00Z`)
      return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value)
    },
    { error: 'not-a-day' },
  )

/** A whole number of a range; codes `required`, `not-whole`, `out-of-range`. */
export const whole = (least: number, most: number) =>
  z
    .number({ error: 'required' })
    .int({ error: 'not-whole' })
    .min(least, { error: 'out-of-range' })
    .max(most, { error: 'out-of-range' })

/** Hours in halves, as the database keeps them; codes `required`, `not-half`, `out-of-range`. */
export const hours = (least: number, most: number) =>
  z
    .number({ error: 'required' })
    .min(least, { error: 'out-of-range' })
    .max(most, { error: 'out-of-range' })
    .refine((value) => Number.isInteger(value * 2), { error: 'not-half' })

/** One of a closed list; code `not-in-list`. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: 'not-in-list' })

/** Some of a closed list, each once; codes `not-in-list`, `twice`. */
export const someOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.array(oneOf(values)).refine((chosen) => new Set(chosen).size === chosen.length, { error: 'twice' })

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text from outside can be an id or a form key at all; Postgres throws on any other. */
export const isId = (value: string): boolean => UUID.test(value)

/** An id of ours; code `required` also for what is no id, since no person types one. */
export const uuid = () => z.uuid({ error: 'required' })

/** A reference address, e.g. of an ESCO concept; code `required`. */
export const uri = () => z.string({ error: 'required' }).regex(/^\S{1,300}$/, { error: 'required' })

/** Reference addresses, each once; codes `twice`, `too-many`. */
export const uris = (most: number) =>
  z
    .array(uri())
    .max(most, { error: 'too-many' })
    .refine((chosen) => new Set(chosen).size === chosen.length, { error: 'twice' })

/** A field that may be left open: absent, empty and null all read as null. */
export const orNull = <T extends z.ZodType>(field: T) => field.nullable().default(null)

/** Yes or no: a boolean, a ticked box (`on`), or the words `yes` and `no` of a pair of radio buttons; code `not-in-list`. */
export const yesOrNo = () =>
  z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')], { error: 'not-in-list' })
