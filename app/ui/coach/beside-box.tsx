import { useWords } from '#app/ui/words/words.tsx'

/**
 * The box that puts one thing beside others, for a form elsewhere on the page.
 *
 * @param look `named`: it stands apart from the thing, so it says which; `bare`: it stands under a head that says what it does
 */
export function BesideBox(props: {
  form: string
  value: string
  of: string
  isChosen: boolean
  look?: 'named' | 'bare'
}) {
  const { look } = props
  const { t } = useWords()
  const id = `naast-${props.value}`
  return (
    <span className="in-check">
      <input
        type="checkbox"
        id={id}
        name="naast"
        value={props.value}
        form={props.form}
        defaultChecked={props.isChosen}
      />
      <label htmlFor={id}>
        <span className={look === 'bare' ? 'in-hidden' : undefined}>{t('match.places.compare')}</span>
        <span className={look === 'named' ? undefined : 'in-hidden'}>
          {look === 'named' ? ': ' : ' '}
          <bdi>{props.of}</bdi>
        </span>
      </label>
    </span>
  )
}
