import type { Allocation, Instance } from './instance.ts'

/** What an allocation is worth, and what none can be worth more than. Sums are bigint: they may pass 2^53. */
export type Certificate = {
  /** The sum of the weights; the same with the bonus of everybody who has one. */
  objective: bigint
  bonusObjective: bigint
  /** No allocation of this instance has a higher `bonusObjective`: proved by the prices, whatever they are. */
  upperBound: bigint
  /** bonusObjective / upperBound; 1 when both are 0. */
  ratio: number
  /** Newcomers with a proposal, pinned ones included; newcomers with an edge or a pinned proposal. */
  covered: number
  eligible: number
  /** Nobody has more than allowed. The first breach in words when somebody has. */
  feasible: boolean
  breach?: string
  /** The most by which one edge, newcomer or position is out of balance with the prices: 0 = exact, at most eps for a batch. */
  imbalance: number
}

/** Prices are only believed as far as they are whole and not below 0: any such prices prove a bound. */
const wholePrices = (prices: Float64Array): Float64Array =>
  prices.map((price) => (price > 0 && Number.isFinite(price) ? Math.round(price) : 0))

/**
 * The most that one newcomer can add at these prices: its best edges, each less the price of the position, as many as
 * it may have, and the bonus for having one.
 */
const mostOf = (gains: Float64Array, most: number, bonus: number): number => {
  const best = gains.sort().reverse()
  if (most === 0 || best.length === 0) return 0
  let sum = (best[0] as number) + bonus
  if (sum <= 0) return 0
  for (let k = 1; k < Math.min(most, best.length) && (best[k] as number) > 0; k += 1) sum += best[k] as number
  return sum
}

/**
 * Checks an allocation against its instance from nothing but the two: limits, sums, and a bound by weak duality. Selling every
 * place at its price earns `room x price`, and at those prices no newcomer can do better than its best edges: together
 * that is never less than any allocation is worth. Equality proves that this one is a best one.
 * @throws RangeError when the columns of the two differ in length
 */
export const certify = (instance: Instance, allocation: Allocation): Certificate => {
  const { newcomers, positions, start, position, weight, pinned } = instance
  const { chosen, newcomerPrice } = allocation
  const price = wholePrices(allocation.positionPrice)
  const load = new Int32Array(positions)
  let [objective, bonuses, bound] = [0n, 0n, 0n]
  let [covered, eligible, imbalance] = [0, 0, 0]
  let breach: string | undefined
  const outOfBalance = (by: number): void => {
    // NaN counts as the worst.
    if (!(by <= imbalance)) imbalance = Number.isNaN(by) ? Number.POSITIVE_INFINITY : by
  }
  if (price.length !== positions || newcomerPrice.length !== newcomers || chosen.length !== position.length)
    throw new RangeError('the allocation is of another instance')

  for (let i = 0; i < newcomers; i += 1) {
    const [from, to] = [start[i] as number, start[i + 1] as number]
    const [max, bonus, bar] = [instance.max[i] as number, instance.bonus[i] as number, newcomerPrice[i] as number]
    const gains = new Float64Array(to - from)
    let [held, sum] = [0, 0]
    for (let edge = from; edge < to; edge += 1) {
      const j = position[edge] as number
      const gain = (weight[edge] as number) - (price[j] as number)
      gains[edge - from] = gain
      if (chosen[edge]) {
        held += 1
        sum += weight[edge] as number
        load[j] = (load[j] as number) + 1
      }
      outOfBalance(chosen[edge] ? bar - gain : gain - bar)
    }
    if (held > max) breach ??= `newcomer ${i} has ${held} proposals, at most ${max} may be`
    if (held < max && to > from) outOfBalance(bar + (held === 0 ? bonus : 0))
    if (held > 0) outOfBalance(-bar - (held === 1 ? bonus : 0))
    objective += BigInt(sum)
    if (held > 0) bonuses += BigInt(bonus)
    bound += BigInt(mostOf(gains, max, bonus))
    const pins = pinned?.[i] ?? 0
    if (held + pins > 0) covered += 1
    if (to > from || pins > 0) eligible += 1
  }
  for (let j = 0; j < positions; j += 1) {
    const [has, room] = [load[j] as number, instance.room[j] as number]
    if (has > room) breach ??= `position ${j} has ${has} proposals, at most ${room} may be`
    if (has < room) outOfBalance(allocation.positionPrice[j] as number)
    outOfBalance(Math.abs((allocation.positionPrice[j] as number) - (price[j] as number)))
    bound += BigInt(room) * BigInt(price[j] as number)
  }
  const bonusObjective = objective + bonuses
  return {
    objective,
    bonusObjective,
    upperBound: bound,
    ratio: bound === 0n ? 1 : Number(bonusObjective) / Number(bound),
    covered,
    eligible,
    feasible: breach === undefined,
    ...(breach !== undefined && { breach }),
    imbalance,
  }
}
