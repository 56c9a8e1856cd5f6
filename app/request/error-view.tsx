import { isRouteErrorResponse, useLocation, useRouteError } from '@remix-run/react'
import type { ScreenLanguage } from '#db/values/language.ts'
import { type Fault, faultOfStatus, isRefusalCode, kindWords } from './kind-words.ts'
import { languageOfPath } from './language.ts'
import { secondsToWait } from './page-status.ts'

/** What to say for what was thrown: a refusal by its code, another answer by its status, a bug in one sentence. */
function faultOfThrown(thrown: unknown): Fault {
  if (!isRouteErrorResponse(thrown)) return 'broken'
  const data: unknown = thrown.data
  const code = typeof data === 'object' && data !== null && 'refusal' in data ? data.refusal : null
  return isRefusalCode(code) ? code : faultOfStatus(thrown.status)
}

/**
 * What an error boundary shows, inside whatever frame the page has: what happened in plain words, and a way on.
 *
 * @param language of the page; without it the language of the path, else Dutch
 * @param home where the way on leads for who is signed in
 */
export function ErrorView({ language, home }: { language?: ScreenLanguage; home?: string | undefined }) {
  const thrown = useRouteError()
  const fault = faultOfThrown(thrown)
  const { pathname } = useLocation()
  const wait = fault === 'too-many' && isRouteErrorResponse(thrown) ? secondsToWait(thrown.data) : undefined
  const { title, text, onward, href } = kindWords(fault, language ?? languageOfPath(pathname) ?? 'nl', wait)
  return (
    <div className="in-wrap in-wrap--narrow in-stack">
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <a className="in-button" href={home ?? href}>
          {onward}
        </a>
      </p>
    </div>
  )
}
