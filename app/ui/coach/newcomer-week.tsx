import { ButtonLink } from '#app/ui/button.tsx'
import { Panel } from '#app/ui/card.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { type WeekCell, WeekPicture } from '#app/ui/pictures/week-picture.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { type SlotKind, WEEKDAYS } from '#db/values/newcomers.ts'

type Slot = { kind: SlotKind; weekday: number; fromMinute: number; toMinute: number }

/** Parts of the day in minutes: morning to noon, afternoon to six, evening to eleven. */
const PARTS = [
  { name: 'morning', from: 6 * 60, to: 12 * 60 },
  { name: 'afternoon', from: 12 * 60, to: 18 * 60 },
  { name: 'evening', from: 18 * 60, to: 23 * 60 },
] as const
/** Less than this of a part of the day is not drawn as time to work. */
const LEAST_MINUTES = 90

const sharedMinutes = (slots: readonly Slot[], kind: SlotKind, weekday: number, part: { from: number; to: number }) =>
  slots
    .filter((slot) => slot.kind === kind && slot.weekday === weekday)
    .reduce(
      (sum, slot) => sum + Math.max(0, Math.min(slot.toMinute, part.to) - Math.max(slot.fromMinute, part.from)),
      0,
    )

const cellOf = (slots: readonly Slot[], weekday: number, part: { from: number; to: number }): WeekCell => {
  if (sharedMinutes(slots, 'lesson', weekday, part) > 0) return 'lesson'
  const work = sharedMinutes(slots, 'available', weekday, part)
  const care = sharedMinutes(slots, 'childcare', weekday, part)
  if (work - care >= LEAST_MINUTES) return 'available'
  return care > 0 ? 'childcare' : 'home'
}

/** The week at a glance; exact times stand under it. */
export function NewcomerWeek(props: { slots: readonly Slot[]; name: string; intakeHref: string }) {
  const { t, weekday, shortWeekday, clock } = useWords()
  const { slots } = props
  if (slots.length === 0)
    return (
      <EmptyState
        inline
        heading="h3"
        pictogram="week"
        title={t('coach.newcomer.weekEmpty')}
        action={<ButtonLink href={props.intakeHref}>{t('coach.newcomer.openIntake')}</ButtonLink>}
      />
    )
  const days = WEEKDAYS.filter((day) => day <= 5 || slots.some((slot) => slot.weekday === day))
  return (
    <Panel week gap={3}>
      <WeekPicture
        caption={t('coach.newcomer.weekCaption', { name: props.name })}
        days={days.map((day) => ({ short: shortWeekday(day), full: weekday(day) }))}
        parts={PARTS.map((part) => ({
          label: t(`coach.newcomer.parts.${part.name}`),
          cells: days.map((day) => cellOf(slots, day, part)),
        }))}
        words={{
          work: t('coach.newcomer.cells.work'),
          lesson: t('coach.newcomer.cells.lesson'),
          home: t('coach.newcomer.cells.home'),
          available: t('coach.newcomer.cells.available'),
          childcare: t('coach.newcomer.cells.childcare'),
        }}
      />
      <ul className="in-xs">
        {days
          .filter((day) => slots.some((slot) => slot.weekday === day))
          .map((day) => (
            <li key={day}>
              <b>{weekday(day)}</b>{' '}
              {slots
                .filter((slot) => slot.weekday === day)
                .map(
                  (slot) =>
                    `${t(`enum.slotKind.${slot.kind}`).toLowerCase()} ${clock(slot.fromMinute)}-${clock(slot.toMinute)}`,
                )
                .join(', ')}
            </li>
          ))}
      </ul>
    </Panel>
  )
}
