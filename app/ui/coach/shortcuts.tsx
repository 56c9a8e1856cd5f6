import { useEffect, useState } from 'react'
import { useWords } from '#app/ui/words/words.tsx'

const STORE = 'instroom-keys'
const KEYS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['s', 'shortlist'],
  ['x', 'setAside'],
] as const

/** Whether somebody is typing: then a letter is a letter. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))

/**
 * Single-letter keys for the inbox, which can be switched off and stay off (WCAG 2.1.4). Draws nothing without a script: every key has a
 * link or a button on the page. `s` and `x` only move the focus: the decision itself is always a press of a button.
 */
export function Shortcuts(props: { next: string | undefined; previous: string | undefined }) {
  const { t } = useWords()
  const { next, previous } = props
  const [on, setOn] = useState<boolean | null>(null)
  useEffect(() => {
    try {
      setOn(localStorage.getItem(STORE) !== 'off')
    } catch {
      setOn(true)
    }
  }, [])
  useEffect(() => {
    if (!on) return
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const focus = (id: string) => {
        const target = document.getElementById(id)
        if (target) event.preventDefault()
        target?.focus()
      }
      if (event.key === 'j' && next) location.assign(next)
      else if (event.key === 'k' && previous) location.assign(previous)
      else if (event.key === 's') focus('shortlist')
      else if (event.key === 'x') focus('reason')
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [on, next, previous])
  if (on === null) return null
  const turn = () => {
    setOn(!on)
    try {
      localStorage.setItem(STORE, on ? 'off' : 'on')
    } catch {
      // A browser that keeps nothing: the choice lasts as long as the page.
    }
  }
  return (
    <section className="in-coach-keys in-xs" aria-label={t('coach.keys.title')}>
      {on &&
        KEYS.map(([key, what]) => (
          <span key={key}>
            <kbd>{key}</kbd> {t(`coach.keys.${what}`)}
          </span>
        ))}
      <span>{on ? t('coach.keys.on') : t('coach.keys.off')}</span>
      <button className="in-button in-button--quiet" type="button" onClick={turn}>
        {on ? t('coach.keys.turnOff') : t('coach.keys.turnOn')}
      </button>
    </section>
  )
}
