import { useEffect, useState } from 'react'
import { Button } from '#app/ui/button.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
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
  idempotencyKey: string
  employer: string
  canDraft: boolean
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
  const { verdict, terms } = props
  return (
    <div className="in-split">
      <div className="in-stack in-gap-5">
        <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
        {props.blocked && (
          <Note tone="error" title={t('employer.form.blockedTitle')} announce>
            {t('employer.form.blockedText')} <a href={`#${VERDICT_AT}`}>{t('employer.form.toVerdict')}</a>
          </Note>
        )}
        {verdict && !props.blocked && (
          <Note announce>
            {t('employer.form.checked')} <a href={`#${VERDICT_AT}`}>{t('employer.form.toVerdict')}</a>
          </Note>
        )}
        <FormMenu parts={PARTS.filter((part) => part !== 'plan' || !noPlan)} />
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
            <Button name="intent" value="publish">
              {t('employer.form.publish')}
            </Button>
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
