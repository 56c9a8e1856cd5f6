import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { MeiliSettings } from '#server/search/port.ts'
import { freePort } from '#tests/workers/services.ts'

/** What the way to a server does with a request: let it through, after so many ms, or what an answer has instead. */
export type Way = 'through' | { afterMs: number } | ((request: IncomingMessage, response: ServerResponse) => void)

/** Valid JSON of something that is no Meilisearch. */
const says =
  (body: object): Way =>
  (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))

/** What can stand between us and a server, or in its place. */
export const WAYS = {
  hangs: () => {},
  breaks: (request) => request.socket.destroy(),
  html200: (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>hi</h1>'),
  html502: (_, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>no</h1>'),
  nothing: says({}),
  noResults: says({ results: [] }),
  emptyResults: says({ results: [{}] }),
  uncounted: says({ results: [{ hits: [] }] }),
  strangers: says({ results: [{ hits: [{ name: 'x' }], facetDistribution: {} }] }),
} satisfies Record<string, Way>

/**
 * A way to a real Meilisearch that can be closed, slow, or answer for it.
 *
 * @returns `settings` of the way; `asked` is each request as method, address and key; `be` says how the requests whose address begins with a text
 *   fare, the longest text first; `stop` and `start` as a server that is not there and comes back on the same port
 */
export async function aWayTo(real: MeiliSettings) {
  const asked: { what: string; key: string }[] = []
  const ways = new Map<string, Way>()
  const wayOf = (url: string): Way => {
    const [first] = [...ways].filter(([start]) => url.startsWith(start)).sort(([a], [b]) => b.length - a.length)
    return first?.[1] ?? 'through'
  }
  const forward = (incoming: IncomingMessage, response: ServerResponse): void => {
    const { method, headers, url } = incoming
    const onward = request(`${real.url}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  }
  const server = createServer((incoming, response) => {
    const { method, url = '', headers } = incoming
    asked.push({ what: `${method} ${url}`, key: (headers.authorization ?? '').replace('Bearer ', '') })
    const way = wayOf(url)
    if (way === 'through') forward(incoming, response)
    else if (typeof way === 'function') way(incoming, response)
    else setTimeout(forward, way.afterMs, incoming, response)
  })
  const port = await freePort()
  const start = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await start()
  return {
    settings: { ...real, url: `http://127.0.0.1:${port}` } satisfies MeiliSettings,
    asked,
    be: (way: Way, at = '/') => void ways.set(at, way),
    start,
    stop,
  }
}
