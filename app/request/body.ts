import type { IncomingMessage } from 'node:http'
import type { Fault } from './kind-words.ts'
import { hasUnsafeText } from './safe-text.ts'

/** What a form may be at most, and how long it may take to arrive. The largest form of ours (intake) is under 20 kB. */
export const BODY_LIMITS = { bytes: 256 * 1024, fields: 2_000, milliseconds: 20_000 }
export type BodyLimits = typeof BODY_LIMITS

export type Body = { ok: true; text: string } | { ok: false; status: number; fault: Fault }

const no = (status: number, fault: Fault): Body => ({ ok: false, status, fault })

/**
 * Reads the body of a form post, or says why not: only urlencoded forms in UTF-8, not compressed, not too large, not too slow, without
 * NUL and broken characters, which Postgres cannot keep.
 */
export async function readBody(request: IncomingMessage, limits: BodyLimits = BODY_LIMITS): Promise<Body> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return no(415, 'wrong-kind')
  const kind = /^application\/x-www-form-urlencoded\s*(?:;\s*charset="?([\w-]+)"?\s*)?$/i.exec(
    request.headers['content-type'] ?? '',
  )
  if (kind === null || (kind[1] !== undefined && kind[1].toLowerCase() !== 'utf-8')) return no(415, 'wrong-kind')
  if (Number(request.headers['content-length'] ?? 0) > limits.bytes) return no(413, 'too-large')

  const bytes = await collect(request, limits)
  if (bytes === 'too-large') return no(413, 'too-large')
  if (bytes === 'too-slow') return no(408, 'too-slow')
  if (bytes === 'gone') return no(400, 'bad-request')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return no(400, 'bad-request')
  }
  if (text.split('&', limits.fields + 1).length > limits.fields) return no(413, 'too-large')
  return hasUnsafeText(text) ? no(400, 'bad-request') : { ok: true, text }
}

/** Collects until the end, the limit or the time-out. After a limit the rest is not read: the edge closes the connection. */
function collect(request: IncomingMessage, limits: BodyLimits): Promise<Buffer | 'too-large' | 'too-slow' | 'gone'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (result: Buffer | 'too-large' | 'too-slow' | 'gone') => {
      clearTimeout(timer)
      request.off('data', onData)
      if (typeof result === 'string') request.pause()
      resolve(result)
    }
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size > limits.bytes) finish('too-large')
      else chunks.push(chunk)
    }
    const timer = setTimeout(() => finish('too-slow'), limits.milliseconds)
    request.on('data', onData)
    request.once('end', () => finish(Buffer.concat(chunks)))
    request.once('error', () => finish('gone'))
    request.once('close', () => finish('gone'))
  })
}
