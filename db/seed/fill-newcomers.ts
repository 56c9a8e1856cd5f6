import type { TransactionSql } from 'postgres'
import { accounts } from '#db/schema/accounts.ts'
import {
  newcomerCourses,
  newcomerEducations,
  newcomerExperiences,
  newcomerIdentities,
  newcomerLanguages,
  newcomerLearningWishes,
  newcomerNoGoes,
  newcomerSkills,
  newcomerSlots,
  newcomers,
  newcomerWishes,
} from '#db/schema/newcomers.ts'
import type { Availability } from '#db/values/newcomers.ts'
import { copyRows } from './copy-rows.ts'
import type { Account, Part } from './make-desks.ts'
import { type MadeNewcomer, makeNewcomer } from './make-newcomer.ts'
import type { Random } from './random.ts'

const BATCH = 2_500

const AVAILABILITY: readonly (readonly [Availability, number])[] = [
  ['available', 78],
  ['in-intake', 15],
  ['paused', 5],
  ['withdrawn', 2],
]

/** People in batches, so that memory stays small; each with an account. */
export async function fillNewcomers(
  tx: TransactionSql,
  random: Random,
  part: Part & { coaches: Map<string, Account[]>; say: (line: string) => void },
): Promise<void> {
  const { world, towns, total, today, open, count, coaches, say } = part
  const begun = performance.now()
  for (let from = 0; from < total; from += BATCH) {
    const chance = random.part(`newcomers ${from}`)
    const made: MadeNewcomer[] = []
    const own: Account[] = []
    for (let index = from; index < Math.min(total, from + BATCH); index += 1) {
      const municipality = chance.weighed(towns)
      const coach = chance.one(coaches.get(municipality.code) ?? [])
      const drawn = chance.weighed(AVAILABILITY)
      const availability = open ? 'available' : drawn
      const person = makeNewcomer(chance, { world, municipality, coachId: coach.id, today, availability })
      made.push(person)
      own.push(accountOf(chance, person, index === 0))
    }
    await copyNewcomers(tx, made, count)
    count('accounts', await copyRows(tx, accounts, own))
    const done = Math.min(total, from + BATCH)
    const rate = Math.round(done / ((performance.now() - begun) / 1000))
    say(
      `newcomers: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}, ${rate.toLocaleString('en')} a second`,
    )
  }
}

const accountOf = (random: Random, { newcomer, identity }: MadeNewcomer, demo: boolean): Account => ({
  id: random.uuid(),
  role: 'newcomer',
  displayName: `${identity.givenName} ${identity.familyName ?? ''}`.trim(),
  newcomerId: newcomer.id,
  language: newcomer.screenLanguage ?? 'nl',
  demo,
  createdAt: newcomer.createdAt,
})

/** Inserts made people, without accounts. */
export async function copyNewcomers(
  tx: TransactionSql,
  made: readonly MadeNewcomer[],
  count: (table: string, rows: number) => void,
): Promise<void> {
  count(
    'newcomers',
    await copyRows(
      tx,
      newcomers,
      made.map((one) => one.newcomer),
    ),
  )
  count(
    'newcomer_identities',
    await copyRows(
      tx,
      newcomerIdentities,
      made.map((one) => one.identity),
    ),
  )
  count(
    'newcomer_languages',
    await copyRows(
      tx,
      newcomerLanguages,
      made.flatMap((one) => one.languages),
    ),
  )
  count(
    'newcomer_courses',
    await copyRows(
      tx,
      newcomerCourses,
      made.flatMap((one) => one.courses),
    ),
  )
  count(
    'newcomer_slots',
    await copyRows(
      tx,
      newcomerSlots,
      made.flatMap((one) => one.slots),
    ),
  )
  count(
    'newcomer_skills',
    await copyRows(
      tx,
      newcomerSkills,
      made.flatMap((one) => one.skills),
    ),
  )
  count(
    'newcomer_experiences',
    await copyRows(
      tx,
      newcomerExperiences,
      made.flatMap((one) => one.experiences),
    ),
  )
  count(
    'newcomer_educations',
    await copyRows(
      tx,
      newcomerEducations,
      made.flatMap((one) => one.educations),
    ),
  )
  count(
    'newcomer_wishes',
    await copyRows(
      tx,
      newcomerWishes,
      made.flatMap((one) => one.wishes),
    ),
  )
  count(
    'newcomer_learning_wishes',
    await copyRows(
      tx,
      newcomerLearningWishes,
      made.flatMap((one) => one.learningWishes),
    ),
  )
  count(
    'newcomer_no_goes',
    await copyRows(
      tx,
      newcomerNoGoes,
      made.flatMap((one) => one.noGoes),
    ),
  )
}
