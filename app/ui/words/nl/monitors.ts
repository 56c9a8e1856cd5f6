/** What monitors noticed. A signal, not a finding: nobody has judged it yet, and whoever reads it can answer. */
export const monitors = {
  signal: 'Signaal, nog niet beoordeeld',
  found: {
    'monitor-in-order': 'Niets opgevallen',
    'too-little-data': 'Te weinig gegevens: {{count}} van minstens {{least}}',
    'serial-unpaid': '{{count}} onbetaalde plekken achter elkaar in {{months}} maanden, en niemand kwam in dienst',
    'back-to-back': 'Na {{days}} dagen begon de volgende onbetaalde plek. Korter dan {{least}} dagen valt op.',
    'learning-ratio':
      '{{hours}} uur leren en onbetaald werk naast {{paidHours}} betaalde uren. Meer dan {{most}} procent valt op.',
    'learning-only-one': 'Eén leerplek mag altijd',
    'flow-through': '{{count}} van {{of}} mensen kregen daarna een contract. Minder dan {{least}} procent valt op.',
    'contract-ended-beside':
      'Er stopten {{count}} betaalde contracten in deze functie (het laatste op {{lastOn}}), terwijl iemand onbetaald werkt',
    'vacancy-replaced':
      'Een vacature is ingetrokken op {{withdrawnOn}}. Na {{days}} dagen kwam er een leerplek, op {{publishedOn}}.',
    'hours-shrink': 'Betaalde uren daalden met {{hours}} per week van {{from}} tot {{until}}, onbetaalde stegen',
    'stopped-early': '{{count}} van {{of}} plekken stopte de werkgever eerder. Vanaf {{most}} procent valt het op.',
    'report-late': '{{count}} verslagen zijn meer dan {{days}} dagen te laat',
    'certificate-late': '{{count}} praktijkverklaringen zijn meer dan {{days}} dagen te laat',
    'goals-missed': '{{count}} van {{of}} leerdoelen gehaald. Minder dan {{least}} procent valt op.',
    'revolving-door': '{{count}} van de laatste {{of}} contracten stopten zodra de subsidie of de afspraak voorbij was',
    'extended-often': '{{count}} van {{of}} proefplaatsen zijn verlengd. Meer dan {{most}} procent valt op.',
    'report-open': 'Meldingen zonder antwoord: {{count}}',
    'report-serious': 'Een ernstige melding. Nieuwe plekken wachten. Meldingen zonder antwoord: {{count}}',
    'overrides-many': '{{count}} uitzonderingen op {{of}} besluiten: veel meer dan bij anderen',
  },
} as const
