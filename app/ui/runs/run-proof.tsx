import { ButtonLink } from '#app/ui/button.tsx'
import { Note, type NoteTone } from '#app/ui/note.tsx'
import { TableTwin } from '#app/ui/pictures/table-twin.tsx'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { Recheck } from '#server/proposals/reads-recheck.ts'
import { proofOf, type ShownLine, type ShownNumbers } from './runs-list.tsx'

const TONES: Record<Recheck, NoteTone> = { proved: 'ok', differs: 'error', gone: 'sand', large: 'sand' }

/** How good the allocation is, whether that was checked again, and whether the day had come to the same. */
export function RunProof({ run, recheck }: { run: ShownLine; recheck: Recheck | null }) {
  const words = useWords()
  const { t, number } = words
  const { certificate, numbers } = run
  if (!certificate || !numbers) return null
  return (
    <Block title={t('runs.certificate')} id="bewijs">
      <div className="in-card in-stack in-gap-3">
        <Note tone={certificate.isNearBest ? 'ok' : 'warn'} title={proofOf(certificate, words)}>
          {t('runs.certificateText')}
        </Note>
        {numbers.notWritten > 0 && (
          <Note tone="sand" title={t('runs.notWritten', { count: numbers.notWritten })}>
            {t('runs.notWrittenText')}
          </Note>
        )}
        {recheck === null ? (
          <p>
            <ButtonLink variant="second" href={`/rondes/${run.id}?nareken=1#bewijs`} icon="undo">
              {t('runs.recheck')}
            </ButtonLink>
          </p>
        ) : (
          <Note
            tone={recheck === 'proved' && !certificate.isNearBest ? 'warn' : TONES[recheck]}
            announce
            title={t(`runs.rechecked.${recheck}`)}
          >
            {t(`runs.recheckedText.${recheck}`)}
          </Note>
        )}
        <DayAndNight numbers={numbers} />
        <TableTwin
          label={t('runs.certificateTable')}
          head={[t('runs.certificateHead.what'), t('runs.certificateHead.value')]}
          rows={[
            ...(['bonusObjective', 'upperBound', 'objective'] as const).map((sum) => [
              t(`runs.${sum}`),
              certificate.sums === null ? t('runs.hidden') : number(Number(certificate.sums[sum])),
            ]),
            [t('runs.differing'), numbers.differing === null ? t('runs.notCompared') : number(numbers.differing)],
          ]}
        />
      </div>
    </Block>
  )
}

/** Whether the day had come to the same as a fresh solve; where that was not asked, why not. */
function DayAndNight({ numbers: { differing, notCompared } }: { numbers: ShownNumbers }) {
  const { t } = useWords()
  if (differing === null)
    return (
      <Note tone={notCompared === 'failed' ? 'warn' : 'sand'} title={t('runs.day.none')}>
        {t(`runs.notComparedText.${notCompared ?? 'unknown'}`)}
      </Note>
    )
  const day = differing === 0 ? 'same' : 'other'
  return (
    <>
      <Note tone={day === 'other' ? 'warn' : 'ok'} title={t(`runs.day.${day}`)}>
        {t(`runs.dayText.${day}`, { count: differing })}
      </Note>
      {notCompared && (
        <Note tone="sand" title={t('runs.partlyCompared')}>
          {t('runs.partlyComparedText')}
        </Note>
      )}
    </>
  )
}
