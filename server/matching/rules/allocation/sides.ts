/**
 * The edges as one side sees them. The edges of a node stand together in cells, the chosen ones in front, so that a
 * search reads either kind as one run of memory and no edge needs a flag.
 */
export type Side = {
  /** Per node: its first cell, how many edges it has, how many cells it may use, how many edges are chosen. */
  start: Int32Array
  size: Int32Array
  space: Int32Array
  taken: Int32Array
  /** Per cell: the node at the other end, the composite worth, and the cell of the same edge on the other side. */
  node: Int32Array
  weight: Float64Array
  twin: Int32Array
  /** Nodes, and cells given out. */
  nodes: number
  cells: number
}

export type Sides = {
  /** Newcomers. */
  rows: Side
  /** Positions. */
  columns: Side
  /** Told of each edge that is chosen (1) or given up (-1). */
  onChange?: (newcomer: number, position: number, by: 1 | -1) => void
}

const grownInt = (array: Int32Array, length: number): Int32Array => {
  const grown = new Int32Array(length)
  grown.set(array)
  return grown
}

const grownFloat = (array: Float64Array, length: number): Float64Array => {
  const grown = new Float64Array(length)
  grown.set(array)
  return grown
}

/** Numbers for twice as many nodes when one more does not fit. */
export const roomFor = <T extends Int32Array | Float64Array>(array: T, index: number): T => {
  if (index < array.length) return array
  const length = 2 * index + 8
  return (array instanceof Int32Array ? grownInt(array, length) : grownFloat(array as Float64Array, length)) as T
}

/** A side without edges. `spaces[n]` = cells that node n gets; more come when it needs them. */
export const openSide = (spaces: Int32Array): Side => {
  const nodes = spaces.length
  const start = new Int32Array(nodes)
  let cells = 0
  for (let n = 0; n < nodes; n += 1) {
    start[n] = cells
    cells += spaces[n] as number
  }
  return {
    start,
    size: new Int32Array(nodes),
    space: spaces,
    taken: new Int32Array(nodes),
    node: new Int32Array(cells),
    weight: new Float64Array(cells),
    twin: new Int32Array(cells),
    nodes,
    cells,
  }
}

/** One more node, without edges. */
export const addNode = (side: Side): number => {
  const n = side.nodes
  side.start = roomFor(side.start, n)
  side.size = roomFor(side.size, n)
  side.space = roomFor(side.space, n)
  side.taken = roomFor(side.taken, n)
  side.nodes += 1
  return n
}

const put = (side: Side, cell: number, node: number, weight: number, twin: number): void => {
  side.node[cell] = node
  side.weight[cell] = weight
  side.twin[cell] = twin
}

const move = (side: Side, other: Side, from: number, to: number): void => {
  const twin = side.twin[from] as number
  put(side, to, side.node[from] as number, side.weight[from] as number, twin)
  other.twin[twin] = to
}

const swap = (side: Side, other: Side, a: number, b: number): void => {
  if (a === b) return
  const node = side.node[a] as number
  const weight = side.weight[a] as number
  const twin = side.twin[a] as number
  move(side, other, b, a)
  put(side, b, node, weight, twin)
  other.twin[twin] = b
}

/** Gives a node at least `space` cells: at the end, behind everybody. The cells it leaves are lost until the next opening. */
const widen = (side: Side, other: Side, n: number, space: number): void => {
  if (space <= (side.space[n] as number)) return
  const [from, to, size] = [side.start[n] as number, side.cells, side.size[n] as number]
  side.cells += space
  if (side.cells > side.node.length) {
    const length = Math.ceil(side.cells * 1.25) + 64
    side.node = grownInt(side.node, length)
    side.weight = grownFloat(side.weight, length)
    side.twin = grownInt(side.twin, length)
  }
  for (let k = 0; k < size; k += 1) move(side, other, from + k, to + k)
  side.start[n] = to
  side.space[n] = space
}

/** The next free cell of a node; it gets half as many again when it has none. */
const freeCell = (side: Side, other: Side, n: number): number => {
  const size = side.size[n] as number
  if (size === side.space[n]) widen(side, other, n, size + (size >> 1) + 4)
  side.size[n] = size + 1
  return (side.start[n] as number) + size
}

/** A new edge, not chosen. */
export const link = ({ rows, columns }: Sides, i: number, j: number, weight: number): number => {
  const cell = freeCell(rows, columns, i)
  rows.twin[cell] = -1
  const twin = freeCell(columns, rows, j)
  put(rows, cell, j, weight, twin)
  put(columns, twin, i, weight, cell)
  return cell
}

const toFront = (side: Side, other: Side, n: number, cell: number): void => {
  const taken = side.taken[n] as number
  swap(side, other, cell, (side.start[n] as number) + taken)
  side.taken[n] = taken + 1
}

const toBack = (side: Side, other: Side, n: number, cell: number): void => {
  const taken = (side.taken[n] as number) - 1
  swap(side, other, cell, (side.start[n] as number) + taken)
  side.taken[n] = taken
}

/** Chooses the edge in this cell of the rows, which is not chosen. */
export const choose = (sides: Sides, cell: number): void => {
  const { rows, columns } = sides
  const twin = rows.twin[cell] as number
  const j = rows.node[cell] as number
  const i = columns.node[twin] as number
  toFront(rows, columns, i, cell)
  toFront(columns, rows, j, twin)
  sides.onChange?.(i, j, 1)
}

/** Gives up the edge in this cell of the rows, which is chosen. */
export const giveUp = (sides: Sides, cell: number): void => {
  const { rows, columns } = sides
  const twin = rows.twin[cell] as number
  const j = rows.node[cell] as number
  const i = columns.node[twin] as number
  toBack(rows, columns, i, cell)
  toBack(columns, rows, j, twin)
  sides.onChange?.(i, j, -1)
}

const removeCell = (side: Side, other: Side, n: number, cell: number): void => {
  const last = (side.start[n] as number) + (side.size[n] as number) - 1
  swap(side, other, cell, last)
  side.size[n] = (side.size[n] as number) - 1
}

/** Removes the edge in this cell of the rows, which is not chosen. */
export const unlink = ({ rows, columns }: Sides, cell: number): void => {
  const twin = rows.twin[cell] as number
  const j = rows.node[cell] as number
  const i = columns.node[twin] as number
  removeCell(rows, columns, i, cell)
  removeCell(columns, rows, j, twin)
}
