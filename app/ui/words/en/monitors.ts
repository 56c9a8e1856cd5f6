/** What monitors noticed. A signal, not a finding: nobody has judged it yet, and whoever reads it can answer. */
export const monitors = {
  signal: 'Signal, not judged yet',
  found: {
    'monitor-in-order': 'Nothing noticed',
    'too-little-data': 'Too little data: {{count}} of at least {{least}}',
    'serial-unpaid': '{{count}} unpaid placements in a row in {{months}} months, and nobody was hired',
    'back-to-back': 'The next unpaid placement began after {{days}} days. Less than {{least}} days stands out.',
    'learning-ratio':
      '{{hours}} hours of learning and unpaid work beside {{paidHours}} paid hours. More than {{most}} per cent stands out.',
    'learning-only-one': 'One learning place is always allowed',
    'flow-through': '{{count}} of {{of}} people got a contract afterwards. Less than {{least}} per cent stands out.',
    'contract-ended-beside':
      '{{count}} paid contracts ended in this role (the last on {{lastOn}}) while somebody works unpaid',
    'vacancy-replaced':
      'A vacancy was withdrawn on {{withdrawnOn}}. After {{days}} days there was a learning place, on {{publishedOn}}.',
    'hours-shrink': 'Paid hours fell by {{hours}} a week from {{from}} to {{until}}, unpaid ones rose',
    'stopped-early': 'The employer ended {{count}} of {{of}} placements early. From {{most}} per cent it stands out.',
    'report-late': '{{count}} reports are more than {{days}} days late',
    'certificate-late': '{{count}} practice certificates are more than {{days}} days late',
    'goals-missed': '{{count}} of {{of}} learning goals reached. Less than {{least}} per cent stands out.',
    'revolving-door': '{{count}} of the last {{of}} contracts ended as soon as the subsidy or the promise was over',
    'extended-often': '{{count}} of {{of}} trials were extended. More than {{most}} per cent stands out.',
    'report-open': 'Reports without an answer: {{count}}',
    'report-serious': 'A serious report. New places wait. Reports without an answer: {{count}}',
    'overrides-many': '{{count}} exceptions in {{of}} decisions: many more than others make',
  },
}
