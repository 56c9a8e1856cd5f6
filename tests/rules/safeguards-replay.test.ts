import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONTRACT_END_REASONS, FOLLOW_UP_OFFERS, POSITION_MOTIVES, POSITION_TYPES } from '#db/values/positions.ts'
import { MOMENTS } from '#db/values/safeguards.ts'
import { SAFEGUARD_CODES, SAFEGUARD_PARAMS } from '#server/safeguards/rules/codes.ts'
import type { PersonSafeguardFacts, PositionSafeguardFacts } from '#server/safeguards/rules/facts.ts'
import { blocksByLaw, mayOverride, withOverride } from '#server/safeguards/rules/override.ts'
import { SAFEGUARD_POLICIES, SAFEGUARD_POLICY, WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { type MunicipalProfile, policyNamed, policyOn, profileOn } from '#server/safeguards/rules/profile.ts'
import { askSafeguards, replayVerdict, trailOf, worstOf } from '#server/safeguards/rules/verdict.ts'
import { personSafeguardFacts, positionSafeguardFacts } from '#tests/make/facts.ts'
import { DAY, verdictOn } from './safeguards-whole-ask.ts'

const perhaps = <T>(...values: T[]) => fc.constantFrom(null, ...values)
const yes = perhaps(true, false)
const day = fc.constantFrom(
  '2024-02-29',
  '2025-12-31',
  '2026-06-30',
  '2026-11-22',
  '2027-01-04',
  '2027-03-31',
  '2028-12-31',
)
const blocks = perhaps([{ weekday: 1, from: 540, to: 1020 }], [])

/** Facts as they come, also those that make no sense together: an answer has to be given again whatever they were. */
const anyPosition: fc.Arbitrary<PositionSafeguardFacts> = fc
  .record({
    type: fc.constantFrom(...POSITION_TYPES),
    hourlyWageCents: perhaps(900, 1440, 1471, 1529, 1600),
    wageForAge: perhaps(17),
    wageSubsidy: yes,
    cao: perhaps({ code: null, scale: null, scaleCents: null }, { code: 'x', scale: '1', scaleCents: 1550 }),
    startsOn: fc.option(day),
    endsOn: fc.option(day),
    motive: perhaps(...POSITION_MOTIVES),
    supernumerary: yes,
    replacesPerson: yes,
    productiveShare: perhaps(0, 50, 51),
    followUp: perhaps(...FOLLOW_UP_OFFERS),
    repaymentClause: yes,
    extension: perhaps({ reference: 'V', until: '2027-12-31', elsewhere: true }),
    linkedVacancy: yes,
    probationDays: perhaps(0, 30, 90),
    afterTrial: yes,
    otherWageSubsidy: yes,
    recognition: perhaps({ recognised: false, crebo: '1', checkedOn: '2026-01-01' }),
    agreementSignedBy: perhaps<('school' | 'company')[]>(['school'], ['school', 'company']),
    volunteerDeclaration: perhaps({ given: true, until: '2026-12-31' }),
    campaignPlaces: perhaps(1, 5),
    staffInformed: yes,
    lender: perhaps({ registered: true, admission: 'none' as const, paysAsHost: false }),
    tension: perhaps(
      { ratio: 0.5, quarter: '2026-Q3', source: 'UWV' },
      { ratio: 9, quarter: '2025-Q1', source: 'UWV' },
    ),
    workBlocks: blocks,
    staffing: fc.record({
      endedContracts: fc.option(
        fc.array(fc.record({ reason: perhaps(...CONTRACT_END_REASONS), endedOn: day }), { maxLength: 3 }),
      ),
      openVacancies: perhaps(0, 1),
      industrialAction: yes,
      dismissalRequests: fc.option(
        fc.array(
          fc.record({
            sameRole: fc.boolean(),
            requestedOn: day,
            offered: fc.constantFrom('no', 'by-employer', 'by-officer'),
          }),
          { maxLength: 2 },
        ),
      ),
      contractsIncomplete: fc.boolean(),
      dismissalsIncomplete: fc.boolean(),
      collectiveDismissals: fc.option(fc.array(fc.record({ on: day }), { maxLength: 1 })),
      concerns: fc.array(fc.record({ concern: fc.constant('unsafe' as const), reportedOn: day }), { maxLength: 1 }),
      decides: fc.array(fc.record({ on: day, until: day }), { maxLength: 1 }),
      pauses: fc.array(fc.record({ monitor: fc.constantFrom('MON-01', 'MON-12'), on: day }), { maxLength: 1 }),
      employeesTotal: perhaps(9, 49, 50),
    }),
  })
  .map((over) => positionSafeguardFacts(over))

const anyPerson: fc.Arbitrary<PersonSafeguardFacts | null> = fc.option(
  fc
    .record({
      consentAt: perhaps('2026-12-01'),
      wageAge: perhaps(17, 21),
      rightRule: perhaps('asylum-seeker' as const, 'displaced-person' as const),
      asylum: perhaps({ appliedOn: '2026-09-01', permit: { until: '2026-12-31' }, cardChecked: true, lowChance: null }),
      displaced: perhaps({ noticeOn: '2026-12-30', contract: 'employment' as const, residenceUntil: '2027-03-04' }),
      workedHere: perhaps([{ sameRole: true, beforeIllness: false }]),
      unpaidPeriods: fc.option(
        fc.array(fc.record({ sameEmployer: fc.boolean(), from: day, until: day }), { maxLength: 3 }),
      ),
      contracts: fc.option(fc.array(fc.record({ from: day, until: day, isBbl: fc.boolean() }), { maxLength: 4 })),
      participationMonths: perhaps(0, 23),
      participation: perhaps({ startedOn: '2025-11-01', done: [{ kind: 'premium' as const, on: '2026-05-01' }] }),
      is27: yes,
      lessons: blocks,
      lessonTravelMinutes: perhaps(0, 45),
    })
    .map((over) => personSafeguardFacts(over)),
)

const anyMoment = fc.constantFrom(...MOMENTS)

describe('an answer is given again', () => {
  it('from what was stored alone, bit for bit, for 1,000 answers under both policies', () => {
    fc.assert(
      fc.property(
        anyPosition,
        anyPerson,
        anyMoment,
        fc.constantFrom(...SAFEGUARD_POLICIES),
        (position, person, moment, policy) => {
          const verdict = askSafeguards(moment, { position, person }, policy, DAY)
          // As a table keeps it: JSON, without the facts.
          const stored = JSON.parse(JSON.stringify({ moment, inputs: verdict.inputs, version: verdict.policyVersion }))
          const named = policyNamed(stored.version)
          if (named === null) throw new Error('The policy of a stored answer is gone.')
          expect(JSON.stringify(replayVerdict(stored, named))).toBe(JSON.stringify(verdict))
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('with codes and parameters of the table, the worst outcome, inputs per rule, and nobody named', () => {
    fc.assert(
      fc.property(anyPosition, anyPerson, anyMoment, (position, person, moment) => {
        const verdict = askSafeguards(moment, { position, person }, WHOLE_POLICY, DAY)
        expect(verdict.outcome).toBe(worstOf(verdict.reasons.map((one) => one.outcome)))
        for (const { code, params, ruleId } of verdict.reasons) {
          expect(SAFEGUARD_CODES).toContain(code)
          expect(Object.keys(params).sort()).toEqual([...SAFEGUARD_PARAMS[code]].sort())
          expect(verdict.inputs[ruleId]).toBeDefined()
        }
        const trail = trailOf(verdict, WHOLE_POLICY)
        expect(trail.map((line) => line.rule).sort()).toEqual(Object.keys(verdict.inputs).sort())
        expect(worstOf(trail.map((line) => line.outcome))).toBe(verdict.outcome)
        // No day of an application, no earlier placement: sums and outcomes only.
        const kept = JSON.stringify(verdict.inputs)
        for (const word of ['A supervisor', 'appliedOn', 'unpaidPeriods', 'lessons"', 'rightRule'])
          expect(kept).not.toContain(word)
      }),
      { numRuns: 300 },
    )
  })

  it('with the policy of its day: an old answer keeps the rules it was made under', () => {
    const position = positionSafeguardFacts()
    const old = askSafeguards('publish', { position, person: null }, SAFEGUARD_POLICY, DAY)
    const now = askSafeguards('publish', { position, person: null }, WHOLE_POLICY, DAY)
    expect(old.outcome).toBe('ok')
    expect(now.outcome).toBe('human')
    expect(replayVerdict(old, SAFEGUARD_POLICY)).toEqual(old)
    expect(old.inputs['DSP-35']).toBeUndefined()
    expect(now.reasons.find((one) => one.ruleId === 'DSP-26')?.version).toBe(2)
    expect(old.reasons.find((one) => one.ruleId === 'DSP-26')?.version).toBe(1)
  })
})

describe('an answer under a profile', () => {
  // Stored when a municipality still set how far one looks back on dismissals: today the nation does.
  const stored: MunicipalProfile = {
    code: 'GM0518',
    version: '7',
    from: '2026-11-22',
    until: null,
    numbers: { dismissalWeeks: 52, endedContractMonths: 24 },
    source: 'Ordinance',
    verified: true,
  }
  const kept = {
    moment: 'publish' as const,
    policyVersion: '2026-11-22+GM0518-7',
    inputs: {
      'DSP-11': {
        dismissalRequests: [{ sameRole: true, requestedOn: '2026-03-01', offered: 'no' }],
        start: '2027-01-04',
        lookBackFrom: '2027-01-04',
        dismissalsIncomplete: false,
        collectiveDismissals: [],
      },
    },
  }
  it('is given again with the numbers it was given under, whoever sets them now', () => {
    const named = policyNamed(kept.policyVersion, [stored])
    if (named === null) throw new Error('The profile of a stored answer is gone.')
    const verdict = replayVerdict(kept, named)
    expect(verdict.policyVersion).toBe(kept.policyVersion)
    expect(verdict.reasons.map(({ code, params }) => [code, params])).toEqual([
      ['dismissal-same-role', { on: '2026-03-01', weeks: 52 }],
    ])
  })
  it('is asked with what a municipality may set, and no more', () => {
    const { version, numbers } = policyOn('2026-11-22', 'GM0518', [stored])
    expect([version, numbers.dismissalWeeks, numbers.endedContractMonths]).toEqual(['2026-11-22+GM0518-7', 26, 24])
  })
})

describe('policies and profiles by date', () => {
  const profile = (
    from: string,
    until: string | null,
    version: string,
    trialNormalMonths: number,
  ): MunicipalProfile => ({
    code: 'GM0518',
    version,
    from,
    until,
    numbers: { trialNormalMonths },
    source: 'Ordinance',
    verified: true,
  })
  const profiles = [profile('2026-01-01', '2026-11-30', '1', 1), profile('2026-12-01', null, '2', 2)]
  it('takes the one in force, on its first and last day', () => {
    expect(policyOn('2026-11-01').version).toBe('2026-11')
    expect(policyOn('2026-11-21').version).toBe('2026-11')
    expect(policyOn('2026-11-22').version).toBe('2026-11-22')
    expect(() => policyOn('2026-10-31')).toThrow('2026-10-31')
    expect(profileOn(profiles, 'GM0518', '2025-12-31')).toBeNull()
    expect(profileOn(profiles, 'GM0518', '2026-11-30')?.version).toBe('1')
    expect(profileOn(profiles, 'GM0518', '2026-12-01')?.version).toBe('2')
    expect(profileOn(profiles, 'GM0599', '2026-12-01')).toBeNull()
    expect(policyOn('2026-11-30', 'GM0518', profiles).version).toBe('2026-11-22+GM0518-1')
    expect(policyOn('2026-12-01', 'GM0518', profiles).numbers.trialNormalMonths).toBe(2)
    expect(policyOn('2026-12-01', 'GM0599', profiles).version).toBe('2026-11-22')
  })
  it('finds the policy that an answer names', () => {
    expect(policyNamed('2026-11-22+GM0518-1', profiles)?.numbers.trialNormalMonths).toBe(1)
    expect(policyNamed('2026-11-22+GM0518-9', profiles)).toBeNull()
    expect(policyNamed('1999')).toBeNull()
  })
})

describe('an override', () => {
  const blocked = verdictOn('publish', { position: { motive: 'peak' } })
  const by = (reasons: typeof blocked.reasons, decidedBy: string, secondBy: string) =>
    withOverride(blocked, { reasons, decidedBy, secondBy }, WHOLE_POLICY).outcome
  it('asks two people, and never sets aside a law', () => {
    expect(blocked.outcome).toBe('block')
    expect(blocksByLaw(blocked, WHOLE_POLICY)).toEqual([])
    expect(by(blocked.reasons, 'a', 'b')).toBe('ok')
    expect(by(blocked.reasons, 'a', 'a')).toBe('block')
    expect(by([], 'a', 'b')).toBe('block')
    const law = verdictOn('publish', { position: { feeCents: 5 } })
    expect(blocksByLaw(law, WHOLE_POLICY).map((one) => one.ruleId)).toEqual(['DSP-26'])
    expect(withOverride(law, { reasons: law.reasons, decidedBy: 'a', secondBy: 'b' }, WHOLE_POLICY).outcome).toBe(
      'block',
    )
    for (const id of ['DSP-01', 'DSP-08', 'DSP-12', 'DSP-18', 'DSP-31'])
      expect(mayOverride(id, WHOLE_POLICY)).toBe(false)
    for (const id of ['DSP-03e', 'DSP-09', 'DSP-11', 'DSP-13']) expect(mayOverride(id, WHOLE_POLICY)).toBe(true)
    expect(mayOverride('DSP-99', WHOLE_POLICY)).toBe(false)
  })
  it('covers what was read and no more', () => {
    const ended = (endedOn: string) =>
      verdictOn('publish', { staffing: { endedContracts: [{ reason: 'dismissal', endedOn }] } })
    const seen = { reasons: ended('2026-06-01').reasons, decidedBy: 'a', secondBy: 'b' }
    expect(withOverride(ended('2026-06-01'), seen, WHOLE_POLICY).outcome).toBe('ok')
    expect(withOverride(ended('2026-11-01'), seen, WHOLE_POLICY).outcome).toBe('block')
  })
})
