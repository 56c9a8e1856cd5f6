import { Button } from '#app/ui/button.tsx'
import { Card, DescriptionList } from '#app/ui/card.tsx'
import { Check, RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { TextArea } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { ReportShown } from './signal-view.ts'

/** Who reported what, by role; a way to answer only while nobody weighed it. */
export function ReportFacts({ report }: { report: ReportShown }) {
  const { t, moment } = useWords()
  return (
    <>
      {report.isMany && (
        <Note tone="warn" title={t('signals.report.many')}>
          {t('signals.report.manyText', { count: report.sameDay })}
        </Note>
      )}
      <Card>
        <DescriptionList
          items={[
            {
              term: t('signals.report.concern'),
              value: report.concern ? t(`enum.concern.${report.concern}`) : t('signals.report.displaced'),
            },
            { term: t('signals.report.reporter'), value: t(`signals.report.reporterRole.${report.reporterRole}`) },
            { term: t('signals.report.reported'), value: moment(report.reportedAt) },
            { term: t('signals.report.code'), value: report.code },
            {
              term: t('signals.report.contact'),
              value: <bdi>{report.contact ?? t('signals.report.noContact')}</bdi>,
              source: report.contact ? t('signals.report.contactHint') : undefined,
            },
          ]}
        />
      </Card>
      <Block title={t('signals.report.body')}>
        <Card>
          {report.isWiped ? (
            <p className="in-grey">{t('signals.report.wiped')}</p>
          ) : (
            <p className="in-said" dir="auto">
              {report.body}
            </p>
          )}
        </Card>
      </Block>
      {report.state !== 'new' && (
        <Note tone="sand" title={t('signals.report.why')}>
          <p dir="auto">{report.motivation}</p>
        </Note>
      )}
    </>
  )
}

/** Serious, ordinary or unfounded, with a reason. */
export function WeighForm(props: {
  formKey: string
  isMany: boolean
  errors: Record<string, string[]>
  typed: (name: string) => string | undefined
}) {
  const { t } = useWords()
  const { errors, typed } = props
  return (
    <Block title={t('signals.report.weigh')} id="wegen">
      <PostForm idempotencyKey={props.formKey} card>
        <RadioList
          name="weight"
          label={t('signals.report.weight')}
          required
          error={errors['weight']?.[0]}
          defaultValue={typed('weight')}
          options={(['serious', 'ordinary', 'unfounded'] as const).map((value) => ({
            value,
            label: t(`signals.report.weights.${value}`),
            hint: t(`signals.report.weightHints.${value}`),
          }))}
        />
        <TextArea
          name="motivation"
          label={t('signals.report.motivation')}
          hint={t('signals.report.motivationHint')}
          required
          maxLength={2000}
          error={errors['motivation']?.[0]}
          defaultValue={typed('motivation')}
        />
        {props.isMany && (
          <Check
            name="isForWholeDay"
            value="yes"
            label={t('signals.report.wholeDay')}
            hint={t('signals.report.wholeDayHint')}
            defaultChecked={typed('isForWholeDay') === 'yes'}
          />
        )}
        <div className="in-row">
          <Button>{t('signals.report.send')}</Button>
        </div>
      </PostForm>
    </Block>
  )
}
