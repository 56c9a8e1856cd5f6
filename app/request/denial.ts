import { countDenial } from '#server/access/count-denial.ts'
import { networkOf } from '#server/accounts/rules.ts'
import { accountsKey, keyedDigest } from '#server/accounts/tokens.ts'
import { recordDenial } from '#server/audit/record-view.ts'
import { isId } from '#server/platform/fields.ts'
import { log } from '#server/platform/log.ts'
import { wasDenied } from './denied.ts'
import { faultOf } from './fault.ts'
import { KEY_FIELD } from './form.ts'
import type { LoadContext } from './load-context.ts'

/** First words of the addresses of desks; any other word of an address may be something that somebody typed. */
const DESKS = new Set([
  'werkgever',
  'coach',
  'gemeente',
  'toets',
  'beheer',
  'controle',
  'inzage',
  'rondes',
  'account',
  'nl',
  'en',
  'ar',
])
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/** How many objects that a form named an entry holds. */
const MOST_NAMED = 3

/**
 * Writes down that somebody was refused something: which desk, which objects, 401, 403 or 404 (ASVS 16.3.2). Who is signed in by their account, also
 * before the second step; of anybody else only that they were sent to sign in, for what else they do not find says nothing. Past the limits of
 * `countDenial` the log of requests alone has it. Nobody is shown anything, so when it cannot be written the answer stays a refusal, and the log says so.
 *
 * @param body of a form, as it was sent
 */
export async function noteDenial(
  context: LoadContext,
  path: string,
  body: string | null,
  answered: number,
): Promise<void> {
  const status = wasDenied(context) ?? answered
  if (status !== 401 && status !== 403 && status !== 404) return
  try {
    const session = await context.session()
    if (session === null && status !== 401) return
    const account = await context.account()
    const db = session !== null && account === null ? context.dbOfHalf(session) : context.dbOf(account)
    const { env, ip, now } = context
    const network = () => keyedDigest(accountsKey(env.sessionSecret), 'quota', networkOf(ip)).toString('base64url')
    const who = session === null ? { network: network() } : { accountId: session.accountId }
    const counted = await countDenial({ db, now }, who, env.quotaFactor)
    if (counted === 'past') return
    const [, first = ''] = path.split('/')
    const onPath = ID.exec(path)?.[0]
    const [objectId = '', ...named] = [...(onPath ? [onPath] : []), ...(session === null ? [] : namedIn(body))]
    await recordDenial(
      { db, actor: session, now },
      { status, desk: DESKS.has(first) ? first : '', objectId, named, isLast: counted === 'last' },
    )
  } catch (error) {
    log.error({ fault: faultOf(error) }, 'a denial could not be written down')
  }
}

/** The objects that the fields of a form name. Nothing else that was typed is looked at. */
const namedIn = (body: string | null): string[] => {
  const named = [...new URLSearchParams(body ?? '')].filter(([name, value]) => name !== KEY_FIELD && isId(value))
  return [...new Set(named.map(([, id]) => id.toLowerCase()))].slice(0, MOST_NAMED)
}
