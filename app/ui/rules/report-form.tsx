import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { type Codes, sentencesFor, type Typed, textOf } from '#app/ui/form/form-errors.ts'
import { TextArea, TextInput } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CONCERNS } from '#db/values/placements.ts'
import { REPORTER_ROLES } from '#db/values/safeguards.ts'

/** Stands for "a paid job was replaced", which is no concern of a follow-up. */
export const DISPLACEMENT = 'displacement'
/** A field that nobody sees and so nobody fills in. */
export const TRAP = 'website'
const LABELLED = ['concern', 'reporterRole', 'body', 'contact'] as const

/** What somebody without an account tells about one workplace. */
export function ReportForm(props: { action: string; establishmentId: string; values: Typed; errors: Codes }) {
  const { t } = useWords()
  const { values } = props
  const labelOf = (name: string) => {
    const known = LABELLED.find((one) => one === name)
    return known === undefined ? '' : t(`report.${known}`)
  }
  const errors = sentencesFor(props.errors, labelOf, t)
  return (
    <div className="in-stack">
      <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
      <PostForm action={props.action}>
        <input type="hidden" name="establishmentId" value={props.establishmentId} />
        {/* People see no such field; what fills in every field of a page does. */}
        <div hidden>
          <input type="text" name={TRAP} defaultValue="" tabIndex={-1} autoComplete="off" />
        </div>
        <RadioList
          name="concern"
          label={t('report.concern')}
          required
          error={errors['concern']}
          defaultValue={textOf(values, 'concern')}
          options={[
            { value: DISPLACEMENT, label: t('report.displacement') },
            ...CONCERNS.map((one) => ({ value: one, label: t(`enum.concern.${one}`) })),
          ]}
        />
        <RadioList
          name="reporterRole"
          label={t('report.reporterRole')}
          required
          error={errors['reporterRole']}
          defaultValue={textOf(values, 'reporterRole')}
          options={REPORTER_ROLES.map((one) => ({ value: one, label: t(`report.role.${one}`) }))}
        />
        <TextArea
          name="body"
          label={t('report.body')}
          hint={t('report.bodyHint')}
          required
          rows={7}
          maxLength={1500}
          error={errors['body']}
          defaultValue={textOf(values, 'body')}
        />
        <TextInput
          name="contact"
          label={t('report.contact')}
          hint={t('report.contactHint')}
          optional={t('report.optional')}
          maxLength={200}
          error={errors['contact']}
          defaultValue={textOf(values, 'contact')}
        />
        <div>
          <Button big>{t('report.send')}</Button>
        </div>
      </PostForm>
    </div>
  )
}
