import type { Scale } from './scale.ts'
import type { Sides } from './sides.ts'

/**
 * An allocation under way: the edges, what each side may take, and a price on everything, all in composite worth.
 *
 * `gain` of an edge = its weight - the price of its position - the bar of its newcomer. The prices are in balance when
 *  - an edge that is chosen has a gain of 0 or more, one that is not has 0 or less;
 *  - a newcomer who may have more has `bar <= -extra`, where extra is what one more proposal is worth beside its weight;
 *    one who has some has `bar >= -extra` of the last it got;
 *  - a position with a place left has price 0, and no price is below 0.
 * Then no exchange, however long, makes the whole better: the allocation is a best one.
 */
export type State = {
  scale: Scale
  sides: Sides
  max: Int32Array
  bonus: Float64Array
  bar: Float64Array
  room: Int32Array
  price: Float64Array
}

/** What one more proposal is worth beside its weight to a newcomer who has `held`. */
const extraOf = (state: State, i: number, held: number): number => (held === 0 ? (state.bonus[i] as number) : 0)

/** What the whole loses beyond balance when this newcomer gives back a proposal for nothing. Only for one who has some. */
export const costOfLess = (state: State, i: number): number =>
  (state.bar[i] as number) + extraOf(state, i, (state.sides.rows.taken[i] as number) - 1)

/**
 * The same when it takes one more. Below 0: the state is not in balance, the newcomer should get more.
 * Infinity for one who may have no more.
 */
export const costOfMore = (state: State, i: number): number => {
  const held = state.sides.rows.taken[i] as number
  return held < (state.max[i] as number)
    ? -(state.bar[i] as number) - extraOf(state, i, held)
    : Number.POSITIVE_INFINITY
}
