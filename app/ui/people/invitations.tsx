import type { ReactNode } from 'react'
import { Badge, type Tone } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Select, TextInput } from '#app/ui/form/inputs.tsx'
import { Row } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { Role } from '#db/values/accounts.ts'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'
import type { InvitationState } from '#db/values/members.ts'
import { useWorkName } from './members.tsx'

type State = InvitationState | 'expired'
export type InvitationShown = {
  id: string
  email: string | null
  role: Role
  isAdmin: boolean
  organisation: string | null
  state: State
  expiresAt: string
}

const TONE: Record<State, Tone> = { open: 'info', accepted: 'ok', withdrawn: 'warn', expired: 'warn' }

/** Who was invited and what became of it; what is still open can be mailed again or withdrawn. */
export function Invitations(props: {
  invitations: readonly InvitationShown[]
  action: string
  /** For the platform, which invites for many organisations. */
  withOrganisation?: boolean | undefined
}) {
  const { t, moment } = useWords()
  const workName = useWorkName()
  return (
    <DataTable
      caption={t('people.invitations')}
      captionHidden
      roomy
      rows={props.invitations}
      keyOf={({ id }) => id}
      empty={
        <EmptyState inline pictogram="talk" title={t('people.noInvitations')} text={t('people.noInvitationsText')} />
      }
      columns={[
        {
          head: t('people.email'),
          cell: (one) => (one.email === null ? t('people.forgotten') : <bdi>{one.email}</bdi>),
        },
        {
          head: t('people.as'),
          cell: (one) => (
            <>
              {workName(one)}
              {props.withOrganisation && one.organisation && (
                <span className="in-src">
                  <bdi>{one.organisation}</bdi>
                </span>
              )}
            </>
          ),
        },
        {
          head: t('people.state'),
          cell: (one) => (
            <>
              <Badge tone={TONE[one.state]}>{t(`people.invitationStates.${one.state}`)}</Badge>
              {one.state === 'open' && (
                <span className="in-src">{t('people.until', { moment: moment(one.expiresAt) })}</span>
              )}
            </>
          ),
        },
        {
          head: t('people.change'),
          cell: (one) =>
            one.state === 'open' || one.state === 'expired' ? (
              <Row gap={2}>
                {(['again', 'withdraw'] as const).map((intent) => (
                  <PostForm key={intent} gap={0} action={props.action}>
                    <input type="hidden" name="intent" value={intent} />
                    <input type="hidden" name="invitationId" value={one.id} />
                    <Button variant={intent === 'again' ? 'second' : 'quiet'} about={one.email ?? ''}>
                      {t(`people.${intent}`)}
                    </Button>
                  </PostForm>
                ))}
              </Row>
            ) : null,
        },
      ]}
    />
  )
}

/** The form with which somebody is invited. @param seats what the reader may offer, the most usual first */
export function InviteForm(props: {
  action: string
  seats: readonly { value: string; label: string }[]
  error?: string | undefined
  email?: string | undefined
  children?: ReactNode
}) {
  const { t } = useWords()
  return (
    <PostForm card gap={4} action={props.action}>
      <input type="hidden" name="intent" value="invite" />
      <TextInput
        name="email"
        type="email"
        autoComplete="off"
        width="m"
        label={t('people.email')}
        hint={t('people.inviteText')}
        error={props.error}
        required
        defaultValue={props.email}
      />
      {props.children}
      <Row gap={4}>
        <Select name="seat" label={t('people.as')} options={props.seats} defaultValue={props.seats[0]?.value} />
        <Select
          name="language"
          label={t('people.language')}
          options={SCREEN_LANGUAGES.filter((one) => one !== 'ar').map((one) => ({
            value: one,
            label: t(`people.languages.${one}`),
          }))}
          defaultValue="nl"
        />
      </Row>
      <p>
        <Button>{t('people.send')}</Button>
      </p>
    </PostForm>
  )
}
