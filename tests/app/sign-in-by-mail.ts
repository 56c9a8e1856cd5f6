import { type Answer, cookiesOf, type RunningSite } from './edge-site.ts'

/** The session that an answer sets, as a cookie; '' = none. */
export const sessionOf = (answer: Answer): string =>
  cookiesOf(answer)
    .split('; ')
    .find((one) => one.startsWith('__Host-instroom=')) ?? ''

/** Signs in by mail through the forms. Returns the cookie, where the site led, and the code of the mail. */
export async function signInAt(
  site: RunningSite,
  email: string,
  naar?: string,
): Promise<{ cookie: string; to: string | undefined; code: string }> {
  const query = naar === undefined ? '' : `?naar=${encodeURIComponent(naar)}`
  const asked = await site.post(`/inloggen${query}`, { with: 'mail', email })
  await new Promise((resolve) => setImmediate(resolve))
  const code = /\d{6}/.exec(site.mails.at(-1)?.text ?? '')?.[0] ?? ''
  const done = await site.post(`/inloggen/code${query}`, { code }, { cookie: cookiesOf(asked) })
  return { cookie: sessionOf(done), to: done.headers.location, code }
}
