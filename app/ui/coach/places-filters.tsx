import { Button, TextLink } from '#app/ui/button.tsx'
import { CheckList } from '#app/ui/form/choices.tsx'
import { FilterForm, FilterSelect } from '#app/ui/form/form.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS } from '#db/values/language.ts'
import { SUPPORTS } from '#db/values/positions.ts'
import { SECTORS } from '#db/values/reference.ts'
import { TRAVEL_MINUTES } from '#server/newcomers/rules-choices.ts'
import type { PlacesQuestion } from '#server/proposals/rules-places-asked.ts'
import { HOURS_BANDS, ORDERS, START_BANDS } from '#server/search/rules-position-query.ts'
import { BesideBox } from './beside-box.tsx'
import { PLACES_FORM } from './compare-places.tsx'
import type { ShownPlace, ShownPlaces } from './match-data.ts'

/**
 * What a coach can ask of the places for one person, with how many each choice gives; a GET form, so that it works without scripts and the address can be
 * shared. The boxes of the cards belong to it.
 *
 * @param kept places that stand side by side and are in no list below: their boxes stand here, so that they stay
 * @param clear the address without any choice
 */
export function PlacesFilters(props: {
  action: string
  asked: PlacesQuestion & { q: string }
  choices: ShownPlaces['choices']
  isWayKnown: boolean
  skillName: Record<LanguageSkill, string>
  kept: readonly ShownPlace[]
  isAsked: boolean
  clear: string
}) {
  const { asked, choices } = props
  const { t } = useWords()
  const option = (field: string, value: string | number, words: string) => ({
    value: String(value),
    label: t('visitor.results.option', { words, count: choices[field]?.[value] ?? 0 }),
  })
  const any = (label: string) => ({ value: '', label })
  const isMore =
    [asked.start, asked.paid].some((one) => one !== null) ||
    asked.guided ||
    asked.supports.length > 0 ||
    Object.keys(asked.dutch).length > 0
  return (
    <div id="zoek" className="in-stack in-gap-2">
      <FilterForm action={props.action} label={t('match.places.search')} id={PLACES_FORM}>
        <label>
          {t('match.places.words')}
          <input className="in-input" type="search" name="q" maxLength={100} defaultValue={asked.q} />
        </label>
        <FilterSelect
          name="sector"
          label={t('visitor.results.sector')}
          defaultValue={asked.sector ?? ''}
          options={[
            any(t('visitor.results.allSectors')),
            ...SECTORS.map((one) => option('sector', one, t(`enum.sector.${one}`))),
          ]}
        />
        {(props.isWayKnown || asked.minutes !== null) && (
          <FilterSelect
            name="minuten"
            label={t('match.places.within')}
            defaultValue={String(asked.minutes ?? '')}
            options={[
              any(t('match.places.anyWay')),
              ...TRAVEL_MINUTES.map((one) =>
                option('minutes', one, t('coach.caseload.ability.minutes', { count: one })),
              ),
            ]}
          />
        )}
        <FilterSelect
          name="uren"
          label={t('visitor.results.hoursChoice')}
          defaultValue={asked.hours ?? ''}
          options={[
            any(t('visitor.results.anyHours')),
            ...HOURS_BANDS.map((one) => option('hours', one, t(`visitor.results.hoursBand.${one}`))),
          ]}
        />
        <FilterSelect
          name="volgorde"
          label={t('visitor.results.order')}
          defaultValue={asked.order}
          options={ORDERS.map((one) => ({ value: one, label: t(`visitor.results.orderBy.${one}`) }))}
        />
        <details className="in-ability" open={isMore}>
          <summary>
            <Icon name="chevron" />
            {t('visitor.results.more')}
          </summary>
          <div className="in-filters">
            <FilterSelect
              name="start"
              label={t('visitor.results.startChoice')}
              defaultValue={asked.start ?? ''}
              options={[
                any(t('visitor.results.anyStart')),
                ...START_BANDS.map((one) => option('start', one, t(`visitor.results.startBand.${one}`))),
              ]}
            />
            <FilterSelect
              name="loon"
              label={t('visitor.results.paidChoice')}
              defaultValue={asked.paid === null ? '' : asked.paid ? 'ja' : 'nee'}
              options={[
                any(t('visitor.results.anyPaid')),
                { ...option('paid', 'yes', t('visitor.results.paidBand.yes')), value: 'ja' },
                { ...option('paid', 'no', t('visitor.results.paidBand.no')), value: 'nee' },
              ]}
            />
            <FilterSelect
              name="begeleiding"
              label={t('match.places.guidance')}
              defaultValue={asked.guided ? 'veel' : ''}
              options={[
                any(t('match.places.anyGuidance')),
                { ...option('guidance', 'much', t('match.places.muchGuidance')), value: 'veel' },
              ]}
            />
            {LANGUAGE_SKILLS.map((skill) => (
              <FilterSelect
                key={skill}
                name={props.skillName[skill]}
                label={t(`match.places.asks.${skill}`)}
                defaultValue={asked.dutch[skill] ?? ''}
                options={[
                  any(t('visitor.results.anyLevel')),
                  ...LEVELS.map((one) => option(skill, one, t('match.places.upTo', { level: t(`enum.level.${one}`) }))),
                ]}
              />
            ))}
          </div>
          <CheckList
            name="hulp"
            label={t('visitor.results.supportChoice')}
            defaultValue={asked.supports}
            options={SUPPORTS.map((one) => option('support', one, t(`enum.support.${one}`)))}
          />
        </details>
        <Button variant="second" icon="search">
          {t('match.places.show')}
        </Button>
        {props.isAsked && <TextLink href={props.clear}>{t('match.places.all')}</TextLink>}
      </FilterForm>
      <p className="in-small in-grey">{t('match.places.besideHow')}</p>
      {props.kept.length > 0 && (
        <ul className="in-row">
          {props.kept.map((place) => (
            <li key={place.id}>
              <BesideBox form={PLACES_FORM} value={place.id} of={place.title} isChosen look="named" />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
