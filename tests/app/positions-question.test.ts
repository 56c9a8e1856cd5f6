import fc from 'fast-check'
import { expect, test } from 'vitest'
import { abilityFields, abilityQuestion } from '#app/routes/coach.caseload-question.ts'
import { LEVELS } from '#db/values/language.ts'
import { SUPPORTS } from '#db/values/positions.ts'
import { SECTORS } from '#db/values/reference.ts'
import { meiliFilterOf } from '#server/search/rules-filter.ts'
import {
  NO_QUESTION,
  type PositionsQuestion,
  positionsAddress,
  positionsQuestion,
  withoutEach,
} from '#server/search/rules-position-address.ts'
import { DISTANCES, HOURS_BANDS, ORDERS, positionAsk, START_BANDS } from '#server/search/rules-position-query.ts'

const question = fc.record({
  q: fc.constantFrom('', 'kok', 'طباخ', 'zorg & bouw', 'a=b&sector=care'),
  sector: fc.option(fc.constantFrom(...SECTORS), { nil: null }),
  municipality: fc.constantFrom(null, 'GM0344'),
  postcode: fc.constantFrom('', '3511'),
  km: fc.constantFrom(...DISTANCES),
  dutch: fc.record({ speaking: fc.constantFrom(...LEVELS), reading: fc.constantFrom(...LEVELS) }, { requiredKeys: [] }),
  hours: fc.option(fc.constantFrom(...HOURS_BANDS), { nil: null }),
  paid: fc.constantFrom(null, true, false),
  supports: fc.subarray([...SUPPORTS]),
  guided: fc.boolean(),
  start: fc.option(fc.constantFrom(...START_BANDS), { nil: null }),
  order: fc.constantFrom(...ORDERS),
  page: fc.constant(1),
})

test('a saved search is its address: reading it back gives the same question', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const kept: PositionsQuestion = asked.postcode === '' ? { ...asked, km: NO_QUESTION.km } : asked
      expect(positionsQuestion(`http://x${positionsAddress('/nl/plekken', kept)}`)).toEqual(kept)
    }),
  )
})

test('what can be left out is exactly what search knows as asked, each once', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const near = asked.postcode === '' ? null : { lat: 52, lon: 5, km: asked.km }
      const groups = Object.keys(positionAsk({ ...asked, near }).groups)
      const parts = withoutEach(asked).map(({ part }) => part)
      expect(parts.filter((part) => part !== 'q').sort()).toEqual(groups.sort())
      for (const { part, rest } of withoutEach(asked))
        expect(withoutEach(rest).map((one) => one.part)).toEqual(parts.filter((one) => one !== part))
    }),
  )
})

test.each([
  'sector=care"%20OR%201=1',
  'gemeente=GM0344%22%5D',
  'postcode=0000&km=1e9',
  'postcode=%D9%A3%D9%A5%D9%A1%D9%A1',
  'spreken=__proto__&lezen=constructor',
  'uren[]=few&start=toString',
  'hulp=quiet-place&hulp=%22x&hulp=__proto__',
  'km=-5&page=-1&volgorde=hasOwnProperty',
  `q=${'x'.repeat(5_000)}`,
])('%s asks nothing that is not known', (search) => {
  const asked = positionsQuestion(`http://x/nl/plekken?${search}`)
  expect(asked.q.length).toBeLessThanOrEqual(100)
  expect({ ...asked, q: '', supports: [], page: 1 }).toEqual(NO_QUESTION)
  expect(asked.supports.every((one) => SUPPORTS.includes(one))).toBe(true)
  for (const filter of Object.values(positionAsk(asked).groups))
    expect(() => meiliFilterOf('positions', filter)).not.toThrow()
})

test('the question about what people can do: the example of the brief, and nonsense', () => {
  const of = (search: string) => abilityQuestion(new Request(`http://x/coach/deelnemers?${search}`))
  const asked = of(
    'sector=care&niveau=A2&vaardigheid=speaking&maand=2027-03&postcode=3511&minuten=45&vervoer=public-transport',
  )
  expect(asked).toEqual({
    words: '',
    worked: 'care',
    dutch: { skill: 'speaking', level: 'A2', by: '2027-03' },
    travel: { postcode: '3511', minutes: 45, means: 'public-transport' },
  })
  expect(of(new URLSearchParams(abilityFields(asked)).toString())).toEqual(asked)
  const nothing = { words: '', worked: null, dutch: null, travel: null }
  for (const wild of [
    '',
    'niveau=Z9&maand=2027-99',
    'postcode=3511&minuten=-1',
    'minuten=45&vervoer=helikopter',
    'sector=__proto__',
  ])
    expect(of(wild), wild).toEqual(nothing)
  expect(of('niveau=A2&maand=2027-13').dutch?.by).toBeNull()
})
