import { log } from './case-log.ts'
import { declared, override, page } from './case-page.ts'
import { caseRecord } from './case-record.ts'

/** Words of the officer's queue; the case on one page and the log have files of their own. Dutch, "u". */
export const cases = {
  filter: 'Welke zaken',
  which: 'Zaken',
  show: 'Toon',
  open: 'Wacht op een besluit',
  decided: 'Besloten',
  mine: 'Door u besloten',
  ending: 'Termijn loopt af',
  title: {
    decided_one: '1 besloten zaak',
    decided_other: '{{count}} besloten zaken',
    mine_one: '1 zaak door u besloten',
    mine_other: '{{count}} zaken door u besloten',
    ending_one: '1 termijn loopt af',
    ending_other: '{{count}} termijnen lopen af',
  },
  lead: {
    decided: 'Het nieuwste besluit staat boven. Hooguit 200.',
    mine: 'Het nieuwste besluit staat boven. Hooguit 200.',
    ending:
      'Goedgekeurd tot een dag in de komende 30 dagen, of net voorbij. Daarna vraagt de plek opnieuw om een besluit.',
  },
  noneTitle: 'Niets gevonden',
  none: {
    decided: 'In uw gemeente is nog niets besloten.',
    mine: 'U heeft nog niets besloten.',
    ending: 'Geen termijn loopt binnenkort af.',
  },
  decision: 'Besluit',
  by: 'Door',
  until: 'Geldt tot en met',
  untilChanged: 'tot de plek verandert',
  ended: 'voorbij',
  endsSoon: 'bijna voorbij',
  moment: 'Gevraagd bij',
  waitsDays_one: 'al 1 dag',
  waitsDays_other: 'al {{count}} dagen',
  standing: {
    title: 'Plekken op de site die wachten',
    lead: 'Deze plekken staan op de site, maar worden tot uw besluit niet voorgesteld.',
  },
  broughtUp: {
    title: 'Tegengehouden, en de werkgever is het er niet mee eens',
    lead: 'Deze plekken kunnen niet open. De werkgever schreef u een antwoord of bezwaar.',
    waits: 'Wacht op een tweede persoon',
    waitsYou: 'Wacht op u als tweede persoon',
  },
  objection: {
    queueTitle: 'Bezwaar of antwoord na een afwijzing',
    queueLead:
      'De gemeente wees deze plekken af en de werkgever schreef terug. Een andere collega dan wie afwees, besluit.',
    title: 'De werkgever schreef na de afwijzing',
    you: 'U besluit hierover',
    youText: 'Een collega wees deze plek af. Lees wat de werkgever schreef en besluit opnieuw.',
    colleague: 'Een collega besluit hierover',
    colleagueText: 'U wees deze plek zelf af. Daarom kijkt een collega naar het bezwaar.',
    nobody: 'Er is nog niemand die hierover kan besluiten',
    nobodyText:
      'U wees deze plek zelf af, en uw gemeente heeft geen andere toetser. De zaak blijft hier staan. Vraag uw beheerder om een tweede toetser, of laat een collega van een andere gemeente toegang krijgen.',
    changed:
      'De werkgever veranderde de plek na de afwijzing. Zij kan daarom niet meteen open: de werkgever moet haar opnieuw insturen. U kunt het besluit wel laten staan, of een vraag stellen.',
    waitsYou: 'Wacht op u',
    waitsColleague: 'Wacht op een collega',
    waitsNobody: 'Niemand kan besluiten',
  },
  judged: {
    type: 'Soort plek',
    occupationUri: 'functie',
    establishmentId: 'vestiging',
    seats: 'aantal plekken',
    hoursPerWeek: 'uren per week',
    startsOn: 'begindatum',
    endsOn: 'einddatum',
  },
  longer: {
    one: 'Besluit over een verlenging: {{title}}',
    title: 'Verlengingen die op u wachten',
    lead: 'Een coach wil dat iemand langer blijft. De regels vragen eerst een besluit van een mens. U ziet geen naam.',
  },
  outcome: { approved: 'Goedgekeurd', rejected: 'Afgewezen' },
  page,
  override,
  declared,
  ...caseRecord,
  log,
} as const
