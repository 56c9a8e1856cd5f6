import { redirect } from '@remix-run/node'
import { safePath } from './safe-path.ts'

/**
 * Sends the browser to a page of our own after a form (303: the next request is a GET, so reload does not post again).
 *
 * @param path one of our own; a path from outside goes through `safePath` first
 * @throws Error for anything that is not a path of ours: that is a bug, not an answer
 */
export function redirectTo(path: string, cookies: string[] = []): Response {
  const own = path === '/' ? path : safePath(path)
  if (own === null) throw new Error('redirectTo takes paths of this site only')
  const headers = new Headers()
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  return redirect(own, { status: 303, headers })
}
