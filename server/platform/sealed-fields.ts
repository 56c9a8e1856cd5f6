import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { accounts, totpKeys } from '#db/schema/accounts.ts'
import { invitations } from '#db/schema/members.ts'
import { publicReports } from '#db/schema/monitoring.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { followUps } from '#db/schema/placements.ts'
import { opened, sealed } from './seal.ts'
import { sealRing } from './seal-ring.ts'

/** One value that is kept sealed. `place` is bound to the value for good, so it never changes, whatever columns are called later. */
export type SealedField = {
  place: { table: string; column: string }
  table: PgTable
  /** The column with the id of the row. */
  row: PgColumn
  sealed: PgColumn
  /** Where the value stood before it was sealed, and waits while no key is there; null where it never did. */
  plain: PgColumn | null
  /** What the plain column says when there is nothing in it. */
  empty: '' | null
}

/** Every value that is kept sealed: what `resealFields` turns to the newest key, what a copy opens, what the scan of the test looks for. */
export const SEALED_FIELDS: readonly SealedField[] = [
  {
    place: { table: 'accounts', column: 'email' },
    table: accounts,
    row: accounts.id,
    sealed: accounts.emailSealed,
    plain: accounts.email,
    empty: null,
  },
  {
    place: { table: 'newcomer_identities', column: 'email' },
    table: newcomerIdentities,
    row: newcomerIdentities.newcomerId,
    sealed: newcomerIdentities.emailSealed,
    plain: newcomerIdentities.email,
    empty: null,
  },
  {
    place: { table: 'newcomer_identities', column: 'phone' },
    table: newcomerIdentities,
    row: newcomerIdentities.newcomerId,
    sealed: newcomerIdentities.phoneSealed,
    plain: newcomerIdentities.phone,
    empty: null,
  },
  {
    place: { table: 'newcomers', column: 'needs_at_work' },
    table: newcomers,
    row: newcomers.id,
    sealed: newcomers.needsSealed,
    plain: newcomers.needsAtWork,
    empty: '',
  },
  {
    place: { table: 'follow_ups', column: 'note' },
    table: followUps,
    row: followUps.id,
    sealed: followUps.noteSealed,
    plain: followUps.note,
    empty: '',
  },
  {
    place: { table: 'public_reports', column: 'contact' },
    table: publicReports,
    row: publicReports.id,
    sealed: publicReports.contactSealed,
    plain: publicReports.contact,
    empty: null,
  },
  {
    place: { table: 'invitations', column: 'email' },
    table: invitations,
    row: invitations.id,
    sealed: invitations.emailSealed,
    plain: null,
    empty: null,
  },
  {
    place: { table: 'totp_keys', column: 'secret' },
    table: totpKeys,
    row: totpKeys.id,
    sealed: totpKeys.secret,
    plain: null,
    empty: null,
  },
]

/** What a row holds of one value: sealed, or plain while there is no key (a seed by a command that was given none). */
export type Kept<E extends '' | null> = { plain: string | E; sealed: Buffer | null }

/** What a row keeps of a text that may be absent. @throws Error when the key is damaged */
export function keptText(table: string, column: string, row: string, text: string | null): Kept<null> {
  const ring = sealRing()
  if (text === null || ring.current === null) return { plain: text, sealed: null }
  return { plain: null, sealed: sealed(ring, { table, column, row }, text) }
}

/** What a row keeps of a text that is empty when absent. */
export function keptWords(table: string, column: string, row: string, text: string): Kept<''> {
  const { plain, sealed: bytes } = keptText(table, column, row, text === '' ? null : text)
  return { plain: plain ?? '', sealed: bytes }
}

/** What was kept; a plain value waits for its seal and is the newer one. @throws Error of `opened`: another place, damaged, or a key that is not there, which it names */
export function openedText<E extends '' | null>(table: string, column: string, row: string, kept: Kept<E>): string | E {
  const isPlain = kept.plain !== null && kept.plain !== ''
  return kept.sealed === null || isPlain ? kept.plain : opened(sealRing(), { table, column, row }, kept.sealed)
}

type Contact = { email: string | null; phone: string | null }

/** The columns of how a newcomer is reached, sealed. */
export function keptContact(newcomerId: string, contact: Contact) {
  const email = keptText('newcomer_identities', 'email', newcomerId, contact.email)
  const phone = keptText('newcomer_identities', 'phone', newcomerId, contact.phone)
  return { email: email.plain, emailSealed: email.sealed, phone: phone.plain, phoneSealed: phone.sealed }
}

/** How a newcomer is reached, from those columns. */
export function contactOf(
  newcomerId: string,
  row: Contact & { emailSealed: Buffer | null; phoneSealed: Buffer | null },
): Contact {
  const read = (column: 'email' | 'phone', bytes: Buffer | null) =>
    openedText('newcomer_identities', column, newcomerId, { plain: row[column], sealed: bytes })
  return { email: read('email', row.emailSealed), phone: read('phone', row.phoneSealed) }
}
