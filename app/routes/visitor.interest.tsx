import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { countRequest } from '#app/request/quota.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { isolated } from '#app/ui/newcomer/position-text.tsx'
import { Note } from '#app/ui/note.tsx'
import { NumberedList } from '#app/ui/pictures/lists.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { standingOf } from '#server/newcomers/reads-standing.ts'
import { dayOf } from '#server/platform/context.ts'
import { publicPosition } from '#server/positions/reads.ts'
import { fitForSelf } from '#server/proposals/reads-fit.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('visitor.interest.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

/** After "I am interested": what to do now. Nothing is written down; a proposal for this position is the place to answer. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account, page } = await publicPage(args)
  await countRequest(args, ctx, 'interest')
  const { db, now } = ctx
  const position = await publicPosition(db, args.params['code'] ?? '', dayOf(now))
  if (position === null) throw new Response(null, { status: 404 })
  const { code, title, employerName } = position
  if (account?.role !== 'newcomer') return json({ page, code, title, employerName, coachName: null })
  return run(async () => {
    const own = { db, now, actor: account }
    const proposalId = (await fitForSelf(own, [position.id])).get(position.id)?.proposalId
    if (proposalId) return redirectTo(`/${page.language}/mijn-reis/voorstel/${proposalId}`)
    const { coachName } = await standingOf(own)
    return json({ page, code, title, employerName, coachName })
  })
}

export default function Interest() {
  const { page, code, title, employerName, coachName } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const root = `/${page.language}`
  const here = `${root}/plekken/${code}`
  const name = coachName === null ? '' : isolated(coachName)
  return (
    <PublicFrame page={page} at="search">
      <div className="in-stack in-gap-5 in-reading">
        <PageHead
          title={t('visitor.interest.title')}
          lead={t('visitor.interest.about', { title: isolated(title), employer: isolated(employerName) })}
        />
        <p className="in-lead">
          <b>{t('visitor.interest.code', { code: isolated(code) })}</b>
        </p>
        {coachName !== null ? (
          <Card>
            <NumberedList
              items={[
                t('visitor.interest.tellCoach', { name }),
                t('visitor.interest.tellCoach2', { name }),
                t('visitor.interest.tellCoach3'),
              ]}
            />
          </Card>
        ) : (
          <>
            <Card as="section" gap={3}>
              <h2>{t('visitor.interest.haveCoach')}</h2>
              <NumberedList items={[t('visitor.interest.haveCoach1'), t('visitor.interest.haveCoach2')]} />
              <ButtonLink href={`/inloggen?naar=${encodeURIComponent(here)}`}>{t('common.signIn')}</ButtonLink>
            </Card>
            <Card as="section" gap={3}>
              <h2>{t('visitor.interest.noCoach')}</h2>
              <NumberedList items={[t('visitor.interest.noCoach1'), t('visitor.interest.noCoach2')]} />
              <ButtonLink variant="second" href={`${root}/hulp`}>
                {t('common.help')}
              </ButtonLink>
            </Card>
          </>
        )}
        <Note icon="lock">{t('visitor.interest.calm')}</Note>
        <TextLink back href={here}>
          {t('visitor.interest.back')}
        </TextLink>
      </div>
    </PublicFrame>
  )
}
