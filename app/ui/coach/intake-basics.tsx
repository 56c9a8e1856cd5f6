import { DateInput, TextArea, TextInput } from '#app/ui/form/inputs.tsx'
import { Grid } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { IdentityFields } from './identity-fields.tsx'
import { type IntakePart, textIn } from './intake-state.ts'

/** Who it is and where the person lives, now and later. */
export function IntakeBasics({ state, errors }: IntakePart) {
  const { t } = useWords()
  const typedIn = (name: string) => textIn(state.fields, name)
  const optional = t('common.optional')
  return (
    <>
      <IdentityFields typedIn={typedIn} errors={errors} />
      <Grid>
        <TextInput
          name="postcode4"
          label={t('coach.field.postcode4')}
          error={errors['postcode4']}
          defaultValue={typedIn('postcode4')}
          inputMode="numeric"
          width="s"
          optional={optional}
        />
        <TextInput
          name="futurePostcode4"
          label={t('coach.field.futurePostcode4')}
          error={errors['futurePostcode4']}
          defaultValue={typedIn('futurePostcode4')}
          inputMode="numeric"
          width="s"
          optional={optional}
        />
        <DateInput
          name="futureFrom"
          label={t('coach.field.futureFrom')}
          hint={t('coach.field.futureHint')}
          error={errors['futureFrom']}
          defaultValue={typedIn('futureFrom')}
          optional={optional}
        />
      </Grid>
      <TextArea
        name="needsAtWork"
        label={t('coach.field.needsAtWork')}
        hint={t('coach.field.needsHint')}
        error={errors['needsAtWork']}
        defaultValue={typedIn('needsAtWork')}
        rows={3}
        optional={optional}
      />
    </>
  )
}
