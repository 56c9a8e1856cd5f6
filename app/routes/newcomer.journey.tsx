import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { languageOfParams } from '#app/request/language.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { CoachCard, EarlierProposals, Messages, WaitingProposals } from '#app/ui/newcomer/journey-blocks.tsx'
import { JourneyView } from '#app/ui/newcomer/journey-view.tsx'
import { isolated } from '#app/ui/newcomer/position-text.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Section, Split } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { standingOf } from '#server/newcomers/reads-standing.ts'
import { markRead } from '#server/notices/mark-read.ts'
import { noticesOf } from '#server/notices/reads.ts'
import { placementForNewcomer } from '#server/placements/reads.ts'
import { proposalsForNewcomer } from '#server/proposals/reads.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { pageOf } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('newcomer.journey.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

const MESSAGES = 10

/** Where the newcomer stands: what waits for an answer first, then the way, then messages. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'newcomer.read-own')
  const page = pageOf(args, account)
  return run(async () => {
    const [standing, proposals, placement, notices] = await Promise.all([
      standingOf(ctx),
      proposalsForNewcomer(ctx),
      placementForNewcomer(ctx),
      noticesOf(ctx, MESSAGES),
    ])
    return json({
      page,
      name: account.displayName,
      done: new URL(args.request.url).searchParams.get('gedaan') === 'read',
      standing,
      placement,
      notices: notices.map(({ id, code, params, createdAt, readAt }) => ({
        id,
        code,
        proposalId: params['proposalId'] ?? null,
        on: createdAt.toISOString(),
        unread: readAt === null,
      })),
      proposals: proposals.map(({ id, state, title, employerName, place, sector, answerDueOn, isWithheld }) => ({
        id,
        state,
        title,
        employerName,
        place,
        sector,
        answerDueOn,
        isWithheld,
      })),
      key: newFormKey(),
    })
  })
}

const ReadForm = z.object({ intent: z.literal('read') })

/** Marks the messages as read. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'newcomer.read-own')
  const language = languageOfParams(args.params)
  const form = await readForm(args.request, ReadForm)
  if (!form.ok) return again(form)
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      await markRead(inside, {})
      return { answer: {} }
    })
    return redirectTo(`/${language}/mijn-reis?gedaan=read`)
  })
}

export default function JourneyPage() {
  const { page, name, done, standing, placement, notices, proposals, key } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const root = `/${page.language}`
  const { coachName } = standing
  const waiting = proposals.filter((one) => one.state === 'shortlisted' && !one.isWithheld)
  const present =
    proposals.find((one) => one.id === placement?.proposalId && placement.state !== 'cancelled') ??
    (['accepted', 'consented', 'shortlisted'] as const).flatMap((state) =>
      proposals.filter((one) => one.state === state && !one.isWithheld),
    )[0] ??
    null
  const open = ['shortlisted', 'consented', 'accepted', 'placed']
  const earlier = proposals.filter((one) => one.id !== present?.id && !waiting.includes(one))
  return (
    <PublicFrame page={page} at="journey">
      <PageHead
        above={t('newcomer.journey.hello', { name: isolated(name) })}
        title={t('newcomer.journey.title')}
        lead={
          present &&
          t('newcomer.journey.about', {
            title: isolated(present.title),
            employer: isolated(present.employerName),
          })
        }
      />
      {done && (
        <div className="in-said">
          <Note tone="ok" announce>
            {t('newcomer.done.read')}
          </Note>
        </div>
      )}
      <Split aside={<CoachCard name={coachName} helpHref={`${root}/hulp`} dataHref={`${root}/mijn-gegevens`} />}>
        {waiting.length > 0 && <WaitingProposals proposals={waiting} root={root} />}
        <section className="in-stack" aria-labelledby="steps">
          <h2 id="steps">{t('newcomer.journey.steps')}</h2>
          {standing.availability === 'withdrawn' ? (
            <Note tone="sand">{t('newcomer.journey.withdrawnState')}</Note>
          ) : (
            <JourneyView
              standing={{ availability: standing.availability, proposal: present, placement }}
              proposal={present}
              placement={placement}
              coachName={coachName}
              root={root}
            />
          )}
        </section>
        <Section title={t('newcomer.journey.messages')}>
          <Messages notices={notices} root={root} formKey={key} />
        </Section>
        {earlier.length > 0 && (
          <Section title={t('newcomer.journey.earlier')}>
            <EarlierProposals
              proposals={earlier.map((one) => ({ ...one, isOpen: open.includes(one.state) }))}
              root={root}
            />
          </Section>
        )}
      </Split>
    </PublicFrame>
  )
}
