import { recordDenial } from '#server/audit/record-view.ts'
import { log } from '#server/platform/log.ts'
import { faultOf } from './fault.ts'
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

/**
 * Writes down that somebody who is signed in was refused something: which desk, which object, 403 or 404 (ASVS 16.3.2). Nobody is shown anything, so
 * when it cannot be written the answer stays a refusal, and the log says so.
 */
export async function noteDenial(context: LoadContext, path: string, status: number): Promise<void> {
  if (status !== 403 && status !== 404) return
  try {
    const account = await context.account()
    if (account === null) return
    const [, first = ''] = path.split('/')
    await recordDenial(
      { db: context.dbOf(account), actor: account, now: context.now },
      { status, desk: DESKS.has(first) ? first : '', objectId: ID.exec(path)?.[0] ?? '' },
    )
  } catch (error) {
    log.error({ fault: faultOf(error) }, 'a denial could not be written down')
  }
}
