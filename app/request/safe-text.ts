/**
 * Whether percent-encoded text holds what no page or form of ours sends and Postgres cannot keep: NUL, or bytes that are not UTF-8
 * (a lone surrogate too).
 *
 * @param encoded a path, a query or a form body as it came
 */
export function hasUnsafeText(encoded: string): boolean {
  if (encoded.includes('\0') || encoded.includes('\uFFFD')) return true
  try {
    return decodeURIComponent(encoded).includes('\0')
  } catch {
    return true
  }
}
