import { Icon } from '#app/ui/icon.tsx'

/** One way in minutes against the most that the person wants to travel: a bar with a flag at the limit. Words beside it say the same. */
export function TravelBar(props: { minutes: number; most: number; words: { minutes: string; most: string } }) {
  const { minutes, most, words } = props
  const end = Math.max(minutes, most, 1) * 1.12
  const at = (value: number) => `${((value / end) * 100).toFixed(1)}%`
  return (
    <div>
      <svg className="in-travel__track in-flip" aria-hidden="true">
        <line className="f-base" x1="0" x2="100%" y1="20" y2="20" />
        <line className={minutes <= most ? 't-in' : 't-out'} x1="0" x2={at(minutes)} y1="20" y2="20" />
        <line className="t-most" x1={at(most)} x2={at(most)} y1="4" y2="30" />
      </svg>
      <p className="in-legend">
        <span>
          <i className={minutes <= most ? 'k-petrol' : 'k-clash'} />
          {words.minutes}
        </span>
        <span>
          <Icon name="flag" className="in-clay" />
          {words.most}
        </span>
      </p>
    </div>
  )
}
