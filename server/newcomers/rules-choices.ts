/** Minutes of travel that a coach can choose. */
export const TRAVEL_MINUTES = [15, 30, 45, 60, 90] as const
/** Months after this one by which a level can be asked. */
const MONTHS_AHEAD = 24

/** This month and the two years that follow, `YYYY-MM`. @param today `YYYY-MM-DD` */
export const comingMonths = (today: string): string[] =>
  Array.from({ length: MONTHS_AHEAD + 1 }, (_, ahead) => {
    const month = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 + ahead
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  })

/** One filter: what it lets pass, null = it is not asked; and for each of its fields, what each choice there would let pass. */
export type Sieve<P> = {
  passes: ((one: P) => boolean) | null
  fields?: Readonly<Record<string, Readonly<Record<string, (one: P) => boolean>>>>
}

/**
 * What all filters let pass, and beside every choice how many there would be with that choice and all the other filters as they are. Pure.
 *
 * @param all people, or places
 * @param sieves by name
 * @returns `counts` by field and choice; `without` by the name of each filter that is asked: how many there would be if that one were left out
 */
export function countChoices<P>(
  all: readonly P[],
  sieves: Readonly<Record<string, Sieve<P>>>,
): { found: P[]; counts: Record<string, Record<string, number>>; without: Record<string, number> } {
  const passing = (without?: string): P[] =>
    all.filter((one) =>
      Object.entries(sieves).every(([name, { passes }]) => name === without || passes === null || passes(one)),
    )
  const counts: Record<string, Record<string, number>> = {}
  const without: Record<string, number> = {}
  for (const [name, { passes, fields = {} }] of Object.entries(sieves)) {
    const others = passing(name)
    if (passes !== null) without[name] = others.length
    for (const [field, choices] of Object.entries(fields))
      counts[field] = Object.fromEntries(
        Object.entries(choices).map(([choice, fits]) => [choice, others.filter(fits).length]),
      )
  }
  return { found: passing(), counts, without }
}
