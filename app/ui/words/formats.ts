import type { ScreenLanguage } from '#db/values/language.ts'

/** Days, times and amounts as people write them. Gregorian calendar and Latin digits in every language. */
export type Formats = {
  /** `2026-11-22` or a Date -> 22 november 2026 */
  day(value: string | Date): string
  /** `2026-11` -> november 2026 */
  monthName(month: string): string
  /** -> 22 nov */
  shortDay(value: string | Date): string
  /** -> zondag 22 november, 14.30 uur (Dutch time) */
  moment(value: string | Date): string
  /** Minutes of the day -> 8.30 */
  clock(minute: number): string
  /** ISO weekday 1..7 -> maandag */
  weekday(day: number): string
  shortWeekday(day: number): string
  number(value: number): string
  /** Cents -> € 15,40 */
  euros(cents: number): string
  /** A language by its ISO 639-3 code -> Arabisch */
  languageName(code: string): string
  list(items: string[]): string
}

const TAGS: Record<ScreenLanguage, string> = { nl: 'nl-NL', en: 'en-GB', ar: 'ar-u-ca-gregory-nu-latn' }
/** Three-letter codes that Intl knows by another name. */
const INTL_CODES: Record<string, string> = {
  nld: 'nl',
  eng: 'en',
  ara: 'ar',
  tir: 'ti',
  amh: 'am',
  pes: 'fa',
  prs: 'fa-AF',
  pus: 'ps',
  kmr: 'ku',
  ckb: 'ckb',
  tur: 'tr',
  som: 'so',
  ukr: 'uk',
  rus: 'ru',
  sqi: 'sq',
  fra: 'fr',
  spa: 'es',
  por: 'pt',
  zho: 'zh',
  vie: 'vi',
  tha: 'th',
  hin: 'hi',
  urd: 'ur',
  deu: 'de',
  pol: 'pl',
}

/** Languages that the Intl of some browsers has no name for: server and browser must say the same. */
const NAMED_BY_US: Record<string, Record<ScreenLanguage, string>> = {
  apc: { nl: 'Levantijns-Arabisch', en: 'Levantine Arabic', ar: 'العربية الشامية' },
}

const zone = 'Europe/Amsterdam'
/** Noon keeps a calendar day the same day in every zone. */
const asDate = (value: string | Date) =>
  value instanceof Date ? value : new Date(value.length === 10 ? `${value}T12:00:00Z` : value)

/** What somebody typed and is no day comes back as it was typed: a form that is shown again must not break on it. */
function written(format: Intl.DateTimeFormat, value: string | Date): string {
  const date = asDate(value)
  return Number.isNaN(date.getTime()) ? String(value) : format.format(date)
}

/** The formats of one screen language; Intl objects are made once. */
export function formatsFor(language: ScreenLanguage): Formats {
  const tag = TAGS[language]
  const day = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone })
  const month = new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: zone })
  const shortDay = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: zone })
  const moment = new Intl.DateTimeFormat(tag, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
  })
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' })
  const shortWeekday = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' })
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  const euros = new Intl.NumberFormat(tag, { style: 'currency', currency: 'EUR' })
  const names = new Intl.DisplayNames(tag, { type: 'language' })
  const list = new Intl.ListFormat(tag, { type: 'conjunction' })
  const aDayOf = (isoWeekday: number) => new Date(Date.UTC(2024, 0, isoWeekday)) // 1 January 2024 is a Monday
  return {
    day: (value) => written(day, value),
    monthName: (value) => month.format(asDate(`${value}-15`)),
    shortDay: (value) => written(shortDay, value),
    moment: (value) => written(moment, value),
    clock: (minute) =>
      `${Math.floor(minute / 60)}${language === 'nl' ? '.' : ':'}${String(minute % 60).padStart(2, '0')}`,
    weekday: (isoWeekday) => weekday.format(aDayOf(isoWeekday)),
    shortWeekday: (isoWeekday) => {
      const short = shortWeekday.format(aDayOf(isoWeekday))
      // Arabic has no shorter form in Intl: the word without its article, cut at three letters, as calendars print it.
      return language === 'ar' ? short.replace(/^ال/, '').slice(0, 3) : short
    },
    number: (value) => number.format(value),
    euros: (cents) => euros.format(cents / 100),
    languageName: (code) =>
      /^[a-z]{2,3}$/.test(code) ? (NAMED_BY_US[code]?.[language] ?? names.of(INTL_CODES[code] ?? code) ?? code) : code,
    list: (items) => list.format(items),
  }
}
