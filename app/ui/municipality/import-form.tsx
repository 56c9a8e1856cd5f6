import { type ChangeEvent, useRef } from 'react'
import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { Field } from '#app/ui/form/field.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { TextArea, TextInput } from '#app/ui/form/inputs.tsx'
import { ScrollBox } from '#app/ui/pictures/table-twin.tsx'
import { useWords } from '#app/ui/words/words.tsx'

const KINDS = ['vacancies', 'tensions'] as const

/** The text of a CSV: picked as a file, which a script puts in the field, or pasted. Taking over comes after a try without faults. */
export function ImportForm(props: {
  formKey: string
  columns: Record<(typeof KINDS)[number], string>
  /** The same text was tried, and nothing was wrong. */
  tried: boolean
  errors: Record<string, string[]>
  typed: (name: string) => string | undefined
}) {
  const { t } = useWords()
  const { errors, typed } = props
  const form = useRef<HTMLDivElement>(null)
  const picked = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    const text = form.current?.querySelector('textarea')
    const name = form.current?.querySelector<HTMLInputElement>('input[name=file]')
    if (!file || !text || !name) return
    text.value = await file.text()
    name.value = file.name
  }
  return (
    <PostForm idempotencyKey={props.formKey} card>
      <div className="in-stack in-gap-5" ref={form}>
        <RadioList
          name="kind"
          label={t('imports.kind')}
          required
          error={errors['kind']?.[0]}
          defaultValue={typed('kind')}
          options={KINDS.map((value) => ({
            value,
            label: t(`imports.kinds.${value}`),
            hint: `${t(`imports.kindHints.${value}`)} ${t('imports.columns', { columns: props.columns[value] })}`,
          }))}
        />
        <details>
          <summary>{t('imports.example')}</summary>
          {KINDS.map((kind) => (
            <div className="in-block" key={kind}>
              <p>
                <b>{t(`imports.kinds.${kind}`)}</b>
              </p>
              <ScrollBox label={t(`imports.kinds.${kind}`)}>
                <pre>
                  <code dir="ltr">{t(`imports.examples.${kind}`)}</code>
                </pre>
              </ScrollBox>
            </div>
          ))}
          <p className="in-small">{t('imports.result')}</p>
        </details>
        <Field name="pick" label={t('imports.pick')} hint={t('imports.pickHint')} optional={t('common.optional')}>
          <input id="pick" type="file" accept=".csv,text/csv" className="in-input" onChange={picked} />
        </Field>
        <TextInput
          name="file"
          label={t('imports.file')}
          required
          maxLength={200}
          error={errors['file']?.[0]}
          defaultValue={typed('file')}
        />
        <TextArea
          name="text"
          label={t('imports.text')}
          hint={t('imports.textHint')}
          required
          rows={10}
          error={errors['text']?.[0]}
          defaultValue={typed('text')}
        />
        <div className="in-row">
          <Button variant={props.tried ? 'second' : undefined} name="intent" value="dry" icon="eye">
            {t('imports.dry')}
          </Button>
          {props.tried && (
            <Button name="intent" value="import">
              {t('imports.send')}
            </Button>
          )}
        </div>
      </div>
    </PostForm>
  )
}
