import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { newFormKey } from '#app/request/form.ts'
import { countRequest } from '#app/request/quota.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { SaveSearch } from '#app/ui/account/saved-searches.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Panel } from '#app/ui/card.tsx'
import { Marked } from '#app/ui/marked.tsx'
import { fitWord, mainReason, statesOf } from '#app/ui/newcomer/fit-view.tsx'
import { foundIn } from '#app/ui/newcomer/found-in.tsx'
import { OwnWords } from '#app/ui/newcomer/own-words.tsx'
import { cardFacts } from '#app/ui/newcomer/position-facts.tsx'
import { PositionFilters, RESULTS } from '#app/ui/newcomer/position-filters.tsx'
import { Note } from '#app/ui/note.tsx'
import { NothingFound } from '#app/ui/nothing-found.tsx'
import { Pager } from '#app/ui/pictures/pager.tsx'
import { ResultCard } from '#app/ui/result-card.tsx'
import { SECTOR_PICTOGRAM } from '#app/ui/sector-pictogram.ts'
import { Split } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { SECTORS } from '#db/values/reference.ts'
import { may } from '#server/access/may.ts'
import { dayOf } from '#server/platform/context.ts'
import { openPositions } from '#server/positions/reads.ts'
import { municipalitiesWithPositions, pointOf } from '#server/positions/reads-places.ts'
import { widerQuestions } from '#server/positions/reads-wider.ts'
import { fitForSelf } from '#server/proposals/reads-fit.ts'
import { labelIn } from '#server/reference/rules.ts'
import {
  LONGEST_QUESTION,
  NO_QUESTION,
  positionsAddress,
  positionsQuestion,
  SKILL_PARAM,
  withoutEach,
} from '#server/search/rules-position-address.ts'
import { labelsOf } from './newcomer.labels.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const { t } = wordsFor(data?.page.language ?? 'nl')
  return [{ title: `${t('visitor.results.count', { count: data?.found.total ?? 0 })} - Instroom` }]
}
export { PublicError as ErrorBoundary }

/** Published positions for everybody; with the fit for a newcomer who is signed in. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account, page, language } = await publicPage(args)
  await countRequest(args, ctx, 'search')
  const { db, now } = ctx
  const today = dayOf(now)
  const question = positionsQuestion(args.request.url)
  const point = question.postcode === '' ? null : await pointOf(db, question.postcode)
  const asked = { ...question, near: point && { ...point, km: question.km } }
  const [found, municipalities] = await Promise.all([
    openPositions(db, args.context.env.meili, { ...asked, counted: true }, today),
    municipalitiesWithPositions(db, today, question.municipality),
  ])
  // Fewer are left than when the address was written down.
  const end = Math.max(1, Math.ceil(found.total / found.pageSize))
  if (found.page > end) throw redirectTo(positionsAddress(`/${language}/plekken`, question, end))
  const wider = found.rows.length === 0 ? await widerQuestions(db, args.context.env.meili, asked, today) : null
  const fits =
    account?.role === 'newcomer'
      ? await run(() =>
          fitForSelf(
            { db, now, actor: account },
            found.rows.map((row) => row.id),
          ),
        )
      : null
  const labels = fits
    ? await labelsOf(
        db,
        [...fits.values()].map((one) => one.parts),
        language,
      )
    : {}
  return json({
    page,
    question,
    postcodeUnknown: question.postcode !== '' && point === null,
    found,
    wider,
    municipalities,
    labels,
    fits: fits && Object.fromEntries(fits),
    saveKey: account && may(account, 'search.save') ? newFormKey() : null,
  })
}

export default function Positions() {
  const { page, question, postcodeUnknown, found, wider, municipalities, labels, fits, saveKey } =
    useLoaderData<typeof loader>()
  const words = useWords()
  const { t, language } = words
  const root = `/${page.language}/plekken`
  const parts = withoutEach(question)
  const first = (found.page - 1) * found.pageSize + 1
  const last = Math.min(found.total, found.page * found.pageSize)
  const addressOf = (number: number, asked = question) => positionsAddress(root, asked, number)
  // Where the other choices leave no sector at all, every sector with work can be chosen, without a count that would not come true.
  const sectorsLeft = Object.keys(found.sectors).length > 0
  const sectors = sectorsLeft || !wider ? found.sectors : wider.sectors
  return (
    <PublicFrame page={page} at="search">
      <div className="in-pagehead">
        <div>
          <h1>{t('visitor.results.count', { count: found.total })}</h1>
          {fits && (
            <p className="in-grey">
              {t('visitor.results.forYou')}{' '}
              <a className="in-link--hit" href={`/${page.language}/uitleg`}>
                {t('visitor.results.how')}
              </a>
            </p>
          )}
          {language !== 'nl' && found.rows.length > 0 && <p className="in-grey">{t('visitor.employerText')}</p>}
        </div>
      </div>
      <Split
        asideWidth="s"
        asideFirst
        aside={
          <>
            <Panel>
              <PositionFilters
                root={root}
                asked={question}
                longest={LONGEST_QUESTION}
                sectors={sectors}
                sectorsCounted={sectorsLeft}
                facets={found.facets}
                counts={found.counts}
                municipalities={municipalities}
                skillName={SKILL_PARAM}
                postcodeUnknown={postcodeUnknown}
                isAsked={parts.length > 0}
                isVisitor={page.account === null}
              />
              <SaveSearch
                question={parts.length > 0 && !postcodeUnknown ? addressOf(1).slice(root.length + 1) : ''}
                formKey={saveKey}
                signInHref={
                  page.account === null && parts.length > 0 && !postcodeUnknown
                    ? `/inloggen?naar=${encodeURIComponent(`${root}?${addressOf(1).slice(root.length + 1)}`)}`
                    : null
                }
              />
            </Panel>
            <div className="only-large">
              <Note tone="sand" icon="phone" small title={t('visitor.results.help')}>
                {t('visitor.results.helpText')}{' '}
                <a className="in-link--hit" href={`/${page.language}/hulp`}>
                  {t('common.help')}
                </a>
              </Note>
            </div>
          </>
        }
      >
        <div id={RESULTS} className="in-stack">
          {found.engine === 'postgres' && question.q !== '' && <Note small>{t('visitor.results.limited')}</Note>}
          {wider ? (
            <NothingFound
              isAsked={parts.length > 0 || question.page > 1}
              word={question.q}
              relaxed={parts.flatMap(({ part, rest }) => {
                const count = wider.without[part]
                return count ? [{ part, count, href: addressOf(1, rest) }] : []
              })}
              sectors={SECTORS.filter((sector) => sector !== question.sector && sectors[sector]).map((sector) => ({
                sector,
                count: sectors[sector] ?? 0,
                href: addressOf(1, { ...(sectorsLeft ? question : NO_QUESTION), sector }),
              }))}
              all={root}
            />
          ) : (
            <>
              {found.loosely && <Note small>{t('visitor.results.loosely')}</Note>}
              <ul className="in-stack">
                {found.rows.map((position) => {
                  const fit = fits?.[position.id]
                  const occupation = labelIn(position.occupation, language)
                  return (
                    <ResultCard
                      key={position.id}
                      href={`${root}/${position.code}`}
                      pictogram={SECTOR_PICTOGRAM[position.sector]}
                      title={
                        <OwnWords>
                          <Marked text={position.title} question={question.q} />
                        </OwnWords>
                      }
                      employer={
                        <>
                          {language !== 'nl' && (
                            <>
                              <span lang={occupation.language}>
                                <Marked text={occupation.text} question={question.q} />
                              </span>
                              {' · '}
                            </>
                          )}
                          <bdi>
                            <Marked text={position.employerName} question={question.q} />
                          </bdi>
                        </>
                      }
                      facts={cardFacts(position, fit?.dutch ?? null, words).map((fact) =>
                        fact.icon === 'pin'
                          ? { ...fact, text: <Marked text={fact.text} question={question.q} /> }
                          : fact,
                      )}
                      found={foundIn(position, question.q, language)}
                      fit={
                        fit && {
                          states: statesOf(fit.parts),
                          word: fitWord(fit.parts, words),
                          why: mainReason(fit.parts, words, labels),
                        }
                      }
                    >
                      <ButtonLink
                        href={`${root}/${position.code}`}
                        iconAfter="arrow"
                        about={<OwnWords>{position.title}</OwnWords>}
                      >
                        {t('visitor.results.look')}
                      </ButtonLink>
                    </ResultCard>
                  )
                })}
              </ul>
              <Pager
                label={t('visitor.results.pages')}
                summary={t('common.pageOf', { from: first, to: last, total: found.total })}
                previous={
                  found.page > 1 ? { href: addressOf(found.page - 1), label: t('common.previousPage') } : undefined
                }
                next={!found.isLast ? { href: addressOf(found.page + 1), label: t('common.nextPage') } : undefined}
              />
            </>
          )}
        </div>
      </Split>
    </PublicFrame>
  )
}
