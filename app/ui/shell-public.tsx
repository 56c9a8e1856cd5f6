import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Mark, StreamJoin } from './mark.tsx'

/** One page in the main menu of a newcomer or visitor. */
export type PublicNavItem = { href: string; label: string; icon: IconName; current?: boolean | undefined }

/** The words of the public shell, in the language of the page. */
export type PublicShellWords = {
  skip: string
  /** Name of the language of this page, in that language. */
  language: string
  /** For screen readers, before the language: "Choose another language, now:". */
  languageLabel: string
  help: string
  mainMenu: string
  /** One sentence in the footer: whose this is. */
  about: ReactNode
  /** For screen readers: the logo goes to the start page. */
  home: string
}

/** The frame round every page of visitors and newcomers: header, menu, main, sticky action, footer. Sign-out is a plain POST. */
export function PublicShell(props: {
  words: PublicShellWords
  languageHref: string
  helpHref: string
  homeHref: string
  nav: readonly PublicNavItem[]
  footLinks: readonly { href: string; label: string }[]
  /** The one action of the page, kept in sight at the bottom of a phone. */
  cta?: ReactNode
  account?: { name: string; signOutLabel: string; href?: string | undefined } | undefined
  children: ReactNode
}) {
  const { words, account } = props
  return (
    <>
      <a className="in-skip" href="#inhoud">
        {words.skip}
      </a>
      <header className="in-head">
        <div className="in-wrap in-head__bar">
          <a className="in-logo" href={props.homeHref} aria-label={words.home}>
            <Mark />
            <span lang="nl">Instroom</span>
          </a>
          <a className="in-head__tool" href={props.languageHref}>
            <Icon name="globe" />
            <span className="in-hidden">{words.languageLabel} </span>
            {words.language}
          </a>
          <a className="in-head__tool" href={props.helpHref}>
            <Icon name="phone" />
            {words.help}
          </a>
        </div>
        <div className="in-nav">
          <div className="in-wrap in-nav__bar">
            <nav aria-label={words.mainMenu}>
              <ul>
                {props.nav.map((item) => (
                  <li key={item.href}>
                    <a href={item.href} aria-current={item.current ? 'page' : undefined}>
                      <Icon name={item.icon} />
                      {item.label}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            {account && (
              <form className="in-account" method="post" action="/uitloggen">
                {account.href ? (
                  <a href={account.href}>
                    <bdi>{account.name}</bdi>
                  </a>
                ) : (
                  <bdi>{account.name}</bdi>
                )}
                <Button variant="quiet">{account.signOutLabel}</Button>
              </form>
            )}
          </div>
        </div>
      </header>
      <main className="in-main" id="inhoud" tabIndex={-1}>
        <div className="in-wrap">{props.children}</div>
        {props.cta && (
          <div className="in-cta only-small">
            <div className="in-wrap">{props.cta}</div>
          </div>
        )}
      </main>
      <footer>
        <StreamJoin />
        <div className="in-foot">
          <div className="in-wrap">
            <p>{words.about}</p>
            <ul className="in-foot__links">
              {props.footLinks.map((link) => (
                <li key={link.href}>
                  <a href={link.href}>{link.label}</a>
                </li>
              ))}
            </ul>
          </div>
        </div>
      </footer>
    </>
  )
}
