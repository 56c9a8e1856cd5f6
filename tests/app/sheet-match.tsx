import { Card, Panel } from '#app/ui/card.tsx'
import { GainBars } from '#app/ui/pictures/gain-bars.tsx'
import { Shares } from '#app/ui/pictures/shares.tsx'
import { SpreadBox } from '#app/ui/pictures/spread-box.tsx'
import { StepSign } from '#app/ui/pictures/step-sign.tsx'
import { TravelBar } from '#app/ui/pictures/travel-bar.tsx'
import { WeekLanes } from '#app/ui/pictures/week-lanes.tsx'

const TABLE = 'Bekijk als tabel'

/** The pictures of the match page, of what demands do, and of a run. */
export const MatchPictures = () => (
  <>
    <Card>
      <Shares
        items={[
          { key: 'fits', label: 'Past', count: 12 },
          { key: 'almost', label: 'Bijna', count: 11 },
          { key: 'unknown', label: 'Nog niet zeker', count: 0 },
          { key: 'not', label: 'Past niet', count: 1 },
        ]}
        table={{ label: TABLE, head: ['Uitkomst', 'Plekken'] }}
      />
    </Card>
    <div className="in-two">
      <Panel>
        <WeekLanes
          caption="Week van Amal naast de tijden van de plek"
          hint="Boven: Amal. Onder: de plek."
          days={[
            { weekday: 1, short: 'ma', full: 'maandag' },
            { weekday: 2, short: 'di', full: 'dinsdag' },
          ]}
          blocks={[
            { kind: 'available', weekday: 1, from: 420, to: 1140 },
            { kind: 'lesson', weekday: 1, from: 540, to: 720 },
            { kind: 'work', weekday: 1, from: 480, to: 960 },
            { kind: 'journey', weekday: 1, from: 450, to: 480 },
            { kind: 'clash', weekday: 1, from: 540, to: 720 },
            { kind: 'childcare', weekday: 2, from: 870, to: 960 },
            { kind: 'lessonThere', weekday: 2, from: 540, to: 600 },
          ]}
          words={{
            available: 'Werk kan',
            lesson: 'Les',
            childcare: 'Zorg',
            work: 'Werk',
            lessonThere: 'Les op de plek',
            journey: 'Reis',
            clash: 'Botst',
          }}
          table={{
            label: TABLE,
            head: ['Dag', 'Amal', 'De plek', 'Botst'],
            rows: [['maandag', 'Les 9.00-12.00', 'Werk 8.00-16.00', 'Botst 9.00-12.00']],
          }}
        />
      </Panel>
      <Card gap={4}>
        <TravelBar minutes={24} most={45} words={{ minutes: 'Ongeveer 24 minuten, fiets', most: 'Grens: 45 min' }} />
        <TravelBar minutes={60} most={45} words={{ minutes: 'Ongeveer 60 minuten, fiets', most: 'Grens: 45 min' }} />
        <StepSign step={0} word="niets" />
        <StepSign step={3} word="veel" />
      </Card>
    </div>
    <Card>
      <GainBars
        items={[
          { key: 'a', label: 'Lezen: A2 vragen in plaats van B1.', count: 14, word: '14 mensen meer' },
          { key: 'b', label: 'De startdag in overleg.', count: null, word: 'minder dan 10 meer' },
        ]}
        table={{ label: TABLE, head: ['Als u dit verandert', 'Komen erbij'] }}
      />
    </Card>
    <Card>
      <SpreadBox
        rows={[
          { label: 'Plekken', spread: { least: 0, lower: 2, middle: 4, upper: 7, most: 25 } },
          { label: 'Heeft een voorstel', spread: { lower: 20, middle: 41, upper: 80 } },
          { label: 'Heeft geen voorstel', spread: null, instead: 'Minder dan 10 mensen: niet getoond.' },
        ]}
        say={(value) => `${value} dagen`}
        middle={(said) => `midden: ${said}`}
        table={{ label: TABLE, head: ['Groep', 'Minste', 'Een kwart', 'Midden', 'Driekwart', 'Meeste'] }}
      />
    </Card>
  </>
)
