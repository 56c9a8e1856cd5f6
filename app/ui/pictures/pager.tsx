import { ButtonLink } from '#app/ui/button.tsx'

/** Earlier and later pages of a list. `summary` says where the reader is: "Position 21 to 40 of 182". */
export function Pager(props: {
  label: string
  summary: string
  previous?: { href: string; label: string } | undefined
  next?: { href: string; label: string } | undefined
}) {
  return (
    <nav className="in-pages" aria-label={props.label}>
      <span className="in-grey">{props.summary}</span>
      <span className="in-row in-gap-2">
        {props.previous && (
          <ButtonLink variant="second" href={props.previous.href} icon="back">
            {props.previous.label}
          </ButtonLink>
        )}
        {props.next && (
          <ButtonLink variant="second" href={props.next.href} iconAfter="arrow">
            {props.next.label}
          </ButtonLink>
        )}
      </span>
    </nav>
  )
}

/** Parts of one thing, each with its own address. */
export function Tabs(props: {
  label: string
  items: readonly { href: string; label: string; current?: boolean | undefined }[]
}) {
  return (
    <nav className="in-tabs" aria-label={props.label}>
      {props.items.map((item) => (
        <a href={item.href} aria-current={item.current ? 'page' : undefined} key={item.href}>
          {item.label}
        </a>
      ))}
    </nav>
  )
}
