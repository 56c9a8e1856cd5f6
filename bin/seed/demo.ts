import type { Sql } from 'postgres'
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { employers, establishments, staffingFacts } from '#db/schema/employers.ts'
import { factStatements } from '#db/schema/facts.ts'
import { tensions } from '#db/schema/reference.ts'
import { copyRows } from '#db/seed/copy-rows.ts'
import { plusDays } from '#db/seed/days.ts'
import { type Cast, demoCast, WITH_HISTORY } from '#db/seed/demo-cast.ts'
import { copyNewcomers } from '#db/seed/fill-newcomers.ts'
import type { MadeEmployer } from '#db/seed/make-employer.ts'
import { makeStatements } from '#db/seed/make-statements.ts'
import { hasFigures, makeTensions } from '#db/seed/make-tensions.ts'
import { randomOf } from '#db/seed/random.ts'
import { readWorld, type World } from '#db/seed/world.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { openDesk } from './desk.ts'
import { playMonthsAgo } from './play-months-ago.ts'
import { playOversight } from './play-oversight.ts'
import { playThisMonth } from './play-this-month.ts'
import type { Stage } from './stage.ts'

/**
 * Makes the demo: inserts the cast, and plays what they did to each other with the rooms' own commands, so that logs, events and verdicts
 * are what they would be.
 *
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 */
export async function makeDemo(
  { db, sql }: { db: Db; sql: Sql },
  options: { seed: number; today: string; say: (line: string) => void },
): Promise<void> {
  const { today, seed, say } = options
  const world = await readWorld(sql)
  const cast = demoCast(world, seed, today)
  const restore = seedIds(seed)
  try {
    await play(stageOf(db, cast, today), sql, { seed, world, say })
  } finally {
    restore()
  }
}

/** The engine breaks ties by id, so that the same seed tells the same story only when the ids that commands make come from it too. */
function seedIds(seed: number): () => void {
  const random = randomOf(`${seed} ids`)
  const { randomUUID } = crypto
  crypto.randomUUID = () => random.uuid() as ReturnType<typeof randomUUID>
  return () => {
    crypto.randomUUID = randomUUID
  }
}

const everybody = (cast: Cast) => ({
  desks: [...cast.coaches, ...cast.managers, cast.officer, ...cast.beside],
  own: [...cast.employers.map(({ account }) => account), cast.member, ...cast.newcomers.map(({ account }) => account)],
})

function stageOf(db: Db, cast: Cast, today: string): Stage {
  const { desks, own } = everybody(cast)
  return { cast, desk: openDesk(db, today, [...desks, ...own]), published: [] }
}

/** Days on which every employer answered the questions, counted from today: before each chapter, and once more for whoever looks today. */
const STATED = [-240, -62, -30]
/** Days on which they looked for ended contracts and vacancies, beside the last time: good for three months. */
const LOOKED = [-240, -150, -62]
/** Days on which they said that there is no strike, which is good for a month where somebody starts: so that it stands whenever somebody acts. */
const NO_STRIKE = Array.from({ length: 10 }, (_, at) => -240 + 26 * at)
/** The employer of WITH_HISTORY that asked to dismiss somebody, and when. */
const DISMISSING = { index: 1, days: -110 } as const

async function play(
  stage: Stage,
  sql: Sql,
  { seed, world, say }: { seed: number; world: World; say: (line: string) => void },
): Promise<void> {
  const { cast, desk } = stage
  const { desks: people, own } = everybody(cast)
  await sql.begin(async (tx) => {
    await copyRows(tx, accounts, people)
    await copyRows(
      tx,
      employers,
      cast.employers.map(({ made }) => made.employer),
    )
    await copyRows(
      tx,
      establishments,
      cast.employers.map(({ made }) => made.establishment),
    )
    const looking = randomOf(`${seed} looks`)
    const looksOf = ({ looks }: MadeEmployer) => [
      ...LOOKED.flatMap((back) =>
        looks.map((look) => ({ ...look, id: looking.uuid(), happenedOn: plusDays(desk.today, back) })),
      ),
      ...looks,
    ]
    await copyRows(
      tx,
      staffingFacts,
      cast.employers.flatMap(({ made }) => looksOf(made)),
    )
    await copyNewcomers(
      tx,
      cast.newcomers.map(({ made }) => made),
      () => {},
    )
    const [first, rest] = [own.filter(({ employerId }) => employerId), own.filter(({ newcomerId }) => newcomerId)]
    await copyRows(tx, accounts, first)
    await copyRows(tx, accounts, rest)
    const random = randomOf(`${seed} statements`)
    const on = (back: number) => plusDays(desk.today, back)
    const said = (index: number) => ({
      days: STATED.map(on),
      strikeDays: NO_STRIKE.map(on),
      ...(index === WITH_HISTORY[DISMISSING.index] && { dismissedOn: on(DISMISSING.days) }),
    })
    await copyRows(
      tx,
      factStatements,
      cast.employers.flatMap(({ made, account }, index) => makeStatements(random, made, account.id, said(index))),
    )
    if (!(await hasFigures(tx))) await copyRows(tx, tensions, makeTensions(random, world, desk.today, true))
  })
  say('the histories of eight employers ...')
  await tellHistories(stage)
  say('half a year ago, and two months ago ...')
  await playMonthsAgo(stage)
  say('this month ...')
  await playThisMonth(stage)
  await desk.settle(null)
  say('the desk of the officer ...')
  await playOversight(stage)
}

/** Eight employers report what happened to their staff; two of them would break a safeguard. */
async function tellHistories({ cast, desk }: Stage): Promise<void> {
  for (const [index, employer] of WITH_HISTORY.entries()) {
    const { made, account } = desk.known(cast.employers[employer])
    const occupationUri = made.occupations[0]?.uri ?? null
    const ended = { establishmentId: made.establishment.id, kind: 'contract-ended' as const, occupationUri }
    const on = (days: number) => plusDays(desk.today, days)
    const isForced = index < 2
    await recordStaffingFact(desk.as(account, -60), {
      ...ended,
      reason: isForced ? (index === 0 ? 'dismissal' : 'reorganisation') : index % 2 === 0 ? 'voluntary' : 'retirement',
      happenedOn: on(isForced ? -95 : -150 - index * 20),
    })
    if (index === 2)
      await recordStaffingFact(desk.as(account, -60), { ...ended, kind: 'vacancy-open', happenedOn: on(-70) })
    if (index === DISMISSING.index)
      await recordStaffingFact(desk.as(account, -60), {
        ...ended,
        kind: 'dismissal-request',
        happenedOn: on(DISMISSING.days),
      })
  }
}
