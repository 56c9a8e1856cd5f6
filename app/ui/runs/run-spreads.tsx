import { SpreadBox } from '#app/ui/pictures/spread-box.tsx'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { ShownNumbers } from './runs-list.tsx'

/** How evenly the proposals lie over the positions, and who waits how long. */
export function RunSpreads({ numbers }: { numbers: ShownNumbers }) {
  const { t } = useWords()
  const head = [
    t('runs.spreadHead.group'),
    t('runs.spreadHead.least'),
    t('runs.spreadHead.lower'),
    t('runs.spreadHead.middle'),
    t('runs.spreadHead.upper'),
    t('runs.spreadHead.most'),
  ] as const
  const middle = (value: string) => t('runs.middle', { value })
  const { gini } = numbers.perPosition
  return (
    <>
      <Block title={t('runs.exposure')}>
        <div className="in-card in-stack in-gap-3">
          <p className="in-small">
            {t('runs.exposureText')} {t(`runs.exposureGini.${gini < 0.2 ? 'even' : gini < 0.45 ? 'some' : 'uneven'}`)}
          </p>
          <SpreadBox
            rows={[{ label: t('runs.perPosition'), spread: numbers.perPosition }]}
            middle={middle}
            say={(value) => t('runs.proposals', { count: value })}
            table={{ label: t('common.asTable'), head }}
          />
        </div>
      </Block>
      <Block title={t('runs.waiting')}>
        <div className="in-card in-stack in-gap-3">
          <p className="in-small">{t('runs.waitingText')}</p>
          <SpreadBox
            rows={[
              {
                label: t('runs.waitingCovered'),
                spread: numbers.people.waitingCovered,
                instead: t('runs.waitingFew'),
              },
              {
                label: t('runs.waitingLeft'),
                spread: numbers.people.waitingLeft,
                instead: t('runs.waitingFew'),
              },
            ]}
            middle={middle}
            say={(value) => t('coach.days', { count: value })}
            table={{ label: t('common.asTable'), head }}
          />
        </div>
      </Block>
    </>
  )
}
