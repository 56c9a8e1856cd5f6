import type { ReactNode } from 'react'
import { Badge } from '#app/ui/badge.tsx'
import { Icon, type IconName } from '#app/ui/icon.tsx'

/** One step of the way; the one with state `now` holds what to do. */
export type JourneyStep = {
  state: 'done' | 'now' | 'todo'
  icon: IconName
  title: ReactNode
  date?: ReactNode
  body?: ReactNode
}

/** The way to work as a list, which is the picture. `here` marks the present step, `done` is said after finished ones. */
export function Journey(props: {
  steps: readonly JourneyStep[]
  words: { here: string; done: string }
  heading?: 'h2' | 'h3' | undefined
}) {
  const Heading = props.heading ?? 'h2'
  return (
    <ol className="in-journey">
      {props.steps.map((step, index) => (
        <li className={`is-${step.state}`} aria-current={step.state === 'now' ? 'step' : undefined} key={index}>
          <span className="in-journey__dot">
            <Icon name={step.state === 'done' ? 'check' : step.icon} />
          </span>
          <div className="in-journey__body">
            {step.state === 'now' && (
              <Badge tone="warn" icon="pin">
                {props.words.here}
              </Badge>
            )}
            <Heading>
              {step.title}
              {step.state === 'done' && <span className="in-hidden"> ({props.words.done})</span>}
            </Heading>
            {step.date && <p className="in-grey">{step.date}</p>}
            {step.body && <div>{step.body}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
