import { Card } from '#app/ui/card.tsx'
import { Grid } from '#app/ui/stack.tsx'
import type { AccountWords } from '#app/ui/words/nl/account.ts'
import { WordsProvider, wordsFor } from '#app/ui/words/words.tsx'
import type { ScreenLanguage } from '#db/values/language.ts'
import { Qr } from './qr.tsx'
import type { QrPath } from './qr-path.ts'

/** A card to print, in the language of the newcomer: the card itself, and the code on a part of its own, to be kept elsewhere. */
export function PrintedCard(props: {
  words: AccountWords['card']
  language: ScreenLanguage
  name: string
  card: { number: string; code: string; expiresAt: string; address: string; qr: QrPath }
}) {
  const { words, language, card } = props
  const { day, dir } = wordsFor(language)
  const until = words.until(day(card.expiresAt))
  return (
    <WordsProvider language={language}>
      <div lang={language} dir={dir} className="in-printed">
        <Grid min="l" gap={4}>
          <Card as="section" gap={3}>
            <h1>{words.front(props.name)}</h1>
            <Qr code={card.qr} label={words.title} />
            <p>{words.how}</p>
            <p>
              <b dir="ltr">{card.address}</b>
            </p>
            <p>
              {words.number}:{' '}
              <b dir="ltr" className="in-nowrap">
                {card.number}
              </b>
            </p>
            <p>{until}</p>
          </Card>
          <Card as="section" gap={3}>
            <h2>{words.code}</h2>
            <p>
              <b dir="ltr">{card.code}</b>
            </p>
            <p>{words.codeText}</p>
          </Card>
        </Grid>
      </div>
    </WordsProvider>
  )
}
