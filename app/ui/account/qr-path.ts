import { encode } from 'uqr'

/** A QR code as one path: `size` units wide and high, with the quiet border of four units that readers want. */
export type QrPath = { size: number; path: string }

/**
 * Draws a text as a QR code. Loaders call it, so that the page carries the drawing and no script.
 *
 * @param text at most a few hundred characters
 */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const runs = data.flatMap((row, y) => {
    const found: string[] = []
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      found.push(`M${from} ${y}h${x + 1 - from}v1H${from}z`)
    }
    return found
  })
  return { size, path: runs.join('') }
}
