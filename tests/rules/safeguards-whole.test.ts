import { describe, expect, it } from 'vitest'
import { POSITION_TYPES } from '#db/values/positions.ts'
import { MOMENTS, OUTCOMES } from '#db/values/safeguards.ts'
import { safeguardCase } from '#server/safeguards/rules/case.ts'
import { SAFEGUARD_CODES } from '#server/safeguards/rules/codes.ts'
import { RULE_EXPLANATIONS } from '#server/safeguards/rules/explanations.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { rulesOf } from '#server/safeguards/rules/table.ts'
import { RULE_IDS } from '#server/safeguards/rules/titles.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { DAY, saysOf, verdictOn } from './safeguards-whole-ask.ts'
import { PERSON_ROWS } from './safeguards-whole-person.ts'
import { PLACE_ROWS } from './safeguards-whole-place.ts'

const ROWS = [...PLACE_ROWS, ...PERSON_ROWS]
const RULES = rulesOf(WHOLE_POLICY)

describe('every rule, row by row', () => {
  it.each(ROWS.map((row, at) => [`${row[0]} ${row[1]} ${row[3]} #${at}`, row] as const))('%s', (_name, row) => {
    const [rule, moment, given, says] = row
    expect(saysOf(rule, moment, given)).toBe(says)
  })
})

describe('the table of rows', () => {
  const said = (rule: string) => ROWS.filter((row) => row[0] === rule).flatMap((row) => row[3].split(', '))

  it('has all 41 position rules, MON-12 and the pause, each with a title and an explanation', () => {
    expect(RULES.map((rule) => rule.id).sort()).toEqual([...RULE_IDS].sort())
    expect(RULES.filter((rule) => rule.id.startsWith('DSP'))).toHaveLength(41)
    for (const rule of RULES) {
      expect(RULE_EXPLANATIONS[rule.id].nl).not.toBe(RULE_EXPLANATIONS[rule.id].en)
      expect(rule.types.length).toBeGreaterThan(0)
    }
  })

  it.each(RULES.map((rule) => rule.id))('%s is tested in order and at its worst', (id) => {
    const rule = RULES.find((one) => one.id === id)
    const outcomes = said(id).map((one) => one.split(' ')[0])
    expect(outcomes).toContain('ok')
    expect(outcomes).toContain(rule?.severity)
    const worst = OUTCOMES.indexOf(rule?.severity ?? 'ok')
    for (const one of outcomes) if (one !== 'not') expect(OUTCOMES.indexOf(one as never)).toBeLessThanOrEqual(worst)
  })

  it('has a row for every code', () => {
    const codes = new Set(ROWS.flatMap((row) => row[3].split(', ')).map((one) => one.split(' ')[1]))
    expect(SAFEGUARD_CODES.filter((code) => !codes.has(code))).toEqual([])
  })
})

describe('unknown is never in order', () => {
  // Pauses are our own table, so they are never unknown.
  const SILENT = new Set(['MON'])
  it('for a place of which only the type is known, at every moment', () => {
    for (const type of POSITION_TYPES)
      for (const moment of MOMENTS) {
        const { position } = safeguardCase.parse({ moment, position: { type, hoursPerWeek: 24 } })
        const verdict = askSafeguards(moment, { position, person: null }, WHOLE_POLICY, DAY)
        expect(['human', 'block']).toContain(verdict.outcome)
        for (const rule of RULES.filter((one) => one.severity === 'block' && !SILENT.has(one.id))) {
          const reasons = verdict.reasons.filter((one) => one.ruleId === rule.id)
          if (reasons.length === 0) continue
          expect(
            reasons.some((one) => one.outcome !== 'ok'),
            `${rule.id} ${type} ${moment}`,
          ).toBe(true)
        }
      }
  })

  it('asks rules about a person at no publish and no proposal (ruling 1)', () => {
    for (const rule of RULES.filter((one) => one.about === 'person')) {
      expect(rule.moments).not.toContain('publish')
      expect(rule.moments).not.toContain('propose')
    }
  })
})

it('a place in order stands in order at every moment, of every base', () => {
  for (const moment of MOMENTS)
    for (const base of ['unpaid', 'paid', 'trial'] as const) expect(verdictOn(moment, { base }).outcome).toBe('ok')
})
