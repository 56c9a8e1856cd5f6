import {
  allowInsecureRequests,
  ClientSecretBasic,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client'
import type { Env } from '#server/platform/env.ts'

/** Where people can sign in besides here: one OpenID Connect provider, e.g. a broker of DigiD or eHerkenning. */
export type IdentityProvider = NonNullable<Env['identityProvider']>

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const known = new Map<string, Promise<Configuration>>()

/**
 * What the provider says of itself, asked once. Signatures of its tokens are checked, which the library leaves out when a token came over TLS.
 *
 * @throws Error when it does not answer, or for plain http to another machine
 */
export function configurationOf(provider: IdentityProvider): Promise<Configuration> {
  const { issuer, clientId, clientSecret } = provider
  const key = `${issuer}\0${clientId}`
  const before = known.get(key)
  if (before) return before
  const url = new URL(issuer)
  const plain = url.protocol === 'http:'
  if (plain && !LOOPBACK.has(url.hostname)) return Promise.reject(new Error('OIDC_ISSUER must start with https://'))
  const asked = discovery(url, clientId, clientSecret, ClientSecretBasic(clientSecret), {
    execute: [enableNonRepudiationChecks, ...(plain ? [allowInsecureRequests] : [])],
    timeout: 10,
  })
  known.set(key, asked)
  // What failed is asked again the next time.
  asked.catch(() => known.delete(key))
  return asked
}
