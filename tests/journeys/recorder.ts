import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

type Recorded = { method: string; url: string; status: number; text: string }
export type Recorder = {
  /** For `browser.newContext({ proxy })`. */
  proxy: { server: string; bypass: string }
  answers: Recorded[]
  close(): Promise<void>
}

/**
 * A proxy that keeps every answer on its way to a browser: pages, data, redirects and files. What a page does with the body, or when it goes
 * away, does not matter to it, so that "no answer holds this name" is said of what truly went over the wire.
 */
export async function aRecorder(): Promise<Recorder> {
  const answers: Recorded[] = []
  const server = createServer((asked, answer) => {
    const url = new URL(asked.url ?? '')
    // Bodies must be readable: the site may not compress.
    const { 'proxy-connection': _hop, 'accept-encoding': _packed, ...headers } = asked.headers
    const forwarded = request(
      {
        host: '127.0.0.1',
        port: url.port,
        method: asked.method,
        path: `${url.pathname}${url.search}`,
        headers,
        agent: false,
      },
      (got) => {
        const parts: Buffer[] = []
        got.on('data', (part: Buffer) => parts.push(part))
        got.on('end', () => {
          const body = Buffer.concat(parts)
          const head = JSON.stringify(got.headers)
          answers.push({
            method: asked.method ?? '',
            url: url.href,
            status: got.statusCode ?? 0,
            text: `${head}\n${body.toString('utf8')}`,
          })
          answer.writeHead(got.statusCode ?? 502, got.headers)
          answer.end(body)
        })
      },
    )
    forwarded.on('error', () => answer.destroy())
    asked.pipe(forwarded)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    proxy: { server: `http://127.0.0.1:${port}`, bypass: '<-loopback>' },
    answers,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
