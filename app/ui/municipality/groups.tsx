import { Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { DateInput, Select, TextInput } from '#app/ui/form/inputs.tsx'
import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'

export type CompanyShown = {
  employerId: string
  employerName: string
  group: { name: string; source: string; sinceOn: string } | null
}

/** The companies of which a group is known. */
export function GroupTable({ companies }: { companies: readonly CompanyShown[] }) {
  const { t, day } = useWords()
  const known = companies.flatMap(({ group, ...one }) => (group === null ? [] : [{ ...one, ...group }]))
  return (
    <Block title={t('signals.groups.known')}>
      <Card>
        <DataTable
          caption={t('signals.groups.known')}
          captionHidden
          roomy
          rows={known}
          keyOf={(row) => row.employerId}
          empty={<p className="in-grey">{t('signals.groups.none')}</p>}
          columns={[
            { head: t('signals.groups.employer'), cell: (row) => <bdi>{row.employerName}</bdi> },
            { head: t('signals.groups.groupName'), cell: (row) => <bdi>{row.name}</bdi> },
            { head: t('signals.groups.source'), cell: (row) => <bdi>{row.source}</bdi> },
            { head: t('signals.groups.sinceOn'), cell: (row) => day(row.sinceOn) },
          ]}
        />
      </Card>
    </Block>
  )
}

/** To which group a company belongs, where that stands and since when. */
export function GroupForm(props: {
  formKey: string
  companies: readonly CompanyShown[]
  today: string
  errors: Record<string, string[]>
  typed: (name: string) => string | undefined
}) {
  const { errors, typed } = props
  const { t } = useWords()
  return (
    <Block title={t('signals.groups.form')}>
      <PostForm idempotencyKey={props.formKey} card>
        <Select
          name="employerId"
          label={t('signals.groups.employer')}
          required
          empty={t('signals.groups.choose')}
          error={errors['employerId']?.[0]}
          defaultValue={typed('employerId') ?? ''}
          options={props.companies.map((one) => ({ value: one.employerId, label: one.employerName }))}
        />
        <TextInput
          name="groupName"
          label={t('signals.groups.groupName')}
          hint={t('signals.groups.groupNameHint')}
          required
          maxLength={120}
          error={errors['groupName']?.[0]}
          defaultValue={typed('groupName')}
        />
        <TextInput
          name="source"
          label={t('signals.groups.source')}
          hint={t('signals.groups.sourceHint')}
          required
          maxLength={200}
          error={errors['source']?.[0]}
          defaultValue={typed('source')}
        />
        <DateInput
          name="sinceOn"
          label={t('signals.groups.sinceOn')}
          required
          max={props.today}
          error={errors['sinceOn']?.[0]}
          defaultValue={typed('sinceOn')}
        />
        <div className="in-row">
          <Button>{t('signals.groups.send')}</Button>
        </div>
      </PostForm>
    </Block>
  )
}
