/** What a request was denied, where its answer does not say so: a page that leads to signing in, or a form that is shown again. */
const denied = new WeakMap<object, 401 | 403 | 404>()

/** Somebody was sent away to sign in (401), or a command did not let them (403, 404), whatever the page makes of it. */
export function markDenied({ context }: { context: object }, status: 401 | 403 | 404): void {
  denied.set(context, status)
}

/** @returns the status of what was denied; null = nothing was */
export const wasDenied = (context: object): 401 | 403 | 404 | null => denied.get(context) ?? null
