/** Every read of `server/`, out of its sources, with something to ask it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import type { Actor } from '#server/platform/context.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import { SAFEGUARD_POLICY } from '#server/safeguards/rules/policy.ts'
import { AMERSFOORT, BAKER, KNEADING, UTRECHT } from './reference.ts'
import { NOW, TODAY } from './rooms.ts'

export const SERVER = join(import.meta.dirname, '../../server')
const SIGNATURE =
  /^export (?:async )?(?:function|const) (\w+)\s*(?:= (?:async )?)?(?:<[^(]*>)?\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/gm
/** `params` as written. */
export type Read = { name: string; file: string; params: string[] }

/** The reads in the sources, with their parameters as written. */
export function readsOf(): Read[] {
  const files = readdirSync(SERVER, { recursive: true }).map(String)
  return files
    .filter((file) => /(^|\/)reads[\w-]*\.ts$/.test(file))
    .sort()
    .flatMap((file) =>
      [...readFileSync(join(SERVER, file), 'utf8').matchAll(SIGNATURE)].map(([, name = '', text = '']) => ({
        name,
        file,
        params: splitAt(text),
      })),
    )
    .filter(({ params: [first = ''] }) => /: (Ctx|Pick<Ctx|Reader|Db|Tx)\b/.test(first))
}

/** At the commas between parameters, and not at those inside a type. */
function splitAt(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const char of text) {
    if ('{[(<'.includes(char)) depth += 1
    if ('}])>'.includes(char)) depth -= 1
    if (char === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts.map((part) => part.replaceAll(/\s+/g, ' ').trim()).filter((part) => part !== '')
}

/** Nothing is passed: the read has its own. */
export const OMITTED = Symbol('left to its default')

/** What is passed for a parameter; undefined where nobody can say what it would be. */
export function valueFor(param: string, ids: Record<string, string>, actor: Actor): unknown {
  const [, name = '', optional = '', type = ''] = /^(?:\.\.\.)?([\w{}, ]+?)(\??): (.*)$/.exec(param) ?? []
  if (optional || type === '' || /[^=]=[^>]/.test(type)) return OMITTED
  if (name in ids) return ids[name]
  const single = ids[name.replace(/s$/, '')]
  if (/^readonly string\[\]|^string\[\]/.test(type) && single) return [single]
  if (/^readonly string\[\]/.test(type) && name === 'ids') return Object.values(ids)
  if (name === 'actor') return actor
  if (name === 'roles' && type.includes('worker')) return actor.role
  if (name === 'me') return { ...actor, sessionId: crypto.randomUUID(), amr: ['link'], hasOthers: true }
  const known = { ...WORDS, ...aboutOf(ids) }
  return known[`${name}: ${type}`] ?? known[name]
}

/** Rows that a read takes as a whole. */
const aboutOf = (ids: Record<string, string>): Record<string, unknown> => {
  const pair = {
    ...ids,
    occupationUri: BAKER,
    type: 'work-experience',
    startsOn: TODAY,
    endsOn: '2027-01-01',
    createdAt: NOW,
  }
  return {
    id: ids['employerId'],
    one: ids['accountId'],
    other: ids['coachId'],
    key: `${ids['invitationId']}.${'a'.repeat(43)}`,
    'about: { newcomerId?: string; positionId?: string; employerId?: string }': pair,
    seat: { employerId: ids['employerId'], municipalityCode: null },
    whose: eq(accounts.employerId, ids['employerId'] ?? ''),
    invitedBy: ids['coachId'],
    'asked: AskedPerson': { ...pair, position: pair, worksFrom: TODAY, consentOn: null, checks: {} },
    'signal: { policyVersion: string; monitor: string }': { policyVersion: 'x', monitor: 'MON-01' },
    "verdict: CaseRow['verdict']": { ...ids, id: ids['verdictId'], newcomerId: null, moment: 'publish', kind: 'asked' },
    position: { id: ids['positionId'], establishmentId: ids['establishmentId'] },
    establishment: { id: ids['establishmentId'], employerId: ids['employerId'] },
    of: { region: null, employerId: ids['employerId'] },
    pairs: [pair],
    places: [{ ...pair, municipalityCode: AMERSFOORT }],
    roles: [pair],
    place: pair,
    agreed: { ...pair, id: ids['placementId'], mentor: '', learningGoals: [] },
    longer: { ...pair, extension: null },
    start: { ...pair, mentor: '', learningGoals: [], consentOn: null },
    input: pair,
    pair,
    '{ newcomerId, positionId }': pair,
  }
}
const WORDS: Record<string, unknown> = {
  today: TODAY,
  day: TODAY,
  since: '2020-01-01',
  now: NOW,
  days: 400,
  most: 10,
  round: 1,
  language: 'nl',
  setting: 'one',
  moment: 'start',
  which: 'all',
  kind: 'employer',
  reader: 'officer',
  "about: 'signal' | 'file'": 'signal',
  'asked: string': '',
  'asked: readonly { municipalityCode: string; occupationUri: string }[]': [
    { municipalityCode: UTRECHT, occupationUri: BAKER },
  ],
  'place: string': '',
  name: 'Werk',
  typed: 'Bak',
  email: 'iemand@voorbeeld.example',
  q: 'bak',
  token: 'a'.repeat(43),
  code: AMERSFOORT,
  codes: [UTRECHT, AMERSFOORT],
  municipalityCode: AMERSFOORT,
  postcode4: '3811',
  occupationUri: BAKER,
  uris: [BAKER, KNEADING],
  skillUris: [KNEADING],
  policy: SAFEGUARD_POLICY,
  base: SAFEGUARD_POLICY,
  policies: [MONITOR_POLICY],
  proposed: { numbers: {}, choices: {} },
  meili: null,
  'query: NewcomerQuery': { municipality: UTRECHT },
  'query: PositionQuery': {},
  'question: ProfileQuestion': { words: 'bak', worked: null, dutch: null, wants: null, page: 1 },
  'question: AbilityQuestion': { words: 'bak', worked: null, dutch: null, travel: null },
}
