import { WORKERS } from './roles.ts'

/**
 * Tables of what proves who somebody is, and what the workers may do there: end it, sweep away what is over, and seal it under a new key. They make none, and
 * read no digest, secret or public key of it but the sealed secret of an app, which turns to the newest key. `read` and `change`: columns; `only`: what a row is
 * after a change, so that what ended stays so.
 */
type Rights = { read: readonly string[]; change?: readonly string[]; only?: string }

export const WORKER_RIGHTS: Readonly<Record<string, Rights>> = {
  // How long nobody was seen decides what is swept away, and whose data end (retention); a session ends with its account or card.
  sessions: {
    read: ['id', 'account_id', 'created_at', 'seen_at', 'idle_minutes', 'absolute_at', 'revoked_at', 'amr'],
    change: ['revoked_at'],
    only: 'revoked_at is not null',
  },
  login_challenges: {
    read: ['id', 'account_id', 'expires_at', 'used_at'],
    change: ['used_at'],
    only: 'used_at is not null',
  },
  totp_keys: { read: ['id', 'account_id', 'secret', 'created_at', 'confirmed_at'], change: ['secret'] },
  recovery_codes: { read: ['id', 'account_id'] },
  passkeys: { read: ['id', 'account_id'] },
  passkey_challenges: { read: ['id', 'account_id', 'expires_at'] },
  access_cards: {
    read: ['id', 'account_id', 'made_by', 'expires_at', 'revoked_at'],
    change: ['revoked_at'],
    only: 'revoked_at is not null',
  },
  identities: { read: ['id', 'account_id'] },
  outward_logins: { read: ['id', 'account_id', 'expires_at'] },
  address_changes: { read: ['id', 'account_id', 'expires_at'] },
  // Digests and answers of forms that were sent.
  submissions: { read: ['account_id', 'key', 'created_at'] },
}

/** After every table was granted: these are taken back and given as they stand here. */
export const workerRightsStatements = (): string[] =>
  Object.entries(WORKER_RIGHTS).flatMap(([table, { read, change = [] }]) => [
    `revoke all on ${table} from ${WORKERS}`,
    `grant select (${read.join(', ')}), delete on ${table} to ${WORKERS}`,
    ...(change.length === 0 ? [] : [`grant update (${change.join(', ')}) on ${table} to ${WORKERS}`]),
  ])
