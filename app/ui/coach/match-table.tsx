import { TableTwin } from '#app/ui/pictures/table-twin.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { FIT_PARTS } from '#db/values/proposals.ts'
import type { ShownExplanation } from './match-data.ts'
import { ITEMS, keyOf, Lines, stateOf } from './match-parts.tsx'
import type { ItemKey, Sides } from './match-sides.ts'
import { useChanger } from './proposal-could.tsx'

/** Everything on the page once more as a table. The one place with points: what they are for stands under it, with the version of the weights. */
export function MatchTable(props: { name: string; explanation: ShownExplanation; sides: Record<ItemKey, Sides> }) {
  const { name, explanation, sides } = props
  const { t, number } = useWords()
  const changer = useChanger()
  const found = new Map(explanation.components.map((one) => [keyOf(one), one]))
  return (
    <TableTwin
      label={t('match.table')}
      head={[
        t('match.sideItem'),
        t('match.tableHead.kind'),
        t('match.tableHead.state'),
        name,
        t('match.sidePosition'),
        t('match.tableHead.who'),
        t('match.tableHead.points'),
      ]}
      rows={FIT_PARTS.flatMap((part) =>
        ITEMS[part].map((key) => {
          const one = found.get(key)
          const score = one?.score
          return [
            `${t(`enum.fitPart.${part}`)}: ${t(`match.item.${key}`)}`,
            one ? t(`match.kind.${one.kind}`) : '-',
            one ? t(`match.state.${stateOf(one)}`) : t(`enum.fitState.${explanation.parts[part].state}`),
            <Lines of={sides[key].has} key="has" />,
            <Lines of={sides[key].asks} key="asks" />,
            one?.who ? (changer(one.who) ?? t('enum.changer.nobody')) : '-',
            score
              ? t('match.points', {
                  points: number(score.points),
                  most: number(score.weight),
                  side: t(`match.pointsSide.${score.side}`),
                })
              : '-',
          ]
        }),
      )}
      note={t('match.pointsNote', { version: explanation.policyVersion })}
    />
  )
}
