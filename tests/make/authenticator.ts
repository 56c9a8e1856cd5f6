import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { PasskeyResponse } from '#server/accounts/rules.ts'

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()
const url = (bytes: Buffer): string => bytes.toString('base64url')

/** The part of CBOR that WebAuthn needs (RFC 8949): whole numbers, bytes, text and maps in the order given. */
function cbor(value: number | Buffer | string | Map<number | string, unknown>): Buffer {
  const head = (major: number, size: number): Buffer =>
    size < 24
      ? Buffer.from([(major << 5) | size])
      : size < 256
        ? Buffer.from([(major << 5) | 24, size])
        : Buffer.from([(major << 5) | 25, size >> 8, size & 255])
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([
    head(5, value.size),
    ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one as Parameters<typeof cbor>[0])]),
  ])
}

/** What an answer says that an honest device would not: the origin, the site, whether the owner was asked, the kind, the counter, the challenge. */
export type Lie = {
  origin?: string
  rpId?: string
  userVerified?: boolean
  userPresent?: boolean
  type?: string
  counter?: number
  challenge?: string
  crossOrigin?: boolean
  /** Changes the signature after it was made. */
  broken?: boolean
}

/** A security key in software (P-256, counter from 1), of one site. */
export function anAuthenticator(site: { origin: string; id: string }) {
  const id = randomBytes(32)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let counter = 0

  const authData = (lie: Lie, attested: Buffer): Buffer => {
    const flags =
      (lie.userPresent === false ? 0 : 1) | (lie.userVerified === false ? 0 : 4) | (attested.length > 0 ? 0x40 : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(lie.counter ?? ++counter)
    return Buffer.concat([sha256(lie.rpId ?? site.id), Buffer.from([flags]), count, attested])
  }
  const clientData = (type: string, challenge: string, lie: Lie): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: lie.type ?? type,
        challenge: lie.challenge ?? challenge,
        origin: lie.origin ?? site.origin,
        crossOrigin: lie.crossOrigin ?? false,
      }),
    )
  const answer = (response: Record<string, unknown>): PasskeyResponse =>
    PasskeyResponse.parse(
      JSON.stringify({ id: url(id), rawId: url(id), type: 'public-key', clientExtensionResults: {}, response }),
    )

  return {
    /** Answers the options of `beginPasskey`. */
    make({ challenge }: { challenge: string }, lie: Lie = {}): PasskeyResponse {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
      const key = cbor(
        new Map<number, number | Buffer>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x, 'base64url')],
          [-3, Buffer.from(y, 'base64url')],
        ]),
      )
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key])
      const object = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData(lie, attested)],
      ])
      return answer({
        clientDataJSON: url(clientData('webauthn.create', challenge, lie)),
        attestationObject: url(cbor(object)),
        transports: ['internal'],
      })
    },
    /** Answers the options of `askPasskey`. */
    use({ challenge }: { challenge: string }, lie: Lie = {}): PasskeyResponse {
      const client = clientData('webauthn.get', challenge, lie)
      const data = authData(lie, Buffer.alloc(0))
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey)
      if (lie.broken) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1
      return answer({ clientDataJSON: url(client), authenticatorData: url(data), signature: url(signature) })
    },
  }
}
