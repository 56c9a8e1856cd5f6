import { Card } from '#app/ui/card.tsx'
import { FairChart, HeatTable, Kpis } from '#app/ui/pictures/dashboard.tsx'
import { Funnel } from '#app/ui/pictures/funnel.tsx'
import { MatchPictures } from './sheet-match.tsx'

const share = (value: number) => `${Math.round(value * 100)} op 100`

/** The pictures of the municipality, with invented figures. */
export function DashboardSheet() {
  const groups = [
    { label: 'Alle deelnemers', share: 0.42, low: 0.38, high: 0.46, people: 612, differs: false },
    { label: 'Vrouwen', share: 0.35, low: 0.29, high: 0.41, people: 251, differs: true },
    { label: 'Mannen', share: 0.47, low: 0.41, high: 0.52, people: 361, differs: false },
  ]
  return (
    <>
      <Kpis
        items={[
          { label: 'Geplaatst', value: '96', note: '12 meer dan vorig jaar' },
          { label: 'Van intake naar voorstel', value: '34 dagen', note: '9 dagen korter' },
          { label: 'Signalen', value: 'minder dan 10' },
        ]}
      />
      <Card>
        <Funnel
          suppressed="minder dan 10"
          table={{ label: 'Bekijk als tabel', head: ['Stap', 'Aantal', 'Uitval'] }}
          stages={[
            { label: 'Plekken open', count: 412 },
            { label: 'Interesse', count: 286, drop: '126 zonder interesse' },
            { label: 'Gesprek', count: 201, drop: '85: taal of reis' },
            { label: 'Geplaatst', count: 96, drop: '22 stopten' },
            { label: 'Na 6 maanden', count: null },
          ]}
        />
      </Card>
      <div className="in-two">
        <Card>
          <HeatTable
            caption="Plekken en kandidaten"
            corner="Sector"
            columns={['Utrecht', 'Amersfoort', 'Zeist']}
            units={['plekken', 'wachten']}
            note="Vet: plekken. Daaronder: wie wacht."
            legend={[
              { shade: 4, label: 'Veel plekken over' },
              { shade: 0, label: 'In balans' },
              { shade: 2, label: 'Groot tekort' },
            ]}
            rows={['Zorg', 'Techniek'].map((label) => ({
              label,
              cells: [
                { first: 34, second: 21, shade: 4 },
                { first: 18, second: 22, shade: 0 },
                { first: 12, second: 60, shade: 2 },
              ],
            }))}
          />
        </Card>
        <Card>
          <FairChart
            groups={groups}
            average={0.42}
            most={0.7}
            words={{
              people: 'n =',
              share: (group) => share(group.share),
              bounds: (group) => `tussen ${share(group.low)} en ${share(group.high)}`,
              differs: 'Wijkt af',
              same: 'Verschil kan toeval zijn',
              note: 'Gestippeld: gemiddelde, 42 op 100.',
            }}
            table={{ label: 'Bekijk als tabel', head: ['Groep', 'Deel', 'Tussen', 'Aantal', 'Uitkomst'] }}
          />
        </Card>
      </div>
      <MatchPictures />
    </>
  )
}
