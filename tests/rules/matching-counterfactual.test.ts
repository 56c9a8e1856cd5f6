import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LEVELS } from '#db/values/language.ts'
import { CHANGE_PARAMS, type Change, withChanges } from '#server/matching/rules/changes.ts'
import { type Counterfactual, passesWith } from '#server/matching/rules/counterfactual.ts'
import { type NewcomerFacts, newcomerFacts, type PositionFacts, positionFacts } from '#server/matching/rules/facts.ts'
import { explainFully } from '#server/matching/rules/full-explanation.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import golden from '#tests/golden/matching.json'
import { aNewcomerFacts, aPositionFacts, demands, dutchAt, TODAY } from '#tests/make/facts.ts'
import { newcomerFrom, positionFrom, type Short } from '#tests/make/golden.ts'
import { anyNewcomer, anyPosition } from './arbitrary-facts.ts'
import { slowlyPasses } from './slow-gate.ts'

type Level = (typeof LEVELS)[number]
const levelBelow = (level: unknown): Level | null => LEVELS[LEVELS.indexOf(level as Level) - 1] ?? null
const levelAbove = (level: unknown): Level | null => LEVELS[LEVELS.indexOf(level as Level) + 1] ?? null

/** The same change one step smaller; null where there is nothing smaller than it but leaving it out. */
const oneStepLess = (one: Change): Change | null => {
  const value = one.value as never
  switch (one.code) {
    case 'reach-level': {
      const { level } = one.value as { level: string }
      return { ...one, value: { ...(one.value as object), level: levelBelow(level) } }
    }
    case 'ask-level':
      return { ...one, value: levelAbove(value) }
    case 'travel-longer':
      return { ...one, value: (value as number) - 1 }
    case 'work-more':
      return { ...one, value: (value as number) - 0.5 }
    case 'work-less':
      return { ...one, value: (value as number) + 0.5 }
    case 'offer-hours':
      return { ...one, value: (value as number) + (value > Number(one.params['instead']) ? -0.5 : 0.5) }
    case 'add-seat':
      return { ...one, value: (value as number) - 1 }
    case 'start-on':
    case 'run-longer':
      return { ...one, value: addDays(value, -1) }
    case 'begin-earlier':
      return { ...one, value: addDays(value, 1) }
    case 'free-time': {
      const slot = one.value as { from: number; to: number }
      return { ...one, value: { ...slot, to: slot.to - 1 } }
    }
    default:
      return null
  }
}

/** Runs the rules again, the engine's and the slow ones: with the changes yes, without any of them or with one step less no. */
const verify = (newcomer: NewcomerFacts, position: PositionFacts, { changes }: Counterfactual): void => {
  const both = { newcomer, position }
  const isWhole = changes.some((one) => one.code === 'drop-block')
  const after = withChanges(both, changes)
  expect(passesWith(both, changes, policy, TODAY)).toBe(true)
  expect(slowlyPasses(after.newcomer, after.position, TODAY)).toBe(true)
  newcomerFacts.parse(after.newcomer)
  positionFacts.parse(after.position)
  expect(passesWith(both, [], policy, TODAY)).toBe(false)
  for (const one of changes) {
    expect(Object.keys(one.params).sort()).toEqual([...CHANGE_PARAMS[one.code]].sort())
    if (isWhole) continue
    expect(
      passesWith(
        both,
        changes.filter((other) => other !== one),
        policy,
        TODAY,
      ),
    ).toBe(false)
    const less = oneStepLess(one)
    if (less)
      expect(
        passesWith(
          both,
          changes.map((other) => (other === one ? less : other)),
          policy,
          TODAY,
        ),
      ).toBe(false)
  }
}

describe('what would change it', { timeout: 120_000 }, () => {
  it('holds for each one that is shown, and one step less does not', () => {
    const shown = new Set<string>()
    fc.assert(
      fc.property(anyNewcomer('n'), anyPosition('p'), (newcomer, position) => {
        const { counterfactuals, oneThing, gates } = explainFully(newcomer, position, policy, TODAY)
        if (counterfactuals.length > 0) {
          expect(gates.filter((one) => one.state !== 'pass').map((one) => one.gate)).toEqual([oneThing?.gate])
          if (oneThing?.who !== 'nobody') expect(counterfactuals.map((one) => one.gate)).toContain(oneThing?.gate)
        }
        if (oneThing === null) expect(counterfactuals).toEqual([])
        for (const one of counterfactuals) {
          verify(newcomer, position, one)
          for (const { code } of one.changes) shown.add(code)
        }
      }),
      { numRuns: 6000, seed: 5 },
    )
    const hand = golden.pairs as unknown as { newcomer: Short; position: Short }[]
    for (const pair of hand) {
      const [newcomer, position] = [newcomerFrom(pair.newcomer), positionFrom(pair.position)]
      for (const one of explainFully(newcomer, position, policy, TODAY).counterfactuals) {
        verify(newcomer, position, one)
        for (const { code } of one.changes) shown.add(code)
      }
    }
    expect([...shown].sort()).toEqual(Object.keys(CHANGE_PARAMS).sort())
  })

  const found = (newcomer: Partial<NewcomerFacts>, position: Partial<PositionFacts> = {}) =>
    explainFully(aNewcomerFacts(newcomer), aPositionFacts(position), policy, TODAY).counterfactuals
  const said = (newcomer: Partial<NewcomerFacts>, position: Partial<PositionFacts> = {}) =>
    found(newcomer, position).map(({ who, changes }) => [who, ...changes.map((one) => [one.code, one.params])])
  const COURSE = {
    hoursPerWeek: 12,
    startsOn: '2026-09-01',
    endsOn: null,
    attendance: 1,
    profile: 'usual' as const,
    skills: ['listening' as const, 'speaking' as const],
  }

  it('names the level, what is there, and the day on which lessons lead there', () => {
    const dutch = { ...dutchAt('A2'), speaking: dutchAt('A1').speaking }
    const [own, employer, later] = found({ dutch, courses: [COURSE] })
    // 12 hours a week from 2026-09-22: 240 hours in 140 days, and 16 days of holiday.
    expect(own).toMatchObject({ who: 'newcomer', expectedOn: '2027-02-25', inDays: 95 })
    expect(own?.changes[0]?.params).toEqual({
      language: 'nld',
      skill: 'speaking',
      level: 'A1',
      needed: 'A2',
      enough: 'A2',
    })
    expect(employer?.changes[0]?.params).toEqual({ language: 'nld', skill: 'speaking', level: 'A1', needed: 'A2' })
    expect(later?.changes[0]?.params).toEqual({ startsOn: '2027-02-25', instead: '2027-01-04' })
  })

  it('says what a test today must show where lessons do the last step', () => {
    const fast = { ...COURSE, hoursPerWeek: 40, profile: 'fast' as const }
    const [own] = found({ dutch: dutchAt('A1'), courses: [fast] }, { dutch: demands('B1') })
    expect(own?.changes.map((one) => one.params['enough'])).toEqual(['A2', 'A2'])
    expect(own?.expectedOn).toBeNull()
  })

  it('names minutes, hours, seats and days exactly', () => {
    const place = { lat: 52.1561, lon: 5.3878 }
    expect(said({}, { place })).toEqual([
      ['newcomer', ['travel-longer', { minutes: 102, max: 45 }]],
      ['newcomer', ['travel-by', { means: 'car', minutes: 39 }]],
    ])
    expect(said({ hours: { min: 8, max: 20 } })).toEqual([['newcomer', ['work-more', { hours: 24, max: 20 }]]])
    expect(said({ hours: { min: 30, max: 36 } }, { slots: [] })).toEqual([
      ['newcomer', ['work-less', { hours: 24, min: 30 }]],
      ['employer', ['offer-hours', { hours: 30, instead: 24 }]],
    ])
    expect(said({}, { seats: 1, seatsTaken: 3 })).toEqual([['employer', ['add-seat', { seats: 4 }]]])
    expect(said({ availableFrom: '2027-01-15' })).toEqual([
      ['employer', ['start-flexibly', {}]],
      ['employer', ['start-on', { startsOn: '2027-01-15', instead: '2027-01-04' }]],
      ['newcomer', ['begin-earlier', { availableFrom: '2027-01-04', instead: '2027-01-15' }]],
    ])
  })

  it('offers only the part of the week that is missing', () => {
    const slots = [1, 2, 3].map((weekday) => ({ kind: 'available' as const, weekday, from: 540, to: 900 }))
    expect(said({ slots })[0]).toEqual([
      'newcomer',
      ...[1, 2, 3].map((weekday) => ['free-time', { weekday, from: 900, to: 1020 }]),
    ])
  })

  it('does not offer what another gate then forbids', () => {
    // From April the right to work has ended: a later start does not help.
    const late = {
      availableFrom: '2027-04-01',
      mayWork: { known: true, allowed: true, from: null, until: '2027-03-01' },
    }
    expect(said(late).map(([who]) => who)).toEqual(['newcomer'])
    // A place of fixed times cannot just offer other hours.
    expect(said({ hours: { min: 8, max: 20 } }).flatMap(([, ...codes]) => codes.map(([code]) => code))).not.toContain(
      'offer-hours',
    )
  })

  it('changes only what it says, and leaves the facts that were given', () => {
    const both = { newcomer: aNewcomerFacts(), position: aPositionFacts({ licences: ['B'] }) }
    const before = structuredClone(both)
    const [change] = found({}, { licences: ['B'] })
    const after = withChanges(both, change?.changes ?? [])
    expect(both).toEqual(before)
    expect(after).toEqual({ ...before, newcomer: { ...before.newcomer, licences: ['B'] } })
  })
})
