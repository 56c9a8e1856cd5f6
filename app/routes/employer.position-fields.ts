import { type FieldErrors, KEPT_FIELD, KEY_FIELD, type Typed } from '#app/request/form.ts'
import { MOST_BLOCKS, MOST_OTHER_ROWS, weekName } from '#app/ui/employer/fields.ts'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { WEEKDAYS } from '#db/values/newcomers.ts'

/** Fields that the command takes under the same name, as they are. */
const PLAIN = [
  'positionId',
  'version',
  'title',
  'occupationUri',
  'type',
  'startsOn',
  'endsOn',
  'establishmentId',
  'supervisorName',
  'learningPlan.startLevel',
  'learningPlan.targetLevel',
  'learningPlan.activities',
  'learningPlan.assessmentOn',
  'declaration.motive',
  'declaration.supernumerary',
  'declaration.replacesPerson',
  'declaration.linkedVacancy',
  'declaration.vacancyReference',
  'declaration.intent.signed',
  'declaration.followUp.offer',
  'declaration.followUp.expectedOn',
  'declaration.followUp.condition',
  'declaration.liabilityInsured',
  'declaration.accidentInsured',
  'declaration.decision.reference',
  'declaration.decision.body',
  'declaration.decision.from',
  'declaration.decision.until',
  'declaration.cao.code',
  'declaration.cao.scale',
  'declaration.repaymentClause',
  'declaration.afterTrial',
  'declaration.wageSubsidy',
  'declaration.otherWageSubsidy',
] as const
/** Numbers, which people write with a comma. */
const NUMBERS = [
  'seats',
  'hoursPerWeek',
  'supervisorHours',
  'traineesPerSupervisor',
  'declaration.regularTaskShare',
  'declaration.productiveShare',
  'declaration.probationDays',
  'declaration.wageForAge',
  'declaration.campaignPlaces',
  'declaration.intent.months',
  'declaration.intent.hours',
  'declaration.followUp.hours',
] as const
/** Amounts: euros on the page, cents for the command. */
const EUROS: Record<string, string> = {
  hourlyWage: 'hourlyWageCents',
  'declaration.candidateFee': 'declaration.candidateFeeCents',
  'declaration.cao.scaleEuros': 'declaration.cao.scaleCents',
}
/** One thing on each line of a text area. */
const LINES = ['tasks', 'learns', 'earns', 'learningPlan.goals'] as const
/** Ticked boxes; two groups of boxes may feed one list. */
const TICKED: Record<string, string> = {
  licences: 'licences',
  supports: 'supports',
  paySupports: 'supports',
  neededSkills: 'neededSkills',
  requiredSkills: 'requiredSkills',
  taughtSkills: 'taughtSkills',
  'declaration.agreementSignedBy': 'declaration.agreementSignedBy',
}

/** What goes to the schema, and which field of the page each part of it came from. */
export type Sent = { body: URLSearchParams; places: Map<string, string>; wrong: FieldErrors }

/** The fields of the page in the terms of the command: times in minutes, amounts in cents, lines as lists. Empty fields stay away. */
export function asCommand(typed: Typed, key: string | null): Sent {
  const sent: Sent = { body: new URLSearchParams(), places: new Map(), wrong: {} }
  if (key !== null) sent.body.set(KEY_FIELD, key)
  for (const name of PLAIN) put(sent, name, one(typed, name), name)
  for (const name of NUMBERS) {
    const value = one(typed, name).replace(',', '.')
    if (value === '' || /^-?\d{1,9}(\.\d{1,6})?$/.test(value)) put(sent, name, value, name)
    else sent.wrong[name] = ['not-a-number']
  }
  for (const [name, as] of Object.entries(EUROS)) {
    const cents = centsOf(one(typed, name))
    if (cents === null) sent.wrong[name] = ['not-a-number']
    else put(sent, as, cents, name)
  }
  for (const name of LINES) {
    sent.places.set(name, name)
    one(typed, name)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .forEach((line, at) => {
        put(sent, `${name}[${at}]`, line, name)
      })
  }
  for (const [name, as] of Object.entries(TICKED))
    for (const value of many(typed, name)) {
      sent.body.append(as, value)
      if (!sent.places.has(as)) sent.places.set(as, name)
    }
  putLanguages(sent, typed)
  putWeek(sent, typed)
  const kept = new Set(many(typed, KEPT_FIELD))
  for (const [name, onPage] of sent.places) if (kept.has(onPage)) sent.body.append(KEPT_FIELD, name)
  return sent
}

/** Errors under the names of the page. */
export function asOnPage(errors: FieldErrors, { places, wrong }: Sent): FieldErrors {
  const named: FieldErrors = {}
  for (const [name, codes] of Object.entries(errors)) {
    const list = /^(neededSkills|requiredSkills|taughtSkills|licences|supports|declaration\.agreementSignedBy)\[/.exec(
      name,
    )?.[1]
    named[places.get(name) ?? list ?? name] = codes
  }
  return { ...named, ...wrong }
}

/** `15,40`, `15`, `€ 15.4` as cents; '' for nothing, null for what is no amount. */
export function centsOf(typed: string): string | null {
  const value = typed.replace(/[€\s]/g, '')
  if (value === '') return ''
  const [, euros, cents = ''] = /^(\d{1,5})(?:[.,](\d{1,2}))?$/.exec(value) ?? []
  return euros === undefined ? null : String(Number(euros) * 100 + Number(cents.padEnd(2, '0')))
}

/** `8.30`, `08:30` or `8` as minutes of the day; the end of a day may be 24.00 or 0.00. Null for what is no time. */
export function minutesOf(typed: string, end: boolean): number | null {
  const [, hour, minute = '0'] = /^(\d{1,2})(?:[:.](\d{2})(?::\d{2})?)?$/.exec(typed) ?? []
  if (hour === undefined) return null
  const minutes = Number(hour) * 60 + Number(minute)
  return end && minutes === 0 ? 24 * 60 : minutes
}

const one = (typed: Typed, name: string): string => {
  const value = typed[name]
  return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim()
}
const many = (typed: Typed, name: string): string[] => {
  const value = typed[name]
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

function put({ body, places }: Sent, name: string, value: string, onPage: string): void {
  places.set(name, onPage)
  if (value !== '') body.append(name, value)
}

/** Dutch has a row for each skill, other languages have rows of their own. A row without a level asks nothing. */
function putLanguages(sent: Sent, typed: Typed): void {
  const rows = [
    ...LANGUAGE_SKILLS.map((skill) => ({ row: `dutch.${skill}`, language: 'nld', skill: skill as string })),
    ...Array.from({ length: MOST_OTHER_ROWS }, (_, at) => ({
      row: `other[${at}]`,
      language: one(typed, `other[${at}].language`),
      skill: one(typed, `other[${at}].skill`),
    })),
  ]
  const asked = rows.filter(
    ({ row, language }) => one(typed, `${row}.level`) !== '' || (row.startsWith('other') && language),
  )
  asked.forEach(({ row, language, skill }, at) => {
    put(sent, `languages[${at}].language`, language, `${row}.language`)
    put(sent, `languages[${at}].skill`, skill, `${row}.skill`)
    put(sent, `languages[${at}].level`, one(typed, `${row}.level`), `${row}.level`)
    put(sent, `languages[${at}].task`, one(typed, `${row}.task`), `${row}.task`)
  })
}

/** A block counts when one of its times is filled. */
function putWeek(sent: Sent, typed: Typed): void {
  let at = 0
  for (const weekday of WEEKDAYS)
    for (let block = 0; block < MOST_BLOCKS; block++) {
      const name = (part: 'kind' | 'from' | 'to') => weekName(weekday, block, part)
      const [from, to] = [one(typed, name('from')), one(typed, name('to'))]
      if (from === '' && to === '') continue
      put(sent, `slots[${at}].weekday`, String(weekday), name('kind'))
      put(sent, `slots[${at}].kind`, one(typed, name('kind')) || 'work', name('kind'))
      for (const [part, text] of [
        ['from', from],
        ['to', to],
      ] as const) {
        const minutes = minutesOf(text, part === 'to')
        if (text !== '' && minutes === null) sent.wrong[name(part)] = ['slot-half-hour']
        put(sent, `slots[${at}].${part}Minute`, minutes === null ? '' : String(minutes), name(part))
      }
      at += 1
    }
}
