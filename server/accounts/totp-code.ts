import { generateSecret, generateURI, verifySync } from 'otplib'
import { type KeyRing, opened, sealed } from '#server/platform/seal.ts'

const placeOf = (id: string) => ({ table: 'totp_keys', column: 'secret', row: id })

/** Until its first code a secret opens in the session that began it alone: nobody links an app with a secret that somebody else saw. */
const placeWaiting = (id: string, sessionId: string) => placeOf(`${id} ${sessionId}`)

/** A new secret of 160 bits, sealed for its row and the session that links it. */
export const newTotpSecret = (ring: KeyRing, id: string, sessionId: string): Buffer =>
  sealed(ring, placeWaiting(id, sessionId), generateSecret())

/** The secret that this session is linking, in base32; null when another session began it. */
export function openWaitingSecret(
  ring: KeyRing,
  row: { id: string; secret: Buffer },
  sessionId: string,
): string | null {
  try {
    return opened(ring, placeWaiting(row.id, sessionId), row.secret)
  } catch {
    return null
  }
}

/** The secret of an app that is linked now, sealed for its row. */
export const sealTotpSecret = (ring: KeyRing, id: string, secret: string): Buffer => sealed(ring, placeOf(id), secret)

/** The secret of an app that is linked, in base32. */
export const openTotpSecret = (ring: KeyRing, row: { id: string; secret: Buffer }): string =>
  opened(ring, placeOf(row.id), row.secret)

/**
 * What an authenticator app reads from the QR code.
 *
 * @param label how the app names the account; never the mail address, since a screen is photographed
 */
export const totpAddress = (secret: string, label: string): string => generateURI({ secret, issuer: 'Instroom', label })

/**
 * The half minute whose code this is: the present one or a neighbour (a clock may be off by 30 seconds), later than the last that was taken.
 *
 * @param code six digits
 * @returns null when it is the code of none of them
 */
export function stepOfCode(secret: string, code: string, lastStep: number, now: Date): number | null {
  const epoch = Math.floor(now.getTime() / 1000)
  const after = lastStep > 0 ? { afterTimeStep: lastStep } : {}
  const result = verifySync({ secret, token: code, epoch, epochTolerance: 30, ...after })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}
