/**
 * Whether a request that changes something comes from our own pages. Remix's own check has holes (`?_data`, resource routes, a missing
 * Origin, X-Forwarded-Host: reliability.md 0.2), so this one stands before it, for every method but GET and HEAD.
 *
 * Browsers send `Origin` and `Sec-Fetch-Site` themselves and a page cannot forge them. A request with neither is refused, and so is the
 * origin `null` of a sandboxed frame.
 *
 * @param headers as the socket gave them
 * @param publicOrigin from the settings, never from Host
 */
export function comesFromUs(
  headers: { origin?: string | undefined; secFetchSite?: string | undefined },
  publicOrigin: string,
): boolean {
  const { origin, secFetchSite } = headers
  // Whatever the browser says of the site: an origin that is named is ours, to the letter.
  if (origin !== undefined && origin !== publicOrigin) return false
  if (secFetchSite !== undefined) return secFetchSite === 'same-origin' || secFetchSite === 'none'
  return origin === publicOrigin
}
