import { Button } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useWords } from '#app/ui/words/words.tsx'

/** Pause and open again at once, since both can be undone; closing asks for a second press, since it cannot. */
export function PositionSteps(props: { idempotencyKey: string; pause: boolean; resume: boolean; close: boolean }) {
  const { t } = useWords()
  if (!props.pause && !props.resume && !props.close) return null
  return (
    <PostForm idempotencyKey={props.idempotencyKey} gap={2} card>
      {props.pause && (
        <Button name="step" value="pause" variant="second">
          {t('employer.position.pause')}
        </Button>
      )}
      {props.resume && (
        <Button name="step" value="resume">
          {t('employer.position.resume')}
        </Button>
      )}
      {props.close && (
        <details>
          <summary>
            <Icon name="chevron" />
            {t('employer.position.close')}
          </summary>
          <div className="in-stack in-gap-3">
            <p className="in-small">{t('employer.position.closeText')}</p>
            <Button name="step" value="close" variant="danger" icon="stop">
              {t('employer.position.closeSure')}
            </Button>
          </div>
        </details>
      )}
    </PostForm>
  )
}
