import type { accounts } from '#db/schema/accounts.ts'
import { lastSeenOn, morningOf, plusDays } from './days.ts'
import { DESK_FAMILY_NAMES, DESK_GIVEN_NAMES } from './names.ts'
import type { Random } from './random.ts'
import type { Municipality, World } from './world.ts'

export type Account = typeof accounts.$inferInsert & { id: string }
/** A municipality with its weight. */
export type WeighedTown = readonly [Municipality, number]
/** What every part of a fill needs. */
export type Part = {
  world: World
  towns: WeighedTown[]
  total: number
  today: string
  /** Everybody is available and every position published, so that a size is what it says. */
  open: boolean
  count: (table: string, rows: number) => void
}

/** People of one coach. */
const CASELOAD = 60
export const DESK = 'demo.instroom.example'

/** Municipalities with how many postcodes they have, which follows how many people live there. */
export function weighedTowns(world: World, most: number): WeighedTown[] {
  const bySize = [...world.municipalities].sort(
    (a, b) =>
      Number(b.regionCode !== null) - Number(a.regionCode !== null) ||
      b.postcodes.length - a.postcodes.length ||
      (a.code < b.code ? -1 : 1),
  )
  return bySize.slice(0, most).map((town) => [town, town.postcodes.length] as const)
}

export const deskName = (random: Random) => `${random.one(DESK_GIVEN_NAMES)} ${random.one(DESK_FAMILY_NAMES)}`

/** Coaches by municipality, and a manager and an officer for each. */
export function makeDesks(random: Random, towns: WeighedTown[], people: number, today: string) {
  const createdAt = morningOf(plusDays(today, -400))
  const total = towns.reduce((sum, [, weight]) => sum + weight, 0)
  const coaches = new Map<string, Account[]>()
  const others: Account[] = []
  let number = 0
  const desk = (role: 'coach' | 'municipality' | 'officer', municipalityCode: string, demo: boolean): Account => {
    number += 1
    const email = `${role}-${number}@${DESK}`
    const when = { createdAt, signedInOn: lastSeenOn(today) }
    return { id: random.uuid(), role, displayName: deskName(random), email, municipalityCode, demo, ...when }
  }
  for (const [index, [town, weight]] of towns.entries()) {
    const needed = Math.max(1, Math.ceil((people * weight) / total / CASELOAD))
    coaches.set(
      town.code,
      Array.from({ length: needed }, (_, at) => desk('coach', town.code, index === 0 && at === 0)),
    )
    others.push(desk('municipality', town.code, index === 0), desk('officer', town.code, index === 0))
  }
  return { coaches, others }
}
