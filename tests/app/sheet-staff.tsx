import { Badge } from '#app/ui/badge.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { FilterForm, FilterSelect, PostForm } from '#app/ui/form/form.tsx'
import { NumberInput, TextInput } from '#app/ui/form/inputs.tsx'
import { Pictogram } from '#app/ui/icon.tsx'
import { PICTOGRAMS, type PictogramName } from '#app/ui/pictogram-paths.ts'
import type { FitState } from '#app/ui/pictures/fit-glyph.tsx'
import { FlowBar } from '#app/ui/pictures/funnel.tsx'
import { Agenda, Log, TodoList } from '#app/ui/pictures/lists.tsx'
import { Tabs } from '#app/ui/pictures/pager.tsx'
import { CandidateCard, PhonePreview } from '#app/ui/pictures/pass.tsx'
import { type VerdictOutcome, VerdictPanel } from '#app/ui/pictures/verdict-panel.tsx'
import { StaffShell } from '#app/ui/shell-staff.tsx'
import { Block, Grid, PageHead, Split } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { DashboardSheet } from './sheet-dashboard.tsx'
import { InboxSheet } from './sheet-inbox.tsx'

const GOOD: readonly FitState[] = ['full', 'full', 'part', 'full']
const NAMES = ['Amal Haddad', 'Yonas Kidane', 'Mariam Noori', 'Omid Rahimi']
const OUTCOMES: Record<VerdictOutcome, string> = {
  ok: 'In orde',
  warn: 'Let op',
  human: 'Besluit nodig',
  block: 'Geblokkeerd',
}

/** Every component of staff on one page, in Dutch; `theme` and `open` are the two states that a page chooses. */
export function StaffSheet({ theme, open = true }: { theme?: 'dark' | undefined; open?: boolean | undefined }) {
  return (
    <StaffShell
      org="Coach, gemeente Utrecht"
      who={{ name: 'Sanne de Boer', hasOthers: true }}
      words={{
        skip: 'Ga naar de inhoud',
        mainMenu: 'Hoofdmenu',
        home: 'Instroom, naar de start',
        goOnAs: 'Verder als ...',
        goOnAsOther: 'iemand anders',
        open: 'open',
      }}
      nav={[
        { href: '#1', label: 'Vandaag' },
        { href: '#2', label: 'Voorstellen', count: 10, current: true },
        { href: '#3', label: 'Deelnemers' },
      ]}
      search={{ action: '#', label: 'Zoeken', placeholder: 'Zoek een deelnemer' }}
      footLinks={[
        { href: '#p', label: 'Privacy' },
        { href: '#u', label: 'Uitleg van de regels' },
      ]}
      signOutLabel="Uitloggen"
      theme={theme}
    >
      <PageHead title="10 voorstellen" above="Maandag 23 november">
        <FilterForm label="Filter">
          <FilterSelect name="who" label="Deelnemer" options={[{ value: '', label: 'Alle 38' }]} />
          <Button variant="second" icon="filter">
            Toon
          </Button>
        </FilterForm>
      </PageHead>
      <InboxSheet open={open} />
      <div className="in-section in-stack in-gap-6">
        <Block title="Mijn 38 deelnemers">
          <FlowBar
            label="Waar staan mijn deelnemers"
            stages={[
              { label: 'Intake', count: 6 },
              { label: 'Klaar voor voorstel', count: 11, href: '#k' },
              { label: 'Voorstel loopt', count: 9 },
              { label: 'Aan het werk', count: 8 },
            ]}
          />
        </Block>
        <Split asideWidth="l" aside={<Aside />}>
          <Today />
          <Tabs
            label="Onderdelen"
            items={[
              { href: '#o', label: 'Overzicht', current: true },
              { href: '#pl', label: 'Plan' },
            ]}
          />
          <Candidates />
          <PostForm card>
            <TextInput
              name="mentor"
              label="Naam van de begeleider"
              defaultValue="Peter Vos"
              hint="Iemand die dit werk doet."
            />
            <NumberInput
              name="hours"
              label="Hoeveel uur begeleiding?"
              unit="uur per week"
              error="Vul minstens 2 uur in"
            />
            <Button iconAfter="arrow">Bewaar en ga verder</Button>
          </PostForm>
        </Split>
        <DashboardSheet />
        <Block title="Pictogrammen">
          <Grid min="s" as="ul">
            {(Object.keys(PICTOGRAMS) as PictogramName[]).map((name) => (
              <li className="in-xs" key={name}>
                <Pictogram name={name} />
                {name}
              </li>
            ))}
          </Grid>
        </Block>
      </div>
    </StaffShell>
  )
}

function Today() {
  return (
    <Block title="Eerst doen">
      <TodoList
        items={[
          {
            when: 'Vandaag',
            tone: 'error',
            title: 'Werkgever zwijgt 14 dagen',
            text: 'Amal Haddad wacht op De Linde.',
            action: { href: '#bel', label: 'Bel De Linde', icon: 'phone' },
          },
          { when: 'Do', title: 'Taalniveau bevestigen', action: { href: '#t', label: 'Plan toets' } },
        ]}
      />
      <DataTable
        caption="Stil: langer dan 14 dagen geen contact"
        rows={NAMES}
        keyOf={(name) => name}
        isSelected={(name) => name === NAMES[1]}
        csvHref="#csv"
        columns={[
          { head: 'Deelnemer', cell: (name) => <a href="#d">{name}</a> },
          { head: 'Waar staat het', cell: () => 'Klaar voor voorstel' },
          { head: 'Stil', align: 'end', cell: (name) => `${name.length} dagen` },
          { head: 'Actie', hidden: true, cell: () => <a href="#b">Bericht sturen</a> },
        ]}
      />
    </Block>
  )
}

function Candidates() {
  return (
    <Grid min="l" as="ul">
      {['7F', '4R'].map((code, index) => (
        <CandidateCard
          key={code}
          code={code}
          title={index ? <bdi>Dawit Tesfay</bdi> : `Kandidaat ${code}`}
          named={index === 1}
          fit={index ? { states: GOOD, words: 'Past op 3 van 4 delen' } : null}
          status={index ? <Badge tone="ok">Allebei ja</Badge> : <Badge tone="info">Wacht op jou, nog 11 dagen</Badge>}
          items={[
            { term: 'Kan', value: 'Elektra, 3 jaar', source: 'Gezien door school' },
            { term: 'Nederlands', value: 'A1, straks A2', source: 'Verwacht op 1 maart, niet getoetst' },
          ]}
        >
          <Button about={`met kandidaat ${code}`}>Kennismaken</Button>
          <Button variant="quiet">Nee, met reden</Button>
        </CandidateCard>
      ))}
    </Grid>
  )
}

function Aside() {
  return (
    <>
      <Card next gap={3}>
        <h2 className="in-cap">Bel Zorggroep De Linde</h2>
        <ButtonLink href="#bel" icon="phone">
          Bel
        </ButtonLink>
      </Card>
      {(['ok', 'human', 'block'] as const).map((outcome) => (
        <VerdictPanel
          key={outcome}
          outcome={outcome}
          title={
            { ok: 'Je kunt plaatsen', human: 'De gemeente beslist eerst', block: 'Zo kun je nog niet plaatsen' }[
              outcome
            ]
          }
          text="7 regels zijn in orde."
          words={{ region: `Uitkomst: ${OUTCOMES[outcome]}`, outcomes: OUTCOMES, mend: 'Zo los je het op:' }}
          items={[
            {
              outcome,
              title: 'Begeleiding',
              detail: 'Norm: hooguit 3 per begeleider.',
              mend: 'Zet Fatima erbij.',
              source: 'Beleid 2026.11',
            },
            { outcome: 'ok', title: 'Loon boven het minimumloon' },
            { outcome: 'warn', title: 'Verzekering nodig bij de start' },
          ]}
          foot={<a href="#regels">Alle 9 regels</a>}
        />
      ))}
      <PhonePreview
        pictogram="installation"
        title="Assistent monteur"
        employer="Van Dijk Installaties"
        facts={[
          { icon: 'clock', text: '32 uur: 24 werk, 8 les' },
          { icon: 'euro', text: 'Loon: € 15,40 per uur' },
        ]}
        action="Ik heb interesse"
      />
      <Block title="Afspraken">
        <Agenda items={[{ at: '2026-11-23T09:30', time: '9.30', title: 'Amal Haddad', text: 'Intake, deel 2' }]} />
      </Block>
      <Block title="Logboek">
        <Log
          items={NAMES.map((name, index) => ({
            at: `2026-11-0${index + 1}`,
            when: `${index + 1} nov`,
            text: `${name} zei ja`,
          }))}
        />
      </Block>
    </>
  )
}
