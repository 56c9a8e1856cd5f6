/** Rows by a key, in their order; `Map.groupBy` came with Node 21 and we run on 20 as well. */
export function groupBy<K, T>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

/** Postgres takes at most 65,535 parameters a statement: lists of ids go in parts well under it. */
export function* inParts<T>(values: readonly T[], size = 5_000): Generator<T[]> {
  for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size)
}
