import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'

/**
 * A link to a place on the same page goes there without a step in the history. Left to the browser it is a step, at which the router forgets
 * what the last form answered: the errors of a refused form, and what was typed, would vanish at the first click on one of them.
 */
function stayOnPage(event: MouseEvent): void {
  const { defaultPrevented, button, metaKey, ctrlKey, shiftKey, altKey } = event
  if (defaultPrevented || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null
  const hash = link?.getAttribute('href') ?? ''
  const place = document.getElementById(hash.slice(1))
  if (!place) return
  event.preventDefault()
  history.replaceState(history.state, '', hash)
  place.scrollIntoView()
  place.focus({ preventScroll: true })
  if (document.activeElement === place) return
  // The next Tab goes on from here, as after a step of the browser's own.
  place.tabIndex = -1
  place.focus({ preventScroll: true })
}
document.addEventListener('click', stayOnPage)

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <RemixBrowser />
    </StrictMode>,
  )
})
