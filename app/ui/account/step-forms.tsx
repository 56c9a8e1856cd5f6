import type { ReactNode } from 'react'
import { Button } from '#app/ui/button.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { CodeInput, TextInput } from '#app/ui/form/inputs.tsx'
import { Section } from '#app/ui/stack.tsx'
import type { AccountWords } from '#app/ui/words/nl/account.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { codeMistake } from './link-app.tsx'

/** The second step: a code of the app, or one of the codes on paper. */
export function StepForms(props: {
  words: AccountWords
  hasTotp: boolean
  errors: Readonly<Record<string, readonly string[]>>
  action: string
  /** The button of a passkey, for who has one. */
  passkey: ReactNode
}) {
  const { words, hasTotp, action } = props
  const { t } = useWords()
  const [code] = props.errors['code'] ?? []
  const [recovery] = props.errors['recovery'] ?? []
  const codeError = codeMistake(words, t('error.required'), code)
  const recoveryError =
    recovery === undefined
      ? undefined
      : recovery === 'wrong-code'
        ? words.recoveryWrong
        : recovery === 'required'
          ? t('error.required')
          : words.recoveryShape
  return (
    <>
      <ErrorSummary title={t('common.errors', { count: 1 })} errors={{ code: codeError, recovery: recoveryError }} />
      <h1>{words.stepTitle}</h1>
      {hasTotp && (
        <>
          <p>{words.stepText}</p>
          <PostForm action={action}>
            <input type="hidden" name="intent" value="totp" />
            <CodeInput name="code" isSent label={words.appCode} error={codeError} required />
            <Button>{words.go}</Button>
          </PostForm>
        </>
      )}
      {props.passkey}
      <Section title={words.lostPhone}>
        <PostForm action={action}>
          <input type="hidden" name="intent" value="recovery" />
          <TextInput
            name="recovery"
            autoComplete="off"
            dir="ltr"
            width="m"
            label={words.recovery}
            hint={words.recoveryHint}
            error={recoveryError}
            required
          />
          <Button variant="second">{words.useRecovery}</Button>
        </PostForm>
        <p>{words.lostAll}</p>
      </Section>
    </>
  )
}
