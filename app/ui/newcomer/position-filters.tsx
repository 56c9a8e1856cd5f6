import { Button, TextLink } from '#app/ui/button.tsx'
import { CheckList } from '#app/ui/form/choices.tsx'
import { Fieldset } from '#app/ui/form/field.tsx'
import { NumberInput, Select, TextInput } from '#app/ui/form/inputs.tsx'
import { Icon } from '#app/ui/icon.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import { SUPPORTS, type Support } from '#db/values/positions.ts'
import { SECTORS, type Sector } from '#db/values/reference.ts'
import {
  DISTANCES,
  HOURS_BANDS,
  type HoursBand,
  ORDERS,
  type PositionOrder,
  START_BANDS,
  type StartBand,
} from '#server/search/rules-position-query.ts'

/** Levels that a person can say they have; the steps of literacy below A1 are for the coach. */
const OFFERED: readonly Level[] = ['none', 'A1', 'A2', 'B1', 'B2', 'C1']

/** The id of the part of the page with what was found: a phone goes there, past all these choices. */
export const RESULTS = 'gevonden'

type Asked = {
  q: string
  sector: Sector | null
  municipality: string | null
  postcode: string
  km: number
  dutch: Partial<Record<LanguageSkill, Level>>
  hours: HoursBand | null
  paid: boolean | null
  supports: readonly Support[]
  guided: boolean
  start: StartBand | null
  order: PositionOrder
}

/**
 * Everything that a person can choose of positions, with how many each choice would give; a GET form, so that it works without scripts and
 * the address is the saved search.
 *
 * @param sectors places in each sector; `sectorsCounted` false = these are of all places, so no count is said
 * @param facets counts of values by field; `counts` of ranges, e.g. `hours:few`
 */
export function PositionFilters(props: {
  root: string
  asked: Asked
  longest: number
  sectors: Partial<Record<Sector, number>>
  sectorsCounted: boolean
  facets: Record<string, Record<string, number>>
  counts: Record<string, number>
  municipalities: readonly { code: string; name: string }[]
  skillName: Record<LanguageSkill, string>
  postcodeUnknown: boolean
  isAsked: boolean
  /** Nobody is signed in, so that the address is the only way to keep it. */
  isVisitor: boolean
}) {
  const { asked, facets, counts } = props
  const { t } = useWords()
  const counted = (words: string, count: number | undefined) =>
    t('visitor.results.option', { words, count: count ?? 0 })
  const upTo = (skill: LanguageSkill, level: Level): number =>
    Object.entries(facets[`req_${skill}`] ?? {}).reduce(
      (sum, [rank, count]) => (Number(rank) <= LEVELS.indexOf(level) ? sum + count : sum),
      0,
    )
  const isMore =
    asked.postcode !== '' ||
    props.postcodeUnknown ||
    Object.keys(asked.dutch).length > 0 ||
    [asked.hours, asked.paid, asked.start].some((one) => one !== null) ||
    asked.supports.length > 0 ||
    asked.guided ||
    asked.order !== 'best'
  return (
    <form className="in-stack" method="get" action={`${props.root}#${RESULTS}`} aria-labelledby="choices">
      <h2 className="in-cap" id="choices">
        {t('visitor.results.choices')}
      </h2>
      <TextInput
        name="q"
        type="search"
        label={t('visitor.results.query')}
        hint={t('visitor.results.queryHint')}
        defaultValue={asked.q}
        maxLength={props.longest}
      />
      <Select
        name="sector"
        label={t('visitor.results.sector')}
        empty={t('visitor.results.allSectors')}
        defaultValue={asked.sector ?? ''}
        options={SECTORS.filter((sector) => props.sectors[sector] || sector === asked.sector).map((sector) => ({
          value: sector,
          label: props.sectorsCounted
            ? counted(t(`enum.sector.${sector}`), props.sectors[sector])
            : t(`enum.sector.${sector}`),
        }))}
      />
      <Select
        name="gemeente"
        label={t('visitor.results.municipality')}
        empty={t('visitor.results.allMunicipalities')}
        defaultValue={asked.municipality ?? ''}
        options={props.municipalities.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <details open={isMore}>
        <summary>
          <Icon name="chevron" />
          {t('visitor.results.more')}
        </summary>
        <div className="in-stack">
          <NumberInput
            name="postcode"
            label={t('visitor.results.postcode')}
            hint={t('visitor.results.postcodeHint')}
            error={
              props.postcodeUnknown
                ? t('visitor.results.postcodeUnknown')
                : asked.order === 'near' && asked.postcode === ''
                  ? t('visitor.results.postcodeForOrder')
                  : undefined
            }
            defaultValue={asked.postcode}
          />
          <Select
            name="km"
            label={t('visitor.results.distance')}
            defaultValue={String(asked.km)}
            options={DISTANCES.map((km) => {
              const words = t('visitor.results.km', { km })
              const count = counts[`near:${km}`]
              return { value: String(km), label: count === undefined ? words : counted(words, count) }
            })}
          />
          <Fieldset name="nederlands" legend={t('visitor.results.dutch')} hint={t('visitor.results.dutchHint')}>
            <div className="in-stack in-gap-4">
              {LANGUAGE_SKILLS.map((skill) => (
                <Select
                  key={skill}
                  name={props.skillName[skill]}
                  label={t(`enum.languageSkill.${skill}`)}
                  empty={t('visitor.results.anyLevel')}
                  defaultValue={asked.dutch[skill] ?? ''}
                  options={LEVELS.filter((level) => OFFERED.includes(level) || level === asked.dutch[skill]).map(
                    (level) => ({ value: level, label: counted(t(`enum.level.${level}`), upTo(skill, level)) }),
                  )}
                />
              ))}
            </div>
          </Fieldset>
          <Select
            name="uren"
            label={t('visitor.results.hoursChoice')}
            empty={t('visitor.results.anyHours')}
            defaultValue={asked.hours ?? ''}
            options={HOURS_BANDS.map((band) => ({
              value: band,
              label: counted(t(`visitor.results.hoursBand.${band}`), counts[`hours:${band}`]),
            }))}
          />
          <Select
            name="loon"
            label={t('visitor.results.paidChoice')}
            empty={t('visitor.results.anyPaid')}
            defaultValue={asked.paid === null ? '' : asked.paid ? 'ja' : 'nee'}
            options={[
              { value: 'ja', label: counted(t('visitor.results.paidBand.yes'), facets['paid']?.['1']) },
              { value: 'nee', label: counted(t('visitor.results.paidBand.no'), facets['paid']?.['0']) },
            ]}
          />
          <Select
            name="start"
            label={t('visitor.results.startChoice')}
            empty={t('visitor.results.anyStart')}
            defaultValue={asked.start ?? ''}
            options={START_BANDS.map((band) => ({
              value: band,
              label: counted(t(`visitor.results.startBand.${band}`), counts[`start:${band}`]),
            }))}
          />
          <CheckList
            name="hulp"
            label={t('visitor.results.supportChoice')}
            defaultValue={asked.supports}
            options={SUPPORTS.map((support) => ({
              value: support,
              label: counted(t(`enum.support.${support}`), facets['support']?.[support]),
            }))}
          />
          <div className="in-check">
            <input type="checkbox" id="begeleiding" name="begeleiding" value="veel" defaultChecked={asked.guided} />
            <label htmlFor="begeleiding">{counted(t('visitor.results.guidanceChoice'), counts['guidance'])}</label>
          </div>
          <Select
            name="volgorde"
            label={t('visitor.results.order')}
            defaultValue={asked.order}
            options={ORDERS.map((order) => ({ value: order, label: t(`visitor.results.orderBy.${order}`) }))}
          />
        </div>
      </details>
      <Button wide icon="search">
        {t('visitor.results.show')}
      </Button>
      {props.isAsked && <TextLink href={props.root}>{t('visitor.results.clear')}</TextLink>}
      {props.isAsked && props.isVisitor && <p className="in-grey in-small">{t('visitor.results.save')}</p>}
    </form>
  )
}
