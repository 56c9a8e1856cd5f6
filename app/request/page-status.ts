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
