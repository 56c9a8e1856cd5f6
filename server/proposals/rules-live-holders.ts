import type { EdgeList } from '#server/matching/rules/columns/edges.ts'

/**
 * Who may fit a position: everybody who does, and some who did and do no more. So a change of a position looks at a few hundred people instead of a
 * country, and a change of a person has only what is new to write down.
 */
export type Holders = {
  /** Each once, in the order of their numbers. */
  of(position: number): number[]
  add(position: number, newcomer: number): void
  /** From now on exactly these. */
  replace(position: number, newcomers: readonly number[]): void
}

export const openHolders = ({ start, position }: EdgeList, positions: number): Holders => {
  const loads = new Int32Array(positions + 1)
  for (const j of position) loads[j + 1] = (loads[j + 1] as number) + 1
  for (let j = 0; j < positions; j += 1) loads[j + 1] = (loads[j + 1] as number) + (loads[j] as number)
  const all = new Int32Array(position.length)
  const next = loads.slice()
  for (let i = 0; i + 1 < start.length; i += 1)
    for (let at = start[i] as number; at < (start[i + 1] as number); at += 1) {
      const j = position[at] as number
      all[next[j] as number] = i
      next[j] = (next[j] as number) + 1
    }
  const settled: Int32Array[] = Array.from({ length: positions }, (_, j) => all.subarray(loads[j], loads[j + 1]))
  const added = new Map<number, Set<number>>()
  return {
    of: (j) => [...new Set([...(settled[j] ?? []), ...(added.get(j) ?? [])])].sort((x, y) => x - y),
    add(j, newcomer) {
      const some = added.get(j)
      if (some) some.add(newcomer)
      else added.set(j, new Set([newcomer]))
    },
    replace(j, newcomers) {
      settled[j] = Int32Array.from(newcomers).sort()
      added.delete(j)
    },
  }
}
