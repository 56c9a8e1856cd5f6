import { STATUS_CODES } from 'node:http'
import { kindPage } from './kind-page.ts'
import { faultOfStatus } from './kind-words.ts'
import { securityHeaders } from './security-headers.ts'

/** What Node found wrong before there was a request. */
const STATUS: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/**
 * A whole answer for a connection on which no request could be read: too slow, headers too large, not HTTP. With the same headers as every
 * other answer.
 *
 * @param code of Node's error
 */
export function rawRefusal(code: string, publicOrigin: string): string {
  const status = STATUS[code] ?? 400
  const page = kindPage(faultOfStatus(status), '/', [])
  const headers = {
    ...securityHeaders(publicOrigin.startsWith('https:')),
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(page)),
    'Cache-Control': 'no-store',
    Connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${page}`
}
