import { Button } from '#app/ui/button.tsx'
import { Select } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'

/** One choice that narrows a public page, kept in its address. `all` stands for no choice. */
export function Narrow(props: {
  action: string
  name: string
  label: string
  all: string
  value: string | null
  options: readonly { value: string; label: string }[]
}) {
  const { t } = useWords()
  return (
    <form className="in-row in-gap-3" method="get" action={props.action} aria-label={props.label}>
      <Select
        name={props.name}
        label={props.label}
        empty={props.all}
        defaultValue={props.value ?? ''}
        options={props.options}
      />
      <Button variant="second">{t('rules.show')}</Button>
    </form>
  )
}
