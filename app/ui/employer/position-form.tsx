import { useEffect, useState } from 'react'
import { Button } from '#app/ui/button.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { POSITION_TYPES, SUPPORTS } from '#db/values/positions.ts'
import { asksOf } from './asks.ts'
import { fieldsOf, sentencesOf, type Typed } from './fields.ts'
import type { PlaceOption, PositionTerms } from './form-data.ts'
import { DeclarationPart } from './form-declaration.tsx'
import { GuidancePart, PayPart, PlanPart } from './form-guidance.tsx'
import { LanguagePart } from './form-language.tsx'
import { FormMenu, type PartName } from './form-part.tsx'
import { WeekPart } from './form-week.tsx'
import { KindPart, PlacePart, SkillsPart, WorkPart } from './form-work.tsx'
import type { LiveVerdict } from './live-verdict.ts'
import { NewcomerView, type PhoneView } from './phone.tsx'
import { questionsAt } from './questions-at.ts'
import { EmployerVerdict, type VerdictView } from './verdict.tsx'

const PARTS: readonly PartName[] = [
  'work',
  'kind',
  'week',
  'place',
  'pay',
  'guidance',
  'language',
  'skills',
  'plan',
  'declaration',
]
const VERDICT_AT = 'uitkomst'

/**
 * The form of a position: one page, its parts as a menu. Three buttons post the same fields: test (nothing is kept), keep as a draft, publish.
 *
 * @param canDraft false for what is on the site or waits: that is published again, not put back to a draft
 */
export function PositionForm(props: {
  values: Typed
  errors: Record<string, string[]>
  terms: PositionTerms
  places: readonly PlaceOption[]
  verdict: VerdictView | null
  blocked: boolean
  /** The kept answer that stopped it; null where nothing is kept. */
  verdictId?: string | null
  /** Terms that are others than those for which the municipality made an exception. */
  outgrown?: readonly string[]
  idempotencyKey: string
  employer: string
  canDraft: boolean
  /** Of an admin; a member is told who publishes. */
  mayPublish: boolean
  /** With scripts: the test that runs by itself. */
  live: LiveVerdict
}) {
  const words = useWords()
  const { t } = words
  const errors = sentencesOf(props.errors, words)
  const fields = fieldsOf(props.values, errors, words)
  const [type, setType] = useState(fields.text('type'))
  const [away, setAway] = useState(false)
  useEffect(() => setAway(true), [])
  const known = POSITION_TYPES.find((one) => one === type) ?? null
  const asks = asksOf(known)
  const noPlan =
    away && known !== null && !asks('plan') && !fields.has('learningPlan') && !fields.text('learningPlan.goals')
  const { terms, live } = props
  const verdict = live.isAsked ? live.verdict : props.verdict
  return (
    <div className="in-split">
      <div className="in-stack in-gap-5">
        <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
        {props.blocked && (
          <Note tone="error" title={t('employer.form.blockedTitle')} announce>
            <p>
              {t('employer.form.blockedText')} {props.verdictId && props.canDraft && t('employer.form.keptAsDraft')}{' '}
              <a href={`#${VERDICT_AT}`}>{t('employer.form.toVerdict')}</a>
            </p>
            {(props.outgrown ?? []).length > 0 && (
              <p>
                {t('employer.form.outgrown', {
                  list: (props.outgrown ?? []).map((name) => codedWord(t, 'cases.judged', name) ?? name).join(', '),
                })}
              </p>
            )}
            {props.verdictId && (
              <p>
                {t('employer.form.disagree')}{' '}
                <a href={`/werkgever/dossier/antwoorden/${props.verdictId}#berichten`}>{t('employer.form.object')}</a>
              </p>
            )}
          </Note>
        )}
        {props.verdict && !props.blocked && (
          <Note announce>
            {t('employer.form.checked')} <a href={`#${VERDICT_AT}`}>{t('employer.form.toVerdict')}</a>
          </Note>
        )}
        <FormMenu parts={PARTS.filter((part) => part !== 'plan' || !noPlan)} />
        {/* The change of any field bubbles up to here. */}
        <div onChange={({ target }) => testsItself(target) && live.changed(target.form)}>
          <PostForm idempotencyKey={props.idempotencyKey} gap={5}>
            {/* Enter in a field presses the first button of a form: this one keeps nothing. */}
            <button type="submit" name="intent" value="search" className="in-hidden" tabIndex={-1} aria-hidden="true">
              {t('employer.form.enter')}
            </button>
            <input type="hidden" name="version" value={fields.text('version')} />
            <WorkPart fields={fields} terms={terms} />
            <KindPart fields={fields} onType={setType} />
            <WeekPart fields={fields} />
            <PlacePart fields={fields} places={props.places} />
            <PayPart fields={fields} />
            <GuidancePart fields={fields} />
            <LanguagePart fields={fields} />
            <SkillsPart fields={fields} terms={terms} />
            <PlanPart fields={fields} hidden={noPlan} />
            <DeclarationPart fields={fields} asks={asks} typed={known !== null} away={away && known !== null} />
            <div className="in-emp-bar">
              {props.mayPublish ? (
                <Button name="intent" value="publish">
                  {t('employer.form.publish')}
                </Button>
              ) : (
                <p className="in-small">{t('employer.form.adminPublishes')}</p>
              )}
              <Button name="intent" value="check" variant="second" icon="check" formAction={`#${VERDICT_AT}`}>
                {t('employer.form.check')}
              </Button>
              {props.canDraft && (
                <Button name="intent" value="draft" variant="quiet">
                  {t('employer.form.save')}
                </Button>
              )}
            </div>
          </PostForm>
        </div>
      </div>
      {/* Of a whole list read aloud at every change nobody would hear the end: only where it stands. */}
      <p className="in-hidden" role="status">
        {live.isAsked &&
          t(live.verdict ? `employer.verdict.${live.verdict.outcome}Title` : 'employer.verdict.notYetTitle')}
      </p>
      <aside className={`in-stack in-gap-6 in-split__sticky${verdict ? ' in-emp-aside--long' : ''}`} id={VERDICT_AT}>
        {verdict ? (
          <EmployerVerdict verdict={verdict} inForm questionsAt={questionsAt(fields)} />
        ) : (
          <Note tone="sand" icon="info" title={t('employer.verdict.notYetTitle')}>
            <p>{t('employer.verdict.notYet')}</p>
          </Note>
        )}
        <NewcomerView view={phoneOf(props.values, props.employer, terms)} />
      </aside>
    </div>
  )
}

/** A change of a search for words is no change of the place. */
const testsItself = (target: EventTarget): target is HTMLInputElement & { form: HTMLFormElement } =>
  'form' in target && target.form !== null && 'name' in target && !String(target.name).endsWith('Search')

/** The fields as the phone would show them. */
function phoneOf(values: Typed, employer: string, terms: PositionTerms): PhoneView {
  const text = (name: string) => {
    const value = values[name]
    return (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim()
  }
  const ticked = ['paySupports', 'supports'].flatMap((name) => values[name] ?? [])
  const [, euros, cents = ''] = /^€?\s*(\d{1,5})(?:[.,](\d{1,2}))?$/.exec(text('hourlyWage')) ?? []
  const startsOn = text('startsOn')
  return {
    title: text('title'),
    employer,
    sector: terms.sector,
    hours: text('hoursPerWeek') || null,
    wageCents: euros === undefined ? null : Number(euros) * 100 + Number(cents.padEnd(2, '0')),
    startsOn: /^\d{4}-\d{2}-\d{2}$/.test(startsOn) ? startsOn : null,
    supervisorName: text('supervisorName'),
    supports: SUPPORTS.filter((one) => ticked.includes(one)),
  }
}
