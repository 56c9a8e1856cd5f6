import { TableTwin } from '#app/ui/pictures/table-twin.tsx'
import { type WeekCell, WeekPicture } from '#app/ui/pictures/week-picture.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { PublicPosition } from '#server/positions/reads-public.ts'

type Slot = PublicPosition['slots'][number]
const NOON = 12 * 60
const EVENING = 17 * 60
const PARTS = [
  ['morning', 0, NOON],
  ['afternoon', NOON, EVENING],
  ['evening', EVENING, 24 * 60],
] as const

/** What fills most of this part of the day; a part with neither work nor lesson is time at home. */
function cellOf(slots: readonly Slot[], weekday: number, from: number, to: number): WeekCell {
  const minutes = { work: 0, lesson: 0 }
  for (const slot of slots)
    if (slot.weekday === weekday)
      minutes[slot.kind] += Math.max(0, Math.min(slot.toMinute, to) - Math.max(slot.fromMinute, from))
  if (minutes.work === 0 && minutes.lesson === 0) return 'home'
  return minutes.lesson > minutes.work ? 'lesson' : 'work'
}

/** The week of a position in parts of days, with the exact times as a table under it. Draws the weekend only when it is used. */
export function WeekOfPosition({ slots }: { slots: readonly Slot[] }) {
  const { t, weekday, shortWeekday, clock } = useWords()
  const last = Math.max(5, ...slots.map((slot) => slot.weekday))
  const days = Array.from({ length: last }, (_, index) => index + 1)
  const kinds = { work: t('visitor.position.work'), lesson: t('visitor.position.lesson') }
  return (
    <>
      <WeekPicture
        caption={t('visitor.position.weekCaption')}
        days={days.map((day) => ({ short: shortWeekday(day), full: weekday(day) }))}
        parts={PARTS.map(([part, from, to]) => ({
          label: t(`visitor.position.${part}`),
          cells: days.map((day) => cellOf(slots, day, from, to)),
        }))}
        words={{
          ...kinds,
          home: t('visitor.position.homeTime'),
          available: t('enum.slotKind.available'),
          childcare: t('enum.slotKind.childcare'),
        }}
      />
      <TableTwin
        label={t('visitor.position.times')}
        head={[t('visitor.position.day'), kinds.work, kinds.lesson]}
        rows={days
          .filter((day) => slots.some((slot) => slot.weekday === day))
          .map((day) => [weekday(day), timesOf(day, 'work'), timesOf(day, 'lesson')])}
      />
    </>
  )
  function timesOf(day: number, kind: Slot['kind']): string {
    const times = slots
      .filter((slot) => slot.weekday === day && slot.kind === kind)
      .map((slot) => `${clock(slot.fromMinute)}–${clock(slot.toMinute)}`)
    return times.join(', ') || '-'
  }
}
