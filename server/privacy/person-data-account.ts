import {
  accessCards,
  accounts,
  addressChanges,
  identities,
  loginChallenges,
  outwardLogins,
  passkeyChallenges,
  passkeys,
  recoveryCodes,
  sessions,
  submissions,
  totpKeys,
} from '#db/schema/accounts.ts'
import { fileOpenings } from '#db/schema/members.ts'
import { mailDeliveries, notices } from '#db/schema/notices.ts'
import { accountWarnings } from '#db/schema/privacy.ts'
import { savedSearches } from '#db/schema/saved-searches.ts'
import type { PersonTable } from './person-table.ts'

/** The account, how somebody signs in, and messages. */
export const ACCOUNT_TABLES: readonly PersonTable[] = [
  {
    table: submissions,
    by: ['account', submissions.accountId],
    erase: 'delete',
    copy: { none: 'digests of forms, kept for 30 days against sending twice' },
  },
  {
    table: savedSearches,
    by: ['account', savedSearches.accountId],
    erase: 'with',
    copy: { group: 'asked', columns: ['question', 'createdAt', 'endsOn', 'toldAt', 'removedAt'] },
  },
  {
    table: notices,
    by: ['account', notices.accountId],
    erase: 'with',
    copy: { group: 'messages', columns: ['code', 'createdAt', 'readAt'] },
  },
  {
    table: mailDeliveries,
    by: ['account', mailDeliveries.accountId],
    erase: 'with',
    copy: { group: 'messages', columns: ['kind', 'state', 'createdAt', 'sentAt'] },
  },
  {
    table: sessions,
    by: ['account', sessions.accountId],
    erase: 'with',
    copy: { group: 'account', columns: ['device', 'createdAt', 'seenAt', 'absoluteAt', 'revokedAt'] },
  },
  {
    table: loginChallenges,
    by: ['account', loginChallenges.accountId],
    erase: 'with',
    copy: { none: 'codes to sign in with, gone within a day' },
  },
  {
    table: totpKeys,
    by: ['account', totpKeys.accountId],
    erase: 'with',
    copy: { group: 'account', columns: ['createdAt', 'confirmedAt'] },
  },
  { table: recoveryCodes, by: ['account', recoveryCodes.accountId], erase: 'with', copy: { none: 'digests of codes' } },
  {
    table: passkeys,
    by: ['account', passkeys.accountId],
    erase: 'with',
    copy: { group: 'account', columns: ['device', 'createdAt', 'usedAt'] },
  },
  {
    table: passkeyChallenges,
    by: ['account', passkeyChallenges.accountId],
    erase: 'with',
    copy: { none: 'of five minutes, to sign in with' },
  },
  {
    table: accessCards,
    by: ['account', accessCards.accountId],
    erase: 'with',
    copy: { group: 'account', columns: ['createdAt', 'expiresAt', 'usedAt', 'revokedAt'] },
  },
  {
    table: identities,
    by: ['account', identities.accountId],
    erase: 'with',
    copy: { group: 'account', columns: ['issuer', 'createdAt'] },
  },
  {
    table: outwardLogins,
    by: ['account', outwardLogins.accountId],
    erase: 'with',
    copy: { none: 'one way of signing in that is under way, gone within minutes' },
  },
  {
    table: accountWarnings,
    by: ['account', accountWarnings.accountId],
    erase: 'with',
    copy: { group: 'asked', columns: ['warnedAt', 'eraseOn'] },
  },
  {
    table: addressChanges,
    by: ['account', addressChanges.accountId],
    erase: 'with',
    copy: { none: 'a new address that waits to be confirmed, sealed, gone within an hour' },
  },
  {
    table: fileOpenings,
    by: ['newcomer', fileOpenings.newcomerId],
    erase: 'delete',
    copy: { group: 'account', columns: ['why', 'state', 'askedAt', 'decidedAt', 'endsAt', 'endedAt'] },
  },
  {
    table: accounts,
    by: ['newcomer', accounts.newcomerId],
    erase: 'delete',
    copy: { group: 'account', columns: ['displayName', 'email', 'language', 'state', 'createdAt'] },
  },
]
