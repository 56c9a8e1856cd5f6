import { type ClientActionFunctionArgs, useFetcher } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import type { VerdictView } from './verdict.tsx'

/** How long after the last change the form is tested by itself, in milliseconds. */
const AFTER_MS = 900

/** What the form shows of the test that runs by itself: the last answer, and how to ask for the next. */
export type LiveVerdict = {
  /** null = not asked yet, or what is typed cannot be tested yet. */
  verdict: VerdictView | null
  /** The form was tested by itself, so `verdict` goes before what the page came with. */
  isAsked: boolean
  /** Tests the form as it stands a moment after the last change. */
  changed(form: HTMLFormElement): void
}

/**
 * Tests the form of a position by itself while somebody fills it in: the same post as the button, without leaving the page. The fields are never touched, so
 * what has the focus keeps it. Without scripts there is the button alone.
 *
 * The route catches what goes wrong on the way (`keepLast`): then the last answer stays.
 */
export function useLiveVerdict(): LiveVerdict {
  const { data, submit } = useFetcher<{ verdict: VerdictView | null } | null>()
  const [last, setLast] = useState<{ verdict: VerdictView | null } | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>()
  useEffect(() => {
    if (data) setLast(data)
  }, [data])
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    verdict: last?.verdict ?? null,
    isAsked: last !== null,
    changed: (form) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        const fields = new FormData(form)
        fields.set('intent', 'check')
        submit(fields, { method: 'post' })
      }, AFTER_MS)
    },
  }
}

/** For the `clientAction` of a route whose form tests itself: an answer that did not come leaves the page as it is. */
export const keepLast = ({ serverAction }: ClientActionFunctionArgs) => serverAction().catch(() => null)
