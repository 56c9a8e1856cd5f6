import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Keys by number, 32 bytes each: `current` seals, every one of them opens. `current` null: a command that was given no key. */
export type KeyRing = { current: number | null; keys: ReadonlyMap<number, Buffer> }

/** Where a sealed value stands. It opens nowhere else: a value moved to another row, column or table is refused. */
export type Place = { table: string; column: string; row: string }

const VERSION = 1
const IV_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 2 + IV_BYTES + TAG_BYTES
/** The key of the demo; keys of an installation are numbered from 1. */
const DEMO_KEY = 0

const contextOf = ({ table, column, row }: Place): Buffer => {
  if ([table, column, row].some((part) => part === '' || part.includes('|')))
    throw new Error('a place has an empty part')
  return Buffer.from(`${table}|${column}|${row}`)
}

/**
 * Seals a text with AES-256-GCM, bound to its place. The row's id must exist before the insert.
 * What comes out: version, number of the key, 12 random bytes, the 16 bytes of the tag, the text (30 bytes more than the text).
 *
 * @throws Error when the ring has no current key
 */
export function sealed(ring: KeyRing, place: Place, text: string): Buffer {
  const key = ring.current === null ? undefined : ring.keys.get(ring.current)
  if (ring.current === null || key === undefined) throw new Error('there is no key to seal with: set SEAL_KEYS')
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(contextOf(place))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([VERSION, ring.current]), iv, cipher.getAuthTag(), body])
}

/**
 * Opens what `sealed` made, at the same place.
 *
 * @throws Error for a value of another place, one that was changed or cut, and one whose key is not on the ring; it says nothing of the text
 */
export function opened(ring: KeyRing, place: Place, bytes: Buffer): string {
  if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION) throw new Error('a sealed value is damaged')
  const key = ring.keys.get(keyNumberOf(bytes))
  if (key === undefined) throw new Error(`key ${keyNumberOf(bytes)} is not in SEAL_KEYS`)
  const iv = bytes.subarray(2, 2 + IV_BYTES)
  const tag = bytes.subarray(2 + IV_BYTES, HEAD_BYTES)
  // Without the length Node accepts a tag that was cut to four bytes.
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(contextOf(place))
  decipher.setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(bytes.subarray(HEAD_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    throw new Error('a sealed value is damaged or stands in another place')
  }
}

/** The number of the key that sealed this. */
export const keyNumberOf = (bytes: Buffer): number => bytes[1] ?? -1

/**
 * The same text under the current key, or null when it is already. Write it back only where the column still holds `bytes`, since somebody
 * may have written a newer value meanwhile.
 *
 * @throws as `opened` and `sealed`
 */
export const resealed = (ring: KeyRing, place: Place, bytes: Buffer): Buffer | null =>
  keyNumberOf(bytes) === ring.current ? null : sealed(ring, place, opened(ring, place, bytes))

/**
 * Reads `SEAL_KEYS`: `2:<64 hex digits>,1:<64 hex digits>`. The first seals; the others open what was sealed before.
 *
 * @throws Error that names what is wrong and never a key
 */
export function readKeyRing(text: string): KeyRing {
  const keys = new Map<number, Buffer>()
  for (const part of text.split(',')) {
    const [, number, hex] = /^\s*(\d{1,3}):([0-9a-fA-F]{64})\s*$/.exec(part) ?? []
    const id = Number(number)
    if (hex === undefined || id < 1 || id > 255) throw new Error('must be written as number:64 hex digits, by commas')
    if (keys.has(id)) throw new Error(`names key ${id} twice`)
    keys.set(id, Buffer.from(hex, 'hex'))
  }
  const [current = null] = keys.keys()
  return { current, keys }
}

/** The ring of an installation without keys of its own, derived from its session secret. For the demo only: invented people. */
export const demoKeyRing = (sessionSecret: string): KeyRing => ({
  current: DEMO_KEY,
  keys: new Map([[DEMO_KEY, Buffer.from(hkdfSync('sha256', sessionSecret, '', 'instroom seal 1', 32))]]),
})

/** For commands that seal and open nothing. */
export const NO_KEYS: KeyRing = { current: null, keys: new Map() }
