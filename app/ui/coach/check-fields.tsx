import { RadioList } from '#app/ui/form/choices.tsx'
import { DateInput } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CONTRACT_KINDS } from '#db/values/placements.ts'

export type AskedCheck = 'noticeOn' | 'contract' | 'permitUntil' | 'is27'

type Part = {
  today: string
  errors: Record<string, string>
  typedIn: (name: AskedCheck) => string | undefined
}

/** What a coach checks of this person in this place because a safeguard asks it; nothing where nothing is asked. */
export const CheckFields = ({ asked, ...part }: Part & { asked: readonly AskedCheck[] }) => (
  <>
    {asked.map((name) => (
      <CheckField key={name} name={name} {...part} />
    ))}
  </>
)

function CheckField({ name, today, errors, typedIn }: Part & { name: AskedCheck }) {
  const { t } = useWords()
  const of = { name, label: t(`coach.checks.${name}`), error: errors[name], defaultValue: typedIn(name) }
  const optional = t('common.optional')
  if (name === 'noticeOn')
    return <DateInput {...of} hint={t('coach.checks.noticeOnHint')} max={today} optional={optional} />
  if (name === 'permitUntil') return <DateInput {...of} hint={t('coach.checks.permitUntilHint')} optional={optional} />
  if (name === 'contract')
    return (
      <RadioList
        {...of}
        options={CONTRACT_KINDS.map((value) => ({ value, label: t(`coach.checks.contractKind.${value}`) }))}
      />
    )
  return (
    <RadioList
      {...of}
      hint={t('coach.checks.is27Hint')}
      options={[
        { value: 'yes', label: t('common.yes') },
        { value: 'no', label: t('common.no') },
      ]}
    />
  )
}
