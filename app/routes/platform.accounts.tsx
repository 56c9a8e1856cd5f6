import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, readForm } from '#app/request/form.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import { whoOf } from '#app/request/who.ts'
import type { PageHandle } from '#app/root.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { OversightFrame } from '#app/ui/oversight/frame.tsx'
import { Invitations, InviteForm } from '#app/ui/people/invitations.tsx'
import { PeopleDone, usePeopleMistake } from '#app/ui/people/people-page.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { ACCOUNT_STATES, ROLES } from '#db/values/accounts.ts'
import { ownInvitations } from '#server/accounts/reads-invitation.ts'
import { accountCounts } from '#server/accounts/reads-members.ts'
import { invitedByPlatform, PlatformInvite } from './platform.invite.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.refused ? 'Fout: ' : ''}Accounts - Instroom` },
]

/** How many accounts there are of each role, and the auditors whom the platform invites. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'account.count')
  return run(async () => {
    const [counts, invitations] = await Promise.all([accountCounts(ctx), ownInvitations(ctx)])
    return json({
      refused: wasRefused(args),
      who: whoOf(account),
      counts,
      invitations,
      done: new URL(args.request.url).searchParams.get('gedaan'),
    })
  })
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'account.count')
  const form = await readForm(args.request, PlatformInvite)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  return run(() => invitedByPlatform(args, ctx, form, { employerId: null, municipalityCode: null }, '/beheer/accounts'))
}

export default function Accounts() {
  const { who, counts, invitations, done } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { t } = useWords()
  const mistake = usePeopleMistake()
  const [ofEmail] = said?.errors['email'] ?? []
  const email = said?.values['email']
  const error = ofEmail === 'required' ? t('error.required') : mistake(ofEmail)
  const countOf = (role: string, state: string) =>
    counts.find((one) => one.role === role && one.state === state)?.count ?? 0
  return (
    <OversightFrame desk="platform" who={who} current="accounts">
      {!said && <PeopleDone done={done} />}
      <ErrorSummary title={t('common.errors', { count: 1 })} errors={{ email: error }} />
      <PageHead title={t('oversight.nav.accounts')} lead={t('oversight.accounts.lead')} />
      <Stack gap={6}>
        <DataTable
          caption={t('oversight.accounts.counts')}
          rows={ROLES}
          keyOf={(role) => role}
          columns={[
            { head: t('oversight.accounts.role'), cell: (role) => t(`enum.role.${role}`) },
            ...ACCOUNT_STATES.map((state) => ({
              head: t(`oversight.accounts.${state}`),
              align: 'end' as const,
              cell: (role: (typeof ROLES)[number]) => countOf(role, state),
            })),
          ]}
        />
        <Block title={t('oversight.accounts.auditors')}>
          <InviteForm
            action="/beheer/accounts"
            seats={[{ value: 'auditor', label: t('people.auditor') }]}
            error={error}
            email={typeof email === 'string' ? email : undefined}
          />
        </Block>
        <Block title={t('people.invitations')}>
          <Invitations invitations={invitations} action="/beheer/accounts" withOrganisation />
        </Block>
      </Stack>
    </OversightFrame>
  )
}
