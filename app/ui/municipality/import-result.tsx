import { Card } from '#app/ui/card.tsx'
import { Note } from '#app/ui/note.tsx'
import { Stack } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { useWords } from '#app/ui/words/words.tsx'

type Report = {
  rows: number
  written: number
  known: number
  isDryRun: boolean
  faults: { line: number; column: string; code: string }[]
  /** How many faults there are; the page shows the first. */
  all: number
}

/** What a try found or an import did: counts, or every fault with its line and column. */
export function ImportResult({ report }: { report: Report }) {
  const { t } = useWords()
  const { faults, all, rows, written, known, isDryRun } = report
  if (all === 0)
    return (
      <Note tone="ok" announce title={t(isDryRun ? 'imports.tried' : 'imports.done')}>
        {t(isDryRun ? 'imports.triedText' : 'imports.doneText', { rows, written, known })}
      </Note>
    )
  return (
    <Stack gap={3}>
      <Note tone="error" announce title={t('imports.faults', { count: all })}>
        {all > faults.length && t('imports.mostFaults', { count: faults.length })}
      </Note>
      <Card>
        <DataTable
          caption={t('imports.faults', { count: all })}
          captionHidden
          rows={faults}
          keyOf={(row) => `${row.line} ${row.column} ${row.code}`}
          columns={[
            { head: t('imports.line'), cell: (row) => row.line },
            { head: t('imports.column'), cell: (row) => row.column || t('imports.whole') },
            { head: t('imports.wrong'), cell: (row) => codedWord(t, 'imports.fault', row.code) },
          ]}
        />
      </Card>
    </Stack>
  )
}
