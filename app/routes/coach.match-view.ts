import type { ShownExplanation, ShownPlace, ShownWay } from '#app/ui/coach/match-data.ts'
import type { Counterfactual } from '#server/matching/rules/counterfactual.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import type { FullExplanation } from '#server/matching/rules/full-explanation.ts'
import type { PlaceLine } from '#server/proposals/reads-match.ts'
import type { CodedReason } from './coach.term-labels.ts'

/** Everything in an explanation that may name an occupation or a skill. */
export const matchTerms = ({ gates, parts, components, counterfactuals }: FullExplanation): CodedReason[] => [
  ...gates.flatMap((one) => [...one.for, ...one.against]),
  ...Object.values(parts).flatMap((one) => [...one.for, ...one.against]),
  ...components.flatMap((one) => [...one.for, ...one.against]),
  ...counterfactuals.flatMap((one) => one.changes),
]

/** The occupations and skills that both sides hold, as one thing to look up. */
export const factTerms = (newcomer: NewcomerFacts, position: PositionFacts): CodedReason => {
  const uris = [
    position.occupation.uri,
    ...[...position.requiredSkills, ...position.neededSkills, ...position.taughtSkills, ...newcomer.skills].map(
      (one) => one.uri,
    ),
    ...[...newcomer.wishes, ...newcomer.experiences].map((one) => one.occupationUri),
    ...newcomer.learningWishes,
  ]
  return { code: 'facts', params: Object.fromEntries(uris.map((uri, at) => [String(at), uri])) }
}

const shownWay = ({ changes, ...way }: Counterfactual): ShownWay => ({
  ...way,
  changes: changes.map(({ code, params }) => ({ code, params })),
})

/** An explanation as the match page shows it. */
export const shownExplanation = (explanation: FullExplanation): ShownExplanation => ({
  ...explanation,
  counterfactuals: explanation.counterfactuals.map(shownWay),
  components: explanation.components.map(({ newcomer: _has, employer: _asks, ...one }) => one),
})

/** A place as a list shows it. */
export const shownPlace = ({ explanation, ...line }: PlaceLine): ShownPlace => {
  const { parts, reasons, oneThing, missed, unknown, counterfactuals } = explanation
  const ways = counterfactuals.map(shownWay)
  return { ...line, explanation: { parts, reasons, oneThing, missed, unknown, counterfactuals: ways } }
}
