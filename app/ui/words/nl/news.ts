/** The news of employers and officers: Dutch, "u". Never a name. */
export const news = {
  title: 'Nieuws',
  empty: 'Nog geen nieuws.',
  read: 'Markeer als gelezen',
  unread: 'nieuw',
  card: 'kaart {{code}}',
  notice: {
    'newcomer-consented': 'Een kandidaat zei ja. U kunt nu antwoorden.',
    'proposal-closed': 'Een kandidaat is niet meer beschikbaar',
    'consent-withdrawn': 'Een kandidaat nam de toestemming terug',
    'placement-started': 'De afspraken over een start zijn gemaakt',
    'placement-cancelled': 'Een start gaat niet door',
    'position-approved': 'De gemeente keurde uw plek goed',
    'position-rejected': 'De gemeente wees uw plek af',
    'decision-asked': 'Er is een besluit gevraagd',
    other: 'Er is iets veranderd',
  },
} as const
