import { describe, expect, it } from 'vitest'
import { monitors as monitorsEn } from '#app/ui/words/en/monitors.ts'
import { safeguards as safeguardsEn } from '#app/ui/words/en/safeguards.ts'
import { monitors as monitorsNl } from '#app/ui/words/nl/monitors.ts'
import { safeguards as safeguardsNl } from '#app/ui/words/nl/safeguards.ts'
import { SAFEGUARD_PARAMS } from '#server/safeguards/rules/codes.ts'
import { MONITOR_PARAMS } from '#server/safeguards/rules/monitors/signal.ts'

/** A mistake where nothing can be mended has no way to mend it. */
const NOTHING_TO_MEND = ['in-order', 'wage-above-last-verified', 'term-extended']
type Sentences = Readonly<Record<string, string>>
const namesIn = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((one) => one[1] ?? '')

describe.each([
  ['nl', safeguardsNl.found as Sentences, safeguardsNl.mend as Sentences, monitorsNl.found as Sentences],
  ['en', safeguardsEn.found as Sentences, safeguardsEn.mend as Sentences, monitorsEn.found as Sentences],
])('the sentences in %s', (_language, found, mend, noticed) => {
  it('say every reason and how to mend it, with its own parameters only', () => {
    expect(Object.keys(found).sort()).toEqual(Object.keys(SAFEGUARD_PARAMS).sort())
    for (const [code, params] of Object.entries(SAFEGUARD_PARAMS)) {
      const names: readonly string[] = params
      for (const text of [found[code] ?? '', mend[code] ?? ''])
        expect(
          namesIn(text).filter((name) => !names.includes(name)),
          code,
        ).toEqual([])
      if (!NOTHING_TO_MEND.includes(code)) expect(mend[code], code).toBeTruthy()
    }
  })
  it('say what every monitor noticed', () => {
    expect(Object.keys(noticed).sort()).toEqual(Object.keys(MONITOR_PARAMS).sort())
    for (const [code, params] of Object.entries(MONITOR_PARAMS)) {
      const names: readonly string[] = params
      expect(
        namesIn(noticed[code] ?? '').filter((name) => !names.includes(name)),
        code,
      ).toEqual([])
    }
  })
})

it('is told in as many words in both languages', () => {
  expect(Object.keys(safeguardsEn.part).sort()).toEqual(Object.keys(safeguardsNl.part).sort())
  expect(Object.keys(safeguardsEn.contractEnd).sort()).toEqual(Object.keys(safeguardsNl.contractEnd).sort())
})
