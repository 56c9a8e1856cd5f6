import { DIRECTED, ICON_FILLS, ICONS, type IconName } from './icon-paths.ts'
import { PICTOGRAMS, type PictogramName } from './pictogram-paths.ts'

export type { IconName, PictogramName }

/** An interface icon in the colour and size of the text. Always beside a word, so hidden from screen readers; arrows mirror in a right-to-left page. */
export function Icon(props: { name: IconName; flip?: boolean | undefined; className?: string | undefined }) {
  const { name, flip = DIRECTED.has(name), className } = props
  const fill = ICON_FILLS[name]
  return (
    <svg
      className={['i', flip && 'i--flip', className].filter(Boolean).join(' ')}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      {ICONS[name] && <path d={ICONS[name]} />}
      {fill && <path d={fill} fill="currentColor" stroke="none" />}
    </svg>
  )
}

/** A two-coloured pictogram: `s` 32 px, `m` 48 px, `l` 72 px. Always beside a word; never mirrored. */
export function Pictogram(props: {
  name: PictogramName
  size?: 's' | 'm' | 'l' | undefined
  className?: string | undefined
}) {
  const { name, size = 'm', className } = props
  return (
    <svg
      className={['pic', size !== 'm' && `pic--${size}`, className].filter(Boolean).join(' ')}
      viewBox="0 0 48 48"
      aria-hidden="true"
    >
      <PictogramStrokes name={name} />
    </svg>
  )
}

/** The strokes of a pictogram without its frame, to place it inside a larger drawing. */
export function PictogramStrokes(props: { name: PictogramName }) {
  return PICTOGRAMS[props.name].map((stroke, index) => {
    const [paint = '', path] = split(stroke)
    const [className, width] = split(paint, '/')
    const blunt = width?.endsWith('b')
    return (
      <path
        key={index}
        className={className}
        d={path}
        strokeWidth={width ? Number.parseFloat(width) : undefined}
        strokeLinecap={blunt ? 'butt' : undefined}
      />
    )
  })
}

function split(text: string, by = ' '): [string, string | undefined] {
  const at = text.indexOf(by)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
