import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EDUCATION_LEVELS, LICENCES, type Licence } from '#db/values/newcomers.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { askOf, keptCardOf } from '#server/proposals/rules-card.ts'
import { firstSafeWay, type ShownCard } from '#server/proposals/rules-card-alike.ts'
import { type CardTraits, traitsOf } from '#server/proposals/rules-card-bands.ts'
import { askTold, CARD_POLICY, type CardWay, keyOf, shapeAt } from '#server/proposals/rules-card-steps.ts'
import { aPositionFacts, TODAY } from '#tests/make/facts.ts'
import { anyNewcomer } from './arbitrary-facts.ts'

/**
 * Ruling 25 by the card itself: not by the key that the rule compares, but by every word that the employer gets, put together by the function that the pages
 * use, of everybody in the region who wants or did this kind of work.
 */
const SKILLS = ['skill:1', 'skill:2', 'skill:3', 'skill:4'].map((uri) => ({ uri, broader: [] }))
const LICENCED: Licence[] = LICENCES.slice(2, 5)
const ISCO = ['7512', '5322', '9112']

type Person = { facts: NewcomerFacts; traits: CardTraits; region: string }

/** People of few kinds, who differ here and there. */
const people = fc
  .record({
    kinds: fc.array(anyNewcomer('kind'), { minLength: 1, maxLength: 2 }),
    each: fc.array(
      fc.record({
        kind: fc.nat(),
        skills: fc.subarray(SKILLS),
        licences: fc.constantFrom(LICENCED, LICENCED, LICENCED, []),
        region: fc.constantFrom('A', 'A', 'A', 'B'),
        education: fc.constantFrom(...EDUCATION_LEVELS.slice(0, 2)),
        did: fc.subarray(ISCO, { minLength: 1 }),
        months: fc.constantFrom(30, 31, 90),
        hours: fc.constantFrom({ min: 8, max: 16 }, { min: 8, max: 32 }),
      }),
      { minLength: 20, maxLength: 60 },
    ),
  })
  .map(({ kinds, each }) =>
    each.map((one, at): Person => {
      const facts: NewcomerFacts = {
        ...(kinds[one.kind % kinds.length] as NewcomerFacts),
        id: `p${at}`,
        skills: one.skills.map((skill) => ({ ...skill, evidence: 'self' })),
        licences: [...one.licences],
        hours: one.hours,
        wishes: [],
        experiences: one.did.map((isco, index) => ({ occupationUri: isco, isco, months: one.months + index })),
      }
      return { facts, region: one.region, traits: traitsOf(facts, one, TODAY) }
    }),
  )

const places = fc
  .record({
    isco: fc.constantFrom(...ISCO),
    needed: fc.subarray(SKILLS),
    taught: fc.subarray(SKILLS),
    licences: fc.subarray(LICENCED),
    english: fc.boolean(),
  })
  .map(({ isco, needed, taught, licences, english }) =>
    askOf(
      aPositionFacts({
        occupation: { uri: isco, isco },
        neededSkills: needed,
        taughtSkills: taught,
        licences,
        otherLanguages: english ? [{ language: 'eng', skill: 'speaking', level: 'A2', task: 'talk' }] : [],
      }),
    ),
  )

const PROPOSAL = {
  id: 'one',
  cardCode: 'K7',
  state: 'shortlisted',
  since: TODAY,
  answerDueOn: null,
  revealed: false,
} as const

test('of every card that is shown five people at least would have the same, word for word', () => {
  const seen = { shown: 0, withSkills: 0, withLicences: 0 }
  fc.assert(
    fc.property(people, fc.array(fc.tuple(fc.nat(), places), { minLength: 1, maxLength: 6 }), (everybody, turns) => {
      const population = everybody.map((one) => one.traits)
      const shown: ShownCard[] = []
      for (const [at, ask] of turns) {
        // What the engine would propose: somebody of this kind of work.
        const field = everybody.filter((one) => one.traits.sectors.has(ask.sector))
        const one = field[at % field.length]
        if (!one) continue
        const { way } = firstSafeWay({ person: one.traits, ask, population, shown })
        if (way === null) continue
        const cardOf = (who: Person, by: CardWay) =>
          keptCardOf({ proposal: PROPOSAL, region: who.region, labels: new Map() }, shapeAt(who.traits, ask, by))
        const card = cardOf(one, way)
        const words = JSON.stringify(card)
        const same = field.filter((who) => who.region === one.region && JSON.stringify(cardOf(who, way)) === words)
        expect(same.length).toBeGreaterThanOrEqual(CARD_POLICY.k)
        seen.shown++
        if (card.skills.length > 0) seen.withSkills++
        if (card.licences !== null && card.licences.length > 0) seen.withLicences++
        const asked = askTold(ask, way.told)
        const key = keyOf(shapeAt(one.traits, ask, way))
        shown.push({ personId: one.traits.id, region: one.region, ask: asked, step: way.step, key })
      }
    }),
    { numRuns: 300 },
  )
  // Else it would hold of nothing.
  expect(seen.shown).toBeGreaterThan(300)
  expect(seen.withSkills).toBeGreaterThan(30)
  expect(seen.withLicences).toBeGreaterThan(10)
})

test('before the yes there is no fit on it, and nothing that is expected', () => {
  fc.assert(
    fc.property(anyNewcomer('n'), places, (newcomer, ask) => {
      const traits = traitsOf(newcomer, { education: null, region: 'A' }, TODAY)
      const shape = shapeAt(traits, ask, { step: 0, told: ask.skills.length })
      const card = keptCardOf({ proposal: PROPOSAL, region: 'A', labels: new Map() }, shape)
      expect(card).toMatchObject({ fit: null, travel: null, otherSkills: 0 })
      expect(card.dutch.every((one) => one.expected === null)).toBe(true)
      expect(card.leftOut).toEqual(expect.arrayContaining(['fit', 'travel', 'other-skills']))
    }),
    { numRuns: 50 },
  )
})
