import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { shownExplanation } from '#app/routes/coach.match-view.ts'
import { Strongest } from '#app/ui/coach/match-strongest.tsx'
import { WordsProvider } from '#app/ui/words/words.tsx'
import { explainFully } from '#server/matching/rules/full-explanation.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { aNewcomerFacts, aPositionFacts, TODAY } from '#tests/make/facts.ts'

/** What the match page says against a pair where the newcomer asked for `wanted` of the four skills that the place teaches. */
const against = (wanted: number): string => {
  const skills = ['ovens', 'dough', 'hygiene', 'selling'].map((name) => `esco:skill/${name}`)
  const newcomer = aNewcomerFacts({ learningWishes: skills.slice(0, wanted), skillsOfWishes: [] })
  const position = aPositionFacts({ taughtSkills: skills.map((uri) => ({ uri, broader: [] })) })
  const explanation = shownExplanation(explainFully(newcomer, position, MATCHING_POLICY, TODAY))
  const learning = { name: 'learning', effect: -100, reasons: [] } as never
  return renderToStaticMarkup(
    <WordsProvider language="nl">
      <Strongest kind="minus" of={[learning]} explanation={explanation} labels={{}} />
    </WordsProvider>,
  ).replace(/<[^>]+>/g, '')
}

it('says how much there is of what no fact speaks against, and that there is nothing only where there is nothing', () => {
  expect(against(0)).toContain('Leren. Nog niets van gevonden.')
  expect(against(1)).toContain('Leren. Een beetje.')
  expect(against(2)).toContain('Leren. Voor de helft.')
})
