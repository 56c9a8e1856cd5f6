import type { Typed } from '#app/request/form.ts'
import { FACT_QUESTIONS, type FactQuestion } from '#db/values/safeguards.ts'
import { StateFactsInput } from '#server/cases/state-facts.ts'

type Text = (part?: string) => string

const yesNo = (text: string): boolean | undefined => (text === 'yes' ? true : text === 'no' ? false : undefined)
const orNull = (text: string): string | null => (text === '' ? null : text)
/** Dutch numbers have a comma; what is no number stays a text, which the schema refuses. */
const amount = (text: string): number | string =>
  /^\d{1,7}([.,]\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : text
const centsOf = (text: string): number | string | null => {
  if (text === '') return null
  const euros = amount(text)
  return typeof euros === 'number' ? Math.round(euros * 100) : euros
}

/** The answer to a question as its schema wants it, from the fields of the form; what was not chosen is left for the schema to refuse. */
const ANSWERS: Record<FactQuestion, (text: Text) => unknown> = {
  'ended-contracts': (text) => yesNo(text()),
  'open-vacancies': (text) => amount(text()),
  'industrial-action': (text) => yesNo(text()),
  'dismissal-requests': (text) => yesNo(text()),
  'collective-dismissal': (text) => (text() === 'no' ? null : text('announced')),
  employees: (text) => amount(text()),
  'paid-hours': (text) => amount(text()),
  'quarter-hours': (text) => ({
    quarter: text('quarter').toUpperCase(),
    paid: amount(text('paid')),
    unpaid: amount(text('unpaid')),
  }),
  'works-council': (text) => text(),
  'staff-informed': (text) => yesNo(text()),
  cao: (text) =>
    text('none') === 'yes'
      ? { code: null, scale: null, scaleCents: null }
      : { code: orNull(text('code')), scale: orNull(text('scale')), scaleCents: centsOf(text('scaleCents')) },
  'liability-insured': (text) => yesNo(text()),
  'accident-insured': (text) => yesNo(text()),
  recognition: (text) => ({
    recognised: yesNo(text('recognised')),
    crebo: text('crebo'),
    checkedOn: text('checkedOn'),
  }),
  'volunteer-declaration': (text) => ({ given: yesNo(text('given')), until: orNull(text('until')) }),
  lender: (text) => ({
    registered: yesNo(text('registered')) ?? null,
    admission: orNull(text('admission')),
    paysAsHost: yesNo(text('paysAsHost')) ?? null,
  }),
}

/** The name of the field of a part of an answer; a question with one field is its own name. */
const fieldOf = (question: FactQuestion, path: readonly PropertyKey[]): string => {
  const [part] = path
  if (part === undefined) return question === 'collective-dismissal' ? `${question}.announced` : question
  return `${question}.${String(part)}`
}

/** What the page fills in itself is no answer. */
const FILLED_IN = new Set(['quarter-hours.quarter'])

type Read =
  | { ok: true; value: StateFactsInput; values: Typed; key: string | null }
  | { ok: false; values: Typed; errors: Record<string, string[]>; key: string | null }

/**
 * The answers that somebody filled in, each with the evidence of the form. A question without any field filled in is left out.
 * @returns what the command takes, or codes by the name of the field; `''` when nothing was answered
 */
export function readAnswers(fields: URLSearchParams): Read {
  const values: Typed = Object.fromEntries(fields)
  const key = fields.get('key')
  const text = (name: string) => (fields.get(name) ?? '').trim()
  const answered = FACT_QUESTIONS.filter((question) =>
    [...fields].some(
      ([name, value]) =>
        (name === question || name.startsWith(`${question}.`)) && !FILLED_IN.has(name) && value.trim() !== '',
    ),
  )
  if (answered.length === 0) return { ok: false, values, errors: { '': ['nothing'] }, key }
  const evidence = {
    kind: text('evidence.kind'),
    ref: text('evidence.ref'),
    by: text('evidence.by'),
    on: text('evidence.on'),
  }
  const read = StateFactsInput.safeParse({
    establishmentId: text('establishmentId'),
    occupationUri: orNull(text('occupationUri')),
    facts: answered.map((question) => ({
      question,
      answer: ANSWERS[question]((part) => text(part === undefined ? question : `${question}.${part}`)),
      evidence,
    })),
  })
  if (read.success) return { ok: true, value: read.data as StateFactsInput, values, key }
  const errors: Record<string, string[]> = {}
  for (const { path, message, code } of read.error.issues) {
    const [root, at, part, ...rest] = path
    const question = root === 'facts' && typeof at === 'number' ? answered[at] : undefined
    const name =
      question === undefined
        ? String(root ?? '')
        : part === 'answer'
          ? fieldOf(question, rest)
          : `evidence.${String(rest[0])}`
    errors[name] ??= [code === 'custom' || /^[a-z-]+$/.test(message) ? message : 'invalid']
  }
  return { ok: false, values, errors, key }
}
