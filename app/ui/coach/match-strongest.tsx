import { IconList } from '#app/ui/card.tsx'
import type { TermLabels } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { Strong } from '#server/matching/rules/components.ts'
import { capital, ended } from './capital.ts'
import type { ShownExplanation } from './match-data.ts'
import { stepWordOf, useReason } from './match-parts.tsx'
import type { ItemKey } from './match-sides.ts'

/** The reasons that weigh most, most telling first; a reason that another line says already stands once. */
export function Strongest(props: {
  kind: 'plus' | 'minus'
  of: readonly Strong[]
  explanation: ShownExplanation
  labels: TermLabels
}) {
  const { kind, of: list, explanation, labels } = props
  const { t } = useWords()
  const lineOf = useReason(labels)
  /** Where no fact speaks, how much of it there is: some of it may be met all the same. */
  const howMuch = (one: Strong): string => {
    const value = one.effect === null ? 0 : (componentOf(explanation, one)?.score?.value ?? 0)
    return value === 0 ? t('match.nothingYet') : ended(capital(t(`match.step.${stepWordOf(value)}`)))
  }
  const items = list.map((one) => ({
    text: (
      <>
        <b>{t(`match.item.${itemOf(one)}`)}.</b>{' '}
        {one.reasons
          .slice(0, 2)
          .map((reason) => ended(lineOf(reason).text))
          .join(' ') || howMuch(one)}
      </>
    ),
    icon: one.effect === null && kind === 'minus' ? ('flag' as const) : undefined,
  }))
  return (
    <div className="in-stack in-gap-2">
      <h3 className="in-match__h">{t(kind === 'plus' ? 'match.strongestFor' : 'match.strongestAgainst')}</h3>
      {items.length > 0 ? (
        <IconList small kind={kind} items={items} />
      ) : (
        <p className="in-small in-grey">{t(kind === 'plus' ? 'match.nothingFor' : 'match.nothingAgainst')}</p>
      )}
    </div>
  )
}

/** A part of the score that is met, and against which there is nothing to say, only has room left: that is no reason. */
export const isTelling =
  (explanation: ShownExplanation) =>
  (one: Strong): boolean =>
    one.reasons.length > 0 || componentOf(explanation, one)?.state !== 'met'

const componentOf = ({ components }: ShownExplanation, one: Strong) =>
  components.find(({ kind, name }) => kind === (one.effect === null ? 'gate' : 'score') && name === one.name)

const itemOf = ({ name, effect }: Strong): ItemKey => `${effect === null ? 'gate' : 'score'}-${name}` as ItemKey
