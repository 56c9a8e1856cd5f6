/** Columns that grow while facts arrive one by one, and are cut to their length in the end. */
type Typed = Int8Array | Uint8Array | Uint16Array | Int32Array | Float64Array

const openColumn = <A extends Typed>(make: (length: number) => A) => {
  let data = make(64)
  let size = 0
  return {
    push(value: number): void {
      if (size === data.length) {
        const larger = make(size * 2)
        larger.set(data)
        data = larger
      }
      data[size] = value
      size += 1
    },
    size: () => size,
    done: (): A => data.slice(0, size) as A,
  }
}

export const openBytes = () => openColumn((length) => new Uint8Array(length))
/** Small whole numbers, -128..127. */
export const openSmall = () => openColumn((length) => new Int8Array(length))
export const openInts = () => openColumn((length) => new Int32Array(length))
export const openNumbers = () => openColumn((length) => new Float64Array(length))

/** A list per row: the items of row i are `item[start[i]] .. item[start[i + 1] - 1]`. */
export type Lists = { start: Int32Array; item: Int32Array }

export const openLists = () => {
  const start = openInts()
  const item = openInts()
  start.push(0)
  return {
    push: item.push,
    /** Ends the list of this row. */
    close: (): void => start.push(item.size()),
    /** A whole row at once. */
    add(items: Iterable<number>): void {
      for (const one of items) item.push(one)
      start.push(item.size())
    },
    done: (): Lists => ({ start: start.done(), item: item.done() }),
  }
}

/** Where the items of some rows are, row after row in the order given: their places in `item`, and where each row begins. */
export const placesOfItems = ({ start }: Lists, rows: Int32Array): { start: Int32Array; at: Int32Array } => {
  const begins = new Int32Array(rows.length + 1)
  rows.forEach((row, i) => {
    begins[i + 1] = (begins[i] as number) + (start[row + 1] as number) - (start[row] as number)
  })
  const at = new Int32Array(begins[rows.length] as number)
  let to = 0
  for (const row of rows)
    for (let from = start[row] as number; from < (start[row + 1] as number); from += 1) {
      at[to] = from
      to += 1
    }
  return { start: begins, at }
}

/** The lists of some rows, in the order given. */
export const listsAt = (lists: Lists, rows: Int32Array): Lists => {
  const { start, at } = placesOfItems(lists, rows)
  return { start, item: at.map((place) => lists.item[place] as number) }
}
