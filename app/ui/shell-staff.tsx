import { type ReactNode, useId } from 'react'
import { CountBadge } from './badge.tsx'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { Mark, StreamJoin } from './mark.tsx'

/** One page in the main menu of staff; `count` is what waits there. */
export type StaffNavItem = { href: string; label: string; count?: number | undefined; current?: boolean | undefined }

/** Whose name stands in the top bar. `hasOthers`: the bar leads to the choice of another account of the same person. */
export type Who = { name: string; hasOthers: boolean }

/** The words of the staff shell. */
export type StaffShellWords = {
  skip: string
  mainMenu: string
  /** For screen readers: the logo goes to the start page. */
  home: string
  /** A short link to the other accounts of this person, and the rest of it for screen readers: "Go on as ... somebody else". */
  goOnAs: string
  goOnAsOther: string
  /** After a count in the menu, for screen readers: "open". */
  open: string
}

/** The frame round every page of employer, coach, officer and municipality. It brings its own type size, so it needs no class on body. */
export function StaffShell(props: {
  org: string
  who: Who
  words: StaffShellWords
  nav: readonly StaffNavItem[]
  homeHref?: string | undefined
  search?: { action: string; label: string; placeholder: string; value?: string | undefined } | undefined
  footLinks: readonly { href: string; label: string }[]
  signOutLabel: string
  theme?: 'dark' | undefined
  children: ReactNode
}) {
  const { words, search } = props
  const searchId = useId()
  return (
    <div className="in-staff" data-theme={props.theme}>
      <a className="in-skip" href="#inhoud">
        {words.skip}
      </a>
      <header>
        <div className="in-staffhead">
          <div className="in-wrap in-staffhead__bar">
            <a className="in-logo" href={props.homeHref ?? '/'} aria-label={words.home}>
              <Mark on="dark" />
              <span lang="nl">Instroom</span>
            </a>
            <span className="in-staffhead__org">
              <bdi>{props.org}</bdi>
            </span>
            {search && (
              // biome-ignore lint/a11y/useSemanticElements: browsers of before 2023 do not know the search element
              <form className="in-find" role="search" action={search.action} method="get">
                <label className="in-hidden" htmlFor={searchId}>
                  {search.label}
                </label>
                <Icon name="search" />
                <input
                  id={searchId}
                  name="q"
                  type="search"
                  placeholder={search.placeholder}
                  defaultValue={search.value}
                />
              </form>
            )}
            <div className="in-who">
              <a href="/account">
                <i aria-hidden="true">{initialsOf(props.who.name)}</i>
                <bdi>{props.who.name}</bdi>
              </a>
              {props.who.hasOthers && (
                <a href="/account/rol">
                  {words.goOnAs}
                  <span className="in-hidden">{` ${words.goOnAsOther}`}</span>
                </a>
              )}
              <form method="post" action="/uitloggen">
                <Button variant="quiet">{props.signOutLabel}</Button>
              </form>
            </div>
          </div>
        </div>
        <nav className="in-staffnav" aria-label={words.mainMenu}>
          <ul className="in-wrap">
            {props.nav.map((item) => (
              <li key={item.href}>
                <a href={item.href} aria-current={item.current ? 'page' : undefined}>
                  {item.label}
                  {item.count ? <CountBadge count={item.count} about={words.open} /> : null}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main className="in-main in-wrap" id="inhoud" tabIndex={-1}>
        {props.children}
      </main>
      <footer>
        <StreamJoin />
        <div className="in-foot">
          <ul className="in-wrap in-foot__links">
            {props.footLinks.map((link) => (
              <li key={link.href}>
                <a href={link.href}>{link.label}</a>
              </li>
            ))}
          </ul>
        </div>
      </footer>
    </div>
  )
}

/** At most two letters of a name: the first and the last word. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}
