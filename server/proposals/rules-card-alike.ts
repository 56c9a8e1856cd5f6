import type { CardTraits } from './rules-card-bands.ts'
import { CARD_POLICY, CARD_STEPS, type CardAsk, keyOf, shapeAt } from './rules-card-steps.ts'

/** A card that an organisation was shown: of whom, for what kind of place, how general, and what it said (`keyOf`). */
export type ShownCard = { personId: string; region: string | null; ask: CardAsk; step: number; key: string }

export type CardQuestion = {
  person: CardTraits
  ask: CardAsk
  /** Everybody of the person's region who did not stop, the person included or not. */
  population: readonly CardTraits[]
  /** Every card that this organisation was shown in the months of the policy, over all its places. */
  shown: readonly ShownCard[]
  k?: number
}
/** `step`: index in CARD_STEPS, or null when even the most general card fits too few people. */
export type CardChoice = { step: number | null; alike: number }

/**
 * How general a card must be for this organisation: the first step at which what it can put together about anybody still fits at least `k` people.
 *
 * Put together = all cards of one person joined, as if the organisation knew that they are of one person; and of the people who fit, one is taken off for each
 * other person it was shown whose cards overlap without being the same, since the organisation knows that those are others. Cards that were safe before stay
 * safe. Policy of 2026-11-22 after reliability.md section 5 and ruling 25; why this is enough: docs/adr/0019.
 */
export function firstSafeStep(question: CardQuestion): CardChoice {
  const { person, ask, shown } = question
  const k = question.k ?? CARD_POLICY.k
  const classes = classesOf(question.population)
  const joined = new Map<string, ReadonlySet<string>>()
  for (const card of shown) {
    const fits = withPerson(classes(card.region, card.ask, card.step, card.key), card.personId)
    const before = joined.get(card.personId)
    joined.set(card.personId, before ? both(before, fits) : fits)
  }
  const own = joined.get(person.id)
  joined.delete(person.id)
  const others = [...joined.values()]
  let alike = 1
  for (let step = 0; step < CARD_STEPS.length; step++) {
    const fits = withPerson(classes(person.region, ask, step, keyOf(shapeAt(person, ask, step))), person.id)
    const mine = own ? both(own, fits) : fits
    const near = others.filter((one) => overlaps(one, mine) && !isSame(one, mine))
    alike = mine.size - near.length
    if (alike >= k && near.every((one) => staysSafe(one, others, own, k))) return { step, alike }
  }
  return { step: null, alike }
}

/** Whether a person who was hidden before stays so once one more overlaps. One who was not is no reason to hold another back. */
function staysSafe(
  one: ReadonlySet<string>,
  others: readonly ReadonlySet<string>[],
  own: ReadonlySet<string> | undefined,
  k: number,
): boolean {
  const near = others.filter((other) => other !== one && overlaps(other, one) && !isSame(other, one)).length
  const before = own && overlaps(own, one) && !isSame(own, one) ? near + 1 : near
  return one.size - before < k || one.size - near - 1 >= k
}

/** Who fits a card, computed once for each kind of card and step. */
function classesOf(population: readonly CardTraits[]) {
  const known = new Map<string, Map<string, Set<string>>>()
  return (region: string | null, ask: CardAsk, step: number, key: string): ReadonlySet<string> => {
    const kind = JSON.stringify([region, ask.sector, ask.otherLanguages, step])
    let byKey = known.get(kind)
    if (!byKey) {
      byKey = new Map()
      for (const one of population) {
        if (one.region !== region || !one.sectors.has(ask.sector)) continue
        const said = keyOf(shapeAt(one, ask, step))
        const same = byKey.get(said)
        if (same) same.add(one.id)
        else byKey.set(said, new Set([one.id]))
      }
      known.set(kind, byKey)
    }
    return byKey.get(key) ?? new Set()
  }
}

const withPerson = (fits: ReadonlySet<string>, id: string): ReadonlySet<string> =>
  fits.has(id) ? fits : new Set([...fits, id])
const both = (one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...one].filter((id) => other.has(id)))
const overlaps = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean => {
  for (const id of one) if (other.has(id)) return true
  return false
}
const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((id) => other.has(id))
