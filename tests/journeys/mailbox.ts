import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Received = { to: string; text: string }

/**
 * A mail server that keeps what it gets, and turns away the addresses it is told to with a sentence that quotes them, as real ones do.
 *
 * @returns `url` for SMTP_URL, and how often it turned somebody away
 */
export async function aMailbox(): Promise<{
  url: string
  received: Received[]
  refuse: Set<string>
  refusals(): number
  close(): Promise<void>
}> {
  const received: Received[] = []
  const refuse = new Set<string>()
  let refusals = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      if (!refuse.has(address)) return done()
      refusals += 1
      done(Object.assign(new Error(`Unknown mailbox <${address}>`), { responseCode: 550 }))
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8')
        for (const { address } of session.envelope.rcptTo) received.push({ to: address, text })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse,
    refusals: () => refusals,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
