/** A binary heap of nodes by key, least first, whose keys may fall while they wait. */
export type Heap = {
  /** Puts a node in, or moves it up: `key` is not above the key it waits with. */
  put(node: number, key: number): void
  /** Takes out the node with the least key, which `leastKey` gave. Only when `leastKey` is finite. */
  pop(): number
  /** Infinity when nobody waits. */
  leastKey(): number
  clear(): void
}

export const openHeap = (): Heap => {
  let nodes = new Int32Array(256)
  let keys = new Float64Array(256)
  /** Per node: its place + 1; 0 = not in the heap. */
  let place = new Int32Array(256)
  let size = 0

  const set = (at: number, node: number, key: number): void => {
    nodes[at] = node
    keys[at] = key
    place[node] = at + 1
  }
  const rise = (from: number, node: number, key: number): void => {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      const parentKey = keys[parent] as number
      if (parentKey <= key) break
      set(at, nodes[parent] as number, parentKey)
      at = parent
    }
    set(at, node, key)
  }
  const sink = (node: number, key: number): void => {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child += 1
      const childKey = keys[child] as number
      if (childKey >= key) break
      set(at, nodes[child] as number, childKey)
      at = child
    }
    set(at, node, key)
  }
  const grow = (least: number): void => {
    const length = 2 * least + 2
    const [wasNodes, wasKeys, wasPlace] = [nodes, keys, place]
    nodes = new Int32Array(length)
    keys = new Float64Array(length)
    place = new Int32Array(length)
    nodes.set(wasNodes)
    keys.set(wasKeys)
    place.set(wasPlace)
  }

  return {
    put(node, key) {
      if (node >= place.length) grow(node)
      const waits = place[node] as number
      if (waits > 0) rise(waits - 1, node, key)
      else {
        size += 1
        rise(size - 1, node, key)
      }
    },
    pop() {
      const node = nodes[0] as number
      place[node] = 0
      size -= 1
      if (size > 0) sink(nodes[size] as number, keys[size] as number)
      return node
    },
    leastKey: () => (size > 0 ? (keys[0] as number) : Number.POSITIVE_INFINITY),
    clear() {
      for (let at = 0; at < size; at += 1) place[nodes[at] as number] = 0
      size = 0
    },
  }
}
