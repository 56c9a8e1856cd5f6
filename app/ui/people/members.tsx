import { Badge } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { FilterSelect, PostForm } from '#app/ui/form/form.tsx'
import { Row } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { AccountState, Role } from '#db/values/accounts.ts'
import { MEMBER_REASONS, type MemberStep } from '#db/values/members.ts'

export type MemberShown = {
  id: string
  displayName: string
  email: string | null
  role: Role
  isAdmin: boolean
  state: AccountState
  lockedByOperator: boolean
  newcomers: number
  isMe: boolean
  steps: readonly MemberStep[]
}

/** What somebody does, as the organisation calls it. */
export function useWorkName(): (one: { role: Role; isAdmin: boolean }) => string {
  const { t } = useWords()
  return ({ role, isAdmin }) => {
    if (role === 'employer') return t(isAdmin ? 'people.admin' : 'people.member')
    return role === 'coach' || role === 'officer' || role === 'municipality' || role === 'auditor'
      ? t(`people.${role}`)
      : t(`enum.role.${role}`)
  }
}

/** Everybody of the organisation, with what the reader may change about each. */
export function Members({ members, action }: { members: readonly MemberShown[]; action: string }) {
  const { t } = useWords()
  const workName = useWorkName()
  const mayChange = members.some(({ steps }) => steps.length > 0)
  return (
    <DataTable
      caption={t('people.members')}
      captionHidden
      roomy
      rows={members}
      keyOf={({ id }) => id}
      columns={[
        {
          head: t('people.name'),
          cell: (one) => (
            <>
              <bdi>{one.displayName}</bdi>
              {one.isMe && ` (${t('people.you')})`}
              {one.email && (
                <span className="in-src">
                  <bdi>{one.email}</bdi>
                </span>
              )}
            </>
          ),
        },
        {
          head: t('people.work'),
          cell: (one) => (
            <>
              {workName(one)}
              {one.role === 'coach' && (
                <span className="in-src">{t('people.newcomers', { count: one.newcomers })}</span>
              )}
            </>
          ),
        },
        {
          head: t('people.state'),
          cell: (one) => (
            <>
              <Badge tone={one.state === 'active' ? 'ok' : 'warn'}>{t(`people.states.${one.state}`)}</Badge>
              {one.lockedByOperator && <span className="in-src">{t('people.lockedByOperator')}</span>}
            </>
          ),
        },
        ...(mayChange
          ? [{ head: t('people.change'), cell: (one: MemberShown) => <Change one={one} action={action} /> }]
          : []),
      ]}
    />
  )
}

function Change({ one, action }: { one: MemberShown; action: string }) {
  const { t } = useWords()
  if (one.steps.length === 0) return null
  const empty = { value: '', label: t('people.choose') }
  return (
    <PostForm gap={0} action={action}>
      <input type="hidden" name="intent" value="change" />
      <input type="hidden" name="accountId" value={one.id} />
      <Row gap={2}>
        <FilterSelect
          name="step"
          label={t('people.step')}
          options={[empty, ...one.steps.map((step) => ({ value: step, label: t(`people.steps.${step}`) }))]}
        />
        <FilterSelect
          name="reason"
          label={t('people.reason')}
          options={[
            empty,
            ...MEMBER_REASONS.map((reason) => ({ value: reason, label: t(`people.reasons.${reason}`) })),
          ]}
        />
        <Button variant="second" about={one.displayName}>
          {t('people.apply')}
        </Button>
      </Row>
    </PostForm>
  )
}
