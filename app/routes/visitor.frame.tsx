import { useLocation } from '@remix-run/react'
import { type ReactNode, useContext } from 'react'
import { DeskContext, isOfStaff as isDeskOf } from '#app/request/desk.ts'
import { ErrorView } from '#app/request/error-view.tsx'
import { languageOfPath } from '#app/request/language.ts'
import { Note } from '#app/ui/note.tsx'
import { PublicShell } from '#app/ui/shell-public.tsx'
import { useWords, WordsProvider } from '#app/ui/words/words.tsx'
import { DeskError } from './system.desk-error.tsx'
import type { PublicPage } from './visitor.page.ts'

type Place = 'search' | 'journey' | 'data'

/** Whether somebody looks who works here: they have no journey and no data of their own on these pages. */
export const isOfStaff = ({ account }: Pick<PublicPage, 'account'>): boolean => account !== null && !account.isNewcomer

/** The frame of every page of visitors and newcomers. `at` marks the menu; `wide` pages begin with their own full-width picture. */
export function PublicFrame(props: { page: PublicPage; at?: Place; cta?: ReactNode; children: ReactNode }) {
  const { page, at } = props
  const { t, draft } = useWords()
  const root = `/${page.language}`
  const nav = [
    { href: `${root}/plekken`, label: t('visitor.menu.search'), icon: 'search', current: at === 'search' },
    { href: `${root}/mijn-reis`, label: t('visitor.menu.journey'), icon: 'flag', current: at === 'journey' },
    { href: `${root}/mijn-gegevens`, label: t('visitor.menu.data'), icon: 'lock', current: at === 'data' },
  ] as const
  const isStaff = isOfStaff(page)
  return (
    <PublicShell
      words={{
        skip: t('common.skip'),
        language: t('common.language'),
        languageLabel: t('common.languageLabel'),
        help: t('common.help'),
        mainMenu: t('common.mainMenu'),
        about: t('common.about'),
        home: t('common.home'),
      }}
      homeHref={root}
      languageHref={`/?van=${encodeURIComponent(page.here || '/')}`}
      helpHref={`${root}/hulp`}
      nav={isStaff ? nav.slice(0, 1) : nav}
      footLinks={[
        { href: `${root}/uitleg`, label: t('common.howItWorks') },
        { href: `${root}/regels`, label: t('rules.menu') },
        { href: `${root}/algoritme`, label: t('algorithm.menu') },
        { href: `${root}/wie-mag-wat`, label: t('access.menu') },
        { href: `${root}/melden`, label: t('report.menu') },
        { href: `${root}/privacy`, label: t('common.privacy') },
        { href: `${root}/toegankelijkheid`, label: t('common.accessibility') },
        { href: `${root}/hulp`, label: t('common.help') },
        ...(page.account === null
          ? [{ href: `/inloggen?naar=${encodeURIComponent(`${root}${page.here}`)}`, label: t('common.signIn') }]
          : []),
      ]}
      cta={props.cta}
      {...(page.account && {
        account: {
          name: page.account.name,
          signOutLabel: t('common.signOut'),
          href: isStaff ? page.account.home : '/account',
        },
      })}
    >
      {draft && (
        <div className="in-said">
          <Note tone="sand" small>
            {t('common.draft')}
          </Note>
        </div>
      )}
      {props.children}
    </PublicShell>
  )
}

/** What these pages show when something cannot be done: the same frame, or that of the own desk, what happened, and a way on. */
export function PublicError() {
  const { pathname } = useLocation()
  const desk = useContext(DeskContext)
  if (desk && isDeskOf(desk, pathname)) return <DeskError desk={desk} />
  const language = languageOfPath(pathname) ?? desk?.language ?? 'nl'
  const account = desk && { name: desk.who.name, home: desk.home, isNewcomer: desk.role === 'newcomer' }
  return (
    <WordsProvider language={language}>
      <PublicFrame page={{ language, here: '', account }}>
        <ErrorView language={language} home={desk?.home} />
      </PublicFrame>
    </WordsProvider>
  )
}
