import { Button } from '#app/ui/button.tsx'
import { CheckList } from '#app/ui/form/choices.tsx'
import { TextInput } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { Found } from './intake-state.ts'

/** A search for terms of the reference list inside a form, with its answers as boxes to tick; ticked terms are saved too. */
export function TermSearch(props: { list: string; label: string; found: Found }) {
  const { t } = useWords()
  const answer = props.found[props.list]
  return (
    <div className="in-coach-search">
      <div className="in-coach-find">
        <TextInput
          name={`q.${props.list}`}
          type="search"
          label={props.label}
          hint={t('coach.intake.searchHint')}
          defaultValue={answer?.q}
          autoComplete="off"
        />
        <Button variant="second" icon="search" name="intent" value="search" about={props.label}>
          {t('coach.intake.search')}
        </Button>
      </div>
      {answer && answer.terms.length === 0 && <p role="status">{t('coach.intake.nothingFound', { q: answer.q })}</p>}
      {answer && answer.terms.length > 0 && (
        <>
          <CheckList
            name={`found.${props.list}`}
            label={t('coach.intake.found', { count: answer.terms.length, q: answer.q })}
            options={answer.terms.map((term) => ({ value: term.uri, label: term.label }))}
          />
          <div>
            <Button variant="second" icon="plus" name="intent" value="add">
              {t('coach.intake.add')}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
