import { type Args, visitor } from '#app/request/context.ts'
import { homeOf } from '#app/request/homes.ts'
import { languageOfParams } from '#app/request/language.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import type { Account } from '#server/accounts/reads.ts'

/** What the frame of every visitor and newcomer page shows; loaders hand it on as `page`. */
export type PublicPage = {
  language: ScreenLanguage
  /** Path and query after the language, to come back to in another language: `/plekken?q=kok`. */
  here: string
  account: { name: string; home: string; isNewcomer: boolean } | null
}

/** The frame's data for who is signed in, if anybody. */
export function pageOf(args: Args, account: Account | null): PublicPage {
  const language = languageOfParams(args.params)
  const { pathname, searchParams } = new URL(args.request.url)
  searchParams.delete('_data')
  searchParams.delete('gedaan')
  const query = searchParams.size > 0 ? `?${searchParams}` : ''
  return {
    language,
    here: `${pathname.slice(3)}${query}`,
    account: account && { name: account.displayName, home: homeOf(account), isNewcomer: account.role === 'newcomer' },
  }
}

/** A page that is open to everybody: its language, its frame, the database and who is signed in. */
export async function publicPage(args: Args) {
  const language = languageOfParams(args.params)
  const { ctx, account } = await visitor(args)
  return { language, ctx, account, page: pageOf(args, account) }
}
