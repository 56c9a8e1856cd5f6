import type { CardTraits } from './rules-card-bands.ts'
import {
  askTold,
  bandsKey,
  bandsKeyAt,
  CARD_POLICY,
  type CardAsk,
  type CardWay,
  keyOf,
  shapeAt,
  skillsKeyAt,
  waysOf,
} from './rules-card-steps.ts'

/** A card that an organisation was shown: of whom, what it was asked (`askTold`), how general it is, and all that it said (`keyOf`). */
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
/** `way`: how the card is made, or null when even the most general one fits too few people. */
export type CardChoice = { way: CardWay | null; alike: number }

/**
 * How general a card must be for this organisation: the first way to make it at which what it can put together about anybody still fits at least `k` people.
 * Everything that the card says counts, the skills and licences that the place asks for as well.
 *
 * Put together = all cards of one person joined, as if the organisation knew that they are of one person; and of the people who fit, one is taken off for each
 * other person it was shown whose cards overlap without being the same, since the organisation knows that those are others. Cards that were safe before stay
 * safe. Policy of 2026-11-22 after reliability.md section 5 and ruling 25; why this is enough: docs/adr/0019.
 */
export function firstSafeWay(question: CardQuestion): CardChoice {
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
  for (const way of waysOf(ask.skills.length)) {
    const key = keyOf(shapeAt(person, ask, way))
    const fits = withPerson(classes(person.region, askTold(ask, way.told), way.step, key), person.id)
    const mine = own ? both(own, fits) : fits
    const near = others.filter((one) => overlaps(one, mine) && !isSame(one, mine))
    alike = mine.size - near.length
    if (alike >= k && near.every((one) => staysSafe(one, others, own, k))) return { way, alike }
  }
  return { way: null, alike }
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

/**
 * Who fits a card. By all but the skills people are told apart once for each kind of card and step; by the skills only those who are left, so that one more way
 * to make a card costs little.
 */
function classesOf(population: readonly CardTraits[]) {
  const known = new Map<string, Map<string, CardTraits[]>>()
  return (region: string | null, ask: CardAsk, step: number, key: string): ReadonlySet<string> => {
    const kind = JSON.stringify([region, ask.sector, ask.otherLanguages, ask.licences, step])
    let byBands = known.get(kind)
    if (!byBands) {
      byBands = new Map()
      for (const one of population) {
        if (one.region !== region || !one.sectors.has(ask.sector)) continue
        const said = bandsKeyAt(one, ask, step)
        const same = byBands.get(said)
        if (same) same.push(one)
        else byBands.set(said, [one])
      }
      known.set(kind, byBands)
    }
    const bands = bandsKey(key)
    const alike = byBands.get(bands) ?? []
    return new Set(alike.filter((one) => `${bands}\n${skillsKeyAt(one, ask)}` === key).map((one) => one.id))
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
