import { Button } from '#app/ui/button.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { CodeInput, TextInput } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import type { AccountWords } from '#app/ui/words/nl/account.ts'
import { useWords } from '#app/ui/words/words.tsx'

/** Asking for another address, and then the codes of both mailboxes. */
export function AddressForms(props: {
  words: AccountWords
  isAsked: boolean
  errors: Readonly<Record<string, readonly string[]>>
  email: string | undefined
}) {
  const { words, isAsked } = props
  const { t } = useWords()
  const sentences: Record<string, string> = {
    required: t('error.required'),
    same: words.address.same,
    'proof-needed': words.address.proofNeeded,
    'wrong-code': words.address.wrong,
    ended: words.address.ended,
  }
  const sentence = (field: string, shape: string) => {
    const [code] = props.errors[field] ?? []
    return code === undefined ? undefined : (sentences[code] ?? shape)
  }
  const errors = {
    email: sentence('email', t('error.not-an-email')),
    oldCode: sentence('oldCode', words.codeShape),
    newCode: sentence('newCode', words.codeShape),
  }
  const count = Object.values(errors).filter(Boolean).length
  const code = (name: 'oldCode' | 'newCode') => (
    <CodeInput name={name} label={words.address[name]} error={errors[name]} required />
  )
  return (
    <>
      <ErrorSummary title={t('common.errors', { count })} errors={errors} />
      {isAsked ? (
        <PostForm action="/account/adres?stap=codes">
          <Note>{words.address.sent}</Note>
          <input type="hidden" name="intent" value="change" />
          {code('oldCode')}
          {code('newCode')}
          <Button>{words.address.save}</Button>
        </PostForm>
      ) : (
        <PostForm action="/account/adres">
          <input type="hidden" name="intent" value="ask" />
          {props.errors['email']?.includes('proof-needed') && (
            <p>
              <a href="/account/bevestigen?naar=%2Faccount" target="_blank" rel="noreferrer">
                {words.address.prove}
              </a>
            </p>
          )}
          <TextInput
            name="email"
            type="email"
            autoComplete="email"
            label={words.address.email}
            error={errors.email}
            required
            defaultValue={props.email}
          />
          <Button>{words.address.send}</Button>
        </PostForm>
      )}
      <p>{words.address.lost}</p>
    </>
  )
}
