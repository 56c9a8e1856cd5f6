/** A text in the two languages of the catalogue. */
export type Bilingual = { nl: string; en: string }
export type RuleTitle = Bilingual

const both = (nl: string, en: string): Bilingual => ({ nl, en })

/** What each rule is called, in plain words. `MON` is the pause that monitors give; MON-12 is asked beside the position rules. */
export const RULE_TITLES = {
  'DSP-01': both('Minstens het minimumloon en het cao-loon', 'At least the minimum wage and the agreed scale'),
  'DSP-02': both('Onbetaald werk alleen met een besluit', 'Unpaid work only with a decision'),
  'DSP-03a': both('Duur van een proefplaats van UWV', 'Length of a UWV trial placement'),
  'DSP-03b': both('Duur van een proefplaats van de gemeente', 'Length of a municipal trial placement'),
  'DSP-03c': both('Duur van een loonwaardemeting', 'Length of a wage-value trial'),
  'DSP-03d': both('Duur van een participatieplaats', 'Length of a participation placement'),
  'DSP-03e': both('Duur van een werkervaringsplaats', 'Length of a work-experience place'),
  'DSP-04': both('Op papier: het plan om iemand aan te nemen', 'A written plan to hire'),
  'DSP-05': both('Geen proeftijd na een proefplaats', 'No probation after a trial'),
  'DSP-06': both('Niet eerder hetzelfde werk gedaan bij deze werkgever', 'Not the same work here before'),
  'DSP-07': both('Niet te lang onbetaald', 'Unpaid periods do not pile up'),
  'DSP-08': both('Extra werk, geen gewone functie', 'Extra work, not an ordinary job'),
  'DSP-09': both('Geen betaald werk dat hier net is gestopt', 'No paid work that has just ended here'),
  'DSP-10': both('Geen open vacature voor hetzelfde werk', 'No open vacancy for the same work'),
  'DSP-11': both('Wie weg moest, gaat voor', 'Whoever had to go comes first'),
  'DSP-12': both('Niet tijdens een staking', 'Not during a strike'),
  'DSP-13': both('Geen vervanging bij ziekte, drukte of vakantie', 'No cover for sickness, peaks or holidays'),
  'DSP-14': both('Een leerplan', 'A learning plan'),
  'DSP-15': both('Begeleiding', 'Supervision'),
  'DSP-16': both('Leren staat voorop', 'Learning comes first'),
  'DSP-17': both('Erkend leerbedrijf en praktijkovereenkomst', 'Recognised company and practice agreement'),
  'DSP-18': both('Recht om te werken', 'Right to work'),
  'DSP-19': both('Werken tijdens de asielprocedure', 'Work during the asylum procedure'),
  'DSP-20': both('Vrijwilligerswerk tijdens de asielprocedure', 'Volunteering during the asylum procedure'),
  'DSP-21': both('Ontheemden uit Oekraïne', 'Displaced persons from Ukraine'),
  'DSP-22': both('De vergunning loopt eerder af dan de plek', 'The permit ends before the place does'),
  'DSP-23': both('Advies van de ondernemingsraad', 'Advice of the works council'),
  'DSP-24': both('Het personeel weet ervan', 'The staff has been told'),
  'DSP-25': both('Uitlenen en detacheren', 'Hiring out and secondment'),
  'DSP-26': both('De deelnemer betaalt nooit', 'The newcomer never pays'),
  'DSP-27': both('Niet te veel tijdelijke contracten', 'Not too many fixed-term contracts'),
  'DSP-28': both('Wat er na deze plek komt', 'What comes after this place'),
  'DSP-29': both('Verzekering', 'Insurance'),
  'DSP-30': both('Lessen gaan niet verloren', 'Lessons are not crowded out'),
  'DSP-31': both(
    'Een participatieplaats is voor 27 jaar en ouder',
    'A participation placement is for people of 27 and older',
  ),
  'DSP-32': both('Op tijd kijken hoe het gaat', 'Looking in time how it goes'),
  'DSP-33': both('De deelnemer zegt ja', 'The newcomer says yes'),
  'DSP-34': both('De taaleis past bij het werk', 'The language asked fits the work'),
  'DSP-35': both('Er is een echt tekort', 'There is a real shortage'),
  'DSP-36': both('Geen dubbele loonsubsidie', 'No double wage subsidy'),
  'DSP-37': both('De proeftijd is niet te lang', 'Probation is not too long'),
  'MON-12': both('Signalen over deze vestiging', 'Signals about this establishment'),
  MON: both('Pauze na een signaal', 'Pause after a signal'),
} as const satisfies Record<string, Bilingual>

export type RuleId = keyof typeof RULE_TITLES
export const RULE_IDS = Object.keys(RULE_TITLES) as RuleId[]
