import type { ReactNode } from 'react'
import { Icon } from '#app/ui/icon.tsx'
import type { nl } from '#app/ui/words/nl/all.ts'
import type { employerForm } from '#app/ui/words/nl/employer-form.ts'
import { useWords } from '#app/ui/words/words.tsx'

export type PartName = keyof typeof employerForm.section

/** One part of the long form: a card with its heading, and a line that says why. */
export function FormPart(props: {
  name: PartName
  intro?: ReactNode
  hidden?: boolean | undefined
  children: ReactNode
}) {
  const { t } = useWords()
  return (
    <section
      className="in-emp-part"
      id={`deel-${props.name}`}
      aria-labelledby={`kop-${props.name}`}
      hidden={props.hidden}
    >
      <h2 id={`kop-${props.name}`}>{t(`employer.form.section.${props.name}`)}</h2>
      {props.intro && <p className="in-grey">{props.intro}</p>}
      {props.children}
    </section>
  )
}

/** The parts of the form as links. */
export function FormMenu({ parts }: { parts: readonly PartName[] }) {
  const { t } = useWords()
  return (
    <nav className="in-emp-menu" aria-label={t('employer.form.menu')}>
      {parts.map((part) => (
        <a href={`#deel-${part}`} key={part}>
          {t(`employer.form.section.${part}`)}
        </a>
      ))}
    </nav>
  )
}

/**
 * Questions that only some types ask. Asked: open. Not asked: closed, so that they can still be opened without scripts; with scripts
 * (`away`) they leave the page, and what was typed in them stays.
 */
export function AskedOnly(props: {
  title: string
  asked: boolean
  away: boolean
  wrong: boolean
  /** Rules for which this is asked. */
  rules?: readonly SafeguardName[] | undefined
  children: ReactNode
}) {
  const open = props.asked || props.wrong
  return (
    <details className="in-emp-group" open={open} hidden={props.away && !open}>
      <summary>
        <Icon name="chevron" />
        {props.title}
      </summary>
      <div className="in-stack in-gap-5">
        {props.rules && <WhyAsked rules={props.rules} />}
        {props.children}
      </div>
    </details>
  )
}

type SafeguardName = keyof (typeof nl)['safeguard']['rule']

/** Why something is asked: the rules that read the answer, each with the way to the page that explains it. What was typed here stays. */
export function WhyAsked({ rules }: { rules: readonly SafeguardName[] }) {
  const { t } = useWords()
  return (
    <p className="in-small in-grey">
      {t('record.ask.why')}
      {rules.map((rule, index) => (
        <span key={rule}>
          {index > 0 && ', '}
          <a href={`/nl/regels#${rule}`} target="_blank" rel="noopener">
            {t(`safeguard.rule.${rule}`)}
          </a>
        </span>
      ))}
    </p>
  )
}
