import type { Account } from '#server/accounts/reads.ts'
import { isFresh } from '#server/accounts/rules.ts'
import type { Args } from './context.ts'
import { redirectTo } from './redirect-to.ts'
import { safePath } from './safe-path.ts'

const DOOR = '/account/bevestigen'

/**
 * Has somebody prove once more who they are before they change how they sign in or take their data along, and come back here. The door asks it of every page
 * whose row needs a fresh proof; a page asks it itself where only some of its forms do.
 *
 * @param page where to come back to; without it the address that was asked for
 * @throws Response the way to the page that asks
 */
export function requireFresh({ request, context }: Args, me: Pick<Account, 'provedAt'>, page?: string): void {
  if (isFresh(me, context.now)) return
  const { pathname, search } = new URL(request.url)
  const wanted = safePath(page ?? `${pathname}${search}`)
  const whole = wanted === null ? null : `${DOOR}?naar=${encodeURIComponent(wanted)}`
  throw redirectTo(whole === null || safePath(whole) === null ? DOOR : whole)
}
