import { Panel } from '#app/ui/card.tsx'
import type { IconName } from '#app/ui/icon.tsx'
import { LanguageLadder } from '#app/ui/pictures/language-ladder.tsx'
import { TravelBar } from '#app/ui/pictures/travel-bar.tsx'
import { type LaneBlock, type LaneKind, WeekLanes } from '#app/ui/pictures/week-lanes.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS, type LanguageSkill, type Level } from '#db/values/language.ts'
import { WEEKDAYS } from '#db/values/newcomers.ts'
import type { ShownExplanation } from './match-data.ts'
import type { SeenNewcomer, SeenPosition } from './match-sides.ts'

const ICONS: Record<LanguageSkill, IconName> = { listening: 'ear', speaking: 'mouth', reading: 'book', writing: 'pen' }
const DUTCH = 'nld'

/** Whether there is something to draw on the ladder. */
export const asksDutch = (position: SeenPosition): boolean =>
  LANGUAGE_SKILLS.some((skill) => position.dutch[skill] !== null)

/** Dutch as stairs: the level now, what is expected at the start, what the place asks. */
export function MatchLadder(props: { explanation: ShownExplanation; newcomer: SeenNewcomer; position: SeenPosition }) {
  const { explanation, newcomer, position } = props
  const { t, day } = useWords()
  const language = explanation.components.find((one) => one.kind === 'gate' && one.name === 'language')
  const expectedOf = (skill: LanguageSkill): Level | null => {
    const said = [...(language?.for ?? []), ...(language?.against ?? [])].find(
      ({ params }) => params['language'] === DUTCH && params['skill'] === skill && params['expected'] !== undefined,
    )
    return (said?.params['expected'] as Level | undefined) ?? null
  }
  const words = {
    have: t('coach.newcomer.ladder.have'),
    need: t('match.ladder.need'),
    expected: t('match.ladder.expected'),
  }
  return (
    <Panel tone="mint" gap={2}>
      <LanguageLadder
        rows={LANGUAGE_SKILLS.map((skill) => ({
          icon: ICONS[skill],
          name: t(`enum.languageSkill.${skill}`),
          have: newcomer.dutch[skill]?.level ?? null,
          need: position.dutch[skill]?.level ?? null,
          expected: expectedOf(skill),
        }))}
        words={{
          ...words,
          unknown: t('coach.newcomer.ladder.unknown'),
          keyHave: words.have,
          keyExpected: t('match.ladder.keyExpected', { day: day(explanation.start) }),
          keyNeed: words.need,
          table: t('match.ladder.table'),
          head: [t('coach.newcomer.ladder.skill'), words.have, words.need, words.expected],
        }}
      />
    </Panel>
  )
}

/** One way there, against the limit; nothing while the way is not known. */
export function MatchTravel({ explanation, newcomer }: { explanation: ShownExplanation; newcomer: SeenNewcomer }) {
  const { t } = useWords()
  const most = newcomer.travel.maxMinutes
  if (explanation.journey === null || most === null) return null
  const { minutes, means } = explanation.journey
  return (
    <TravelBar
      minutes={minutes}
      most={most}
      words={{
        minutes: t('match.asks.journey', { minutes, means: t(`enum.travelMeans.${means}`) }),
        most: `${t('match.travel.most')}: ${t('match.travel.minutes', { minutes: most })}`,
      }}
    />
  )
}

/** The week of the person beside the times of the place, with the way there and back, and where the two clash. */
export function MatchWeek(props: {
  name: string
  explanation: ShownExplanation
  newcomer: SeenNewcomer
  position: SeenPosition
}) {
  const { name, explanation, newcomer, position } = props
  const { t, clock, weekday, shortWeekday, number } = useWords()
  if (newcomer.slots.length === 0 && position.slots.length === 0) return null
  const week = explanation.components.find((one) => one.kind === 'gate' && one.name === 'week')
  const clashes = (week?.against ?? [])
    .filter((one) => one.code === 'week-clash')
    .map(({ params }) => ({
      kind: 'clash' as const,
      weekday: Number(params['weekday']),
      from: Number(params['from']),
      to: Number(params['to']),
    }))
  const there = position.slots.map((slot) => ({
    ...slot,
    kind: slot.kind === 'lesson' ? ('lessonThere' as const) : ('work' as const),
  }))
  const blocks: (LaneBlock & { kind: LaneKind })[] = [
    ...newcomer.slots,
    ...there,
    ...journeysOf(position.slots, explanation.journey?.minutes ?? 0),
    ...clashes,
  ]
  const days = WEEKDAYS.filter((day) => day <= 5 || blocks.some((one) => one.weekday === day))
  const kinds: Record<LaneKind, string> = {
    available: t('match.week.available'),
    lesson: t('match.week.lesson'),
    childcare: t('match.week.childcare'),
    work: t('match.week.work'),
    lessonThere: t('match.week.lessonThere'),
    journey: t('match.week.journey'),
    clash: t('match.week.clash'),
  }
  const timesOf = (day: number, some: readonly LaneKind[]): string =>
    blocks
      .filter((one) => one.weekday === day && some.includes(one.kind))
      .sort((x, y) => x.from - y.from)
      .map((one) => t('match.week.from', { what: kinds[one.kind], from: clock(one.from), to: clock(one.to) }))
      .join(', ') || '-'
  return (
    <Panel gap={2}>
      <WeekLanes
        caption={t('match.week.caption', { name })}
        hint={
          position.slots.length > 0
            ? t('match.week.hint', { name })
            : t('match.week.freely', { hours: number(position.hoursPerWeek) })
        }
        days={days.map((day) => ({ weekday: day, short: shortWeekday(day), full: weekday(day) }))}
        blocks={blocks}
        words={kinds}
        table={{
          label: t('match.week.table'),
          head: [t('match.week.day'), name, t('match.week.place'), t('match.week.clash')],
          rows: days.map((day) => [
            weekday(day),
            timesOf(day, ['available', 'lesson', 'childcare']),
            timesOf(day, ['work', 'lessonThere', 'journey']),
            timesOf(day, ['clash']),
          ]),
        }}
      />
    </Panel>
  )
}

/** The way there before the first block of a day and back after the last. */
function journeysOf(slots: SeenPosition['slots'], minutes: number): (LaneBlock & { kind: 'journey' })[] {
  if (minutes === 0) return []
  return WEEKDAYS.flatMap((day) => {
    const ofDay = slots.filter((slot) => slot.weekday === day)
    if (ofDay.length === 0) return []
    const from = Math.min(...ofDay.map((slot) => slot.from))
    const to = Math.max(...ofDay.map((slot) => slot.to))
    return [
      { kind: 'journey' as const, weekday: day, from: Math.max(0, from - minutes), to: from },
      { kind: 'journey' as const, weekday: day, from: to, to: Math.min(1440, to + minutes) },
    ]
  })
}
