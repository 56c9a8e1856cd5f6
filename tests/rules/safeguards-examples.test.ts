import { describe, expect, it } from 'vitest'
import { SAFEGUARD_EXAMPLES } from '#server/safeguards/rules/examples/all.ts'
import { answerOf, saidBy } from '#server/safeguards/rules/examples/example.ts'

describe('the page of examples', () => {
  it.each(SAFEGUARD_EXAMPLES.map((one) => [one.id, one] as const))('%s', (_id, example) => {
    const answer = answerOf(example)
    expect(saidBy(answer)).toEqual(example.reasons)
    expect(answer.outcome).toBe(example.outcome)
  })

  it('has thirty cases or more, each told in both languages, of every outcome and at four moments', () => {
    expect(SAFEGUARD_EXAMPLES.length).toBeGreaterThanOrEqual(30)
    expect(new Set(SAFEGUARD_EXAMPLES.map((one) => one.id)).size).toBe(SAFEGUARD_EXAMPLES.length)
    expect(new Set(SAFEGUARD_EXAMPLES.map((one) => one.outcome))).toEqual(new Set(['ok', 'warn', 'human', 'block']))
    expect(new Set(SAFEGUARD_EXAMPLES.map((one) => one.when))).toEqual(
      new Set(['publish', 'propose', 'start', 'extend']),
    )
    for (const { title, given, so } of SAFEGUARD_EXAMPLES)
      for (const text of [title, given, so]) {
        expect(text.nl.trim()).not.toBe('')
        expect(text.en.trim()).not.toBe('')
        expect(text.nl).not.toBe(text.en)
      }
  })
})
