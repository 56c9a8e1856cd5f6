import { Button } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { AvailabilityStep } from '#server/newcomers/rules.ts'

/** The steps that the coach can take now with somebody's availability, each with what it means. */
export function AvailabilitySteps(props: { steps: readonly AvailabilityStep[]; keyValue: string; action: string }) {
  const { t } = useWords()
  if (props.steps.length === 0) return <p className="in-small in-grey">{t('coach.nextStepText.nothing')}</p>
  return (
    <PostForm action={props.action} idempotencyKey={props.keyValue} gap={3}>
      {props.steps.map((step) => (
        <Stack gap={1} key={step}>
          <div>
            <Button
              variant={step === 'withdraw' ? 'danger' : step === 'finish-intake' ? undefined : 'second'}
              name="step"
              value={step}
            >
              {t(`coach.newcomer.step.${step}`)}
            </Button>
          </div>
          <p className="in-xs in-grey">{t(`coach.newcomer.stepHint.${step}`)}</p>
        </Stack>
      ))}
    </PostForm>
  )
}
