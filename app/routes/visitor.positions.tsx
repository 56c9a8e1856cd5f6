import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, ButtonLink, TextLink } from '#app/ui/button.tsx'
import { Panel } from '#app/ui/card.tsx'
import { Select, TextInput } from '#app/ui/form/inputs.tsx'
import { fitWord, mainReason, statesOf } from '#app/ui/newcomer/fit-view.tsx'
import { OwnWords } from '#app/ui/newcomer/own-words.tsx'
import { cardFacts } from '#app/ui/newcomer/position-facts.tsx'
import { Note } from '#app/ui/note.tsx'
import { NothingFound } from '#app/ui/nothing-found.tsx'
import { Pager } from '#app/ui/pictures/pager.tsx'
import { ResultCard } from '#app/ui/result-card.tsx'
import { SECTOR_PICTOGRAM } from '#app/ui/sector-pictogram.ts'
import { Split } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { SECTORS, type Sector } from '#db/values/reference.ts'
import { dayOf } from '#server/platform/context.ts'
import { openPositions } from '#server/positions/reads.ts'
import { municipalitiesWithPositions } from '#server/positions/reads-places.ts'
import { widerQuestions } from '#server/positions/reads-wider.ts'
import { fitForSelf } from '#server/proposals/reads-fit.ts'
import { labelIn } from '#server/reference/rules.ts'
import { labelsOf } from './newcomer.labels.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const { t } = wordsFor(data?.page.language ?? 'nl')
  return [{ title: `${t('visitor.results.count', { count: data?.found.total ?? 0 })} - Instroom` }]
}
export { PublicError as ErrorBoundary }

const LONGEST_QUESTION = 100

/** What the address asks; anything that is not understood is left out. */
function questionOf(url: string) {
  const { searchParams } = new URL(url)
  const sector = searchParams.get('sector')
  const municipality = searchParams.get('gemeente') ?? ''
  return {
    q: (searchParams.get('q') ?? '').trim().slice(0, LONGEST_QUESTION),
    sector: (SECTORS as readonly unknown[]).includes(sector) ? (sector as Sector) : null,
    municipality: /^GM\d{4}$/.test(municipality) ? municipality : null,
    page: Number(searchParams.get('page') ?? 1),
  }
}

/** Published positions for everybody; with the fit for a newcomer who is signed in. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account, page, language } = await publicPage(args)
  const { db, now } = ctx
  const today = dayOf(now)
  const question = questionOf(args.request.url)
  const [found, municipalities] = await Promise.all([
    openPositions(db, args.context.env.meili, question, today),
    municipalitiesWithPositions(db, today),
  ])
  const wider = found.rows.length === 0 ? await widerQuestions(db, args.context.env.meili, question) : null
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
  return json({ page, question, found, wider, municipalities, labels, fits: fits && Object.fromEntries(fits) })
}

export default function Positions() {
  const { page, question, found, wider, municipalities, labels, fits } = useLoaderData<typeof loader>()
  const words = useWords()
  const { t, language } = words
  const root = `/${page.language}/plekken`
  const chosen = question.q !== '' || question.sector !== null || question.municipality !== null
  const first = (found.page - 1) * found.pageSize + 1
  const last = Math.min(found.total, found.page * found.pageSize)
  const addressOf = (number: number, asked = question) => {
    const search = new URLSearchParams()
    if (asked.q) search.set('q', asked.q)
    if (asked.sector) search.set('sector', asked.sector)
    if (asked.municipality) search.set('gemeente', asked.municipality)
    if (number > 1) search.set('page', String(number))
    return search.size > 0 ? `${root}?${search}` : root
  }
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
              <form className="in-stack" method="get" action={root} aria-labelledby="choices">
                <h2 className="in-cap" id="choices">
                  {t('visitor.results.choices')}
                </h2>
                <TextInput
                  name="q"
                  type="search"
                  label={t('visitor.results.query')}
                  hint={t('visitor.results.queryHint')}
                  defaultValue={question.q}
                  maxLength={LONGEST_QUESTION}
                />
                <Select
                  name="sector"
                  label={t('visitor.results.sector')}
                  empty={t('visitor.results.allSectors')}
                  defaultValue={question.sector ?? ''}
                  options={SECTORS.filter((sector) => sectors[sector] || sector === question.sector).map((sector) => ({
                    value: sector,
                    label: t(`enum.sector.${sector}`) + (sectorsLeft ? ` (${found.sectors[sector] ?? 0})` : ''),
                  }))}
                />
                <Select
                  name="gemeente"
                  label={t('visitor.results.municipality')}
                  empty={t('visitor.results.allMunicipalities')}
                  defaultValue={question.municipality ?? ''}
                  options={municipalities.map(({ code, name }) => ({ value: code, label: name }))}
                />
                <Button wide icon="search">
                  {t('visitor.results.show')}
                </Button>
                {chosen && <TextLink href={root}>{t('visitor.results.clear')}</TextLink>}
              </form>
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
        {wider ? (
          <NothingFound
            question={question}
            wider={wider}
            sectors={sectors}
            addressOf={(asked) => addressOf(1, asked)}
            addressOfSector={(sector) =>
              addressOf(1, sectorsLeft ? { ...question, sector } : { ...question, q: '', municipality: null, sector })
            }
          />
        ) : (
          <>
            <ul className="in-stack">
              {found.rows.map((position) => {
                const fit = fits?.[position.id]
                const occupation = labelIn(position.occupation, language)
                return (
                  <ResultCard
                    key={position.id}
                    href={`${root}/${position.code}`}
                    pictogram={SECTOR_PICTOGRAM[position.sector]}
                    title={<OwnWords>{position.title}</OwnWords>}
                    employer={
                      <>
                        {language !== 'nl' && (
                          <>
                            <span lang={occupation.language}>{occupation.text}</span>
                            {' · '}
                          </>
                        )}
                        <bdi>{position.employerName}</bdi>
                      </>
                    }
                    facts={cardFacts(position, fit?.dutch ?? null, words)}
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
              next={last < found.total ? { href: addressOf(found.page + 1), label: t('common.nextPage') } : undefined}
            />
          </>
        )}
      </Split>
    </PublicFrame>
  )
}
