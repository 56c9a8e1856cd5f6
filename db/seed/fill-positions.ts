import type { TransactionSql } from 'postgres'
import { accounts } from '#db/schema/accounts.ts'
import { employers, establishments, staffingFacts } from '#db/schema/employers.ts'
import { factStatements } from '#db/schema/facts.ts'
import { positionLanguages, positionLog, positionSkills, positionSlots, positions } from '#db/schema/positions.ts'
import type { PositionState } from '#db/values/positions.ts'
import { copyRows } from './copy-rows.ts'
import { lastSeenOn, plusDays } from './days.ts'
import { UNPAID_SHARE } from './figures.ts'
import { type Account, DESK, deskName, type Part } from './make-desks.ts'
import { type MadeEmployer, makeEmployer, openVacancy } from './make-employer.ts'
import { type Flavour, makePlace, TRIALS } from './make-position.ts'
import { makeStatements } from './make-statements.ts'
import { addPosition, noPositionRows } from './position-rows.ts'
import type { Random } from './random.ts'

const FLAVOURS: readonly (readonly [Flavour, number])[] = [
  ['ok', 80],
  ['warn', 10],
  ['human', 7],
  ['block', 3],
]
const STATES: readonly (readonly [PositionState, number])[] = [
  ['published', 84],
  ['paused', 4],
  ['closed', 6],
  ['expired', 4],
  ['draft', 2],
]

/** Employers with an account, and their positions in every state, by COPY. */
export async function fillPositions(tx: TransactionSql, random: Random, part: Part) {
  const { world, towns, total, today, open, count } = part
  const groups = world.groups.map((group) => [group, group.positions] as const)
  const names = new Set<string>()
  const codes = new Set<string>()
  const owners: { made: MadeEmployer; account: Account }[] = []
  for (let index = 0; index < Math.ceil(total / 2.2); index += 1) {
    const made = makeEmployer(random, {
      municipality: random.weighed(towns),
      occupations: random.weighed(groups).occupations,
      today,
      names,
    })
    const account: Account = {
      id: random.uuid(),
      role: 'employer',
      isAdmin: true,
      displayName: deskName(random),
      email: `employer-${index + 1}@${DESK}`,
      employerId: made.employer.id,
      demo: index === 0,
      createdAt: made.employer.createdAt,
      signedInOn: lastSeenOn(today),
    }
    owners.push({ made, account })
  }
  const rows = noPositionRows()
  // What an employer has unpaid in one role is all trials or none: a trial needs an open vacancy there, beside which nobody works without pay.
  const trialIn = new Map<string, boolean>()
  const vacancies: (typeof staffingFacts.$inferInsert)[] = []
  const opening = random.part('vacancies')
  for (let index = 0; index < total; index += 1) {
    const owner = owners[index % owners.length] ?? random.one(owners)
    const drawn = random.weighed(FLAVOURS)
    const flavour = open && (drawn === 'human' || drawn === 'block') ? 'ok' : drawn
    const drawnState = random.weighed(STATES)
    const usual = open ? 'published' : drawnState
    // What a safeguard holds up is not on the site.
    const state = flavour === 'human' ? 'awaiting-decision' : flavour === 'block' ? 'draft' : usual
    const from = plusDays(
      today,
      state === 'expired' || state === 'closed' ? -random.whole(10, 90) : random.whole(7, 80),
    )
    const options = {
      occupation: random.one(owner.made.occupations),
      unpaid: random.chance(UNPAID_SHARE),
      flavour,
      from,
      municipality: owner.made.municipality.name,
    }
    const drawnPlace = makePlace(random, options)
    const role = `${owner.made.establishment.id} ${options.occupation.isco.slice(0, 3)}`
    const isTrial = TRIALS.includes(drawnPlace.type)
    const known = options.unpaid ? trialIn.get(role) : isTrial
    const place =
      known === undefined || known === isTrial
        ? drawnPlace
        : makePlace(random, { ...options, type: known ? 'TRIAL_PLACEMENT' : 'WORK_EXPERIENCE' })
    if (options.unpaid) trialIn.set(role, known ?? isTrial)
    if (options.unpaid && known === undefined && isTrial)
      vacancies.push(openVacancy(opening, owner.made, options.occupation.uri, today))
    addPosition(rows, random, { place, owner: owner.made, accountId: owner.account.id, state, today, codes })
  }
  count(
    'employers',
    await copyRows(
      tx,
      employers,
      owners.map(({ made }) => made.employer),
    ),
  )
  count(
    'establishments',
    await copyRows(
      tx,
      establishments,
      owners.map(({ made }) => made.establishment),
    ),
  )
  count(
    'accounts',
    await copyRows(
      tx,
      accounts,
      owners.map(({ account }) => account),
    ),
  )
  count(
    'staffing_facts',
    await copyRows(tx, staffingFacts, [...owners.flatMap(({ made }) => made.looks), ...vacancies]),
  )
  const stating = random.part('statements')
  const stated = owners.flatMap(({ made, account }) =>
    makeStatements(stating, made, account.id, {
      days: [plusDays(today, -stating.whole(2, 60))],
      strikeDays: [plusDays(today, -stating.whole(1, 24))],
    }),
  )
  count('fact_statements', await copyRows(tx, factStatements, stated))
  count('positions', await copyRows(tx, positions, rows.positions))
  count('position_languages', await copyRows(tx, positionLanguages, rows.languages))
  count('position_skills', await copyRows(tx, positionSkills, rows.skills))
  count('position_slots', await copyRows(tx, positionSlots, rows.slots))
  count('position_log', await copyRows(tx, positionLog, rows.log))
}
