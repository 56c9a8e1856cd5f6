import { expect, test } from 'vitest'
import { nl } from '#app/ui/words/nl/all.ts'
import { CONTRACT_END_REASONS } from '#db/values/positions.ts'
import { CASE_STEPS, CASE_SUBJECTS, DECISION_OUTCOMES } from '#db/values/safeguards.ts'
import { CHANGE_PARAMS } from '#server/matching/rules/changes.ts'
import { REASON_PARAMS } from '#server/matching/rules/reasons.ts'
import { SAFEGUARD_PARAMS } from '#server/safeguards/rules/codes.ts'
import { MONITOR_PARAMS } from '#server/safeguards/rules/monitors/signal.ts'
import { SAFEGUARD_RULES } from '#server/safeguards/rules/table.ts'
import { hits, sourcesIn } from './sources.ts'

const isDictionary = (path: string) => /^app\/ui\/words\/(nl|en|ar)\//.test(path)
const pages = sourcesIn(['app']).filter(({ path }) => !isDictionary(path))
const sources = [...pages, ...sourcesIn(['server', 'db']).filter(({ path }) => !path.startsWith('db/migrations'))]

const keysOf = (value: object, path = ''): string[] => [
  ...new Set(
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'object' ? keysOf(inner, `${path}${key}.`) : [`${path}${key}`.replace(/_(zero|one|other)$/, '')],
    ),
  ),
]
const KEYS = keysOf(nl)
const found = (pattern: RegExp) => pages.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, key = '']) => key))
/** Keys that stand in a page as they are. */
const WRITTEN = new Set(found(/'([\w-]+(?:\.[\w-]+)+)'/g))
/** Keys of which a part is filled in on the page: `enum.level.${level}`; what is filled in is one part of the key. */
const FILLED = [...new Set(found(/`([\w-]+\.(?:[^`\s$]|\$\{[^}]*\})*)`/g))].map(
  (key) =>
    new RegExp(
      `^${key
        .split(/\$\{[^}]*\}/)
        .map((part) => part.replaceAll('.', '\\.'))
        .join('[\\w-]+')}$`,
    ),
)
/** Rooms of coded words: the first argument after `t` of `codedWord`. */
const ROOMS = [...new Set(found(/codedWord\(\s*[\w.]+,\s*['`]([\w.-]+)/g))].filter((room) => !room.startsWith('enum.'))

test('a key of a word is never cast: codes go by codedWord, which looks them up', () => {
  const cast = hits(pages, /as never/).filter((line) => !line.startsWith('app/ui/words/coded-word.ts:'))
  expect(cast).toEqual([])
})

test('every word is used on a page', () => {
  expect(ROOMS).toContain('safeguard.rule')
  const unused = KEYS.filter(
    (key) =>
      !WRITTEN.has(key) &&
      !key.startsWith('enum.') && // held against the lists of db/values in words.test.ts
      !ROOMS.some((room) => key.startsWith(`${room}.`)) &&
      !FILLED.some((pattern) => pattern.test(key)),
  )
  expect(unused).toEqual([])
})

const namesIn = (table: Record<string, readonly string[]>) => Object.values(table).flat()
/** The codes of a room where one list has them all. */
const CODES: Record<string, readonly string[]> = {
  reason: Object.keys(REASON_PARAMS),
  change: Object.keys(CHANGE_PARAMS).flatMap((code) => [code, `${code}-in`, `${code}-soon`]),
  'safeguard.found': Object.keys(SAFEGUARD_PARAMS),
  'safeguard.mend': Object.keys(SAFEGUARD_PARAMS),
  'safeguard.rule': SAFEGUARD_RULES.map(({ id }) => id),
  'safeguard.contractEnd': CONTRACT_END_REASONS,
  'monitor.found': Object.keys(MONITOR_PARAMS),
  'signals.one.param': [...namesIn(MONITOR_PARAMS), 'year'],
  'cases.log.subject': [...CASE_SUBJECTS, 'decision'],
  'cases.log.step': [...CASE_STEPS, ...DECISION_OUTCOMES],
}

test('every coded word has a code that something gives', () => {
  const given = new Set(sources.flatMap(({ text }) => text.match(/[\w-]+/g) ?? []))
  const idle = KEYS.flatMap((key) => {
    const room = ROOMS.find((one) => key.startsWith(`${one}.`))
    if (!room) return []
    const code = key.slice(room.length + 1)
    const isGiven = CODES[room]?.includes(code) ?? code.split('.').every((part) => given.has(part))
    return isGiven ? [] : [key]
  })
  expect(idle).toEqual([])
})
