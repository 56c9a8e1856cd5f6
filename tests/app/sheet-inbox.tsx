import { Button } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { ActBar, CouldList, Detail, DetailPart, Inbox, ReasonRows, Versus } from '#app/ui/inbox.tsx'
import type { FitState } from '#app/ui/pictures/fit-glyph.tsx'

const GOOD: readonly FitState[] = ['full', 'full', 'part', 'full']
const NAMES = ['Amal Haddad', 'Yonas Kidane', 'Mariam Noori', 'Omid Rahimi']

/** The inbox of proposals with one open; invented people. */
export function InboxSheet({ open }: { open: boolean }) {
  return (
    <Inbox
      label="Lijst met voorstellen"
      order="Wie het langst wacht, staat boven"
      open={open}
      back={{ href: '#lijst', label: 'Alle voorstellen' }}
      empty={<EmptyState pictogram="week" title="Geen voorstellen" text="Morgen kijken we opnieuw." />}
      items={NAMES.map((name, index) => ({
        href: `#v${index}`,
        name,
        line: 'Assistent monteur, Van Dijk, 4 km',
        waits: `${23 - index * 3} d`,
        states: index === 1 ? ['full', 'open', 'part', 'part'] : GOOD,
        fitWords: 'Past op 3 van 4 delen',
        current: index === 0,
      }))}
    >
      <Detail label="Voorstel: Amal Haddad en Assistent monteur">
        <DetailPart>
          <Versus
            person={{
              above: 'Deelnemer, wacht 23 dagen',
              title: <bdi>Amal Haddad</bdi>,
              href: '#d',
              text: 'Nederlands A1. 32 uur.',
            }}
            position={{
              above: 'Leerwerkplek, 2 plekken vrij',
              title: 'Assistent monteur',
              text: 'Van Dijk Installaties, Utrecht.',
            }}
            states={GOOD}
            fitWords="Past op 3 van 4 delen"
          />
        </DetailPart>
        <DetailPart title="Waarom dit voorstel">
          <ReasonRows
            head={['Deel', 'Voor', 'Tegen, of nog niet']}
            nothing={{ for: 'Nog niets bekend', against: 'Niets tegen gevonden' }}
            rows={[
              {
                part: 'Kan',
                state: 'full',
                word: 'Past',
                for: [{ text: '3 jaar elektra', source: 'Intake 4 nov, eigen opgave' }],
                against: [{ text: 'VCA nog niet', source: 'Plek: nodig voor maand 2' }],
              },
              {
                part: 'Praktisch',
                state: 'part',
                word: 'Voor een deel',
                for: [{ text: '4 km, fiets' }],
                against: [{ text: 'Begin 7.30' }],
              },
              { part: 'Hulp', state: 'open', word: 'Nog open', for: [], against: [] },
            ]}
          />
        </DetailPart>
        <DetailPart title="Wat zou het mogelijk maken?">
          <CouldList
            items={[
              {
                text: <b>Begin 8.45 uur op di en do.</b>,
                gain: 'Praktisch: past',
                action: <Button variant="second">Vraag werkgever</Button>,
              },
            ]}
          />
        </DetailPart>
        <form method="post" noValidate>
          <ActBar note="Jij beslist.">
            <Button name="do" value="shortlist" shortcut="s">
              Op de shortlist
            </Button>
            <Button variant="second">Later</Button>
            <Button variant="danger">Niet voorstellen</Button>
          </ActBar>
        </form>
      </Detail>
    </Inbox>
  )
}
