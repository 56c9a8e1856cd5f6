import type { PageHandle } from '#app/root.tsx'

export const handle: PageHandle = { hydrate: false }

const notFound = (): never => {
  throw new Response(null, { status: 404 })
}

/** Every address that no line of the site map names; the error page of the root says so. */
export const loader = notFound
export const action = notFound

export default function NotFound() {
  return null
}
