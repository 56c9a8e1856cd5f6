import { Button } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { CorrectionPart } from '#db/values/privacy.ts'

/** What the newcomer said is not right, until the coach has looked at it with them. */
export function AskedCorrections(props: {
  asked: readonly { id: string; part: CorrectionPart; key: string }[]
  action: string
}) {
  const { t } = useWords()
  if (props.asked.length === 0) return null
  return (
    <Block title={t('coach.correction.title')}>
      <p className="in-small">{t('coach.correction.text')}</p>
      {props.asked.map(({ id, part, key }) => (
        <PostForm key={id} idempotencyKey={key} action={props.action} gap={2}>
          <p>{t(`rights.correct.part.${part}`)}</p>
          <input type="hidden" name="correctionId" value={id} />
          <Button variant="second">{t('coach.correction.done')}</Button>
        </PostForm>
      ))}
    </Block>
  )
}
