import { Button } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Row } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { IntakeBasics } from './intake-basics.tsx'
import { IntakeEducation } from './intake-education.tsx'
import { IntakeExperience } from './intake-experience.tsx'
import { IntakeLanguage } from './intake-language.tsx'
import { IntakePractical } from './intake-practical.tsx'
import type { IntakeSection } from './intake-sections.ts'
import { IntakeSkills } from './intake-skills.tsx'
import type { IntakePart } from './intake-state.ts'
import { IntakeWishes } from './intake-wishes.tsx'

const PARTS: Record<IntakeSection, (part: IntakePart) => JSX.Element> = {
  basics: IntakeBasics,
  language: IntakeLanguage,
  skills: IntakeSkills,
  experience: IntakeExperience,
  education: IntakeEducation,
  wishes: IntakeWishes,
  practical: IntakePractical,
}
/** Where Enter in a text field searches instead of saving. */
const SEARCHES: readonly IntakeSection[] = ['skills', 'experience', 'wishes']

/** One part of the intake as one form: all its rows are in it, so every button keeps what was typed. */
export function IntakeForm(props: {
  section: IntakeSection
  action: string
  version: string
  keyValue: string
  part: IntakePart
}) {
  const { t } = useWords()
  const Part = PARTS[props.section]
  return (
    <PostForm action={props.action} idempotencyKey={props.keyValue} card>
      <input type="hidden" name="version" value={props.version} />
      {/* Enter uses the first button of a form: here that is to save (or to search), never to take a row away. */}
      <button
        type="submit"
        name="intent"
        value={SEARCHES.includes(props.section) ? 'search' : 'save'}
        className="in-hidden"
        tabIndex={-1}
        aria-hidden="true"
      >
        {t('coach.intake.saveNext')}
      </button>
      <Part {...props.part} />
      <Row gap={2}>
        <Button name="intent" value="save" iconAfter="arrow">
          {t('coach.intake.saveNext')}
        </Button>
        <Button name="intent" value="save-stop" variant="second">
          {t('coach.intake.saveStop')}
        </Button>
      </Row>
    </PostForm>
  )
}
