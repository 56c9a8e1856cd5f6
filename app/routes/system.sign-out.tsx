import type { ActionFunctionArgs } from '@remix-run/node'
import { redirectTo } from '#app/request/redirect-to.ts'
import { endCookie, readCookie } from '#app/request/session.ts'
import { signOut } from '#server/accounts/sign-out.ts'

/** `POST /uitloggen`: ends the session. A link cannot do it, only a form. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, now, env } = context
  const token = readCookie(request.headers.get('cookie'), 'session', env.publicOrigin)
  if (token !== null) await signOut({ db, now }, { token })
  return redirectTo('/', [endCookie('session', env.publicOrigin)])
}

/** Whoever types the address gets no page of its own. */
export const loader = () => redirectTo('/')
