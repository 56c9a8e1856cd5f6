import type { ReactNode } from 'react'
import { Button, TextLink } from '#app/ui/button.tsx'
import { FilterForm } from '#app/ui/form/form.tsx'
import { Block } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import type { TermLabels } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { FIT_PARTS } from '#db/values/proposals.ts'
import type { ShownPlace } from './match-data.ts'
import { useReason } from './match-parts.tsx'

/** The form that the boxes of the cards belong to: what is searched, and which places stand side by side. */
const FORM = 'plekken-zoek'

/** Words to search these places by, and a button that puts the chosen ones side by side. */
export function PlacesSearch(props: { action: string; q: string; limited: boolean }) {
  const { t } = useWords()
  return (
    <div id="zoek">
      <FilterForm action={props.action} label={t('match.places.search')} id={FORM}>
        <label>
          {t('match.places.words')}
          <input className="in-input" type="search" name="q" maxLength={100} defaultValue={props.q} />
        </label>
        <Button variant="second" icon="search">
          {t('match.places.show')}
        </Button>
        {props.q !== '' && <TextLink href={props.action}>{t('match.places.all')}</TextLink>}
      </FilterForm>
      <p className="in-small in-grey">{t('match.places.besideHow')}</p>
      {props.limited && <p className="in-small in-grey">{t('match.places.limited')}</p>}
    </div>
  )
}

/** The box of one place, for `PlacesSearch`. */
export function CompareBox(props: { place: ShownPlace; isChosen: boolean }) {
  const { t } = useWords()
  const id = `naast-${props.place.id}`
  return (
    <span className="in-check">
      <input type="checkbox" id={id} name="naast" value={props.place.id} form={FORM} defaultChecked={props.isChosen} />
      <label htmlFor={id}>
        {t('match.places.compare')}
        <span className="in-hidden"> {props.place.title}</span>
      </label>
    </span>
  )
}

/** Two or three places side by side: what they are, and how each part fits this person. */
export function ComparePlaces(props: { newcomerId: string; places: readonly ShownPlace[]; labels: TermLabels }) {
  const { places, newcomerId } = props
  const { t, day, number } = useWords()
  const lineOf = useReason(props.labels)
  const row = (head: string, of: (place: ShownPlace) => ReactNode) => ({ head, cells: places.map(of) })
  const rows = [
    row(t('match.places.row.employer'), (place) => <bdi>{place.employerName}</bdi>),
    row(t('match.places.row.place'), (place) => place.place),
    row(t('match.places.row.hours'), (place) => number(place.hoursPerWeek)),
    row(t('match.places.row.starts'), (place) => day(place.startsOn)),
    row(t('match.places.row.kind'), (place) => t(`enum.positionType.${place.type}`)),
    ...FIT_PARTS.map((part) =>
      row(t(`enum.fitPart.${part}`), ({ explanation }) => {
        const one = explanation.parts[part]
        const why = one.against[0] ?? one.for[0]
        return (
          <>
            <b>{t(`enum.fitState.${one.state}`)}</b>
            {why && <span className="in-small in-grey"> {lineOf(why).text}</span>}
          </>
        )
      }),
    ),
    row(t('match.places.row.missing'), ({ explanation }) =>
      explanation.oneThing ? t(`match.item.gate-${explanation.oneThing.gate}`) : t('match.places.row.nothing'),
    ),
    row(t('match.places.row.more'), (place) => (
      <a href={`/coach/deelnemers/${newcomerId}/plekken/${place.id}`}>
        {t('match.places.why')}
        <span className="in-hidden"> {place.title}</span>
      </a>
    )),
  ]
  return (
    <Block title={t('match.places.beside')} id="naast-elkaar">
      <DataTable
        caption={t('match.places.beside')}
        captionHidden
        rows={rows}
        keyOf={(one) => one.head}
        columns={[
          { head: t('match.places.row.what'), cell: (one) => one.head, hidden: true },
          ...places.map((place, at) => ({
            head: `${at + 1}. ${place.title}`,
            cell: (one: (typeof rows)[number]) => one.cells[at],
          })),
        ]}
      />
    </Block>
  )
}
