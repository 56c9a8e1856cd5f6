import type { Spread } from '#db/values/matching.ts'

/** @param sorted from least to most */
const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0

/**
 * How values spread: least, quartiles, most, and the Gini coefficient to three decimals (0 = everybody the same, towards 1 = one has all). All 0
 * for no values.
 */
export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((x, y) => x - y)
  const sum = sorted.reduce((total, one) => total + one, 0)
  const ranked = sorted.reduce((total, one, i) => total + (2 * (i + 1) - sorted.length - 1) * one, 0)
  return {
    least: at(sorted, 0),
    lower: at(sorted, 0.25),
    middle: at(sorted, 0.5),
    upper: at(sorted, 0.75),
    most: at(sorted, 1),
    gini: sum === 0 ? 0 : Math.round((1000 * ranked) / (sorted.length * sum)) / 1000,
  }
}
