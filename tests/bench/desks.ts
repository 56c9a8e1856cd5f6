import { createServer } from 'node:net'
import type { Sql } from 'postgres'

/** A port that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })

/**
 * Signs in at a desk through the demo form, as a person would, with the account that has most to show.
 * @returns the cookie header of the session
 */
export async function deskCookie(sql: Sql, origin: string, role: 'coach' | 'employer'): Promise<string> {
  const [account] =
    role === 'coach'
      ? await sql<
          { id: string }[]
        >`select a.id from accounts a join newcomers n on n.coach_id = a.id where a.role = 'coach' group by a.id order by count(*) desc, a.id limit 1`
      : await sql<
          { id: string }[]
        >`select a.id from accounts a join positions p on p.employer_id = a.employer_id where a.role = 'employer' group by a.id order by count(*) desc, a.id limit 1`
  if (!account) throw new Error(`no ${role} has an account`)
  await sql`update accounts set demo = true where id = ${account.id}`
  const answer = await fetch(`${origin}/inloggen`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ with: 'persona', accountId: account.id }),
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  if (answer.status !== 303 || !cookie) throw new Error(`signing in as ${role} answered ${answer.status}`)
  return cookie
}
