import { accountsKey, keyedDigest } from './tokens.ts'

/** A migration or a test needs no secret; a process that serves people does not start without SESSION_SECRET (`platform/env`). */
const FOR_COMMANDS = 'only-for-commands-that-serve-no-page'

/** Which mail of which invitation. */
type Round = { id: string; round: number }

const digest = (use: string, { id, round }: Round): Buffer =>
  keyedDigest(accountsKey(process.env['SESSION_SECRET'] || FOR_COMMANDS), use, `${id}\0${round}`)

/**
 * The secret of the link in a mail. It is made of the invitation and kept nowhere: who mails it and who checks it make it anew, a reader of the
 * table or of the events cannot, and the next mail has another one.
 */
export const invitationToken = (one: Round): string => digest('invitation-link', one).toString('base64url')

/** The six digits in the same mail: a link that somebody passes on or that a log keeps is not enough. */
export const invitationCode = (one: Round): string =>
  String(digest('invitation-code', one).readUInt32BE(0) % 1_000_000).padStart(6, '0')
