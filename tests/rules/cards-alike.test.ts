import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import { EDUCATION_LEVELS, type Licence } from '#db/values/newcomers.ts'
import type { Sector } from '#db/values/reference.ts'
import { firstSafeWay, type ShownCard } from '#server/proposals/rules-card-alike.ts'
import {
  type CardTraits,
  DAYS_BANDS,
  HOURS_BANDS,
  LEVEL_BANDS,
  YEARS_BANDS,
} from '#server/proposals/rules-card-bands.ts'
import {
  askTold,
  CARD_POLICY,
  CARD_STEPS,
  type CardAsk,
  type CardWay,
  keyOf,
  MOST_GENERAL,
  shapeAt,
  waysOf,
} from '#server/proposals/rules-card-steps.ts'

const SECTORS: Sector[] = ['bakery', 'care']
const KNEAD = { uri: 'knead', needed: true }
const LIFT = { uri: 'lift', needed: true }
const BAKE = { uri: 'bake', needed: false }
const BAKERY: CardAsk = { sector: 'bakery', otherLanguages: [], skills: [KNEAD, BAKE], licences: [] }
const CARE: CardAsk = { sector: 'care', otherLanguages: [], skills: [LIFT], licences: ['B'] }
const ASKS: CardAsk[] = [
  BAKERY,
  CARE,
  {
    sector: 'bakery',
    otherLanguages: [{ language: 'eng', skill: 'speaking' }],
    skills: [KNEAD, LIFT, BAKE],
    licences: ['B', 'forklift'],
  },
]
/** The card of a person, as far as a question is answered that was cut to what the card tells. */
const keyAt = (one: CardTraits, ask: CardAsk, step: number): string =>
  keyOf(shapeAt(one, ask, { step, told: ask.skills.length }))
const cardBy = (one: CardTraits, ask: CardAsk, way: CardWay): ShownCard => {
  const asked = askTold(ask, way.told)
  return { personId: one.id, region: one.region, ask: asked, step: way.step, key: keyAt(one, asked, way.step) }
}

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
    skills: fc.subarray(['knead', 'lift', 'bake', 'sing']),
    licences: fc.subarray<Licence>(['B', 'forklift']),
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
      skills: new Set(one.skills),
      licences: new Set(one.licences),
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
    const { way } = firstSafeWay({ person: one, ask, population: people, shown, k })
    if (way !== null) shown.push(cardBy(one, ask, way))
  }
  return shown
}

/** By definition: who this card could be of. */
const couldBe = (card: ShownCard, one: CardTraits): boolean =>
  one.id === card.personId ||
  (one.region === card.region && one.sectors.has(card.ask.sector) && keyAt(one, card.ask, card.step) === card.key)

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

  test('no more general than it must be: no way before it does, for a first card', () => {
    fc.assert(
      fc.property(play(30), ({ people }) => {
        const [one] = people
        const [ask] = ASKS
        if (!one || !ask) return
        const size = (way: CardWay) => people.filter((who) => couldBe(cardBy(one, ask, way), who)).length
        const { way, alike } = firstSafeWay({ person: one, ask, population: people, shown: [] })
        const first = [...waysOf(ask.skills.length)].find((each) => size(each) >= CARD_POLICY.k)
        expect(way).toEqual(first ?? null)
        expect(alike).toBe(size(way ?? MOST_GENERAL))
      }),
      { numRuns: 200 },
    )
  })

  test('a step more or a skill fewer says no more than before: who looks alike stays alike', () => {
    fc.assert(
      fc.property(play(12), ({ people }) => {
        for (const ask of ASKS)
          for (const { step, told } of waysOf(ask.skills.length)) {
            const finer = (way: CardWay) => {
              for (const one of people)
                for (const other of people)
                  if (keyOf(shapeAt(one, ask, way)) === keyOf(shapeAt(other, ask, way)))
                    expect(keyOf(shapeAt(one, ask, { step, told }))).toBe(keyOf(shapeAt(other, ask, { step, told })))
            }
            if (step > 0) finer({ step: step - 1, told })
            if (told < ask.skills.length) finer({ step, told: told + 1 })
          }
      }),
      { numRuns: 25 },
    )
  })

  test('every step is tried with all skills first, the last one down to none', () => {
    const ways = [...waysOf(3)]
    expect(ways[0]).toEqual({ step: 0, told: 3 })
    expect(ways.at(-1)).toEqual(MOST_GENERAL)
    for (const step of CARD_STEPS.keys()) {
      const told = ways.filter((way) => way.step === step).map((way) => way.told)
      expect(told).toEqual([3, 2, 1, 0].slice(0, told.length))
    }
    expect([...waysOf(0)]).toHaveLength(CARD_STEPS.length)
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
    skills: new Set(['knead', 'bake', 'sing']),
    licences: new Set(['B']),
  }
  const ask: CardAsk = {
    sector: 'bakery',
    otherLanguages: [{ language: 'eng', skill: 'speaking' }],
    skills: [KNEAD, LIFT, BAKE],
    licences: ['B', 'forklift'],
  }
  const at = (name: (typeof CARD_STEPS)[number], told = 3) =>
    shapeAt(one, ask, { step: CARD_STEPS.indexOf(name), told })

  test('whole, half way and at the end', () => {
    expect(at('whole')).toMatchObject({
      education: 'vocational',
      hours: '29-40',
      days: '5-or-more',
      fromMonth: '2027-01',
      skills: [KNEAD, BAKE],
      licences: ['B'],
      leftOut: ['fit', 'other-skills', 'travel'],
    })
    expect(at('whole').dutch[1]).toEqual({ skill: 'speaking', band: 'A2', tested: true })
    expect(at('whole', 1)).toMatchObject({ skills: [KNEAD], leftOut: ['fit', 'other-skills', 'travel', 'skills'] })
    expect(at('one-field')).toMatchObject({
      education: 'secondary',
      hours: '21-or-more',
      days: null,
      fromMonth: 'later',
      experience: [{ sector: 'bakery', years: 'up-to-2' }],
      otherLanguages: [{ language: 'eng', skill: 'speaking', band: 'A2-to-B1' }],
      licences: 'not-all',
      leftOut: ['fit', 'other-skills', 'travel', 'days'],
    })
    expect(at('one-field').dutch[1]).toEqual({ skill: 'speaking', band: 'A2-to-B1', tested: null })
    expect(shapeAt(one, ask, MOST_GENERAL)).toEqual({
      dutch: [],
      otherLanguages: [],
      experience: [],
      education: null,
      hours: null,
      days: null,
      fromMonth: null,
      skills: [],
      licences: null,
      leftOut: [
        'fit',
        'other-skills',
        'travel',
        'days',
        'education',
        'hours',
        'start',
        'licences',
        'other-languages',
        'experience',
        'dutch',
        'skills',
      ],
    })
  })

  test('five of a kind are shown whole, four are held back', () => {
    const twins = (count: number) => Array.from({ length: count }, (_, index) => ({ ...one, id: `t${index}` }))
    const whole = { step: 0, told: 3 }
    expect(firstSafeWay({ person: one, ask, population: twins(4), shown: [] })).toEqual({ way: whole, alike: 5 })
    expect(firstSafeWay({ person: one, ask, population: twins(3), shown: [] })).toEqual({ way: null, alike: 4 })
  })

  test('a skill or a licence that only one has is not told', () => {
    const others = Array.from({ length: 4 }, (_, index) => ({ ...one, id: `t${index}` }))
    const without = (skill: string) =>
      others.map((who) => ({ ...who, skills: new Set([...who.skills].filter((uri) => uri !== skill)) }))
    const wayAmong = (population: CardTraits[]) => firstSafeWay({ person: one, ask, population, shown: [] }).way
    const bake = wayAmong(without('bake'))
    expect(bake?.told).toBe(2)
    expect(bake && shapeAt(one, ask, bake).skills).toEqual([KNEAD])
    const knead = wayAmong(without('knead'))
    expect(knead && shapeAt(one, ask, knead).skills).toEqual([])
    const licensed = wayAmong(others.map((who) => ({ ...who, licences: new Set<Licence>(['forklift']) })))
    expect(licensed && shapeAt(one, ask, licensed).licences).toBe('not-all')
    const unlicensed = wayAmong(others.map((who) => ({ ...who, licences: new Set<Licence>(['B', 'forklift']) })))
    expect(unlicensed && shapeAt(one, ask, unlicensed)).toMatchObject({ licences: null, skills: [KNEAD, BAKE] })
  })

  test('five cards of five people use them up: the sixth, who is alone beside them, is held back', () => {
    const five = Array.from({ length: 5 }, (_, index) => ({ ...one, id: `t${index}` }))
    const sixth: CardTraits = { ...one, id: 'six', experience: [{ sector: 'bakery', years: '6-10' }] }
    const shown = five.map((who) => cardBy(who, ask, { step: 0, told: 3 }))
    const population = [...five, sixth]
    expect(firstSafeWay({ person: sixth, ask, population, shown: [] }).way).not.toBeNull()
    expect(firstSafeWay({ person: sixth, ask, population, shown }).way).toBeNull()
  })

  test('a card that was safe stays safe: three others do not use up the one with whom somebody could be confused', () => {
    const plain = { ...one, skills: new Set<string>(), experience: [], sectors: new Set<Sector>(['care']) }
    const who = (id: string, sectors: Sector[]): CardTraits => ({ ...plain, id, sectors: new Set(sectors) })
    const people = [who('x', ['bakery']), who('y', ['bakery', 'care']), who('z', ['care']), who('w', ['care'])]
    const turns: [number, CardAsk][] = [
      [0, BAKERY],
      [1, CARE],
      [2, CARE],
      [3, CARE],
    ]
    const shown = shownTo(people, turns, 2)
    expect(shown.map((card) => card.personId)).toContain('x')
    expect(attack(people, shown).get('x')?.size).toBe(2)
  })
})
