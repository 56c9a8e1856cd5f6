/** What the demands of a position do, for employers: counts only. Employers are addressed with "u". */
export const demands = {
  title: 'Wat doen uw eisen?',
  lead: 'Elke regel is één eis een stap lager. Daarnaast staat hoeveel mensen er dan bij passen. Wij rekenen dat na met dezelfde regels als de voorstellen.',
  link: 'Wat doen uw eisen?',
  fit_one: 'Nu past ten minste {{shown}} persoon in {{area}}.',
  fit_other: 'Nu passen ten minste {{shown}} mensen in {{area}}.',
  fitFew: 'Nu passen minder dan {{fewest}} mensen in {{area}}.',
  more_one: '{{shown}} persoon meer',
  more_other: '{{shown}} mensen meer',
  moreFew: 'minder dan {{fewest}} meer',
  allFew: 'Geen enkele eis houdt nu {{fewest}} mensen of meer tegen.',
  change: 'Als u dit verandert',
  gain: 'Komen erbij',
  none: 'Deze plek vraagt niets dat lager kan',
  closed: 'Deze plek is niet open. Wij tellen alleen bij open plekken.',
  toPosition: 'Naar de plek',
  privacy:
    'Wij tellen één keer per dag wie klaar is voor een plek, alsof er een plek vrij is en alles in orde is. U ziet alleen aantallen, nooit van minder dan {{fewest}} mensen. Regels versie {{version}}.',
} as const
