import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { countRequest } from '#app/request/quota.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { Card, Facts, Panel } from '#app/ui/card.tsx'
import { FitView } from '#app/ui/newcomer/fit-view.tsx'
import { OwnWords } from '#app/ui/newcomer/own-words.tsx'
import { pageFacts } from '#app/ui/newcomer/position-facts.tsx'
import { PositionText, PositionTitle } from '#app/ui/newcomer/position-text.tsx'
import { NumberedList } from '#app/ui/pictures/lists.tsx'
import { Section, Split } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { standingOf } from '#server/newcomers/reads-standing.ts'
import { dayOf } from '#server/platform/context.ts'
import { publicPosition } from '#server/positions/reads.ts'
import { fitForSelf } from '#server/proposals/reads-fit.ts'
import { labelsOf } from './newcomer.labels.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title: data
      ? `${data.position.title}, ${data.position.employerName} - Instroom`
      : `${wordsFor('nl').t('refusal.title')} - Instroom`,
  },
]
export { PublicError as ErrorBoundary }

/** One position as everybody may see it; with the own fit, levels and coach for a newcomer who is signed in. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account, page, language } = await publicPage(args)
  await countRequest(args, ctx, 'place')
  const { db, now } = ctx
  const position = await publicPosition(db, args.params['code'] ?? '', dayOf(now))
  if (position === null) throw new Response(null, { status: 404 })
  if (account?.role !== 'newcomer') return json({ page, position, own: null })
  return run(async () => {
    const own = { db, now, actor: account }
    const [fits, { coachName }] = await Promise.all([fitForSelf(own, [position.id]), standingOf(own)])
    const fit = fits.get(position.id) ?? null
    const labels = fit ? await labelsOf(db, [fit.parts], language) : {}
    return json({ page, position, own: { fit, labels, coachName } })
  })
}

export default function Position() {
  const { page, position, own } = useLoaderData<typeof loader>()
  const words = useWords()
  const { t, language } = words
  const root = `/${page.language}`
  const here = `${root}/plekken/${position.code}`
  const fit = own?.fit ?? null
  const facts = <Facts items={pageFacts(position, words)} />
  const cta = fit?.proposalId ? (
    <ButtonLink big wide iconAfter="arrow" href={`${root}/mijn-reis/voorstel/${fit.proposalId}`}>
      {t('visitor.position.ctaAnswer')}
    </ButtonLink>
  ) : (
    <ButtonLink variant="yes" big wide icon="heart" href={`${here}/interesse`}>
      {t('visitor.position.cta')}
    </ButtonLink>
  )
  return (
    <PublicFrame page={page} at="search" cta={cta}>
      <p>
        <TextLink back href={`${root}/plekken`}>
          {t('visitor.position.back')}
        </TextLink>
      </p>
      <Split
        sticky
        aside={
          <>
            <div className="only-large">
              <Card gap={5}>
                {facts}
                <div className="in-stack in-gap-2">
                  {cta}
                  <p className="in-small in-grey in-centre">{t('visitor.position.ctaText')}</p>
                </div>
              </Card>
            </div>
            <Panel>
              <h2 className="in-cap">{t('visitor.position.steps')}</h2>
              <NumberedList
                items={[
                  t('visitor.position.step1'),
                  t('visitor.position.step2'),
                  t('visitor.position.step3'),
                  t('visitor.position.step4'),
                ]}
              />
            </Panel>
          </>
        }
      >
        <div className="in-stack">
          <PositionTitle position={position} />
          {language !== 'nl' && <p className="in-grey in-small">{t('visitor.employerText')}</p>}
          <div className="only-small">
            <Card>{facts}</Card>
          </div>
        </div>
        <PositionText
          position={position}
          own={fit && { dutch: fit.dutch, expected: fit.expected }}
          coachName={own?.coachName ?? null}
        >
          {fit && (
            <Section title={t('visitor.position.fit')}>
              <FitView parts={fit.parts} labels={own?.labels ?? {}} />
            </Section>
          )}
        </PositionText>
        {position.learningGoals.length > 0 && (
          <Section title={t('visitor.position.goals')}>
            <ul className="in-bullets">
              {position.learningGoals.map((goal) => (
                <li key={goal}>
                  <OwnWords>{goal}</OwnWords>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <p className="in-small">
          <TextLink href={`${root}/melden?naam=${encodeURIComponent(position.employerName)}`}>
            {t('report.link')}
          </TextLink>
        </p>
      </Split>
    </PublicFrame>
  )
}
