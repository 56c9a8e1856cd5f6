import { createHash, createHmac, hkdfSync, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { PAPER_ALPHABET } from './rules.ts'

/** A secret of 256 bits for a cookie. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What the table keeps of a token: a reader of the table cannot sign in with it. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Letters and digits to copy from paper, five bits each, drawn evenly. */
export const newPaperCode = (characters: number): string =>
  Array.from(randomBytes(characters), (byte) => PAPER_ALPHABET[byte & 31] ?? '').join('')

/** Six digits, drawn evenly. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/**
 * A paper code that one form makes, the same each time that form is sent: a double tap prints one code and not two, and no table keeps it. Without the key
 * of the accounts room nobody can tell it from a drawn one.
 *
 * @param form key of the form, `use` keeps apart what one form makes
 */
export const paperCodeOfForm = (key: Buffer, use: string, form: string, characters: number): string =>
  Array.from(keyedDigest(key, use, form).subarray(0, characters), (byte) => PAPER_ALPHABET[byte & 31] ?? '').join('')

/** Six digits that one form makes, as `paperCodeOfForm`; of 48 bits, so that every code is as likely as any other. */
export const codeOfForm = (key: Buffer, use: string, form: string): string =>
  String(keyedDigest(key, use, form).readUIntBE(0, 6) % 1_000_000).padStart(6, '0')

/**
 * The key of the accounts room, one step away from the session secret, so that no other use of that secret can make our codes.
 *
 * @param secret SESSION_SECRET, at least 32 characters
 */
export const accountsKey = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'instroom accounts 1', 32))

/** A keyed digest; `use` keeps the purposes apart. */
export const keyedDigest = (key: Buffer, use: string, value: string): Buffer =>
  createHmac('sha256', key).update(`${use}\0${value}`).digest()

/** Equal, in a time that does not tell how far two values agree. */
export const sameBytes = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right)

/** What a browser keeps after it signed in with an address: it says nothing to anybody else, and opens nothing. */
export const knownBrowser = (key: Buffer, email: string): string =>
  keyedDigest(key, 'known-browser', email).toString('base64url')
