import { z } from 'zod'

const DAY = 24 * 60

type Slot = { kind: string; weekday: number; fromMinute: number; toMinute: number }

/** Whether two of the blocks that may not overlap do so; a block may begin where another ends. */
const overlaps = (slots: readonly Slot[], apart: 'kinds-alone' | 'all'): boolean => {
  const inOrder = [...slots].sort((a, b) => a.fromMinute - b.fromMinute)
  const reached = new Map<string, number>()
  for (const slot of inOrder) {
    const lane = apart === 'all' ? `${slot.weekday}` : `${slot.weekday} ${slot.kind}`
    if (slot.fromMinute < (reached.get(lane) ?? 0)) return true
    reached.set(lane, slot.toMinute)
  }
  return false
}

const minute = () =>
  z
    .number({ error: 'required' })
    .int({ error: 'slot-half-hour' })
    .min(0, { error: 'out-of-range' })
    .max(DAY, { error: 'out-of-range' })
    .refine((value) => value % 30 === 0, { error: 'slot-half-hour' })

/**
 * The blocks of a week: weekday 1 Monday .. 7 Sunday, minutes of the day, exact to 30 minutes (ruling 16). A night is two blocks.
 * Codes: `slot-half-hour`, `slot-order` (ends before it begins), `slots-overlap`, `too-many`, `out-of-range`.
 *
 * @param kinds what a block can be
 * @param apart `kinds-alone`: two of the same kind may not overlap; `all`: no two blocks may
 */
export const weekSlots = <const K extends readonly [string, ...string[]]>(kinds: K, apart: 'kinds-alone' | 'all') =>
  z
    .array(
      z
        .strictObject({
          kind: z.enum(kinds, { error: 'not-in-list' }),
          weekday: z.number({ error: 'required' }).int({ error: 'out-of-range' }).min(1).max(7),
          fromMinute: minute(),
          toMinute: minute(),
        })
        .refine((slot) => slot.fromMinute < slot.toMinute, { error: 'slot-order', path: ['toMinute'] }),
    )
    .max(60, { error: 'too-many' })
    .refine((slots) => !overlaps(slots, apart), { error: 'slots-overlap' })
