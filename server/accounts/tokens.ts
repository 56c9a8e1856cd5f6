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
