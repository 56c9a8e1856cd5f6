/** Chance that can be repeated: the same seed gives the same people, whatever the machine. Not for secrets. */
export type Random = {
  /** At least 0, below 1. */
  next(): number
  /** Whole, both ends included. */
  whole(least: number, most: number): number
  chance(share: number): boolean
  one<T>(values: readonly T[]): T
  /** Weights of any sum. */
  weighed<T>(pairs: readonly (readonly [T, number])[]): T
  /** `count` different values, fewer when there are fewer, in the order of drawing. */
  some<T>(values: readonly T[], count: number): T[]
  /** A version 4 UUID. */
  uuid(): string
  /** Chance of its own for a part, so that more of one part does not change another. */
  part(name: string): Random
}

/** FNV-1a, 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** sfc32 (Chris Doty-Humphrey): small, fast and good enough for made-up people. */
export function randomOf(seed: string): Random {
  let [a, b, c, d] = [hashOf(`${seed}a`), hashOf(`${seed}b`), hashOf(`${seed}c`), 1]
  const bits = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 15; round += 1) bits()
  const next = () => bits() / 4_294_967_296
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  const one = <T>(values: readonly T[]): T => {
    if (values.length === 0) throw new Error('nothing to choose from')
    return values[whole(0, values.length - 1)] as T
  }
  return {
    next,
    whole,
    chance: (share) => next() < share,
    one,
    weighed(pairs) {
      let left = next() * pairs.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of pairs) {
        left -= weight
        if (left < 0) return value
      }
      return one(pairs)[0]
    },
    some(values, count) {
      const rest = [...values]
      const chosen = []
      while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(whole(0, rest.length - 1), 1))
      return chosen
    },
    uuid() {
      const hex = [bits(), bits(), bits(), bits()].map((word) => word.toString(16).padStart(8, '0')).join('')
      const variant = '89ab'[whole(0, 3)]
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
    },
    part: (name) => randomOf(`${seed}/${name}`),
  }
}
