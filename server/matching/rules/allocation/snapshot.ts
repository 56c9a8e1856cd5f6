import type { Allocation, Instance } from './instance.ts'
import type { State } from './state.ts'

/** A live state as an instance of its own with the edges that are chosen, in the order an instance has. */
export const snapshotOf = ({ scale, sides, ...state }: State): { instance: Instance; chosen: Allocation['chosen'] } => {
  const { rows, columns } = sides
  const start = new Int32Array(rows.nodes + 1)
  for (let i = 0; i < rows.nodes; i += 1) start[i + 1] = (start[i] as number) + (rows.size[i] as number)
  const edges = start[rows.nodes] as number
  const [position, weight, tie] = [0, 1, 2].map(() => new Int32Array(edges)) as [Int32Array, Int32Array, Int32Array]
  const chosen = new Uint8Array(edges)
  for (let i = 0, edge = 0; i < rows.nodes; i += 1) {
    const from = rows.start[i] as number
    const cells = Int32Array.from({ length: rows.size[i] as number }, (_, k) => from + k)
    for (const cell of cells.sort((a, b) => (rows.node[a] as number) - (rows.node[b] as number))) {
      const worth = rows.weight[cell] as number
      position[edge] = rows.node[cell] as number
      weight[edge] = Math.floor(worth / scale.unit)
      tie[edge] = (worth % scale.unit) << scale.tieShift
      chosen[edge] = cell < from + (rows.taken[i] as number) ? 1 : 0
      edge += 1
    }
  }
  const instance: Instance = {
    newcomers: rows.nodes,
    positions: columns.nodes,
    max: state.max.slice(0, rows.nodes),
    room: state.room.slice(0, columns.nodes),
    bonus: Int32Array.from(state.bonus.subarray(0, rows.nodes), (bonus) => bonus / scale.unit),
    start,
    position,
    weight,
    tie,
  }
  return { instance, chosen }
}
