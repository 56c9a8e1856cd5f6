import { Button } from '#app/ui/button.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { CodeInput } from '#app/ui/form/inputs.tsx'
import { Section } from '#app/ui/stack.tsx'
import type { AccountWords } from '#app/ui/words/nl/account.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { Qr } from './qr.tsx'
import type { QrPath } from './qr-path.ts'

/** What is wrong with a code of six digits, as a sentence; undefined when nothing is. */
export function codeMistake(words: AccountWords, required: string, mistake: string | undefined): string | undefined {
  if (mistake === undefined) return undefined
  if (mistake === 'wrong-code') return words.appCodeWrong
  return mistake === 'required' ? required : words.codeShape
}

/** Linking an authenticator app: first a button, then the square to scan with the field for the first code. */
export function LinkApp(props: {
  words: AccountWords
  /** null = nothing is being linked yet. */
  app: { secret: string; qr: QrPath } | null
  mistake: string | undefined
  action: string
}) {
  const { words, app, action } = props
  const { t } = useWords()
  const error = codeMistake(words, t('error.required'), props.mistake)
  return (
    <Section title={words.withApp}>
      <ErrorSummary title={t('common.errors', { count: 1 })} errors={{ code: error }} />
      <p>{words.withAppText}</p>
      {app === null ? (
        <PostForm action={action}>
          <input type="hidden" name="intent" value="begin" />
          <Button>{words.begin}</Button>
        </PostForm>
      ) : (
        <>
          <p>{words.scan}</p>
          <Qr code={app.qr} label={words.qr} />
          <p>
            {words.typeSecret}{' '}
            <code dir="ltr" className="in-secret">
              {app.secret.match(/.{1,4}/g)?.join(' ')}
            </code>
          </p>
          <PostForm action={action}>
            <input type="hidden" name="intent" value="link" />
            <CodeInput name="code" isSent label={words.appCode} error={error} required />
            <Button>{words.link}</Button>
          </PostForm>
          <PostForm action={action} gap={0}>
            <input type="hidden" name="intent" value="begin" />
            <Button variant="quiet">{words.beginAgain}</Button>
          </PostForm>
        </>
      )}
    </Section>
  )
}
