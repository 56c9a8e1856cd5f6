import { FilterSelect } from '#app/ui/form/form.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import { TRAVEL_MEANS } from '#db/values/newcomers.ts'
import { SECTORS } from '#db/values/reference.ts'

const MINUTES = [15, 30, 45, 60, 90] as const

/** The part of the caseload's filters about what people can do; fields of the form around it. `months`: `YYYY-MM`, the coming ones. */
export function AbilityFilters(props: {
  asked: Readonly<Record<string, string>>
  months: readonly string[]
  isOpen: boolean
}) {
  const { asked, months } = props
  const { t, monthName } = useWords()
  const empty = { value: '', label: t('coach.caseload.ability.any') }
  return (
    <details className="in-ability" open={props.isOpen}>
      <summary>
        <Icon name="chevron" />
        {t('coach.caseload.ability.title')}
      </summary>
      <div className="in-filters">
        <label>
          {t('coach.caseload.ability.words')}
          <input className="in-input" type="search" name="werk" defaultValue={asked['werk']} />
        </label>
        <FilterSelect
          name="sector"
          label={t('coach.caseload.ability.worked')}
          defaultValue={asked['sector'] ?? ''}
          options={[empty, ...SECTORS.map((one) => ({ value: one, label: t(`enum.sector.${one}`) }))]}
        />
        <FilterSelect
          name="vaardigheid"
          label={t('coach.caseload.ability.skill')}
          defaultValue={asked['vaardigheid'] ?? 'speaking'}
          options={LANGUAGE_SKILLS.map((one) => ({ value: one, label: t(`enum.languageSkill.${one}`) }))}
        />
        <FilterSelect
          name="niveau"
          label={t('coach.caseload.ability.level')}
          defaultValue={asked['niveau'] ?? ''}
          options={[empty, ...LEVELS.slice(1).map((one) => ({ value: one, label: t(`enum.level.${one}`) }))]}
        />
        <FilterSelect
          name="maand"
          label={t('coach.caseload.ability.by')}
          defaultValue={asked['maand'] ?? ''}
          options={[
            { value: '', label: t('coach.caseload.ability.now') },
            ...months.map((one) => ({ value: one, label: monthName(one) })),
          ]}
        />
        <label>
          {t('coach.caseload.ability.postcode')}
          <input
            className="in-input in-input--s"
            type="text"
            inputMode="numeric"
            name="postcode"
            maxLength={4}
            defaultValue={asked['postcode']}
          />
        </label>
        <FilterSelect
          name="minuten"
          label={t('coach.caseload.ability.within')}
          defaultValue={asked['minuten'] ?? '45'}
          options={MINUTES.map((one) => ({
            value: String(one),
            label: t('coach.caseload.ability.minutes', { count: one }),
          }))}
        />
        <FilterSelect
          name="vervoer"
          label={t('coach.caseload.ability.means')}
          defaultValue={asked['vervoer'] ?? ''}
          options={[
            { value: '', label: t('coach.caseload.ability.ownMeans') },
            ...TRAVEL_MEANS.map((one) => ({ value: one, label: t(`enum.travelMeans.${one}`) })),
          ]}
        />
      </div>
    </details>
  )
}
