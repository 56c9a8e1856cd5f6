import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'

/** What this one answer of the provider has wrong. */
export type Slip = {
  claims?: JWTPayload
  without?: string[]
  unsigned?: boolean
  foreignKey?: boolean
  /** Of the address that the browser comes back to. */
  state?: string
  iss?: string | null
}
type Waiting = { nonce: string; challenge: string; redirect: string; slip: Slip }

/**
 * An OpenID Connect provider on this machine, for tests: it signs with a key of its own, checks PKCE and the secret of the client, and takes
 * each code once. `come` plays the person who signs in there: the address to come back to.
 */
export async function aFakeProvider() {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const stranger = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }
  const codes = new Map<string, Waiting>()
  const subjects = new Map<string, string>()
  let issuer = ''
  const server = createServer(async (asked, answer) => {
    const send = (status: number, body: unknown) =>
      answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (asked.url === '/.well-known/openid-configuration')
      return send(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['ES256'],
        token_endpoint_auth_methods_supported: ['client_secret_basic'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
      })
    if (asked.url === '/jwks') return send(200, { keys: [jwk] })
    if (asked.url !== '/token') return send(404, {})
    let text = ''
    for await (const part of asked) text += part
    const form = new URLSearchParams(text)
    const code = form.get('code') ?? ''
    const waiting = codes.get(code)
    codes.delete(code)
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const secret = `Basic ${Buffer.from('instroom:geheim').toString('base64')}`
    if (!waiting || proof !== waiting.challenge || asked.headers.authorization !== secret)
      return send(400, { error: 'invalid_grant' })
    const { slip } = waiting
    const now = Math.floor(Date.now() / 1000)
    const claims: JWTPayload = {
      iss: issuer,
      aud: 'instroom',
      sub: subjects.get(code) ?? '',
      nonce: waiting.nonce,
      acr: 'urn:loa:substantial',
      iat: now,
      exp: now + 300,
      name: 'Quellara Vanzithe',
      bsn: '999993653',
      ...slip.claims,
    }
    for (const name of slip.without ?? []) delete claims[name]
    const key = slip.foreignKey ? stranger.privateKey : privateKey
    const token = slip.unsigned
      ? new UnsecuredJWT(claims).encode()
      : await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(key)
    send(200, { access_token: randomUUID(), token_type: 'Bearer', id_token: token })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    settings: {
      issuer,
      clientId: 'instroom',
      clientSecret: 'geheim',
      name: 'DigiD',
      levels: ['urn:loa:substantial', 'urn:loa:high'],
    },
    /** The address of ours that the browser comes back to when this subject signed in at the provider. */
    come(sent: string, subject: string, slip: Slip = {}): URL {
      const { searchParams } = new URL(sent)
      const code = randomUUID()
      const redirect = searchParams.get('redirect_uri') ?? ''
      const nonce = searchParams.get('nonce') ?? ''
      codes.set(code, { nonce, challenge: searchParams.get('code_challenge') ?? '', redirect, slip })
      subjects.set(code, subject)
      const back = new URL(redirect)
      back.searchParams.set('code', code)
      back.searchParams.set('state', slip.state ?? searchParams.get('state') ?? '')
      if (slip.iss !== null) back.searchParams.set('iss', slip.iss ?? issuer)
      return back
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
