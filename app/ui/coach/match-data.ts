import type { CodedReason, TermLabels } from '#app/ui/words/sentence.ts'
import type { ExplainedComponent } from '#server/matching/rules/components.ts'
import type { Counterfactual } from '#server/matching/rules/counterfactual.ts'
import type { FullExplanation } from '#server/matching/rules/full-explanation.ts'
import type { PairProposal, PlaceLine, Places, PositionLine } from '#server/proposals/reads-match.ts'
import type { SeenNewcomer, SeenPosition } from './match-sides.ts'

/** One way in which a pair would fit: the edits of the facts stay on the server, their codes come along. */
export type ShownWay = Omit<Counterfactual, 'changes'> & { changes: CodedReason[] }
/** A gate or a part of the score without the engine's own copy of the facts: the page says both sides itself. */
export type ShownComponent = Omit<ExplainedComponent, 'newcomer' | 'employer'>
/** What a page shows of an explanation. */
export type ShownExplanation = Omit<FullExplanation, 'components' | 'counterfactuals'> & {
  components: ShownComponent[]
  counterfactuals: ShownWay[]
}

/** All that the match page shows. */
export type MatchData = {
  name: string
  newcomerId: string
  explanation: ShownExplanation
  newcomer: SeenNewcomer
  position: SeenPosition
  line: PositionLine
  proposal: PairProposal | null
  labels: TermLabels
}

/** One place in a list, with what the list says of the fit. */
export type ShownPlace = PositionLine & {
  proposal: PairProposal | null
  explanation: Pick<PlaceLine['explanation'], 'parts' | 'reasons' | 'oneThing' | 'missed' | 'unknown'> & {
    counterfactuals: ShownWay[]
  }
}
export type ShownPlaces = Omit<Places, 'fits' | 'almost' | 'beside'> &
  Record<'fits' | 'almost' | 'beside', ShownPlace[]>
