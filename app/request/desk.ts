import { createContext } from 'react'
import type { Who } from '#app/ui/shell-staff.tsx'
import type { Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { homeOf } from './homes.ts'
import { languageOfPath } from './language.ts'
import type { LoadContext } from './load-context.ts'
import { whoOf } from './who.ts'

/** Whose page it is, as far as an error page says it: the loader that knew has thrown. */
export type Desk = { role: Role; who: Who; organisation: string; home: string; language: ScreenLanguage }

/** Who is signed in, on an error page that the server draws; null on every other page, for nobody, and in a browser. */
export const DeskContext = createContext<Desk | null>(null)

/** The desk of whoever is signed in. An error page never fails on it: where the database is away, it is nobody's. */
export async function deskOf(context: Pick<LoadContext, 'account'>): Promise<Desk | null> {
  const account = await context.account().catch(() => null)
  return (
    account && {
      role: account.role,
      who: whoOf(account),
      organisation: account.organisation ?? '',
      home: homeOf(account),
      language: account.language,
    }
  )
}

/** Whether staff see their own frame here: not where an address is one of the public site, which has a language. */
export const isOfStaff = (desk: Desk | null, pathname: string): boolean =>
  desk !== null && desk.role !== 'newcomer' && languageOfPath(pathname) === null
