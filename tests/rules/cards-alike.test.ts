import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { EDUCATION_LEVELS } from '#db/values/newcomers.ts'
import type { Sector } from '#db/values/reference.ts'
import { firstSafeStep, type ShownCard } from '#server/proposals/rules-card-alike.ts'
import {
  type CardTraits,
  DAYS_BANDS,
  HOURS_BANDS,
  LEVEL_BANDS,
  YEARS_BANDS,
} from '#server/proposals/rules-card-bands.ts'
import { CARD_POLICY, CARD_STEPS, type CardAsk, keyOf, shapeAt } from '#server/proposals/rules-card-steps.ts'

const SECTORS: Sector[] = ['bakery', 'care']
const ASKS: CardAsk[] = [
  { sector: 'bakery', otherLanguages: [] },
  { sector: 'care', otherLanguages: [] },
  { sector: 'bakery', otherLanguages: [{ language: 'eng', skill: 'speaking' }] },
]

/** Few values of each, so that people look alike now and then. */
const person = fc
  .record({
    region: fc.constantFrom('A', 'B'),
    sectors: fc.subarray(SECTORS, { minLength: 1 }),
    bands: fc.array(fc.constantFrom(...LEVEL_BANDS.slice(0, 4)), { minLength: 4, maxLength: 4 }),
    tested: fc.boolean(),
    english: fc.constantFrom(...LEVEL_BANDS.slice(2, 4)),
    experience: fc.subarray(SECTORS),
    years: fc.constantFrom(...YEARS_BANDS),
    education: fc.constantFrom(null, ...EDUCATION_LEVELS),
    hours: fc.constantFrom(null, ...HOURS_BANDS),
    days: fc.constantFrom(null, ...DAYS_BANDS),
    fromMonth: fc.constantFrom(null, '2026-12', '2027-01'),
  })
  .map(
    (one): Omit<CardTraits, 'id'> => ({
      region: one.region,
      sectors: new Set(one.sectors),
      dutch: LANGUAGE_SKILLS.map((skill, at) => ({ skill, band: one.bands[at] ?? 'unknown', tested: one.tested })),
      spoken: new Map([['eng:speaking', one.english]]),
      experience: one.experience.map((sector) => ({ sector, years: one.years })),
      education: one.education,
      hours: one.hours,
      days: one.days,
      fromMonth: one.fromMonth,
    }),
  )

const play = (most: number) =>
  fc
    .record({
      people: fc.array(person, { minLength: 1, maxLength: most }),
      turns: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...ASKS)), { minLength: 1, maxLength: 8 }),
    })
    .map(({ people, turns }) => ({ people: people.map((one, at): CardTraits => ({ ...one, id: `p${at}` })), turns }))

/** One organisation is shown card after card; what is held back is not shown. */
function shownTo(people: CardTraits[], turns: [number, CardAsk][], k: number): ShownCard[] {
  const shown: ShownCard[] = []
  for (const [at, ask] of turns) {
    const one = people[at % people.length]
    if (!one) continue
    const { step } = firstSafeStep({ person: one, ask, population: people, shown, k })
    if (step === null) continue
    shown.push({ personId: one.id, region: one.region, ask, step, key: keyOf(shapeAt(one, ask, step)) })
  }
  return shown
}

/** By definition: who this card could be of. */
const couldBe = (card: ShownCard, one: CardTraits): boolean =>
  one.id === card.personId ||
  (one.region === card.region &&
    one.sectors.has(card.ask.sector) &&
    keyOf(shapeAt(one, card.ask, card.step)) === card.key)

/** Everybody whom an organisation must think of for a person that it was shown, by trying every way to tell its cards apart. */
function attack(people: CardTraits[], shown: ShownCard[]): Map<string, Set<string>> {
  const behind = [...new Set(shown.map((card) => card.personId))]
  const fits = behind.map((id) => {
    const own = shown.filter((card) => card.personId === id)
    return people.filter((one) => own.every((card) => couldBe(card, one))).map((one) => one.id)
  })
  const possible = new Map(behind.map((id) => [id, new Set<string>()]))
  const taken: string[] = []
  const assign = (at: number): void => {
    const choices = fits[at]
    if (!choices) {
      for (const [index, id] of behind.entries()) possible.get(id)?.add(taken[index] ?? '')
      return
    }
    for (const id of choices) {
      if (taken.includes(id)) continue
      taken.push(id)
      assign(at + 1)
      taken.pop()
    }
  }
  assign(0)
  return possible
}

describe('how general a card is', () => {
  test('five people at least, over twelve months of all places of an organisation', () => {
    expect(CARD_POLICY).toMatchObject({ k: 5, months: 12, label: 'policy', datedOn: '2026-11-22' })
  })

  test('no organisation can tell anybody among fewer than k, whatever it joins, subtracts and tries', () => {
    let shown = 0
    fc.assert(
      fc.property(play(9), fc.constantFrom(2, 3), ({ people, turns }, k) => {
        const cards = shownTo(people, turns, k)
        shown += cards.length
        for (const [id, possible] of attack(people, cards)) {
          expect(possible.has(id)).toBe(true)
          expect(possible.size).toBeGreaterThanOrEqual(k)
        }
      }),
      { numRuns: 400 },
    )
    // Else it would hold of nothing.
    expect(shown).toBeGreaterThan(200)
  })

  test('with five, and every pair of cards that is joined', () => {
    fc.assert(
      fc.property(play(40), ({ people, turns }) => {
        const cards = shownTo(people, turns, CARD_POLICY.k)
        for (const one of cards)
          for (const other of cards.filter((card) => card.personId === one.personId)) {
            const both = people.filter((who) => couldBe(one, who) && couldBe(other, who))
            expect(both.length).toBeGreaterThanOrEqual(CARD_POLICY.k)
          }
      }),
      { numRuns: 200 },
    )
  })

  test('no more general than it must be: the step before does not do, for a first card', () => {
    fc.assert(
      fc.property(play(30), ({ people }) => {
        const [one] = people
        const [ask] = ASKS
        if (!one || !ask) return
        const size = (step: number) =>
          people.filter((who) =>
            couldBe({ personId: one.id, region: one.region, ask, step, key: keyOf(shapeAt(one, ask, step)) }, who),
          ).length
        const { step, alike } = firstSafeStep({ person: one, ask, population: people, shown: [] })
        const by = CARD_STEPS.map((_, at) => size(at))
        const first = by.findIndex((count) => count >= CARD_POLICY.k)
        expect(step).toBe(first === -1 ? null : first)
        expect(alike).toBe(by[step ?? by.length - 1])
      }),
      { numRuns: 200 },
    )
  })

  test('each step says no more than the one before: who looks alike stays alike', () => {
    fc.assert(
      fc.property(play(12), ({ people }) => {
        for (const ask of ASKS)
          for (let step = 1; step < CARD_STEPS.length; step++)
            for (const one of people)
              for (const other of people)
                if (keyOf(shapeAt(one, ask, step - 1)) === keyOf(shapeAt(other, ask, step - 1)))
                  expect(keyOf(shapeAt(one, ask, step))).toBe(keyOf(shapeAt(other, ask, step)))
      }),
      { numRuns: 100 },
    )
  })
})

describe('the order in which a card becomes general', () => {
  const one: CardTraits = {
    id: 'a',
    region: 'A',
    sectors: new Set(['bakery']),
    dutch: LANGUAGE_SKILLS.map((skill) => ({ skill, band: 'A2', tested: true })),
    spoken: new Map([['eng:speaking', 'B1']]),
    experience: [
      { sector: 'care', years: '6-10' },
      { sector: 'bakery', years: '1-2' },
    ],
    education: 'vocational',
    hours: '29-40',
    days: '5-or-more',
    fromMonth: '2027-01',
  }
  const ask: CardAsk = { sector: 'bakery', otherLanguages: [{ language: 'eng', skill: 'speaking' }] }
  const at = (name: (typeof CARD_STEPS)[number]) =>
    shapeAt(one, ask, CARD_STEPS.indexOf(name), new Map([['speaking', 'B1']]))

  test('whole, half way and at the end', () => {
    expect(at('whole')).toMatchObject({
      education: 'vocational',
      hours: '29-40',
      days: '5-or-more',
      fromMonth: '2027-01',
      leftOut: ['other-skills', 'travel'],
    })
    expect(at('whole').dutch[1]).toEqual({ skill: 'speaking', band: 'A2', tested: true, expected: 'B1' })
    expect(at('one-field')).toMatchObject({
      education: 'secondary',
      hours: '21-or-more',
      days: null,
      fromMonth: 'later',
      experience: [{ sector: 'bakery', years: 'up-to-2' }],
      otherLanguages: [{ language: 'eng', skill: 'speaking', band: 'A2-to-B1' }],
      leftOut: ['other-skills', 'travel', 'days'],
    })
    expect(at('one-field').dutch[1]).toEqual({ skill: 'speaking', band: 'A2-to-B1', tested: null, expected: null })
    expect(at('no-dutch')).toEqual({
      dutch: [],
      otherLanguages: [],
      experience: [],
      education: null,
      hours: null,
      days: null,
      fromMonth: null,
      leftOut: [
        'other-skills',
        'travel',
        'days',
        'education',
        'hours',
        'start',
        'other-languages',
        'experience',
        'dutch',
      ],
    })
  })

  test('five of a kind are shown whole, four are held back', () => {
    const twins = (count: number) => Array.from({ length: count }, (_, index) => ({ ...one, id: `t${index}` }))
    expect(firstSafeStep({ person: one, ask, population: twins(4), shown: [] })).toEqual({ step: 0, alike: 5 })
    expect(firstSafeStep({ person: one, ask, population: twins(3), shown: [] })).toEqual({ step: null, alike: 4 })
  })

  test('five cards of five people use them up: the sixth, who is alone beside them, is held back', () => {
    const five = Array.from({ length: 5 }, (_, index) => ({ ...one, id: `t${index}` }))
    const sixth: CardTraits = { ...one, id: 'six', experience: [{ sector: 'bakery', years: '6-10' }] }
    const key = keyOf(shapeAt(one, ask, 0))
    const shown = five.map((who): ShownCard => ({ personId: who.id, region: 'A', ask, step: 0, key }))
    const population = [...five, sixth]
    expect(firstSafeStep({ person: sixth, ask, population, shown: [] }).step).not.toBeNull()
    expect(firstSafeStep({ person: sixth, ask, population, shown }).step).toBeNull()
  })

  test('a card that was safe stays safe: three others do not use up the one with whom somebody could be confused', () => {
    const plain = { ...one, experience: [], sectors: new Set<Sector>(['care']) }
    const who = (id: string, sectors: Sector[]): CardTraits => ({ ...plain, id, sectors: new Set(sectors) })
    const people = [who('x', ['bakery']), who('y', ['bakery', 'care']), who('z', ['care']), who('w', ['care'])]
    const [bakery, care] = ASKS as [CardAsk, CardAsk]
    const turns: [number, CardAsk][] = [
      [0, bakery],
      [1, care],
      [2, care],
      [3, care],
    ]
    const shown = shownTo(people, turns, 2)
    expect(shown.map((card) => card.personId)).toContain('x')
    expect(attack(people, shown).get('x')?.size).toBe(2)
  })
})
