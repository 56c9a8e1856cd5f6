import { ErrorSummary } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { type InvitationShown, Invitations, InviteForm } from './invitations.tsx'
import { type MemberShown, Members } from './members.tsx'

const DONE = ['invited', 'again', 'withdrawn', 'changed'] as const
const REFUSED = [
  'already',
  'has-one',
  'locked',
  'own-suspended',
  'last-one',
  'has-caseload',
  'has-role',
  'required',
] as const
/** Of these a step with somebody of the organisation. */
const CHANGE_REFUSED = ['last-one', 'has-caseload', 'has-role'] as const

/** A sentence for a mistake in one of the forms about people. */
export function usePeopleMistake(): (code: string | undefined) => string | undefined {
  const { t } = useWords()
  return (code) => {
    if (code === undefined) return undefined
    const refused = REFUSED.find((one) => one === code)
    return refused ? t(`people.refused.${refused}`) : t('error.not-an-email')
  }
}

/** What was just done about people, as `?gedaan=` says it. */
export function PeopleDone({ done }: { done: string | null }) {
  const { t } = useWords()
  const said = DONE.find((one) => one === done)
  return said ? (
    <Note tone="ok" announce>
      {t(`people.done.${said}`)}
    </Note>
  ) : null
}

/** The people of one organisation: who works there, who was invited, and for who may a form to invite. */
export function PeoplePage(props: {
  organisation: string
  action: string
  members: readonly MemberShown[]
  invitations: readonly InvitationShown[]
  mayInvite: boolean
  seats: readonly { value: string; label: string }[]
  done: string | null
  errors: Readonly<Record<string, readonly string[]>> | null
  email: string | undefined
}) {
  const { t } = useWords()
  const mistake = usePeopleMistake()
  const [ofEmail] = props.errors?.['email'] ?? []
  const [other] = Object.entries(props.errors ?? {}).flatMap(([name, codes]) => (name === 'email' ? [] : codes))
  const emailError = ofEmail === 'required' ? t('error.required') : mistake(ofEmail)
  const isWrong = props.errors !== null
  return (
    <>
      {!isWrong && <PeopleDone done={props.done} />}
      <ErrorSummary
        title={t('common.errors', { count: 1 })}
        errors={{
          email: emailError,
          '': other === undefined ? undefined : mistake(CHANGE_REFUSED.find((one) => one === other) ?? 'required'),
        }}
      />
      <PageHead
        title={t('people.title', { name: props.organisation })}
        lead={t(props.mayInvite ? 'people.leadAdmin' : 'people.leadMember')}
      />
      <Stack gap={6}>
        <Block title={t('people.members')}>
          <Members members={props.members} action={props.action} />
        </Block>
        {props.mayInvite && (
          <>
            <Block title={t('people.invite')}>
              <InviteForm action={props.action} seats={props.seats} error={emailError} email={props.email} />
            </Block>
            <Block title={t('people.invitations')}>
              <Invitations invitations={props.invitations} action={props.action} />
            </Block>
          </>
        )}
      </Stack>
    </>
  )
}
