import type { employers, establishments, staffingFacts } from '#db/schema/employers.ts'
import { morningOf, plusDays } from './days.ts'
import type { Random } from './random.ts'
import { textFor } from './texts.ts'
import type { Municipality, Occupation } from './world.ts'

export type MadeEmployer = {
  employer: typeof employers.$inferInsert & { id: string }
  establishment: typeof establishments.$inferInsert & { id: string }
  /** That somebody looked for ended contracts and open vacancies, and found none. */
  looks: (typeof staffingFacts.$inferInsert)[]
  municipality: Municipality
  /** What the firm does. */
  occupations: Occupation[]
}

const STREETS = ['Industrieweg', 'Stationsplein', 'Marktstraat', 'Kerkweg', 'Nijverheidsweg', 'Plantsoen', 'Havenkade']

/** Makes one employer with one establishment that does one kind of work. */
export function makeEmployer(
  random: Random,
  options: {
    municipality: Municipality
    occupations: Occupation[]
    today: string
    name?: string
    /** Names that are taken; the made one is added. */
    names: Set<string>
  },
): MadeEmployer {
  const { municipality, occupations, today, names } = options
  const [main] = occupations
  const firms = textFor(main?.isco ?? '').firms
  const base = options.name ?? random.one(firms)
  let name = names.has(base) ? `${base} ${municipality.name}` : base
  for (let number = 2; names.has(name); number += 1) name = `${base} ${municipality.name} ${number}`
  names.add(name)
  const employerId = random.uuid()
  const establishmentId = random.uuid()
  const employeesTotal = random.weighed([
    [random.whole(3, 9), 3],
    [random.whole(10, 49), 5],
    [random.whole(50, 400), 2],
  ])
  const since = plusDays(today, -random.whole(230, 600))
  const createdAt = morningOf(since)
  const look = (kind: 'contract-ended' | 'vacancy-open') => ({
    id: random.uuid(),
    establishmentId,
    kind,
    occupationUri: null,
    reason: null,
    happenedOn: plusDays(today, -random.whole(2, 40)),
    endedOn: null,
    detail: { found: 'none' },
    reportedBy: 'employer',
    createdAt,
  })
  return {
    employer: {
      id: employerId,
      name,
      kvk: `9${random.whole(1_000_000, 9_999_999)}`,
      about: '',
      employeesTotal,
      createdAt,
    },
    establishment: {
      id: establishmentId,
      employerId,
      name,
      address: `${random.one(STREETS)} ${random.whole(1, 180)}`,
      postcode4: random.one(municipality.postcodes),
      employeesTotal,
    },
    looks: [look('contract-ended'), look('vacancy-open')],
    municipality,
    occupations,
  }
}

/** An open paid vacancy in a role, which a trial there may lead to. */
export const openVacancy = (
  random: Random,
  { establishment }: MadeEmployer,
  occupationUri: string,
  today: string,
): typeof staffingFacts.$inferInsert => ({
  id: random.uuid(),
  establishmentId: establishment.id,
  kind: 'vacancy-open',
  occupationUri,
  reason: null,
  happenedOn: plusDays(today, -random.whole(5, 30)),
  endedOn: null,
  detail: {},
  reportedBy: 'employer',
  createdAt: morningOf(today),
})
