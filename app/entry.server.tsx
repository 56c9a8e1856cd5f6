import { PassThrough } from 'node:stream'
import type { AppLoadContext, EntryContext, HandleErrorFunction } from '@remix-run/node'
import { createReadableStreamFromReadable } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToPipeableStream } from 'react-dom/server'
import { DeskContext, deskOf } from '#app/request/desk.ts'
import { faultOf } from '#app/request/fault.ts'
import { newFormKey } from '#app/request/form.ts'
import type {} from '#app/request/load-context.ts'
import { loggedPath, wordsOfPaths } from '#app/request/logged-path.ts'
import { NonceContext } from '#app/request/nonce.ts'
import { retryAfterOf, statusOfPage } from '#app/request/page-status.ts'
import siteMap from '#app/routes.ts'
import { FreshKeyContext } from '#app/ui/form/fresh-key.ts'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'
import { log } from '#server/platform/log.ts'

const WORDS = wordsOfPaths(
  siteMap.map((page) => ('path' in page ? page.path : undefined)),
  SCREEN_LANGUAGES,
)
/** A page that is not drawn by then is given up. */
const RENDER_WITHIN_MS = 10_000

/** Draws a page. It is sent when it is whole, so that the status is true and a fault half way is an error page, not half a page. */
export default async function drawPage(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  context: AppLoadContext,
): Promise<Response> {
  const { errors } = remix.staticHandlerContext
  const desk = errors === null ? null : await deskOf(context)
  const retryAfter = retryAfterOf(errors)
  if (retryAfter !== null) headers.set('Retry-After', String(retryAfter))
  return new Promise((resolve, reject) => {
    let code = statusOfPage(status, errors)
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={context.nonce}>
        <DeskContext.Provider value={desk}>
          <FreshKeyContext.Provider value={newFormKey}>
            <RemixServer context={remix} url={request.url} nonce={context.nonce} />
          </FreshKeyContext.Provider>
        </DeskContext.Provider>
      </NonceContext.Provider>,
      {
        nonce: context.nonce,
        onAllReady() {
          clearTimeout(timer)
          const through = new PassThrough()
          headers.set('Content-Type', 'text/html; charset=utf-8')
          resolve(new Response(createReadableStreamFromReadable(through), { status: code, headers }))
          pipe(through)
        },
        onShellError(error) {
          clearTimeout(timer)
          reject(error)
        },
        onError(error) {
          code = 500
          log.error({ fault: faultOf(error) }, 'a page could not be drawn')
        },
      },
    )
    const timer = setTimeout(abort, RENDER_WITHIN_MS)
  })
}

/** What a loader or an action threw and nobody expected. */
export const handleError: HandleErrorFunction = (error, { request }) => {
  if (request.signal.aborted) return
  log.error({ path: loggedPath(new URL(request.url).pathname, WORDS), fault: faultOf(error) }, 'a page failed')
}
