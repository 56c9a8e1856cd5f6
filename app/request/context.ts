import type { LoaderFunctionArgs } from '@remix-run/node'
import { redirect } from '@remix-run/node'
import type { Role } from '#db/values/accounts.ts'
import { type Action, type ActorAs, may, type RoleIn } from '#server/access/may.ts'
import type { Account } from '#server/accounts/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { markDenied } from './denied.ts'
import type {} from './load-context.ts'
import { refusalResponse } from './refusal.ts'
import { safePath } from './safe-path.ts'

/** What a loader or an action gets. */
export type Args = Pick<LoaderFunctionArgs, 'request' | 'params' | 'context'>

/** A command's ctx with the role known: `ctx.actor.employerId` is a string after `signedIn(args, 'employer.read-own')`. */
export type SignedIn<R extends Role> = { ctx: Ctx & { actor: ActorAs<R> }; account: Account & ActorAs<R> }

/**
 * Who is signed in, for a page of this row of the matrix. The edge asked the same before the loader or the action began (`doors.ts`); here the row says
 * what the actor is.
 *
 * @param row of the door of this page (`server/access/doors.ts`); an action asks for the row that its loader asks for
 * @throws Response for nobody: to the sign-in page, 401 for data (the same whether or not the object exists, ruling 22); to the second step
 * for who has not taken it; 403 for who is in no column of the row
 */
export async function signedIn<A extends Action>(args: Args, row: A): Promise<SignedIn<RoleIn<A>>> {
  const { now } = args.context
  const account = await args.context.account()
  if (account === null) throw await toSignIn(args)
  if (!may(account, row)) throw refusalResponse(new Refusal('forbidden'))
  const actor = {
    role: account.role,
    accountId: account.accountId,
    newcomerId: account.newcomerId,
    employerId: account.employerId,
    municipalityCode: account.municipalityCode,
    isAdmin: account.isAdmin,
  }
  // The row proved the role; the compiler cannot carry that over to a row that is a parameter.
  return { ctx: { db: args.context.dbOf(account), actor, now }, account } as unknown as SignedIn<RoleIn<A>>
}

/**
 * Whose session it is, for the pages of the second step: they open before it is taken.
 *
 * @throws Response for nobody, as `signedIn`
 */
export async function signedInHalf(args: Args): Promise<{ ctx: Pick<Ctx, 'db' | 'now'>; me: Account }> {
  const { now } = args.context
  const me = await args.context.session()
  if (me === null) throw await toSignIn(args)
  return { ctx: { db: args.context.dbOfHalf(me), now }, me }
}

/** For a page that is open to everybody: the database and the moment, and who is signed in, if anybody. */
export async function visitor(args: Args): Promise<{ ctx: Pick<Ctx, 'db' | 'now'>; account: Account | null }> {
  const { now } = args.context
  const account = await args.context.account()
  return { ctx: { db: args.context.dbOf(account), now }, account }
}

/**
 * A page goes to the sign-in page, or to the second step of who took the first, and back afterwards. Data are refused with 401 and no body; our own scripts read in the headers of that
 * answer where to go, as they do for every redirect of Remix, and load the sign-in page as a document. A file becomes the page of the edge
 * that says so.
 */
export async function toSignIn({ request, context }: Args): Promise<Response> {
  markDenied({ context }, 401)
  const { pathname, search } = new URL(request.url)
  const wanted = safePath(`${pathname}${search}`)
  const door = (await context.session()) === null ? '/inloggen' : '/account/bevestigen'
  const signIn = wanted === null ? door : `${door}?naar=${encodeURIComponent(wanted)}`
  if (context.asksData) {
    const headers = { 'X-Remix-Redirect': signIn, 'X-Remix-Status': '303', 'X-Remix-Reload-Document': 'true' }
    return new Response(null, { status: 401, headers })
  }
  return /\.(csv|json)$/.test(pathname) ? new Response(null, { status: 401 }) : redirect(signIn, { status: 303 })
}
