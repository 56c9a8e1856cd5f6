import { type FieldErrors, KEY_FIELD, type RightForm, readFields, takeKept } from '#app/request/form.ts'
import type { IntakeSection } from '#app/ui/coach/intake-sections.ts'
import { type IntakeRow, type IntakeState, listIn, textIn } from '#app/ui/coach/intake-state.ts'
import { PROFILE_SECTIONS, type ProfileUpdate } from '#server/newcomers/profile-sections.ts'
import { isEmptyRow } from './coach.intake-state.ts'

/** The fields of each part: what is not named here is not sent to the command. */
const FIELDS: Record<IntakeSection, { fields: readonly string[]; rows: Record<string, readonly string[]> }> = {
  basics: {
    fields: [
      'givenName',
      'familyName',
      'email',
      'phone',
      'screenLanguage',
      'postcode4',
      'futurePostcode4',
      'futureFrom',
      'needsAtWork',
    ],
    rows: {},
  },
  language: {
    fields: [],
    rows: {
      languages: ['language', 'skill', 'level', 'referenceLevel', 'source', 'assessedOn'],
      courses: ['skills', 'hoursPerWeek', 'startsOn', 'endsOn', 'attendance', 'learnerProfile'],
    },
  },
  skills: { fields: ['licences', 'hasNoLicences'], rows: { skills: ['skillUri', 'evidence'] } },
  experience: { fields: [], rows: { experiences: ['occupationUri', 'months', 'evidence'] } },
  education: { fields: ['educationLevel'], rows: { educations: ['level', 'field', 'valued'] } },
  wishes: {
    fields: [],
    rows: { occupations: ['value'], learning: ['value'], noGoWork: ['value'], noGoEmployers: ['value'] },
  },
  practical: {
    fields: [
      'hoursMin',
      'hoursMax',
      'travelMeans',
      'maxTravelMinutes',
      'availableFrom',
      'workRight',
      'workRightFrom',
      'workRightUntil',
      'workRightCheckedOn',
      'asylumWaitedMonths',
    ],
    rows: { slots: ['kind', 'weekday', 'from', 'to'] },
  },
}
const SENT_AS: Record<string, string> = { from: 'fromMinute', to: 'toMinute' }
const DECIMALS = new Set(['hoursPerWeek', 'hoursMin', 'hoursMax'])
const ROW_FIELD = /^([a-zA-Z]+)\[(\d{1,3})\](?:\.([a-zA-Z]+))?$/

/** What was posted: the state of the part, and which button was used. */
export type Posted = { state: IntakeState; intent: string; version: string; key: string; sent: URLSearchParams }

/** Reads the fields of a part as they were typed; names that no form of ours has are dropped. */
export async function readPosted(request: Request, section: IntakeSection): Promise<Posted> {
  const sent = new URLSearchParams(await request.text())
  const { fields, rows } = FIELDS[section]
  const state: IntakeState = { fields: {}, rows: {} }
  for (const name of fields) state.fields[name] = sentUnder(sent.getAll(name))
  const byList = new Map<string, Map<number, IntakeRow>>(Object.keys(rows).map((list) => [list, new Map()]))
  for (const name of new Set(sent.keys())) {
    const [, list = '', at = '', field = 'value'] = ROW_FIELD.exec(name) ?? []
    if (!rows[list]?.includes(field)) continue
    const found = byList.get(list)
    const row = found?.get(Number(at)) ?? {}
    row[field] = sentUnder(sent.getAll(name))
    found?.set(Number(at), row)
  }
  for (const [list, found] of byList)
    state.rows[list] = [...found].sort(([one], [other]) => one - other).map(([, row]) => row)
  return {
    state,
    intent: sent.get('intent') ?? 'save',
    version: sent.get('version') ?? '',
    key: sent.get(KEY_FIELD) ?? '',
    sent,
  }
}

const sentUnder = (values: string[]): string | string[] => (values.length > 1 ? values : (values[0] ?? ''))

/** What the command reads out of a typed text: half past eight as minutes, a decimal comma as a point, a percentage as a share. */
function asSent(name: string, typed: string): string {
  const value = typed.trim()
  if (value === '') return ''
  if (name === 'from' || name === 'to') {
    const [, hour, minute] = /^(\d{1,2})[:.](\d{2})(?::\d{2})?$/.exec(value) ?? []
    if (hour === undefined || minute === undefined) return value
    const minutes = Number(hour) * 60 + Number(minute)
    return String(name === 'to' && minutes === 0 ? 24 * 60 : minutes)
  }
  if (DECIMALS.has(name)) return value.replace(',', '.')
  // People type a whole postcode; the profile keeps its four digits.
  if (/postcode4$/i.test(name)) return /^([1-9]\d{3})\s?[a-z]{2}$/i.exec(value)?.[1] ?? value
  if (name === 'attendance') {
    const percent = Number(value.replace('%', '').replace(',', '.'))
    return Number.isFinite(percent) ? String(percent / 100) : value
  }
  return value
}

export type ReadSection = { ok: true; form: RightForm<ProfileUpdate> } | { ok: false; errors: FieldErrors }

/** Asks the schema of the part. Errors are named as the page names its fields. */
export function checkPosted(section: IntakeSection, newcomerId: string, posted: Posted): ReadSection {
  const { state } = posted
  const body = new URLSearchParams({ newcomerId, section, version: posted.version, [KEY_FIELD]: posted.key })
  takeKept(posted.sent, body)
  const add = (name: string, field: string, row: IntakeRow | undefined) => {
    for (const value of listIn(row, field)) body.append(name, asSent(field, value))
  }
  for (const name of FIELDS[section].fields) add(name, name, state.fields)
  /** The place on the page of each row that is sent. */
  const places: Record<string, number[]> = {}
  for (const [list, fields] of Object.entries(FIELDS[section].rows)) {
    const rows = state.rows[list] ?? []
    const kept = rows.flatMap((row, at) => (isEmptyRow(list, row) ? [] : [at]))
    places[list] = kept
    kept.forEach((at, to) => {
      for (const field of fields)
        add(field === 'value' ? `${list}[${to}]` : `${list}[${to}].${SENT_AS[field] ?? field}`, field, rows[at])
    })
  }
  const schema = PROFILE_SECTIONS[section]
  const form = readFields(body, schema)
  if (form.ok) return { ok: true, form: form as RightForm<ProfileUpdate> }
  return { ok: false, errors: asOnPage(form.errors, places, state) }
}

/** Errors under the names of the page: the row where it stands there, `from` and `to` instead of minutes. */
export function asOnPage(errors: FieldErrors, places: Record<string, number[]>, state: IntakeState): FieldErrors {
  const named: FieldErrors = {}
  for (const [name, codes] of Object.entries(errors)) {
    const [, list = '', to = '', sentField] = ROW_FIELD.exec(name) ?? []
    const at = places[list]?.[Number(to)]
    const field = Object.keys(SENT_AS).find((one) => SENT_AS[one] === sentField) ?? sentField
    const onPage = list === '' || at === undefined ? name : field ? `${list}[${at}].${field}` : `${list}[${at}]`
    const row = list === '' || at === undefined ? state.fields : state.rows[list]?.[at]
    // A number that is none reads as absent to the schema: say what is wrong with it instead of asking for it.
    const typed = textIn(row, field ?? name) !== ''
    const isTime = field === 'from' || field === 'to'
    named[onPage] = codes.map((code) =>
      code === 'required' && typed ? (isTime ? 'slot-half-hour' : 'not-a-number') : code,
    )
  }
  return named
}

/** The places of the rows that are sent, for problems that the command names. */
export const placesOf = (section: IntakeSection, state: IntakeState): Record<string, number[]> =>
  Object.fromEntries(
    Object.keys(FIELDS[section].rows).map((list) => [
      list,
      (state.rows[list] ?? []).flatMap((row, at) => (isEmptyRow(list, row) ? [] : [at])),
    ]),
  )
