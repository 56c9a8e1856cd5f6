import { Select, TextInput } from '#app/ui/form/inputs.tsx'
import { Grid } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'

/** Each screen language by its own name. */
const OWN_NAMES = { nl: 'Nederlands', en: 'English', ar: 'العربية' } as const

/** Name, contact and language of the pages: the only fields that say who somebody is. */
export function IdentityFields(props: {
  typedIn: (name: string) => string | undefined
  errors: Record<string, string>
}) {
  const { t } = useWords()
  const { typedIn, errors } = props
  const optional = t('common.optional')
  return (
    <>
      <Grid>
        <TextInput
          name="givenName"
          label={t('coach.field.givenName')}
          error={errors['givenName']}
          defaultValue={typedIn('givenName')}
          autoComplete="off"
          required
        />
        <TextInput
          name="familyName"
          label={t('coach.field.familyName')}
          error={errors['familyName']}
          defaultValue={typedIn('familyName')}
          autoComplete="off"
          optional={optional}
        />
        <TextInput
          name="email"
          type="email"
          label={t('coach.field.email')}
          error={errors['email']}
          defaultValue={typedIn('email')}
          autoComplete="off"
          optional={optional}
        />
        <TextInput
          name="phone"
          type="tel"
          label={t('coach.field.phone')}
          error={errors['phone']}
          defaultValue={typedIn('phone')}
          autoComplete="off"
          optional={optional}
        />
      </Grid>
      <Select
        name="screenLanguage"
        label={t('coach.field.screenLanguage')}
        error={errors['screenLanguage']}
        defaultValue={typedIn('screenLanguage') ?? 'nl'}
        options={SCREEN_LANGUAGES.map((one) => ({ value: one, label: OWN_NAMES[one] }))}
      />
    </>
  )
}
