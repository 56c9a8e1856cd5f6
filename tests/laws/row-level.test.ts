import { expect, test } from 'vitest'
import { PURPOSES } from '#db/row-level/purposes.ts'
import { hits, sourcesIn } from './sources.ts'

const product = sourcesIn(['app', 'server', 'workers', 'db', 'bin'])

/** Files that ask for more than their actor may see, with the purposes. A new one is a decision: say in `db/row-level/purposes.ts` what comes out of it. */
const ELEVATIONS: Record<string, string[]> = {
  'server/access/reads-people.ts': ['four-eyes'],
  'server/accounts/end-cards-made-by.ts': ['shut-out'],
  'server/accounts/forget-factors.ts': ['shut-out'],
  'server/accounts/judge-organisation.ts': ['say-who', 'shut-out'],
  'server/accounts/reads-members.ts': ['count-people'],
  'server/accounts/reads-organisations.ts': ['count-people'],
  'server/accounts/shut-out.ts': ['shut-out'],
  'server/cases/reads-case.ts': ['name-card', 'say-who'],
  'server/cases/reads-facts.ts': ['say-who'],
  'server/cases/reads-family.ts': ['judge-place'],
  'server/cases/reads-history.ts': ['judge-place'],
  'server/cases/reads-log.ts': ['say-who'],
  'server/cases/reads-overrides.ts': ['say-who'],
  'server/cases/reads-oversight.ts': ['count-region'],
  'server/cases/reads-reports.ts': ['count-reports'],
  'server/cases/reads-whole.ts': ['judge-place'],
  'server/cases/report-signal.ts': ['count-reports'],
  'server/employers/reads.ts': ['judge-place'],
  'server/insight/reads.ts': ['count-people'],
  'server/newcomers/move-newcomers.ts': ['four-eyes'],
  'server/newcomers/reads-municipality-search.ts': ['say-available'],
  'server/openings/ask-opening.ts': ['ask-opening'],
  'server/openings/reads.ts': ['say-who'],
  'server/placements/reads-near.ts': ['judge-place'],
  'server/placements/reads.ts': ['count-seats'],
  'server/placements/start-placement.ts': ['count-seats'],
  'server/positions/reads-decided.ts': ['judge-place'],
  'server/positions/reads-demands.ts': ['count-people'],
  'server/positions/reads-start-decisions.ts': ['decide-pair'],
  'server/positions/reads-suspended.ts': ['judge-place'],
  'server/positions/reads-withheld.ts': ['judge-place'],
  'server/positions/reads.ts': ['head-card'],
  'server/positions/tell-outgrown.ts': ['told-before'],
  'server/privacy/erase-account.ts': ['erase-self'],
  'server/privacy/erase-newcomer.ts': ['erase-self'],
  'server/proposals/add-proposal.ts': ['exchange-proposals'],
  'server/proposals/reads-codes.ts': ['name-card'],
  'server/proposals/reads-look-alikes.ts': ['look-alikes'],
  'server/proposals/reads-cards.ts': ['head-card'],
  'server/proposals/reads-own.ts': ['head-card', 'hold-still'],
  'server/proposals/reads-recheck.ts': ['prove-run'],
  'server/proposals/reads-revealed.ts': ['head-card'],
  'server/proposals/reads-room.ts': ['count-room'],
  'server/proposals/reads-run-blocking.ts': ['prove-run'],
  'server/proposals/reads-worth-a-look.ts': ['count-room'],
  'server/proposals/take-back-proposal.ts': ['hold-still'],
}

test('who sees more than the own rows is listed, with the purpose', () => {
  const found: Record<string, string[]> = {}
  for (const { path, text } of product) {
    if (path === 'db/bound.ts') continue
    const calls = text.match(/\belevated\(/g)?.length ?? 0
    const named = [...text.matchAll(/\belevated\(\w+(?:\.\w+)?, '([a-z-]+)'\)/g)].map((match) => match[1] ?? '')
    // A purpose in a variable would say nothing here.
    expect([path, named.length]).toEqual([path, calls])
    if (calls > 0) found[path] = [...new Set(named)].sort()
  }
  expect(found).toEqual(ELEVATIONS)
  expect([...new Set(Object.values(found).flat())].sort()).toEqual(Object.keys(PURPOSES).sort())
})

test('one file says for whom the database answers', () => {
  const elsewhere = product.filter(({ path }) => path !== 'db/bound.ts' && !path.startsWith('db/migrations'))
  // Time-outs of one transaction are no actor.
  const set = hits(elsewhere, /set_config\(/).filter((line) => !/set_config\('(?:\w+_timeout|pg_trgm\.\w+)'/.test(line))
  expect(set).toEqual([])
  expect(hits(elsewhere, /\bset (?:local |session )?(?:role|session authorization)\b/i)).toEqual([])
})

test('no connection is taken out of the fence', () => {
  expect(
    hits(
      product.filter(({ path }) => path !== 'db/fence.ts'),
      /\.reserve\(/,
    ),
  ).toEqual([])
})

test('the door opens for the way in and nothing else', () => {
  const AT_THE_DOOR =
    /^app\/routes\/(?:visitor\.sign-in[\w-]*|visitor\.invitation|system\.sign-out|account\.(?:home|role))\.tsx$/
  const takes = hits(
    product.filter(({ path }) => path.startsWith('app/') && !AT_THE_DOOR.test(path)),
    /\bcontext\.db\b|\{[^}]*\bdb\b[^}]*\} = (?:args\.)?context\b/,
  )
  expect(takes).toEqual([])
})
