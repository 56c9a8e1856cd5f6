import { isRouteErrorResponse } from '@remix-run/react'

/**
 * The status of a page: that of what it shows. A form that is wrong (422) at an address that shows nothing to this person is not found, as
 * the same address is without a form; Remix would keep the status of the action above an error page. A script that posts (`?_data=`) gets the
 * answer of the action alone, the same for every id, and reads what the page shows afterwards.
 *
 * @param status what the action or the loaders answered
 * @param errors what was thrown, by route; null when the page shows none
 */
export function statusOfPage(status: number, errors: Record<string, unknown> | null): number {
  const [shown] = Object.values(errors ?? {})
  if (shown === undefined || status >= 500) return status
  return isRouteErrorResponse(shown) ? shown.status : 500
}

/**
 * Seconds after which a page that was asked too often can be asked again (`Retry-After`), or null. Remix drops the headers of what was thrown where a
 * route has its own error page; what was thrown itself is always there.
 *
 * @param errors as `statusOfPage`
 */
export function retryAfterOf(errors: Record<string, unknown> | null): number | null {
  const [shown] = Object.values(errors ?? {})
  return isRouteErrorResponse(shown) && shown.status === 429 ? secondsToWait(shown.data) : null
}

/** What a refusal says of when to try again, out of the body of its answer; a minute when it says nothing. */
export function secondsToWait(data: unknown): number {
  const params = typeof data === 'object' && data !== null && 'params' in data ? data.params : null
  const said =
    typeof params === 'object' && params !== null && 'retryAfterSeconds' in params ? params.retryAfterSeconds : null
  return typeof said === 'number' && Number.isFinite(said) && said > 0 ? Math.ceil(said) : 60
}
