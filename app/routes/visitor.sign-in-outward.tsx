import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { run } from '#app/request/refusal.ts'
import { outwardCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { OUTWARD_MINUTES } from '#server/accounts/rules.ts'
import { startOutwardLogin } from '#server/accounts/start-outward-login.ts'
import { accountsKey } from '#server/accounts/tokens.ts'

export const handle: PageHandle = { hydrate: false }

/**
 * The way to the identity provider, to sign in. A link and no form, since our policy lets forms go to our own site only. Linking the account
 * of who is signed in begins with a form on its own page: a link from another site must not begin it.
 */
export async function loader({ context }: LoaderFunctionArgs) {
  const { db, now, env, ip } = context
  const provider = env.identityProvider
  if (provider === null) throw new Response(null, { status: 404 })
  return run(async () => {
    const { url, bind } = await startOutwardLogin({ db, now }, null, {
      provider,
      ip,
      returnTo: `${env.publicOrigin}/inloggen/extern/terug`,
      ring: env.sealKeys,
      key: accountsKey(env.sessionSecret),
    })
    const headers = { 'Set-Cookie': outwardCookie(bind, OUTWARD_MINUTES, env.publicOrigin) }
    return redirect(url, { status: 303, headers })
  })
}

export default function SignInOutward() {
  return null
}
