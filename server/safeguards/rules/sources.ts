import type { MonitorId } from './monitors/table.ts'
import type { Bilingual, RuleId } from './titles.ts'

/**
 * One thing that a rule stands on, for a reader: an article, a letter, a publication, or that the number is ours. Laws keep their Dutch name in both
 * languages. `verified` false: nobody has read it at the source yet, so it is never shown as law.
 */
export type Source = Bilingual & { verified: boolean }
/** `since`: the version of the rule that began to stand on it. */
type Row = Source & { since?: number }

const read = (nl: string, en = nl): Row => ({ nl, en, verified: true })
const unread = (nl: string, en = nl): Row => ({ nl, en, verified: false })
const since = (version: number, row: Row): Row => ({ ...row, since: version })

const OURS = read('De getallen zijn van ons', 'The numbers are ours')
const OUR_NUMBER = read('Het getal is van ons', 'The number is ours')
const UWV_TRIAL = read(
  'UWV, Beleidsregels proefplaatsing 2013',
  'UWV, Beleidsregels proefplaatsing 2013 (rules on trials)',
)
const PROTOCOL = read(
  'Verdringingsprotocol van FNV en vijf gemeenten, 2016',
  'Verdringingsprotocol of trade union FNV and five municipalities, 2016',
)
const MELDPUNT = read(
  'Meldpunt Verdringing van FNV en vijf gemeenten, 2017',
  'Meldpunt Verdringing (report desk) of FNV and five municipalities, 2017',
)
const MINISTER_2014 = read(
  'Brief van de minister van SZW van 10 december 2014 (2014Z20792)',
  'Letter of the minister of SZW of 10 December 2014 (2014Z20792)',
)
const LETTER_SER = read(
  'Brief van SZW aan de SER van 13 april 2018',
  'Letter of the ministry SZW to the SER of 13 April 2018',
)
const CLAUSE = read('Participatiewet art. 9 lid 1c', 'Participatiewet art. 9(1)c')
const RIGHT_TO_WORK = read('Wet arbeid vreemdelingen art. 2 en 4', 'Wet arbeid vreemdelingen art. 2 and 4')
const EXTRA = read(
  'Ons eigen beleid: onbetaald werk komt naast gewoon werk',
  'Our own policy: unpaid work comes beside ordinary work',
)
const OUR_POLICY = read('Ons eigen beleid', 'Our own policy')

/** What every rule stands on, the strongest first. */
const RULE_SOURCES: Readonly<Record<RuleId, readonly Row[]>> = {
  'DSP-01': [
    read('Wet minimumloon en minimumvakantie\u00adbijslag art. 7'),
    since(2, PROTOCOL),
    read(
      'Hoe wij rekenen met een bedrag dat niet is nagekeken, is onze keuze',
      'How we reckon with an amount that nobody verified is our choice',
    ),
  ],
  'DSP-02': [
    read(
      'Participatiewet art. 6 lid 1h, 7 lid 1a, 10a en 10d lid 3',
      'Participatiewet art. 6(1)h, 7(1)a, 10a and 10d(3)',
    ),
    UWV_TRIAL,
  ],
  'DSP-03a': [UWV_TRIAL, read('Uitleg op de site van UWV', 'Page of UWV')],
  'DSP-03b': [
    read('Participatiewet art. 6 lid 1h en 8a', 'Participatiewet art. 6(1)h and 8a'),
    read('Verordening van de gemeente', 'Ordinance of the municipality'),
    OURS,
  ],
  'DSP-03c': [read('Participatiewet art. 10d lid 3', 'Participatiewet art. 10d(3)')],
  'DSP-03d': [read('Participatiewet art. 10a lid 1, 9 en 10', 'Participatiewet art. 10a(1), (9) and (10)')],
  'DSP-03e': [read('Verordening of beleid van de gemeente', 'Ordinance or policy of the municipality'), OURS],
  'DSP-04': [
    read(
      'UWV: een plan op papier voor minstens 6 maanden en minstens evenveel uren',
      'UWV: a plan on paper for at least 6 months and at least the same hours',
    ),
  ],
  'DSP-05': [read('Burgerlijk Wetboek 7:652 lid 8d en e', 'Burgerlijk Wetboek 7:652(8)d and e'), UWV_TRIAL, PROTOCOL],
  'DSP-06': [UWV_TRIAL],
  'DSP-07': [
    read('Participatiewet art. 10a lid 3: zes maanden', 'Participatiewet art. 10a(3): six months'),
    read('FNV: geen werken zonder loon', 'FNV: no work without a wage'),
    OURS,
  ],
  'DSP-08': [
    read('Participatiewet art. 9 lid 1c en 10a lid 2', 'Participatiewet art. 9(1)c and 10a(2)'),
    MINISTER_2014,
  ],
  'DSP-09': [CLAUSE, MELDPUNT, read('De termijn is van ons', 'The term is ours')],
  'DSP-10': [EXTRA, PROTOCOL],
  'DSP-11': [
    unread(
      'Burgerlijk Wetboek 7:669 en 7:681 en 682: 26 weken',
      'Burgerlijk Wetboek 7:669 and 7:681 and 682: 26 weeks',
    ),
    since(2, CLAUSE),
    read('Zo lezen wij het', 'This is our reading'),
  ],
  'DSP-12': [read('Waadi art. 3 lid 2 en 10', 'Waadi art. 3(2) and 10')],
  'DSP-13': [EXTRA],
  'DSP-14': [
    read(
      'Inspectie SZW: een leerplan met doelen en begeleiding',
      'Inspectie SZW: a learning plan with goals and supervision',
    ),
    MINISTER_2014,
  ],
  'DSP-15': [
    read('Inspectie SZW: het bedrijf begeleidt', 'Inspectie SZW: the company supervises'),
    read('Zo doen UWV en SBB het', 'Practice of UWV and SBB'),
    OURS,
  ],
  'DSP-16': [
    read(
      'Inspectie SZW: is het niet vooral leren, dan is het een baan met minimumloon',
      'Inspectie SZW: where it is not mainly learning it is a job with a minimum wage',
    ),
    OUR_NUMBER,
  ],
  'DSP-17': [
    read(
      'Wet educatie en beroepsonderwijs art. 7.2.8 tot en met 7.2.10',
      'Wet educatie en beroepsonderwijs art. 7.2.8 to 7.2.10',
    ),
    read('RVO: voorwaarden van de derde leerweg', 'RVO: conditions of the third learning route'),
    read('Register van SBB', 'Register of SBB'),
  ],
  'DSP-18': [RIGHT_TO_WORK],
  'DSP-19': [
    read('Wet arbeid vreemdelingen art. 8 lid 2', 'Wet arbeid vreemdelingen art. 8(2)'),
    read('Raad van State, 29 november 2023', 'Raad van State, 29 November 2023'),
    unread(
      'Brief van SZW van 3 november 2025: of het nieuwe besluit al geldt',
      'Letter of SZW of 3 November 2025: whether the new decree is in force',
    ),
  ],
  'DSP-20': [read('UWV: de vrijwilligersverklaring', 'UWV: the volunteer declaration of an organisation')],
  'DSP-21': [
    read('Besluit van 1 april 2022 over ontheemden (Wav)', 'Decree of 1 April 2022 on displaced persons (Wav)'),
    read('Richtlijn 2001/55, tot 4 maart 2027', 'Directive 2001/55, until 4 March 2027'),
    read('Hoe wij werkdagen tellen, is onze keuze', 'How we count working days is our choice'),
  ],
  'DSP-22': [
    read('Algemene wet gelijke behandeling', 'Algemene wet gelijke behandeling (equal treatment)'),
    OUR_POLICY,
  ],
  'DSP-23': [
    read(
      'Wet op de ondernemingsraden art. 2, 25 lid 1g en 27 lid 1d, e en f',
      'Wet op de ondernemingsraden art. 2, 25(1)g and 27(1)d, e and f',
    ),
    read('Vanaf hoeveel plekken is onze keuze', 'From how many places on is our choice'),
  ],
  'DSP-24': [read('Wet op de ondernemingsraden art. 35b en 35c', 'Wet op de ondernemingsraden art. 35b and 35c')],
  'DSP-25': [
    read('Waadi art. 7a, 8, 9 en 9a', 'Waadi art. 7a, 8, 9 and 9a'),
    read(
      'Wet toelating terbeschikkingstelling van arbeidskrachten (Wtta), vanaf 1 januari 2027',
      'Wet toelating terbeschikkingstelling van arbeidskrachten (Wtta), from 1 January 2027',
    ),
  ],
  'DSP-26': [
    read('Waadi art. 3 lid 1 en 9', 'Waadi art. 3(1) and 9'),
    since(
      2,
      unread(
        'Burgerlijk Wetboek 7:611a, over de kosten van scholing',
        'Burgerlijk Wetboek 7:611a, on the cost of training',
      ),
    ),
  ],
  'DSP-27': [
    read('Burgerlijk Wetboek 7:668a', 'Burgerlijk Wetboek 7:668a'),
    unread(
      'Wetsvoorstel 36746, met een tussenpoos van 60 maanden: of het al geldt',
      'Bill 36746, with a gap of 60 months: whether it is in force',
    ),
  ],
  'DSP-28': [read('UWV: het plan om iemand aan te nemen', 'UWV: the plan to hire'), LETTER_SER],
  'DSP-29': [read('UWV: verzekerd tijdens een proefplaats', 'UWV: insured during a trial')],
  'DSP-30': [
    read('Wet inburgering 2021: leren en werken samen', 'Wet inburgering 2021: learning and working together'),
    read(
      'De Z-route: 800 uur taal en 800 uur meedoen',
      'The Z-route: 800 hours of language and 800 hours of taking part',
    ),
    read('De 40 uur is onze keuze', 'The 40 hours are our choice'),
  ],
  'DSP-31': [read('Participatiewet art. 7 lid 8', 'Participatiewet art. 7(8)')],
  'DSP-32': [
    read('Participatiewet art. 10a lid 5, 6, 8, 9 en 10', 'Participatiewet art. 10a(5), (6), (8), (9) and (10)'),
  ],
  'DSP-33': [read('AVG art. 5 tot en met 7 en 25', 'GDPR art. 5 to 7 and 25'), OUR_POLICY],
  'DSP-34': [
    read('Algemene wet gelijke behandeling art. 1c en 2 lid 1', 'Algemene wet gelijke behandeling art. 1(c) and 2(1)'),
    read('Oordelen van het College voor de Rechten van de Mens', 'Opinions of the College voor de Rechten van de Mens'),
  ],
  'DSP-35': [
    LETTER_SER,
    read('Grenzen van de Spanningsindicator van UWV', 'Thresholds of the Spanningsindicator of UWV'),
    read(
      'Een besluit van een mens bij een ruime markt is onze keuze',
      'A decision of a person in an ample market is our choice',
    ),
  ],
  'DSP-36': [read('Participatiewet art. 10d lid 7', 'Participatiewet art. 10d(7)')],
  'DSP-37': [read('Burgerlijk Wetboek 7:652')],
  'MON-12': [MELDPUNT, OUR_POLICY],
  MON: [
    read(
      'Signalen over de vestiging, het bedrijf en de groep, en de steekproef van elk jaar',
      'Signals about the establishment, the company and its group, and the yearly audit',
    ),
    OUR_POLICY,
  ],
}

/** What every monitor stands on. A number of ours says so; a monitor is never law. */
export const MONITOR_SOURCES: Readonly<Record<MonitorId, readonly Source[]>> = {
  'MON-01': [EXTRA, OURS],
  'MON-02': [OUR_NUMBER],
  'MON-03': [
    OURS,
    unread('Grenzen van ongeveer 5 procent in andere landen', 'Caps of about 5 per cent in other countries'),
  ],
  'MON-04': [read('UWV: het plan om iemand aan te nemen', 'UWV: the plan to hire'), OURS],
  'MON-05': [CLAUSE, MELDPUNT],
  'MON-06': [OUR_NUMBER],
  'MON-07': [OUR_NUMBER],
  'MON-08': [OUR_NUMBER],
  'MON-09': [read('Inspectie SZW: leren staat voorop', 'Inspectie SZW: learning comes first'), OURS],
  'MON-10': [OURS],
  'MON-11': [read('UWV: verlengen alleen als het nodig is', 'UWV: extension only where it is needed'), OUR_NUMBER],
  'MON-12': [MELDPUNT],
  'MON-13': [
    read('Ons eigen beleid: een nieuwe vestiging verandert niets', 'Our own policy: a new branch changes nothing'),
  ],
  'MON-14': [
    LETTER_SER,
    read('Zoals in de Wet op de ondernemingsraden art. 31b', 'As in the Wet op de ondernemingsraden art. 31b'),
  ],
  'MON-15': [
    read('AI-verordening art. 14 en 26: mensen houden toezicht', 'AI Act art. 14 and 26: oversight by people'),
    OUR_NUMBER,
  ],
}

/** What a version of a rule stands on. */
export const sourcesOf = (id: RuleId, version: number): readonly Source[] =>
  RULE_SOURCES[id].filter((one) => (one.since ?? 1) <= version).map(({ nl, en, verified }) => ({ nl, en, verified }))
