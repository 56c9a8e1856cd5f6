import { Block } from '#app/ui/stack.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import type { LogShown } from './case-view.ts'

/** What was done, by code, in words: the thing and the step. */
export const logTitle = ({ subject, step }: Pick<LogShown, 'subject' | 'step'>, { t }: Words): string =>
  `${codedWord(t, 'cases.log.subject', subject) ?? subject}: ${codedWord(t, 'cases.log.step', step) ?? step}`

/** Who did it: a name where there is one, else the desk; nobody signed in is a machine or somebody without an account. */
export const logWho = ({ byName, byRole }: Pick<LogShown, 'byName' | 'byRole'>, { t }: Words): string => {
  const desk = codedWord(t, 'enum.role', byRole) ?? t('common.unknown')
  return byName ? `${byName} (${desk.toLowerCase()})` : desk
}

/** The codes of a line that a person can use: which fact, terms, versions, years. Ids stay out. */
export const logDetail = ({ detail }: Pick<LogShown, 'detail'>, { t, day }: Words): string => {
  const told = (['number', 'found', 'validUntil', 'endedOn', 'version', 'year', 'files', 'policyVersion'] as const)
    .filter((name) => detail[name] !== undefined)
    .map((name) => {
      const value = String(detail[name])
      return t(`cases.log.detail.${name}`, { value: name === 'validUntil' || name === 'endedOn' ? day(value) : value })
    })
  return [codedWord(t, 'cases.page.kind', String(detail['kind'])) ?? [], ...told].flat().join(', ')
}

/** Who did and decided what about one case, the newest first. Nothing when nobody did anything. */
export function LogLines({ title, lines }: { title: string; lines: LogShown[] }) {
  const words = useWords()
  if (lines.length === 0) return null
  return (
    <Block title={title}>
      <ol className="in-log">
        {lines.map((line, index) => (
          <li key={index}>
            <b>{logTitle(line, words)}</b>, <bdi>{logWho(line, words)}</bdi>
            {logDetail(line, words) && <span className="in-src">{logDetail(line, words)}</span>}
            <time dateTime={line.at}>{words.moment(line.at)}</time>
          </li>
        ))}
      </ol>
    </Block>
  )
}
