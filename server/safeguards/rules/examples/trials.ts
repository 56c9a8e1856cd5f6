import type { SafeguardExample } from './example.ts'

/** Trials: meant to lead into a real vacancy, so asked other things than unpaid work that is extra. */
export const TRIAL_EXAMPLES: readonly SafeguardExample[] = [
  {
    id: 'trial-linked-vacancy',
    title: { nl: 'De proefplaats met een gekoppelde vacature', en: 'The trial with a linked vacancy' },
    given: {
      nl: 'Een garage heeft een vacature en wil iemand twee maanden proberen. Het plan om aan te nemen is getekend.',
      en: 'A garage has a vacancy and wants to try somebody for two months. The plan to hire is signed.',
    },
    when: 'publish',
    so: { nl: 'Zo is een proefplaats bedoeld.', en: 'This is what a trial is meant for.' },
    base: 'trial',
    position: { supernumerary: false, regularTaskShare: 100 },
    staffing: { openVacancies: 1 },
    outcome: 'ok',
    reasons: [],
  },
  {
    id: 'trial-no-vacancy',
    title: { nl: 'De proefplaats die nergens heen leidt', en: 'The trial that leads nowhere' },
    given: {
      nl: 'Er is geen vacature en na de proef komt niets.',
      en: 'There is no vacancy and nothing comes after the trial.',
    },
    when: 'publish',
    so: { nl: 'Een proef zonder baan erna kan niet.', en: 'A trial without a job after it is not possible.' },
    base: 'trial',
    position: { linkedVacancy: false, followUp: 'none' },
    staffing: { openVacancies: 0 },
    outcome: 'block',
    reasons: ['DSP-10 human vacancy-none', 'DSP-28 block follow-up-none'],
  },
  {
    id: 'trial-short-intention',
    title: { nl: 'Een half jaar op proef, drie maanden contract', en: 'A trial, then a contract of three months' },
    given: {
      nl: 'Het plan noemt drie maanden en twintig uur, terwijl de proef 24 uur is.',
      en: 'The plan says three months and twenty hours, while the trial is 24 hours.',
    },
    when: 'publish',
    so: {
      nl: 'Het plan moet minstens zes maanden en evenveel uren zijn.',
      en: 'The plan has to be six months at least, and the same hours.',
    },
    base: 'trial',
    position: { intent: { signed: true, months: 3, hours: 20 } },
    outcome: 'block',
    reasons: ['DSP-04 block intention-too-short', 'DSP-04 block intention-too-few-hours'],
  },
  {
    id: 'strict-municipality',
    title: {
      nl: 'Een gemeente die hooguit één maand proef toestaat',
      en: 'A municipality that allows one month of trial',
    },
    given: {
      nl: 'In deze gemeente duurt een proefplaats gewoonlijk een maand. Gevraagd zijn twee.',
      en: 'In this municipality a trial normally lasts one month. Two are asked.',
    },
    when: 'publish',
    so: { nl: 'Een mens kijkt. Elders zou het in orde zijn.', en: 'A person looks. Elsewhere it would be in order.' },
    base: 'trial',
    municipality: { code: 'GM0518', version: '2026-1', numbers: { trialNormalMonths: 1 } },
    outcome: 'human',
    reasons: ['DSP-03b human term-over-normal'],
  },
]
