import { createTransport } from 'nodemailer'
import type { Env } from './env.ts'

/** One mail in plain text. `messageId` is the same for every try of the same mail, so a mail server can drop a double. */
export type Mail = { to: string; subject: string; text: string; messageId: string }

/** How mail leaves: the one edge that tests replace, as a parameter. */
export type Mailer = { send(mail: Mail): Promise<void> }

/**
 * Mail over SMTP. Without a mail server the demo prints the text, and never the address, on standard output; anywhere else the process
 * refuses to start, since nobody could sign in.
 *
 * @throws Error outside demo mode without SMTP_URL
 */
export function openMailer(env: Pick<Env, 'smtpUrl' | 'mailFrom' | 'publicOrigin' | 'demo'>): Mailer {
  if (env.smtpUrl !== undefined) {
    const transport = createTransport(env.smtpUrl, { from: env.mailFrom })
    const domain = new URL(env.publicOrigin).hostname
    return {
      async send({ to, subject, text, messageId }) {
        // An address object, not a string: the parser then never splits one address into two.
        await transport.sendMail({
          to: { name: '', address: to },
          subject: subject.replace(/[\r\n]+/g, ' '),
          text,
          messageId: `<${messageId}@${domain}>`,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
      },
    }
  }
  if (!env.demo) {
    throw new Error('SMTP_URL is missing: without a mail server nobody can sign in. Set SMTP_URL, or start the demo.')
  }
  return {
    async send({ subject, text }) {
      process.stdout.write(`\n--- demo mail (no SMTP_URL) ---\n${subject}\n\n${text}\n---\n\n`)
    },
  }
}
