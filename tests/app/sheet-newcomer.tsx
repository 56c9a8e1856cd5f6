import { Badge, LockChips } from '#app/ui/badge.tsx'
import { Button, ButtonLink, TextLink } from '#app/ui/button.tsx'
import { Card, Disc, Facts, IconList, Panel, PeopleList } from '#app/ui/card.tsx'
import { Busy, EmptyState } from '#app/ui/empty.tsx'
import { Check, CheckList, Choice, RadioList } from '#app/ui/form/choices.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { DateInput, NumberInput, Select, TextArea, TextInput, TimeInput } from '#app/ui/form/inputs.tsx'
import { Doors, Hero, HowItWorks, LanguageChoices } from '#app/ui/home.tsx'
import type { IconName } from '#app/ui/icon.tsx'
import { Note } from '#app/ui/note.tsx'
import { FitBars } from '#app/ui/pictures/fit-bars.tsx'
import { FitGlyph, type FitState } from '#app/ui/pictures/fit-glyph.tsx'
import { Journey } from '#app/ui/pictures/journey.tsx'
import { LanguageLadder } from '#app/ui/pictures/language-ladder.tsx'
import { NumberedList, TaskList } from '#app/ui/pictures/lists.tsx'
import { Pager } from '#app/ui/pictures/pager.tsx'
import { Pass } from '#app/ui/pictures/pass.tsx'
import { TrustStrip } from '#app/ui/pictures/trust-strip.tsx'
import { WeekPicture } from '#app/ui/pictures/week-picture.tsx'
import { ResultCard } from '#app/ui/result-card.tsx'
import { PublicShell } from '#app/ui/shell-public.tsx'
import { Grid, Row, Section, Split, Stack } from '#app/ui/stack.tsx'
import type { SheetWords } from './sheet-words.ts'

const STATES: readonly FitState[] = ['full', 'full', 'part', 'open']
const FACT_ICONS: readonly IconName[] = ['pin', 'clock', 'euro', 'calendar']
const FIT_PICTOGRAMS = ['construction', 'heart', 'bicycle', 'buddy'] as const

const factsOf = (w: SheetWords) => w.facts.map((text, index) => ({ icon: FACT_ICONS[index] ?? 'info', text }))

/** Every component of newcomers and visitors on one page, in the language of the words. */
export function NewcomerSheet({ w }: { w: SheetWords }) {
  const facts = factsOf(w)
  return (
    <PublicShell
      words={w}
      languageHref="#taal"
      helpHref="#hulp"
      homeHref="#"
      nav={w.nav.map((label, index) => ({
        href: `#${index}`,
        label,
        icon: (['search', 'flag', 'lock'] as const)[index] ?? 'dot',
        current: index === 0,
      }))}
      footLinks={w.links.map((label, index) => ({ href: `#l${index}`, label }))}
      account={{ name: 'Amal', signOutLabel: w.signOut }}
      cta={
        <ButtonLink variant="yes" big wide icon="heart" href="#ja">
          {w.cta}
        </ButtonLink>
      }
    >
      <div className="in-home">
        <Hero title={w.heroTitle} lead={w.heroLead} />
        <Doors
          items={w.doors.map(([title, text], index) => ({
            href: `#d${index}`,
            pictogram: (['heart', 'journey', 'help'] as const)[index] ?? 'help',
            title,
            text,
          }))}
        />
      </div>
      <Section title={w.next}>
        <HowItWorks steps={w.choices.map(([title, text]) => ({ pictogram: 'talk', title, text }))} />
      </Section>
      <Stack>
        <TextLink back href="#terug">
          {w.back}
        </TextLink>
        <Note tone="sand" small>
          {w.note}
        </Note>
        <div />
      </Stack>
      <Split
        asideWidth="s"
        aside={
          <Card gap={4}>
            <Facts items={facts} />
            <ButtonLink variant="yes" big wide icon="heart" href="#ja">
              {w.cta}
            </ButtonLink>
          </Card>
        }
      >
        <div className="in-title">
          <Disc pictogram="installation" size="l" />
          <div>
            <h2>{w.title}</h2>
            <p className="in-lead in-grey">{w.employer}</p>
          </div>
        </div>
        <Section title={w.fitTitle}>
          <Card gap={5}>
            <Row>
              <FitGlyph states={STATES} />
              <b>{w.fit[2]?.[1]}</b>
            </Row>
            <FitBars
              items={w.fit.map(([question, word, answer], index) => ({
                pictogram: FIT_PICTOGRAMS[index] ?? 'help',
                question,
                word: word ?? '',
                answer,
                state: STATES[index] ?? 'open',
              }))}
              table={{ label: w.table, head: w.fitHead }}
            />
          </Card>
        </Section>
        <Section title={w.weekTitle}>
          <Panel week>
            <WeekPicture
              caption={w.weekTitle}
              days={w.week.map((short, index) => ({ short, full: w.weekFull[index] ?? short }))}
              parts={[
                { label: w.parts[0] ?? '', cells: ['work', 'work', 'lesson', 'work', 'available'] },
                { label: w.parts[1] ?? '', cells: ['work', 'work', 'lesson', 'childcare', 'home'] },
                { label: w.parts[2] ?? '', cells: ['home', 'home', 'home', 'home', 'home'] },
              ]}
              words={w.cells}
            />
          </Panel>
        </Section>
        <Section title={w.ladderTitle}>
          <Panel tone="mint">
            <LanguageLadder
              rows={[
                { icon: 'ear', name: w.skills[0] ?? '', have: 'A1', need: 'A1', expected: 'A2' },
                { icon: 'mouth', name: w.skills[1] ?? '', have: 'A1', need: 'A2', expected: 'A2' },
                { icon: 'book', name: w.skills[2] ?? '', have: 'alfa-b', need: 'A1', expected: 'A1' },
                { icon: 'pen', name: w.skills[3] ?? '', have: null, need: 'A1' },
              ]}
              words={w.ladder}
              dir={w.dir}
            />
          </Panel>
        </Section>
      </Split>
      <Section title={w.nav[0]}>
        <Stack as="ul">
          <ResultCard
            href="#r"
            pictogram="installation"
            title={w.title}
            employer={w.employer}
            facts={facts}
            fit={{ states: STATES, word: w.fit[2]?.[1] ?? '', why: w.fit[0]?.[2] }}
          >
            <ButtonLink href="#r" iconAfter="arrow" about={w.title}>
              {w.see}
            </ButtonLink>
            <Button variant="second" icon="heart" about={w.title}>
              {w.save}
            </Button>
          </ResultCard>
          <ResultCard href="#r2" pictogram="care" title={w.title} employer={w.employer} facts={facts} />
        </Stack>
        <Pager label={w.nav[0] ?? ''} summary={w.pager} next={{ href: '#n', label: w.next }} />
        <EmptyState
          pictogram="heart"
          title={w.emptyTitle}
          text={w.emptyText}
          action={<ButtonLink href="#z">{w.nav[0]}</ButtonLink>}
        />
        <EmptyState inline heading="h3" pictogram="talk" title={w.emptyTitle} text={w.emptyText} />
        <Busy words={w.busy} bones={2} />
      </Section>
      <Section title={w.journeyTitle}>
        <Journey
          heading="h3"
          words={{ here: w.here, done: w.done }}
          steps={w.journey.map(([title, date], index) => ({
            state: (['done', 'now', 'todo'] as const)[index] ?? 'todo',
            icon: (['check', 'people', 'work'] as const)[index] ?? 'flag',
            title,
            date,
            body:
              index === 1 ? (
                <Stack gap={3}>
                  <Facts items={facts.slice(0, 2)} />
                  <Row gap={2}>
                    <Button icon="check">{w.cta}</Button>
                    <Button variant="second">{w.save}</Button>
                  </Row>
                </Stack>
              ) : undefined,
          }))}
        />
      </Section>
      <Section title={w.trustTitle}>
        <Pass
          pictogram="installation"
          title={w.candidate}
          text={w.title}
          items={w.pass.map(([term, value]) => ({ term, value }))}
        />
        <LockChips items={w.weekFull} />
        <TrustStrip
          items={w.trust.map(([who, sees, hides], index) => ({ who, sees, hides, open: index < 3 }))}
          table={{ label: w.table, head: w.fitHead, rows: w.fit }}
        />
        <Grid min="m">
          <IconList items={w.facts.map((text) => ({ text }))} />
          <NumberedList items={w.facts} />
          <PeopleList items={[{ pictogram: 'buddy', name: 'Ahmed', text: w.facts[1] }]} />
        </Grid>
        <Row gap={2}>
          <Badge tone="ok">{w.done}</Badge>
          <Badge tone="warn">{w.here}</Badge>
          <Badge tone="error">{w.error}</Badge>
          <Badge tone="info">{w.next}</Badge>
          <Badge icon="person">{w.save}</Badge>
        </Row>
        <TaskList
          items={[
            { label: w.fields[0], href: '#t1', state: w.done, done: true },
            { label: w.fields[1], href: '#t2', state: w.next, tone: 'info', icon: 'half' },
            { label: w.fields[2], state: w.optional },
          ]}
        />
      </Section>
      <NewcomerForm w={w} />
      <Section title={w.language} id="taal">
        <LanguageChoices
          items={[
            { href: '#nl', lang: 'nl', own: 'Nederlands', current: w.dir === 'ltr' },
            { href: '#ar', lang: 'ar', own: 'العربية', name: 'Arabisch', rtl: true, current: w.dir === 'rtl' },
            { href: '#en', lang: 'en', own: 'English', name: 'Engels' },
          ]}
        />
      </Section>
    </PublicShell>
  )
}

function NewcomerForm({ w }: { w: SheetWords }) {
  const options = w.choices.map(([label, hint], index) => ({ value: `v${index}`, label, hint }))
  return (
    <Section title={w.formTitle}>
      <ErrorSummary title={w.errorTitle} errors={{ 'mentor.hours[0]': [w.error], consent: [w.error] }} />
      <PostForm idempotencyKey="0191">
        <TextInput name="name" label={w.fields[0]} required defaultValue="Amal" />
        <NumberInput name="mentor.hours[0]" label={w.fields[1]} hint={w.hint} error={w.error} unit="32" required />
        <DateInput name="startsOn" label={w.fields[2]} optional={w.optional} defaultValue="2027-01-11" />
        <TimeInput name="startsAt" label={w.fields[3]} defaultValue="08:45" />
        <TextArea name="about" label={w.fields[4]} hint={w.hint} />
        <Select
          name="level"
          label={w.ladderTitle}
          empty={w.optional}
          options={['A1', 'A2', 'B1'].map((value) => ({ value, label: value }))}
        />
        <CheckList name="days" label={w.weekTitle} options={options} defaultValue={['v1']} />
        <RadioList name="one" label={w.choiceTitle} options={options} defaultValue="v0" />
        <Choice
          name="consent"
          label={w.choiceTitle}
          error={w.error}
          options={options.map((option, index) => ({
            ...option,
            pictogram: (['heart', 'talk', 'shield'] as const)[index],
          }))}
        />
        <Check name="call" label={w.choices[1]?.[0]} />
        <Row>
          <Button big iconAfter="arrow">
            {w.next}
          </Button>
          <Button variant="quiet">{w.save}</Button>
        </Row>
      </PostForm>
    </Section>
  )
}
