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
  /** Asked by one officer, not confirmed yet; `isOwn`: by who reads it. */
  asked: { id: string; name: string; source: string; sinceOn: string; isOwn: boolean } | null
}

/** Groups that wait for a second person: another officer confirms, who asked takes it back. */
export function GroupRequests(props: { companies: readonly CompanyShown[]; formKey: string }) {
  const { t, day } = useWords()
  const waiting = props.companies.flatMap(({ asked, ...one }) => (asked === null ? [] : [{ ...one, asked }]))
  if (waiting.length === 0) return null
  return (
    <Block title={t('signals.groups.waiting')}>
      <p className="in-grey">{t('signals.groups.waitingLead')}</p>
      <ul className="in-stack in-gap-3">
        {waiting.map(({ employerId, employerName, asked }) => (
          <Card as="li" key={employerId} gap={2}>
            <p>
              <b>
                <bdi>{employerName}</bdi>
              </b>{' '}
              {t('signals.groups.in')} <bdi>{asked.name}</bdi>
            </p>
            <p className="in-small in-grey">
              <bdi>{asked.source}</bdi>, {t('signals.groups.since', { day: day(asked.sinceOn) })}
            </p>
            <PostForm idempotencyKey={props.formKey} gap={0}>
              <input type="hidden" name="requestId" value={asked.id} />
              <div className="in-row">
                {asked.isOwn ? (
                  <Button variant="quiet" name="outcome" value="refused">
                    {t('signals.groups.takeBack')}
                  </Button>
                ) : (
                  <>
                    <Button name="outcome" value="confirmed">
                      {t('signals.groups.confirm')}
                    </Button>
                    <Button variant="second" name="outcome" value="refused">
                      {t('signals.groups.refuse')}
                    </Button>
                  </>
                )}
              </div>
            </PostForm>
          </Card>
        ))}
      </ul>
    </Block>
  )
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
