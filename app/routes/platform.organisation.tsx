import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import { whoOf } from '#app/request/who.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { Card, DescriptionList } from '#app/ui/card.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { OversightFrame } from '#app/ui/oversight/frame.tsx'
import { JudgeForm } from '#app/ui/oversight/judge-form.tsx'
import { OrganisationBadge } from '#app/ui/oversight/organisation-table.tsx'
import { Invitations, InviteForm } from '#app/ui/people/invitations.tsx'
import { PeopleDone, usePeopleMistake } from '#app/ui/people/people-page.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { judgeOrganisation } from '#server/accounts/judge-organisation.ts'
import { ownInvitations } from '#server/accounts/reads-invitation.ts'
import { organisationFor } from '#server/accounts/reads-organisations.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { Judge } from './oversight.judge.ts'
import { invitedByPlatform } from './platform.invite.ts'
import { Again, Invite, Withdraw } from './staff.people.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.refused ? 'Fout: ' : ''}${data?.one.name ?? ''} - Instroom` },
]

/** One organisation: whether it may work here, how many people it has, and an invitation for the first who runs it. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'organisation.read')
  return run(async () => {
    const one = await organisationFor(ctx, args.params['id'] ?? '')
    if (one === null) throw new Refusal('not-found')
    const invitations = await ownInvitations(ctx)
    return json({
      refused: wasRefused(args),
      who: whoOf(account),
      one,
      invitations: invitations.filter((invited) => invited.organisation === one.name),
      done: new URL(args.request.url).searchParams.get('gedaan'),
    })
  })
}

const OrganisationForm = z.discriminatedUnion('intent', [Judge, Invite, Again, Withdraw])

/** Judges the organisation, or invites the first who runs it. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'organisation.read')
  const form = await readForm(args.request, OrganisationForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const input = form.value
  return run(async () => {
    const one = await organisationFor(ctx, args.params['id'] ?? '')
    if (one === null) throw new Refusal('not-found')
    const page = `/beheer/organisaties/${one.id}`
    const where =
      one.kind === 'employer'
        ? { employerId: one.id, municipalityCode: null }
        : { municipalityCode: one.id, employerId: null }
    if (input.intent !== 'judge') return invitedByPlatform(args, ctx, { ...form, value: input }, where, page)
    const { state, reason } = input
    await onceFor(args, ctx, form, async (inside) => {
      await judgeOrganisation(inside, { ...where, state, reason })
      return { answer: { done: 'judged' } }
    })
    return redirectTo(`${page}?gedaan=judged`)
  })
}

export default function OrganisationPage() {
  const { who, one, invitations, done } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { t } = useWords()
  const mistake = usePeopleMistake()
  const [ofEmail] = said?.errors['email'] ?? []
  const email = said?.values['email']
  const errors = {
    email: ofEmail === 'required' ? t('error.required') : mistake(ofEmail),
    reason: said?.errors['reason'] ? `${t('organisations.reason')}: ${t('error.required')}` : undefined,
  }
  const page = `/beheer/organisaties/${one.id}`
  return (
    <OversightFrame desk="platform" who={who} current="organisations">
      {!said && <PeopleDone done={done} />}
      {!said && (done === 'created' || done === 'judged') && (
        <Note tone="ok" announce>
          {t(`organisations.done.${done}`)}
        </Note>
      )}
      <ErrorSummary title={t('common.errors', { count: 1 })} errors={errors} />
      <p>
        <TextLink back href={`/beheer?soort=${one.kind}`}>
          {t('organisations.back')}
        </TextLink>
      </p>
      <PageHead title={<bdi>{one.name}</bdi>} above={t(`organisations.kinds.${one.kind}`)} />
      <Stack gap={6}>
        <Card gap={4}>
          <DescriptionList
            items={[
              { term: t('organisations.state'), value: <OrganisationBadge state={one.state} />, source: one.reason },
              { term: t('organisations.people'), value: one.people },
              { term: t('organisations.runs'), value: one.runs },
              ...(one.kvk ? [{ term: t('organisations.kvkNumber'), value: one.kvk }] : []),
            ]}
          />
        </Card>
        <Block title={t('organisations.judge')}>
          <Card>
            {one.isOwn ? (
              <p>{t('organisations.own')}</p>
            ) : (
              <JudgeForm action={page} id={one.id} name={one.name} state={one.state} />
            )}
          </Card>
        </Block>
        <Block title={t('organisations.first')}>
          {one.runs > 0 ? (
            <p>{t('organisations.hasOne')}</p>
          ) : (
            <InviteForm
              action={page}
              seats={
                one.kind === 'employer'
                  ? [{ value: 'employer-admin', label: t('people.admin') }]
                  : [{ value: 'municipality', label: t('people.municipality') }]
              }
              error={errors.email}
              email={typeof email === 'string' ? email : undefined}
            />
          )}
        </Block>
        {invitations.length > 0 && (
          <Block title={t('people.invitations')}>
            <Invitations invitations={invitations} action={page} />
          </Block>
        )}
      </Stack>
    </OversightFrame>
  )
}
