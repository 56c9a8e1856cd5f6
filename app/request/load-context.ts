import type { Db } from '#db/client.ts'
import type { Account } from '#server/accounts/reads.ts'
import type { Env } from '#server/platform/env.ts'
import type { Mailer } from '#server/platform/mail.ts'

/** What the edge hands to every loader and action of one request. */
export type LoadContext = {
  /** For the way in alone: it has accounts, sessions and what proves who somebody is. A page has the `ctx.db` of `signedIn` or `visitor`. */
  db: Db
  /** The database for an account with its role, or for a visitor: it has the rows that are theirs (ADR 0017). */
  dbOf(account: Account | null): Db
  /** The same before the second step: only what belongs to the account. */
  dbOfHalf(me: Account): Db
  env: Env
  mailer: Mailer
  /** Of this answer: pages with scripts put it on them. */
  nonce: string
  /** The moment of this request. */
  now: Date
  /** Address of the visitor: the other end of the socket, or what our own proxies saw (TRUSTED_PROXY_HOPS). */
  ip: string
  /** Whether a script of our own pages asks for the data of one route (`?_data=`), not a browser for a page. Remix hides that from loaders. */
  asksData: boolean
  /**
   * Who is signed in, as far as the pages of their role need: nobody while a second step is still to be taken. Asked of the database at
   * most once for each request, and only when a page wants to know.
   */
  account(): Promise<Account | null>
  /** Whose session it is, also before the second step: for the pages of that step and for nothing else. */
  session(): Promise<Account | null>
}

declare module '@remix-run/server-runtime' {
  interface AppLoadContext extends LoadContext {}
}
