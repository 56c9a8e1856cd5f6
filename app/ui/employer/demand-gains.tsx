import { ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { capital } from '#app/ui/coach/capital.ts'
import { Note } from '#app/ui/note.tsx'
import { GainBars } from '#app/ui/pictures/gain-bars.tsx'
import { Stack } from '#app/ui/stack.tsx'
import { changeOf, type TermLabels } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { DemandsAnswer } from '#server/positions/reads-demands.ts'

/** Each demand a step lower with what it brings, the most first. Counts only; small ones are not told. */
export function DemandGains({ demands, labels }: { demands: DemandsAnswer; labels: TermLabels }) {
  const words = useWords()
  const { t, number } = words
  const { position, eligible, effects, fewest, area, policyVersion } = demands
  return (
    <Stack gap={4}>
      <p>
        <b>
          {eligible === null
            ? t('demands.fitFew', { fewest, area })
            : t('demands.fit', { count: eligible, shown: number(eligible), area })}
        </b>
      </p>
      {effects.every((one) => one.more === null) && <p>{t('demands.allFew', { fewest })}</p>}
      <Card>
        <GainBars
          items={effects.map(({ changes, more }, at) => ({
            key: String(at),
            label: changes.map((one) => capital(changeOf(one, words, labels))).join(' '),
            count: more,
            word:
              more === null
                ? t('demands.moreFew', { fewest })
                : t('demands.more', { count: more, shown: number(more) }),
          }))}
          table={{ label: t('common.asTable'), head: [t('demands.change'), t('demands.gain')] }}
        />
      </Card>
      <Note icon="lock" small>
        {t('demands.privacy', { fewest, version: policyVersion })}
      </Note>
      <div>
        <ButtonLink variant="second" href={`/werkgever/plekken/${position.id}/bewerken`} icon="pen">
          {t('employer.position.edit')}
        </ButtonLink>
      </div>
    </Stack>
  )
}
