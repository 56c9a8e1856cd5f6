import type { ReactNode } from 'react'
import { FilterSelect } from '#app/ui/form/form.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import { TRAVEL_MEANS } from '#db/values/newcomers.ts'
import { SECTORS } from '#db/values/reference.ts'
import { TRAVEL_MINUTES } from '#server/newcomers/rules-choices.ts'

type Shown = {
  asked: Readonly<Record<string, string>>
  /** By field and choice how many people it would give; a field without counts says none. */
  counts: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const countedIn =
  (counts: Shown['counts']) =>
  (words: string, field: string, choice: string | number): string =>
    counts[field] ? `${words} (${counts[field][choice] ?? 0})` : words

/** Filters about what people can do; fields of the form around it. `months`: `YYYY-MM`, the coming ones. `children`: fields besides. */
export function AbilityFilters(
  props: Shown & { title: string; months: readonly string[]; isOpen: boolean; children: ReactNode },
) {
  const { asked, months } = props
  const { t, monthName } = useWords()
  const counted = countedIn(props.counts)
  const empty = { value: '', label: t('coach.caseload.ability.any') }
  return (
    <details className="in-ability" open={props.isOpen}>
      <summary>
        <Icon name="chevron" />
        {props.title}
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
          options={[
            empty,
            ...SECTORS.map((one) => ({ value: one, label: counted(t(`enum.sector.${one}`), 'worked', one) })),
          ]}
        />
        <FilterSelect
          name="vaardigheid"
          label={t('coach.caseload.ability.skill')}
          defaultValue={asked['vaardigheid'] ?? 'speaking'}
          options={LANGUAGE_SKILLS.map((one) => ({
            value: one,
            label: counted(t(`enum.languageSkill.${one}`), 'skill', one),
          }))}
        />
        <FilterSelect
          name="niveau"
          label={t('coach.caseload.ability.level')}
          defaultValue={asked['niveau'] ?? ''}
          options={[
            empty,
            ...LEVELS.slice(1).map((one) => ({ value: one, label: counted(t(`enum.level.${one}`), 'level', one) })),
          ]}
        />
        <FilterSelect
          name="maand"
          label={t('coach.caseload.ability.by')}
          defaultValue={asked['maand'] ?? ''}
          options={[
            { value: '', label: counted(t('coach.caseload.ability.now'), 'by', 'now') },
            ...months.map((one) => ({ value: one, label: counted(monthName(one), 'by', one) })),
          ]}
        />
        {props.children}
      </div>
    </details>
  )
}

/** The way from home to a place: of the own caseload alone, since where somebody lives is in no index. */
export function TravelFilters({ asked, counts }: Shown) {
  const { t } = useWords()
  const counted = countedIn(counts)
  return (
    <>
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
        options={TRAVEL_MINUTES.map((one) => ({
          value: String(one),
          label: counted(t('coach.caseload.ability.minutes', { count: one }), 'minutes', one),
        }))}
      />
      <FilterSelect
        name="vervoer"
        label={t('coach.caseload.ability.means')}
        defaultValue={asked['vervoer'] ?? ''}
        options={[
          { value: '', label: counted(t('coach.caseload.ability.ownMeans'), 'means', 'own') },
          ...TRAVEL_MEANS.map((one) => ({ value: one, label: counted(t(`enum.travelMeans.${one}`), 'means', one) })),
        ]}
      />
    </>
  )
}
