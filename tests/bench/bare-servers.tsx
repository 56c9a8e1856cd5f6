import { createServer } from 'node:http'
import { PassThrough } from 'node:stream'
import type { EntryContext, ServerBuild } from '@remix-run/node'
import { createReadableStreamFromReadable, createRequestHandler, writeReadableStreamToWritable } from '@remix-run/node'
import { Outlet, RemixServer, useLoaderData } from '@remix-run/react'
import { renderToPipeableStream } from 'react-dom/server'

/** What a page costs at the least: a bare node server, and a bare Remix route with one loader, each on its own port. */
const port = Number(process.argv[3])

function Hello() {
  const { hello } = useLoaderData<{ hello: string }>()
  return <p>{hello}</p>
}
const Root = () => (
  <html lang="en">
    <body>
      <Outlet />
    </body>
  </html>
)

const manifestRoute = (id: string, path: string, parentId?: string) => ({
  id,
  path,
  parentId,
  hasAction: false,
  hasLoader: id !== 'root',
  hasErrorBoundary: false,
  hasClientAction: false,
  hasClientLoader: false,
  module: '',
  imports: [],
})
/** Only what a request of the hello route reads of a build. */
const build = {
  mode: 'production',
  isSpaMode: false,
  publicPath: '/build/',
  assetsBuildDirectory: 'none',
  basename: '/',
  future: { v3_singleFetch: false, v3_lazyRouteDiscovery: false },
  assets: {
    version: '1',
    url: '',
    entry: { module: '', imports: [] },
    routes: { root: manifestRoute('root', ''), 'routes/hello': manifestRoute('routes/hello', 'hello', 'root') },
  },
  entry: {
    module: {
      default: (request: Request, status: number, headers: Headers, remix: EntryContext) =>
        new Promise<Response>((resolve) => {
          const { pipe } = renderToPipeableStream(<RemixServer context={remix} url={request.url} />, {
            onAllReady() {
              const through = new PassThrough()
              headers.set('Content-Type', 'text/html')
              resolve(new Response(createReadableStreamFromReadable(through), { status, headers }))
              pipe(through)
            },
          })
        }),
    },
  },
  routes: {
    root: { id: 'root', path: '', module: { default: Root } },
    'routes/hello': {
      id: 'routes/hello',
      parentId: 'root',
      path: 'hello',
      module: { default: Hello, loader: () => Response.json({ hello: 'hello' }) },
    },
  },
} as unknown as ServerBuild

if (process.argv[2] === 'node') {
  createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html')
    answer.end('<p>hello</p>')
  }).listen(port, '127.0.0.1')
} else {
  const handle = createRequestHandler(build, 'production')
  createServer(async (request, answer) => {
    const response = await handle(new Request(`http://localhost:${port}${request.url}`))
    answer.writeHead(response.status, Object.fromEntries(response.headers))
    if (response.body) await writeReadableStreamToWritable(response.body, answer)
    else answer.end()
  }).listen(port, '127.0.0.1')
}
