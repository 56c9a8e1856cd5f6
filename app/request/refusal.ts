import { json } from '@remix-run/node'
import { Refusal, type RefusalCode } from '#server/platform/refusal.ts'

/** Which HTTP status says the same as a refusal: 404 for objects not visible, 403 for functions, 409 when somebody was first. */
const STATUS: Record<RefusalCode, number> = {
  'not-found': 404,
  forbidden: 403,
  stale: 409,
  'seats-taken': 409,
  'already-placed': 409,
  'consent-missing': 409,
  'safeguard-blocks': 409,
  unverified: 409,
  busy: 409,
  'key-reused': 422,
  'too-many': 429,
}

/** What the error page reads to say it in words. */
type RefusalBody = { refusal: RefusalCode; params: Record<string, string | number> }

/** A refusal as an answer; the page for it is the error boundary of the route, or of the site. */
export function refusalResponse({ code, params }: Refusal): Response {
  const headers = new Headers()
  if (code === 'too-many') headers.set('Retry-After', String(params['retryAfterSeconds'] ?? 60))
  return json<RefusalBody>({ refusal: code, params }, { status: STATUS[code], headers })
}

/**
 * Runs the reads and commands of a loader or action: a refusal becomes the page that says it, anything else stays a bug.
 *
 * @throws Response for a Refusal
 */
export async function run<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) throw refusalResponse(error)
    throw error
  }
}
