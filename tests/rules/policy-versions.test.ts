import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { PROPOSAL_POLICY } from '#server/proposals/rules.ts'
import { SAFEGUARD_POLICY } from '#server/safeguards/rules/policy.ts'

/**
 * Every version of a policy that was ever used, with a hash of its numbers. A version is stored with what was decided by it, so its numbers never
 * change: whoever changes one gives the policy a new version and adds a line here. A line is never changed and never taken out.
 */
const KNOWN: Record<string, string> = {
  'matching 2026-12': '9abafd6eeefe2fe2',
  'matching 2026-12.2': '6d0882b4f666d672',
  'proposals proposals-2026-11': '71609a0ff78f5cb9',
  'proposals proposals-2026-11-22': '642958feb154fa94',
  'safeguards 2026-11': 'da02874c31b39cb4',
}

/** JSON with the fields in the order of their names. */
const plain = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(plain)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([x], [y]) => (x < y ? -1 : 1))
            .map(([name, inner]) => [name, plain(inner)]),
        )
      : value
const hashOf = (policy: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(plain(policy)))
    .digest('hex')
    .slice(0, 16)

test.each([
  ['matching', MATCHING_POLICY],
  ['proposals', PROPOSAL_POLICY],
  ['safeguards', SAFEGUARD_POLICY],
] as const)('the numbers of the %s policy are those of its version', (name, policy) => {
  expect(KNOWN, 'another number needs another version, and a line here').toMatchObject({
    [`${name} ${policy.version}`]: hashOf(policy),
  })
})
