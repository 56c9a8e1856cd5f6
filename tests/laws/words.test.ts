import { expect, test } from 'vitest'
import { changeOf, foundBy, mendFor, sentenceOf } from '#app/ui/words/sentence.ts'
import { wordsFor } from '#app/ui/words/words.tsx'
import { ACCOUNT_STATES, ROLES } from '#db/values/accounts.ts'
import * as language from '#db/values/language.ts'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'
import * as newcomers from '#db/values/newcomers.ts'
import * as placements from '#db/values/placements.ts'
import * as positions from '#db/values/positions.ts'
import * as proposals from '#db/values/proposals.ts'
import { SECTORS } from '#db/values/reference.ts'
import * as safeguards from '#db/values/safeguards.ts'
import { CHANGE_PARAMS } from '#server/matching/rules/changes.ts'
import { REASON_PARAMS } from '#server/matching/rules/reasons.ts'
import { REFUSAL_CODES } from '#server/platform/refusal.ts'
import { SAFEGUARD_PARAMS } from '#server/safeguards/rules/codes.ts'
import { SAFEGUARD_RULES } from '#server/safeguards/rules/table.ts'

const SAMPLE: Record<string, string | number> = {
  language: 'nld',
  skill: 'speaking',
  level: 'A1',
  expected: 'A2',
  needed: 'A2',
  evidence: 'tested',
  licence: 'B',
  support: 'language-buddy',
  means: 'bicycle',
  with: 'lesson',
  weekday: 2,
  from: 540,
  to: 600,
  months: 6,
  motive: 'peak',
  missing: 'goals,activities',
  kind: 'liability',
  reason: 'dismissal',
  concern: 'no-guidance',
}
const paramsFor = (names: readonly string[], numbers: readonly string[] = []) =>
  Object.fromEntries(names.map((name) => [name, numbers.includes(name) ? 3 : (SAMPLE[name] ?? 7)]))

test.each([...SCREEN_LANGUAGES])('every reason of the engine has a sentence in %s', (code) => {
  const words = wordsFor(code)
  for (const [reason, names] of Object.entries(REASON_PARAMS)) {
    const sentence = sentenceOf({ code: reason, params: paramsFor(names) }, words)
    expect(sentence, reason).not.toMatch(/\{\{|undefined|enum\.|reason\.|clash\./)
    expect(sentence).not.toBe(reason)
  }
})

test('every change that the engine can name has a sentence on the pages of staff', () => {
  const words = wordsFor('nl')
  for (const [code, names] of Object.entries(CHANGE_PARAMS)) {
    const params = { ...paramsFor(names), ...(code === 'reach-level' && { enough: 'A2' }) }
    const others = 'language' in params ? [{ ...params, language: 'eng' }] : []
    const soon = 'enough' in params ? [{ ...params, enough: 'A1' }] : []
    for (const some of [params, ...others, ...soon]) {
      const sentence = changeOf({ code, params: some }, words)
      expect(sentence, code).not.toMatch(/\{\{|undefined|enum\.|change\./)
      expect(sentence).not.toBe(code)
    }
  }
})

test('everything that a safeguard finds has a sentence, and a way to mend it', () => {
  const words = wordsFor('nl')
  const silent = ['in-order', 'wage-above-last-verified', 'term-extended', 'consent-missing']
  for (const [code, names] of Object.entries(SAFEGUARD_PARAMS)) {
    const reason = { code, params: paramsFor(names, ['months', 'hours', 'needed', 'from']) }
    expect(foundBy(reason, words), code).not.toMatch(/\{\{|safeguard\./)
    if (!silent.includes(code)) expect(mendFor(reason, words), code).toBeTruthy()
  }
})

test('numbers in what a safeguard finds read as people write them', () => {
  const found = (language: string, code: string, params: Record<string, string | number>) =>
    foundBy({ code, params }, wordsFor(language))
  const term = { normalMonths: 1, maxMonths: 6, lastDay: '2027-02-03', endsOn: '2027-03-03' }
  expect(found('nl', 'term-over-normal', term)).toContain('Langer dan 1 maand:')
  expect(found('en', 'term-over-normal', term)).toContain('Longer than 1 month:')
  const market = { ratio: 0.5, quarter: '2026-Q3', ample: 0.67 }
  expect(found('nl', 'tension-ample', market)).toMatch(/ruim: 0,5 in kwartaal 3 van 2026\. Ruim is onder 0,67 /)
  expect(found('en', 'tension-ample', market)).toMatch(/ample here: 0\.5 in quarter 3 of 2026\. Ample is below 0\.67 /)
})

const LISTS: Record<string, readonly string[]> = {
  level: language.LEVELS,
  languageSkill: language.LANGUAGE_SKILLS,
  levelSource: language.LEVEL_SOURCES,
  learnerProfile: language.LEARNER_PROFILES,
  availability: newcomers.AVAILABILITIES,
  workRight: newcomers.WORK_RIGHTS,
  slotKind: newcomers.SLOT_KINDS,
  travelMeans: newcomers.TRAVEL_MEANS,
  evidence: newcomers.EVIDENCES,
  educationLevel: newcomers.EDUCATION_LEVELS,
  licence: newcomers.LICENCES,
  positionType: positions.POSITION_TYPES,
  positionState: positions.POSITION_STATES,
  motive: positions.POSITION_MOTIVES,
  followUpOffer: positions.FOLLOW_UP_OFFERS,
  support: positions.SUPPORTS,
  sector: SECTORS,
  proposalState: proposals.PROPOSAL_STATES,
  setAsideReason: proposals.SET_ASIDE_REASONS,
  refusalReason: proposals.REFUSAL_REASONS,
  placementState: placements.PLACEMENT_STATES,
  followUpKind: placements.FOLLOW_UP_KINDS,
  followUpState: placements.FOLLOW_UP_STATES,
  followUpOutcome: placements.FOLLOW_UP_OUTCOMES,
  concern: placements.CONCERNS,
  consentField: proposals.CONSENT_FIELDS,
  fitPart: proposals.FIT_PARTS,
  fitState: proposals.FIT_STATES,
  initiative: placements.INITIATIVES,
  outcome: safeguards.OUTCOMES,
  moment: safeguards.MOMENTS,
  basis: [...new Set(SAFEGUARD_RULES.flatMap(({ tags }) => tags))],
  changer: [...placements.INITIATIVES, 'nobody'],
  accountState: ACCOUNT_STATES,
  role: [...ROLES, 'worker'],
}

test.each([...SCREEN_LANGUAGES])('every value of every list has a label in %s', (code) => {
  const { t } = wordsFor(code)
  for (const [list, values] of Object.entries(LISTS))
    for (const value of values)
      expect(String(t(`enum.${list}.${value}` as never)), `${list}.${value}`).not.toMatch(/^enum\./)
  for (const value of REFUSAL_CODES) expect(String(t(`refusal.${value}` as never))).not.toMatch(/^refusal\./)
})

test('every label of a list belongs to a value of that list', () => {
  const { enum: labels } = wordsFor('nl').dictionary() as { enum: Record<string, Record<string, string>> }
  for (const [list, words] of Object.entries(labels))
    expect(Object.keys(words).sort(), list).toEqual([...(LISTS[list] ?? [])].sort())
})

test.each([...SCREEN_LANGUAGES])('plural words have the forms that %s needs', (code) => {
  const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories
  const keys = new Set<string>()
  const walk = (value: object, path: string) => {
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'object') walk(inner, `${path}${key}.`)
      else keys.add(`${path}${key}`)
    }
  }
  walk(wordsFor(code).dictionary(), '')
  const plural = [...keys].filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6))
  const missing = plural.flatMap((key) =>
    categories.filter((one) => one !== 'zero' && !keys.has(`${key}_${one}`)).map((one) => `${key}_${one}`),
  )
  expect(missing).toEqual([])
  for (const key of keys) expect(String(key)).not.toBe('')
})

test('placeholders are the same in every language', () => {
  const flat = (value: object, path = ''): [string, string][] =>
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'object'
        ? flat(inner, `${path}${key}.`)
        : [[`${path}${key}`, String(inner)] as [string, string]],
    )
  const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
  const nl = new Map(flat(wordsFor('nl').dictionary()))
  for (const code of ['en', 'ar'] as const)
    for (const [key, text] of flat(wordsFor(code).dictionary())) {
      if (/_(one|two|few|many|zero|other)$/.test(key)) continue
      const source = nl.get(key)
      if (source === undefined) throw new Error(`${code} has a word that Dutch does not have: ${key}`)
      expect(names(text), `${code} ${key}`).toEqual(names(source))
      expect(text.trim(), `${code} ${key}`).not.toBe('')
    }
})
