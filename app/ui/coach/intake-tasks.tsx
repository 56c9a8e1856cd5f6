import { TaskList } from '#app/ui/pictures/lists.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { INTAKE_SECTIONS, type IntakeSection } from './intake-sections.ts'

/** The parts of the intake with their state, each a link. */
export function IntakeTasks(props: {
  newcomerId: string
  filled: Record<IntakeSection, boolean>
  current?: IntakeSection | undefined
}) {
  const { t } = useWords()
  return (
    <TaskList
      items={INTAKE_SECTIONS.map((section) => ({
        label:
          section === props.current ? (
            <b>{t(`coach.intake.section.${section}`)}</b>
          ) : (
            t(`coach.intake.section.${section}`)
          ),
        href: `/coach/deelnemers/${props.newcomerId}/intake/${section}`,
        done: props.filled[section],
        state: props.filled[section] ? t('coach.intake.filled') : t('coach.intake.empty'),
      }))}
    />
  )
}
