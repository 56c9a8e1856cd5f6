import type { SafeguardExample } from './example.ts'

/** Going on longer than was agreed. */
export const EXTEND_EXAMPLES: readonly SafeguardExample[] = [
  {
    id: 'extension-decided',
    title: { nl: 'Verlengd met een besluit', en: 'Extended with a decision' },
    given: {
      nl: 'De proefplaats gaat van twee naar drie maanden. De gemeente besloot daarover.',
      en: 'The trial goes from two to three months. The municipality decided on it.',
    },
    when: 'extend',
    so: { nl: 'Het kan, en het besluit staat erbij.', en: 'It is possible, and the decision is named.' },
    base: 'trial',
    position: { endsOn: '2027-04-03', extension: { reference: 'V-2', until: '2027-04-03', elsewhere: null } },
    outcome: 'ok',
    reasons: [],
  },
  {
    id: 'extension-undecided',
    title: { nl: 'Verlengd zonder besluit', en: 'Extended without a decision' },
    given: {
      nl: 'De proefplaats gaat van twee naar drie maanden. Niemand besloot daarover.',
      en: 'The trial goes from two to three months. Nobody decided on it.',
    },
    when: 'extend',
    so: { nl: 'Een mens kijkt eerst.', en: 'A person looks first.' },
    base: 'trial',
    position: { endsOn: '2027-04-03' },
    outcome: 'human',
    reasons: ['DSP-03b human term-over-normal'],
  },
  {
    id: 'participation-third-year',
    title: { nl: 'Een derde jaar participatieplaats', en: 'A third year of a participation placement' },
    given: {
      nl: 'Na twee jaar gaat iemand door op dezelfde plek met hetzelfde werk. De gemeente besloot het te verlengen.',
      en: 'After two years somebody goes on in the same place with the same work. The municipality decided to extend.',
    },
    when: 'extend',
    so: {
      nl: 'Een derde jaar kan alleen ergens anders en met ander werk.',
      en: 'A third year is possible only elsewhere and with other work.',
    },
    base: 'unpaid',
    position: {
      type: 'PARTICIPATION_PLACEMENT',
      startsOn: '2025-01-06',
      endsOn: '2027-12-31',
      decision: { reference: 'D-1', body: 'municipality', from: null, until: null },
      extension: { reference: 'V-3', until: '2027-12-31', elsewhere: false },
    },
    person: { participation: { startedOn: '2026-11-02', done: [] } },
    outcome: 'block',
    reasons: ['DSP-03d block term-same-work'],
  },
  {
    id: 'participation-review-late',
    title: { nl: 'De beoordeling die niemand deed', en: 'The assessment that nobody made' },
    given: {
      nl: 'De participatieplaats begon op 2 februari. Er was scholing en een premie, maar na negen maanden geen beoordeling.',
      en: 'The placement began on 2 February. There was training and a premium, but no assessment after nine months.',
    },
    when: 'extend',
    so: { nl: 'Een mens kijkt: eerst de beoordeling.', en: 'A person looks: the assessment goes first.' },
    base: 'unpaid',
    position: {
      type: 'PARTICIPATION_PLACEMENT',
      startsOn: '2026-02-02',
      endsOn: '2027-12-31',
      decision: { reference: 'D-1', body: 'municipality', from: null, until: null },
    },
    person: {
      participation: {
        startedOn: '2026-02-02',
        done: [
          { kind: 'training-offer', on: '2026-07-20' },
          { kind: 'premium', on: '2026-08-03' },
        ],
      },
    },
    outcome: 'human',
    reasons: ['DSP-32 human review-overdue'],
  },
]
