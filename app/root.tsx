import type { LinksFunction, MetaFunction } from '@remix-run/node'
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useLocation, useMatches } from '@remix-run/react'
import { type ReactNode, useContext } from 'react'
import type { ScreenLanguage } from '#db/values/language.ts'
import { DeskContext, isOfStaff } from './request/desk.ts'
import { ErrorView } from './request/error-view.tsx'
import { directionOf, isScreenLanguage, languageOfPath } from './request/language.ts'
import { NonceContext } from './request/nonce.ts'
import { PublicError } from './routes/visitor.frame.tsx'
import components from './ui/styles/components.css?url'
import staff from './ui/styles/staff.css?url'
import tokens from './ui/styles/tokens.css?url'
import { WordsProvider } from './ui/words/words.tsx'

/**
 * What a route tells the root: `export const handle: PageHandle = { hydrate: false }`.
 * `hydrate: false`: the page has no scripts (newcomers and visitors). `staff: true`: it takes the dense style sheet.
 */
export type PageHandle = { hydrate?: boolean; staff?: boolean }

export const links: LinksFunction = () => [
  { rel: 'icon', href: '/mark/instroom-32.svg', type: 'image/svg+xml' },
  { rel: 'stylesheet', href: tokens },
  { rel: 'stylesheet', href: components },
]
export const meta: MetaFunction = () => [{ title: 'Instroom' }]

type Match = ReturnType<typeof useMatches>[number]
const handleOf = (match: Match): PageHandle => (match.handle as PageHandle | undefined) ?? {}

/** The language of the page: what a loader says in its `language`, else the path, else Dutch. */
function languageOf(matches: Match[], pathname: string): ScreenLanguage {
  for (const { data } of [...matches].reverse()) {
    const said = typeof data === 'object' && data !== null && 'language' in data ? data.language : null
    if (isScreenLanguage(said)) return said
  }
  return languageOfPath(pathname) ?? 'nl'
}

export function Layout({ children }: { children: ReactNode }) {
  const matches = useMatches()
  const { pathname } = useLocation()
  const nonce = useContext(NonceContext)
  // Only on an error page: whose it is, the server alone knows, and a browser would draw it anew for nobody.
  const desk = useContext(DeskContext)
  const own = desk?.role === 'newcomer' && languageOfPath(pathname) === null && desk.language
  const language = own || languageOf(matches, pathname)
  const pages = matches.filter((match) => match.id !== 'root').map(handleOf)
  const scripts = desk === null && pages.length > 0 && pages.every((page) => page.hydrate !== false)
  const isStaff = pages.some((page) => page.staff) || isOfStaff(desk, pathname)
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
        {isStaff && <link rel="stylesheet" href={staff} />}
      </head>
      <body>
        <WordsProvider language={language}>{children}</WordsProvider>
        {scripts && <ScrollRestoration {...(nonce === undefined ? {} : { nonce })} />}
        {scripts && <Scripts {...(nonce === undefined ? {} : { nonce })} />}
      </body>
    </html>
  )
}

export default function Root() {
  return <Outlet />
}

export function ErrorBoundary() {
  const desk = useContext(DeskContext)
  if (desk) return <PublicError />
  return (
    <main className="in-main" id="inhoud">
      <ErrorView />
    </main>
  )
}
