import type { ReactNode } from 'react'
import { Icon, type IconName } from '#app/ui/icon.tsx'

/** The answer of a safeguard: fine, fine with a remark, a person decides, or stopped. Unknown is never `ok`. */
export type VerdictOutcome = 'ok' | 'warn' | 'human' | 'block'

/** One rule's answer: what it found, why, how to mend it, and where the rule comes from. */
export type VerdictItem = {
  outcome: VerdictOutcome
  title: ReactNode
  detail?: ReactNode
  mend?: ReactNode
  source?: ReactNode
}

const LOOK: Record<VerdictOutcome, { tone: 'ok' | 'warn' | 'error'; icon: IconName }> = {
  ok: { tone: 'ok', icon: 'check' },
  warn: { tone: 'warn', icon: 'warn' },
  human: { tone: 'warn', icon: 'person' },
  block: { tone: 'error', icon: 'stop' },
}

/** What the safeguards say, as a list: the heading says what happens next, each point how to mend it. */
export function VerdictPanel(props: {
  outcome: VerdictOutcome
  title: ReactNode
  text?: ReactNode
  items: readonly VerdictItem[]
  words: {
    /** Name of the region for screen readers. */
    region: string
    /** The outcome of one point in a word, for screen readers. */
    outcomes: Record<VerdictOutcome, string>
    /** Before the way to mend: "How to solve it:". */
    mend: string
  }
  foot?: ReactNode
  heading?: 'h2' | 'h3' | undefined
  id?: string | undefined
}) {
  const { outcome, words } = props
  const Heading = props.heading ?? 'h2'
  return (
    <section className={`in-verdict in-verdict--${LOOK[outcome].tone}`} aria-label={words.region} id={props.id}>
      <div className="in-verdict__head">
        <Icon name={LOOK[outcome].icon} />
        <div>
          <Heading>{props.title}</Heading>
          {props.text && <p className="in-small">{props.text}</p>}
        </div>
      </div>
      <ul className="in-rules">
        {props.items.map((item, index) => (
          <li className={`is-${LOOK[item.outcome].tone}`} key={index}>
            <Icon name={LOOK[item.outcome].icon} />
            <b>
              <span className="in-hidden">{words.outcomes[item.outcome]}: </span>
              {item.title}
            </b>
            {item.detail && <span>{item.detail}</span>}
            {item.source && <span className="in-src">{item.source}</span>}
            {item.mend && (
              <div className="in-mend">
                <b>{words.mend}</b> {item.mend}
              </div>
            )}
          </li>
        ))}
      </ul>
      {props.foot && <div className="in-rules__foot">{props.foot}</div>}
    </section>
  )
}
