import type { Allocation, Instance } from '#server/matching/rules/allocation/instance.ts'
import type { Country } from './matching-instances.ts'

/** What others do with the same people and positions, for the quality of it. Both give a choice of edges and no prices. */

const ownersOf = ({ newcomers, start, position }: Instance): Int32Array => {
  const owner = new Int32Array(position.length)
  for (let i = 0; i < newcomers; i += 1) owner.fill(i, start[i], start[i + 1])
  return owner
}

const withoutPrices = ({ newcomers, positions }: Instance, chosen: Uint8Array): Allocation => ({
  chosen,
  newcomerPrice: new Float64Array(newcomers),
  positionPrice: new Float64Array(positions),
})

/** Best pair first, while there is room: what a ranked list ends in. Also the stable set under one shared score. */
export const greedy = ({ instance }: Country): Allocation => {
  const { weight, position, max, room, tie } = instance
  const owner = ownersOf(instance)
  const [mayHave, left] = [max.slice(), room.slice()]
  const chosen = new Uint8Array(position.length)
  const order = Int32Array.from(weight.keys()).sort(
    (a, b) => (weight[b] ?? 0) - (weight[a] ?? 0) || (tie[a] ?? 0) - (tie[b] ?? 0),
  )
  for (const edge of order) {
    const [i, j] = [owner[edge] ?? 0, position[edge] ?? 0]
    const [more, places] = [mayHave[i] ?? 0, left[j] ?? 0]
    if (more === 0 || places === 0) continue
    chosen[edge] = 1
    mayHave[i] = more - 1
    left[j] = places - 1
  }
  return withoutPrices(instance, chosen)
}

/** Deferred acceptance: newcomers ask in the order of their own side, positions keep whom their side ranks highest. */
export const deferredAcceptance = ({ instance, own, employer }: Country): Allocation => {
  const { newcomers, positions, start, position, max, room } = instance
  const owner = ownersOf(instance)
  const chosen = new Uint8Array(position.length)
  const wishes = Array.from({ length: newcomers }, (_, i) => {
    const first = start[i] ?? 0
    return Int32Array.from({ length: (start[i + 1] ?? 0) - first }, (_, k) => first + k).sort(
      (a, b) => (own[b] ?? 0) - (own[a] ?? 0) || a - b,
    )
  })
  const next = new Int32Array(newcomers)
  const held = new Int32Array(newcomers)
  const holders: number[][] = Array.from({ length: positions }, () => [])
  const asking = Array.from({ length: newcomers }, (_, i) => i)
  for (let i = asking.pop(); i !== undefined; i = asking.pop()) {
    while ((held[i] ?? 0) < (max[i] ?? 0) && (next[i] ?? 0) < (wishes[i]?.length ?? 0)) {
      const edge: number = wishes[i]?.[next[i] ?? 0] ?? 0
      next[i] = (next[i] ?? 0) + 1
      const j: number = position[edge] ?? 0
      const here: number[] = holders[j] ?? []
      if ((room[j] ?? 0) === 0) continue
      if (here.length >= (room[j] ?? 0)) {
        let least = 0
        for (let k = 1; k < here.length; k += 1)
          if ((employer[here[k] ?? 0] ?? 0) < (employer[here[least] ?? 0] ?? 0)) least = k
        const out: number = here[least] ?? 0
        if ((employer[out] ?? 0) >= (employer[edge] ?? 0)) continue
        here[least] = edge
        chosen[out] = 0
        const other: number = owner[out] ?? 0
        held[other] = (held[other] ?? 0) - 1
        if (other !== i) asking.push(other)
      } else here.push(edge)
      chosen[edge] = 1
      held[i] = (held[i] ?? 0) + 1
    }
  }
  return withoutPrices(instance, chosen)
}
