import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withChanges } from '#server/matching/rules/changes.ts'
import { demandEffects, lowerDemands } from '#server/matching/rules/demand-effects.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { skillGap } from '#server/matching/rules/skill-gap.ts'
import { aNewcomerFacts, aPositionFacts, demands, dutchAt, TODAY } from '#tests/make/facts.ts'
import { anyPosition, someNewcomers, somePositions } from './arbitrary-facts.ts'
import { slowlyPasses } from './slow-gate.ts'

const crowd = (n: number, over: Partial<NewcomerFacts> = {}, name = 'n') =>
  Array.from({ length: n }, (_, i) => aNewcomerFacts({ id: `${name}${i}`, ...over }))
const everything = { ...policy, fewestTold: 0 }

describe('what an employer could ask less', { timeout: 60_000 }, () => {
  const reading = { ...demands('A2'), reading: { level: 'B1' as const, task: 'read the order' } }
  const effectsOf = (position: PositionFacts, newcomers: NewcomerFacts[], by = policy) =>
    demandEffects(position, newcomers, by, TODAY).effects.map(({ changes, more }) => [
      ...changes.map((one) => [one.code, one.params]),
      more,
    ])

  it('says that reading A2 instead of B1 makes 14 more people eligible', () => {
    const people = [
      ...crowd(14),
      ...crowd(3, { dutch: dutchAt('A1') }, 'm'),
      ...crowd(12, { dutch: dutchAt('B1') }, 'o'),
    ]
    const position = aPositionFacts({ dutch: reading })
    expect(demandEffects(position, people, policy, TODAY).eligible).toBe(12)
    expect(effectsOf(position, people)[0]).toEqual([
      ['ask-level', { language: 'nld', skill: 'reading', level: 'A2', needed: 'B1' }],
      14,
    ])
  })

  it('asks literacy below A1 of reading and writing Dutch only', () => {
    const one = { level: 'A1' as const, task: 't' }
    const position = aPositionFacts({
      dutch: { listening: one, speaking: one, reading: one, writing: one },
      otherLanguages: [{ language: 'eng', skill: 'reading', level: 'A1', task: 't' }],
    })
    expect(
      lowerDemands(position, policy)
        .slice(0, 5)
        .map(([change]) => [change?.code, change?.path, change?.value]),
    ).toEqual([
      ['ask-no-level', 'dutch.listening.level', 'none'],
      ['ask-no-level', 'dutch.speaking.level', 'none'],
      ['ask-level', 'dutch.reading.level', 'alfa-c'],
      ['ask-level', 'dutch.writing.level', 'alfa-c'],
      ['ask-no-level', 'otherLanguages.0.level', 'none'],
    ])
  })

  it('puts the demand first that keeps out most people, and those that are not told last', () => {
    const position = aPositionFacts({
      licences: ['B', 'vca'],
      requiredSkills: [{ uri: 's', broader: [] }],
      dutch: reading,
    })
    const near = { dutch: dutchAt('B1'), skills: [{ uri: 's', broader: [], evidence: 'self' as const }] }
    const people = [
      ...crowd(11, { ...near, licences: ['vca'] }, 'a'),
      ...crowd(14, { ...near, licences: ['B'] }, 'b'),
      ...crowd(12, { ...near, licences: ['B', 'vca'], skills: [] }, 'c'),
      ...crowd(3, { ...near, licences: ['B', 'vca'], dutch: dutchAt('A2') }, 'd'),
    ]
    expect(effectsOf(position, people).map((one) => one.at(-1))).toEqual([14, 12, 11, ...Array(8).fill(null)])
  })

  it('tells no count below ten, nought included', () => {
    const position = aPositionFacts({ dutch: reading })
    expect(effectsOf(position, crowd(10))[0]?.at(-1)).toBe(10)
    expect(effectsOf(position, crowd(9)).map((one) => one.at(-1))).not.toContain(9)
    expect(effectsOf(position, crowd(9)).every((one) => one.at(-1) === null)).toBe(true)
    expect(demandEffects(position, [], policy, TODAY).eligible).toBeNull()
    expect(effectsOf(position, []).every((one) => one.at(-1) === null)).toBe(true)
  })

  it('lowers each demand once, and each alone', () => {
    const position = aPositionFacts({
      dutch: reading,
      otherLanguages: [{ language: 'eng', skill: 'speaking', level: 'A2', task: 't' }],
      licences: ['B', 'vca'],
      requiredSkills: [{ uri: 's', broader: [] }],
    })
    const codes = lowerDemands(position, policy).map((changes) => changes.map((one) => one.code).join(' '))
    expect(codes).toEqual([
      ...['ask-level', 'ask-level', 'ask-level', 'ask-level', 'drop-licence', 'drop-licence', 'drop-skill'],
      ...[
        'drop-block offer-hours',
        'drop-block offer-hours',
        'drop-block offer-hours',
        'plan-freely',
        'start-flexibly',
      ],
    ])
    const planned = aPositionFacts({ slots: [], dutch: demands(null), flexibleStart: true })
    expect(lowerDemands(planned, policy).map((changes) => changes.map((one) => [one.code, one.value]))).toEqual([
      [['offer-hours', 20]],
    ])
    expect(lowerDemands({ ...planned, hoursPerWeek: 4 }, policy)).toEqual([])
    const one = aPositionFacts({ slots: [{ kind: 'work', weekday: 1, from: 540, to: 1020 }], dutch: demands('none') })
    expect(lowerDemands(one, policy).map(([change]) => change?.code)).toEqual(['plan-freely', 'start-flexibly'])
  })

  it('counts licences, skills, hours, days and times', () => {
    const byCode = (position: Partial<PositionFacts>, newcomer: Partial<NewcomerFacts>) =>
      Object.fromEntries(
        demandEffects(aPositionFacts(position), crowd(12, newcomer), policy, TODAY)
          .effects.filter((one) => one.more !== null)
          .map((one) => [one.changes[0]?.code, one.more]),
      )
    expect(byCode({ licences: ['B'] }, {})).toEqual({ 'drop-licence': 12 })
    expect(byCode({ requiredSkills: [{ uri: 's', broader: [] }] }, {})).toEqual({ 'drop-skill': 12 })
    expect(byCode({ slots: [] }, { hours: { min: 16, max: 20 } })).toEqual({ 'offer-hours': 12 })
    expect(byCode({}, { hours: { min: 8, max: 16 } })).toEqual({ 'drop-block': 12 })
    expect(byCode({}, { availableFrom: '2027-02-01' })).toEqual({ 'start-flexibly': 12 })
    const slots = [1, 2, 3, 4, 5].map((weekday) => ({ kind: 'available' as const, weekday, from: 480, to: 1000 }))
    expect(byCode({}, { slots })).toEqual({ 'plan-freely': 12 })
  })

  it('counts as the slow gates do, most first', () => {
    fc.assert(
      fc.property(anyPosition('p'), someNewcomers(12), (position, newcomers) => {
        const { eligible, effects } = demandEffects(position, newcomers, everything, TODAY)
        expect(eligible).toBe(newcomers.filter((one) => slowlyPasses(one, position, TODAY)).length)
        expect(effects.length).toBe(lowerDemands(position, policy).length)
        let last = Number.POSITIVE_INFINITY
        for (const { changes, more } of effects) {
          const more2 = newcomers.filter((newcomer) => {
            const lowered = withChanges({ newcomer, position }, changes).position
            return !slowlyPasses(newcomer, position, TODAY) && slowlyPasses(newcomer, lowered, TODAY)
          }).length
          expect(more).toBe(more2)
          expect(more2).toBeLessThanOrEqual(last)
          last = more2
        }
      }),
      { numRuns: 150 },
    )
  })
})

const skill = (uri: string, ...broader: string[]) => ({ uri, broader })
const asks = (id: string, ...uris: string[]) => aPositionFacts({ id, requiredSkills: uris.map((uri) => skill(uri)) })

describe('the skill gap', { timeout: 60_000 }, () => {
  const gap = (positions: PositionFacts[], newcomer: Partial<NewcomerFacts> = {}) =>
    skillGap(aNewcomerFacts(newcomer), positions, policy, TODAY)

  it('names first the skill that opens most positions, and counts again after each', () => {
    const found = gap([
      asks('p1', 'till'),
      asks('p2', 'till'),
      asks('p3', 'lift'),
      asks('p4', 'till', 'lift'),
      asks('p5'),
    ])
    expect(found.waitForSkills).toBe(4)
    expect(found.steps.map(({ uri, opens }) => [uri, opens])).toEqual([
      ['till', ['p1', 'p2']],
      ['lift', ['p3', 'p4']],
    ])
  })

  it('sees two skills that open something only together', () => {
    const found = gap([asks('p1', 'till', 'lift')])
    expect(found.steps.map(({ uri, opens }) => [uri, opens])).toEqual([
      ['lift', []],
      ['till', ['p1']],
    ])
  })

  it('names at most three', () => {
    expect(gap(['a', 'b', 'c', 'd'].map((one) => asks(one, one))).steps).toHaveLength(3)
  })

  it('counts a better fit where nothing is shut', () => {
    const needs = aPositionFacts({
      id: 'p1',
      neededSkills: [skill('esco:skill/dough', 'esco:skill/food'), skill('till')],
    })
    const [step] = gap([needs]).steps
    // Skills from 500 to 1000: e from 530 to 780, with a = 900.
    expect(step).toMatchObject({ uri: 'till', opens: [], improves: 1, points: 838 - 691 })
    expect(gap([aPositionFacts()]).steps).toEqual([])
  })

  it('leaves out what other gates keep shut', () => {
    const far = { ...asks('p1', 'till'), licences: ['C' as const] }
    expect(gap([far])).toMatchObject({ waitForSkills: 0, steps: [] })
    expect(gap([])).toMatchObject({ waitForSkills: 0, steps: [] })
  })

  it('says where it can be learned at work, the places that fit today first', () => {
    const teaches = (id: string, over: Partial<PositionFacts> = {}) =>
      aPositionFacts({ id, taughtSkills: [skill('till quickly', 'till')], ...over })
    const positions = [
      asks('p1', 'till'),
      teaches('p3'),
      teaches('p2', { seatsTaken: 1 }),
      teaches('p0', { licences: ['C'] }),
    ]
    expect(gap(positions).steps[0]?.learnableAt).toEqual([
      { positionId: 'p3', isEligible: true },
      { positionId: 'p0', isEligible: false },
      { positionId: 'p2', isEligible: false },
    ])
  })

  it('says that nobody recorded skills yet', () => {
    const found = gap([asks('p1', 'till')], { skills: [], skillsKnown: false })
    expect(found).toMatchObject({ skillsKnown: false, waitForSkills: 1 })
    expect(found.steps[0]).toMatchObject({ uri: 'till', opens: ['p1'] })
  })

  it('opens what it says, by the slow gates, in any order of the positions', () => {
    fc.assert(
      fc.property(someNewcomers(1), somePositions(8), ([newcomer], some) => {
        if (newcomer === undefined) return
        const positions = some.map((one, i) =>
          i % 2 ? one : { ...one, requiredSkills: [skill(`skill:${i}`, `broader:${i % 4}`)] },
        )
        const found = skillGap(newcomer, positions, policy, TODAY)
        const skills = [...newcomer.skills]
        for (const { uri, opens } of found.steps) {
          const before = { ...newcomer, skills: [...skills] }
          const asked = positions
            .flatMap((one) => [...one.requiredSkills, ...one.neededSkills])
            .find((one) => one.uri === uri)
          skills.push({ uri, broader: asked?.broader ?? [], evidence: 'self' })
          const after = { ...newcomer, skills: [...skills] }
          const opened = positions.filter((one) => !slowlyPasses(before, one, TODAY) && slowlyPasses(after, one, TODAY))
          expect([...opens].sort()).toEqual(opened.map((one) => one.id).sort())
        }
        const turned = skillGap(newcomer, [...positions].reverse(), policy, TODAY)
        expect(turned.steps.map(({ opens, ...rest }) => [rest, opens.length])).toEqual(
          found.steps.map(({ opens, ...rest }) => [rest, opens.length]),
        )
      }),
      { numRuns: 300 },
    )
  })
})
