const SEATS = ['accounts_email', 'accounts_email_index']

/** Whether an error of the database says that the address has an account with that role in that organisation already. */
export function isTakenSeat(error: unknown): boolean {
  const cause = error instanceof Error && error.cause ? error.cause : error
  const { code, constraint_name } = cause as { code?: unknown; constraint_name?: unknown }
  return code === '23505' && SEATS.includes(String(constraint_name))
}
