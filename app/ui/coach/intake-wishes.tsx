import { Button } from '#app/ui/button.tsx'
import { Fieldset } from '#app/ui/form/field.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { capital } from './capital.ts'
import { type IntakePart, textIn } from './intake-state.ts'
import { TermSearch } from './term-search.tsx'

/** Wanted work in order, what somebody wants to learn, and what somebody does not want. */
export function IntakeWishes(part: IntakePart) {
  const { t } = useWords()
  return (
    <>
      <TermSearch list="occupations" label={t('coach.intake.occupationSearch')} found={part.found} />
      <TermList
        {...part}
        list="occupations"
        legend={t('coach.intake.wishesTitle')}
        hint={t('coach.intake.wishesHint')}
        ordered
      />
      <TermSearch list="learning" label={t('coach.intake.skillSearch')} found={part.found} />
      <TermList
        {...part}
        list="learning"
        legend={t('coach.intake.learningTitle')}
        hint={t('coach.intake.learningHint')}
      />
      <TermSearch list="noGoWork" label={t('coach.intake.noGoWorkSearch')} found={part.found} />
      <TermList
        {...part}
        list="noGoWork"
        legend={t('coach.intake.noGoWorkTitle')}
        hint={t('coach.intake.noGoWorkHint')}
      />
      <TermSearch list="noGoEmployers" label={t('coach.intake.noGoEmployerSearch')} found={part.found} />
      <TermList
        {...part}
        list="noGoEmployers"
        legend={t('coach.intake.noGoEmployersTitle')}
        hint={t('coach.intake.noGoEmployersHint')}
      />
    </>
  )
}

function TermList(props: IntakePart & { list: string; legend: string; hint: string; ordered?: boolean | undefined }) {
  const { t } = useWords()
  const { list, errors, labels } = props
  const rows = props.state.rows[list] ?? []
  const wrong = Object.entries(errors).find(([name]) => name === list || name.startsWith(`${list}[`))?.[1]
  return (
    <Fieldset name={list} legend={props.legend} hint={props.hint} error={wrong}>
      {rows.length === 0 && <p className="in-grey">{t('coach.intake.none')}</p>}
      <ol className="in-coach-terms">
        {rows.map((row, at) => {
          const uri = textIn(row, 'value')
          const label = capital(labels[uri] ?? uri)
          return (
            <li key={uri}>
              <span>
                {props.ordered && <b>{at + 1} </b>}
                {label}
              </span>
              <input type="hidden" name={`${list}[${at}]`} value={uri} />
              <span className="in-row in-gap-1">
                {props.ordered && at > 0 && (
                  <Button variant="quiet" icon="up" name="intent" value={`up:${list}:${at}`} about={label}>
                    {t('coach.intake.up')}
                  </Button>
                )}
                <Button variant="quiet" icon="cross" name="intent" value={`remove:${list}:${at}`} about={label}>
                  {t('coach.intake.remove')}
                </Button>
              </span>
            </li>
          )
        })}
      </ol>
    </Fieldset>
  )
}
