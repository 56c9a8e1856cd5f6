import type { Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { languageOfPath } from './language.ts'

/** The first page of each desk. */
export function homeOf(account: { role: Role; language: ScreenLanguage }): string {
  switch (account.role) {
    case 'newcomer':
      return `/${account.language}/mijn-reis`
    case 'employer':
      return '/werkgever'
    case 'coach':
      return '/coach'
    case 'municipality':
      return '/gemeente'
    case 'officer':
      return '/toets'
    case 'platform':
      return '/beheer'
    case 'auditor':
      return '/controle'
  }
}

/**
 * Where somebody goes after signing in: the page they came for when it is of their own desk or of everybody, else their home.
 *
 * @param wanted from `safePath`
 */
export function afterSignIn(account: { role: Role; language: ScreenLanguage }, wanted: string | null): string {
  const home = homeOf(account)
  if (wanted === null) return home
  if (languageOfPath(wanted) !== null || /^\/account(?=[/?]|$)/.test(wanted)) return wanted
  return wanted === home || wanted.startsWith(`${home}/`) || wanted.startsWith(`${home}?`) ? wanted : home
}
