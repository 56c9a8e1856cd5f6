/** Deadlock, serialisation, lock time-out, as Postgres names them. */
const LOST = new Set(['40P01', '40001', '55P03'])

/**
 * Whether a transaction failed only because others held what it needed: nothing of it was kept, and the next try may pass.
 * @param error what was thrown; drizzle wraps the error of the driver, and the code is on the innermost
 */
export function isWaitingTooLong(error: unknown): boolean {
  let found = error
  while (found instanceof Error && found.cause) found = found.cause
  return found instanceof Error && 'code' in found && LOST.has(String(found.code))
}
