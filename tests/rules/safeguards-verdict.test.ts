import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FOLLOW_UP_OFFERS, POSITION_MOTIVES, POSITION_TYPES } from '#db/values/positions.ts'
import { MOMENTS, OUTCOMES } from '#db/values/safeguards.ts'
import { addDays, addMonths } from '#server/safeguards/rules/calendar.ts'
import { SAFEGUARD_CODES, SAFEGUARD_PARAMS } from '#server/safeguards/rules/codes.ts'
import { SAFEGUARD_POLICY as policy, SAFEGUARD_POLICIES } from '#server/safeguards/rules/policy.ts'
import { isLearning, isPaid, isUnpaid } from '#server/safeguards/rules/sets.ts'
import { rulesOf, SAFEGUARD_RULES } from '#server/safeguards/rules/table.ts'
import { askSafeguards, withApproval, worstOf } from '#server/safeguards/rules/verdict.ts'
import { paidSafeguardFacts, personSafeguardFacts, positionSafeguardFacts, TODAY } from '#tests/make/facts.ts'

const perhaps = <T>(...values: T[]) => fc.constantFrom(null, ...values)
const anyPlace = fc
  .record({
    type: fc.constantFrom(...POSITION_TYPES),
    hourlyWageCents: perhaps(1400, 1471, 1500, 1600),
    wageForAge: perhaps(17),
    startsOn: perhaps('2026-12-31', '2027-02-28'),
    endsOn: perhaps('2027-03-31', '2027-12-31', '2032-01-01'),
    learningPlan: fc.constantFrom(null, positionSafeguardFacts().learningPlan),
    motive: perhaps(...POSITION_MOTIVES),
    supernumerary: perhaps(true, false),
    replacesPerson: perhaps(true, false),
    regularTaskShare: perhaps(0, 90),
    intent: perhaps({ signed: false, months: null, hours: null }, { signed: true, months: 3, hours: 2 }),
    followUp: perhaps(...FOLLOW_UP_OFFERS),
    feeCents: perhaps(0, 5),
    decision: perhaps({ reference: 'D', body: 'UWV', from: '2027-01-01', until: '2027-02-01' }),
    extension: perhaps({ reference: 'V', until: '2031-01-01', elsewhere: null }),
    linkedVacancy: perhaps(true, false),
    staffing: fc.record({
      endedContracts: perhaps([{ reason: 'dismissal' as const, endedOn: '2026-10-01' }]),
      openVacancies: perhaps(0, 2),
      industrialAction: perhaps(true, false),
      dismissalRequests: fc.constantFrom(
        null,
        [],
        [{ sameRole: true, requestedOn: '2026-10-01', offered: 'no' as const }],
      ),
      concerns: fc.constantFrom([], [{ concern: 'unsafe' as const, reportedOn: '2026-10-01' }]),
    }),
    supervisor: fc.record({ name: perhaps('Somebody'), hoursPerWeek: perhaps(1, 4), trainees: perhaps(1, 9) }),
    insured: fc.record({ liability: perhaps(true, false), accident: perhaps(true, false) }),
  })
  .map((over) => positionSafeguardFacts(over))

describe('a verdict', () => {
  it('is ok for a place in order, at every moment', () => {
    for (const moment of MOMENTS) {
      const facts = { position: positionSafeguardFacts(), person: personSafeguardFacts() }
      expect(askSafeguards(moment, facts, policy, TODAY).outcome).toBe('ok')
      expect(askSafeguards(moment, { ...facts, position: paidSafeguardFacts() }, policy, TODAY).outcome).toBe('ok')
    }
  })

  it('gives every reason, never only the first, and the worst decides', () => {
    const position = positionSafeguardFacts({ feeCents: 1, motive: 'peak', decision: null, supernumerary: null })
    const { outcome, reasons, policyVersion } = askSafeguards('publish', { position, person: null }, policy, TODAY)
    expect(outcome).toBe('block')
    expect(policyVersion).toBe('2026-11')
    const codes = reasons.map((one) => one.code)
    for (const code of ['fee-asked', 'motive-not-allowed', 'decision-missing', 'supernumerary-unknown'])
      expect(codes).toContain(code)
    expect(worstOf([])).toBe('ok')
    expect(worstOf(['warn', 'human', 'ok'])).toBe('human')
  })

  it('for any facts: the codes and parameters of the table, inputs per rule, no name of a person', () => {
    fc.assert(
      fc.property(
        anyPlace,
        fc.constantFrom(...MOMENTS),
        perhaps(personSafeguardFacts()),
        (position, moment, person) => {
          const verdict = askSafeguards(moment, { position, person }, policy, TODAY)
          expect(verdict.outcome).toBe(worstOf(verdict.reasons.map((one) => one.outcome)))
          for (const { code, params, ruleId } of verdict.reasons) {
            expect(SAFEGUARD_CODES).toContain(code)
            expect(Object.keys(params).sort()).toEqual([...SAFEGUARD_PARAMS[code]].sort())
            expect(verdict.inputs[ruleId]).toBeDefined()
          }
          expect(JSON.stringify(verdict)).not.toContain('Somebody')
          expect(askSafeguards(moment, { position, person }, policy, TODAY)).toEqual(verdict)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('after an approval no longer waits for what was approved, and keeps every block', () => {
    const position = positionSafeguardFacts({ supernumerary: null, regularTaskShare: null })
    const verdict = askSafeguards('publish', { position, person: null }, policy, TODAY)
    expect(verdict.outcome).toBe('human')
    const human = verdict.reasons.filter((one) => one.outcome === 'human')
    expect(withApproval(verdict, human).outcome).toBe('ok')
    expect(withApproval(verdict, human.slice(0, 1)).outcome).toBe('human')
    const blocked = askSafeguards('publish', { position: { ...position, feeCents: 5 }, person: null }, policy, TODAY)
    expect(withApproval(blocked, blocked.reasons).outcome).toBe('block')
  })

  it('an approval of one concern is none of the next', () => {
    const withConcern = (reportedOn: string) => {
      const { staffing } = positionSafeguardFacts()
      const concerns = [{ concern: 'unsafe' as const, reportedOn }]
      const position = positionSafeguardFacts({ staffing: { ...staffing, concerns } })
      return askSafeguards('publish', { position, person: null }, policy, TODAY)
    }
    const seen = withConcern('2026-10-01')
    expect(withApproval(seen, seen.reasons).outcome).toBe('ok')
    expect(withApproval(withConcern('2026-11-01'), seen.reasons).outcome).toBe('human')
  })

  it('an approval of a term at publication is none of a longer one at a start or an extension', () => {
    const asked = (moment: 'publish' | 'propose' | 'start' | 'extend', endsOn: string) => {
      const position = positionSafeguardFacts({ type: 'TRIAL_PLACEMENT', startsOn: '2026-12-07', endsOn })
      const { inputs, ...verdict } = askSafeguards(moment, { position, person: personSafeguardFacts() }, policy, TODAY)
      return { ...verdict, inputs, reasons: verdict.reasons.filter((one) => one.ruleId === 'DSP-03b') }
    }
    const { trialNormalMonths, trialMaxMonths } = policy.numbers
    const short = addDays(addMonths('2026-12-07', trialNormalMonths), 6)
    const long = addDays(addMonths('2026-12-07', trialMaxMonths), -1)
    const approved = asked('publish', short).reasons
    expect(approved).toMatchObject([{ outcome: 'human', code: 'term-over-normal' }])
    for (const moment of ['start', 'extend'] as const) {
      expect(withApproval(asked(moment, short), approved).outcome, moment).toBe('ok')
      expect(asked(moment, long).reasons, moment).toMatchObject([{ outcome: 'human', code: 'term-over-normal' }])
      expect(withApproval(asked(moment, long), approved).outcome, moment).toBe('human')
    }
    expect(withApproval(asked('propose', long), approved).outcome).toBe('ok')
  })
})

describe('the table', () => {
  it('has one row per rule and version, each with moments, a basis and dates that follow on', () => {
    for (const { datedOn } of SAFEGUARD_POLICIES) {
      const ids = rulesOf({ datedOn }).map((rule) => rule.id)
      expect(new Set(ids).size).toBe(ids.length)
    }
    for (const rule of SAFEGUARD_RULES) {
      expect(rule.moments.length).toBeGreaterThan(0)
      expect(rule.types.length).toBeGreaterThan(0)
      expect(rule.basis.sources).not.toEqual([])
      expect(rule.basis.kind).toBe(rule.tags[0])
      expect(rule.since).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      const next = SAFEGUARD_RULES.find((one) => one.id === rule.id && one.version === rule.version + 1)
      expect(rule.until).toBe(next ? addDays(next.since, -1) : null)
    }
    expect(OUTCOMES.indexOf('block')).toBe(3)
  })

  it('asks rules about a person at no publish (ruling 1)', () => {
    for (const id of ['DSP-18', 'DSP-33'])
      expect(SAFEGUARD_RULES.find((rule) => rule.id === id)?.moments).not.toContain('publish')
  })

  it('sorts every type in the sets of ruling 3', () => {
    const of = (type: (typeof POSITION_TYPES)[number], hourlyWageCents: number | null = null) =>
      positionSafeguardFacts({ type, hourlyWageCents })
    for (const type of POSITION_TYPES) expect(isPaid(of(type)) && isUnpaid(of(type))).toBe(false)
    expect(POSITION_TYPES.filter((type) => !isPaid(of(type)) && !isUnpaid(of(type)))).toEqual(['INTERNSHIP'])
    expect(isPaid(of('PRACTICAL_LEARNING', 1500))).toBe(true)
    expect(isUnpaid(of('PRACTICAL_LEARNING'))).toBe(true)
    expect(POSITION_TYPES.filter((type) => isLearning(of(type)))).toHaveLength(8)
  })
})
