import { demoKeyRing, type KeyRing, NO_KEYS, readKeyRing } from './seal.ts'

const known = new Map<string, KeyRing>()

/**
 * The keys of what is kept sealed, as the environment has them: SEAL_KEYS, or in the demo one that is made of SESSION_SECRET. A process that serves
 * people does not start without a key (`readServingEnv`); a command may have none, and then opens and seals nothing.
 *
 * @throws Error for keys that are written wrong; it never says one
 */
export function sealRing(source: Record<string, string | undefined> = process.env): KeyRing {
  const given = source['SEAL_KEYS'] || ''
  const session = source['INSTROOM_MODE'] === 'demo' ? source['SESSION_SECRET'] || '' : ''
  const asked = `${given}\0${session}`
  const before = known.get(asked)
  if (before) return before
  const ring = given ? readKeyRing(given) : session ? demoKeyRing(session) : NO_KEYS
  known.set(asked, ring)
  return ring
}
