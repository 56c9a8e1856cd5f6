import { Button } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { OrganisationState } from '#db/values/members.ts'

/** Confirms, suspends or lets in again one organisation, with a reason. `folded`: behind its name in a row of a table. */
export function JudgeForm(props: {
  action: string
  id: string
  name: string
  state: OrganisationState
  folded?: boolean | undefined
}) {
  const { t } = useWords()
  const to = props.state === 'active' ? 'suspended' : 'active'
  const word = props.state === 'active' ? 'suspend' : props.state === 'suspended' ? 'restore' : 'confirm'
  const form = (
    <PostForm gap={2} action={props.action}>
      <input type="hidden" name="intent" value="judge" />
      <input type="hidden" name="id" value={props.id} />
      <input type="hidden" name="state" value={to} />
      <label className="in-stack in-gap-1">
        <span className="in-small">{t('organisations.reason')}</span>
        <input className="in-input in-input--m" name="reason" maxLength={300} />
      </label>
      <p>
        <Button variant={to === 'suspended' ? 'danger' : 'second'} about={props.name}>
          {t(`organisations.${word}`)}
        </Button>
      </p>
    </PostForm>
  )
  return props.folded ? (
    <details>
      <summary>
        {t(`organisations.${word}`)}
        <span className="in-hidden"> {props.name}</span>
      </summary>
      {form}
    </details>
  ) : (
    form
  )
}
