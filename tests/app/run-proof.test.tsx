import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { RunProof } from '#app/ui/runs/run-proof.tsx'
import { WordsProvider } from '#app/ui/words/words.tsx'
import type { RunForStaff } from '#server/proposals/reads-runs.ts'

type Numbers = NonNullable<RunForStaff['numbers']>
type Compared = Pick<Numbers, 'differing' | 'notCompared'>

/** The proof of a run whose day and night were compared so, as text. */
const shown = (compared: Compared): string => {
  const run = {
    id: 'r1',
    numbers: { notWritten: 0, ...compared } as Numbers,
    certificate: { ratio: 1, exact: true, isNearBest: true, sums: null },
  }
  const page = renderToStaticMarkup(
    <WordsProvider language="nl">
      <RunProof run={run as unknown as Parameters<typeof RunProof>[0]['run']} recheck={null} />
    </WordsProvider>,
  )
  return page.replace(/<[^>]+>/g, ' ')
}

const NOT = 'Niet vergeleken met de verdeling van overdag.'
const WAITED = 'Deze ronde wachtte even.'
const NEVER = 'Er was overdag nog niets verdeeld met deze regels.'
const FAILED = 'Het vergelijken ging mis.'
const PARTLY = 'Niet alles is vergeleken.'
const SAME = 'Overdag en ’s nachts dezelfde verdeling.'
const OTHER = 'De verdeling van overdag was anders.'

it.each<[string, Compared, string[]]>([
  ['waited in vain for a change', { differing: null, notCompared: 'unheard' }, [NOT, WAITED]],
  ['had nothing that was settled', { differing: null, notCompared: 'unsettled' }, [NOT, NEVER]],
  ['could not compare', { differing: null, notCompared: 'failed' }, [NOT, FAILED]],
  ['did not keep why', { differing: null, notCompared: null }, [NOT, 'Het is niet bewaard waarom.']],
  ['compared everything', { differing: 0, notCompared: null }, [SAME]],
  ['compared a part', { differing: 0, notCompared: 'unheard' }, [SAME, PARTLY]],
  ['found another answer in a part', { differing: 3, notCompared: 'unheard' }, [OTHER, PARTLY]],
])('the page of a run that %s says so, and nothing else', (_, compared, said) => {
  const text = shown(compared)
  for (const sentence of [NOT, WAITED, NEVER, FAILED, PARTLY, SAME, OTHER])
    expect(text.includes(sentence), sentence).toBe(said.includes(sentence))
  for (const sentence of said) expect(text).toContain(sentence)
})
