import type { Action } from '#server/access/matrix.ts'
import { BAKER } from '#tests/make/reference.ts'
import type { Objects } from './access-world.ts'

/** One form of a page as it must be filled in to do something, and the row of the matrix of what it does. */
export type Form = { row: Action; fields: (object: Objects) => Record<string, string> }

const fixed = (row: Action, fields: Record<string, string>): Form => ({ row, fields: () => fields })
const CASE: Form[] = [
  {
    row: 'case.write-message',
    fields: ({ answer }) => ({ intent: 'question', verdictId: answer, kind: 'question', body: 'Wie begeleidt?' }),
  },
  {
    row: 'position.decide',
    fields: ({ position }) => ({ intent: 'decide', positionId: position, outcome: 'approved', motivation: 'In orde.' }),
  },
  {
    row: 'position.decide-start',
    fields: ({ start }) => ({ intent: 'decide-start', verdictId: start, outcome: 'approved', motivation: 'In orde.' }),
  },
]

/** The forms of each page whose command works on the object of the address or of a field, filled in. Other pages get an empty form. */
export const FORMS: Readonly<Record<string, readonly Form[]>> = {
  'newcomer.proposal': [
    fixed('proposal.decline', { choice: 'talk-first', textVersion: 'consent-2026-11' }),
    fixed('consent.give', { choice: 'yes', fields: 'given-name', textVersion: 'consent-2026-11' }),
  ],
  'newcomer.withdraw': [fixed('consent.withdraw', { intent: 'withdraw' })],
  'employer.position': ['pause', 'resume', 'close'].map((step) => fixed(`position.${step}` as Action, { step })),
  'employer.position-edit': [
    fixed('position.save-draft', { intent: 'draft', type: 'REGULAR_JOB', occupationUri: BAKER }),
  ],
  'employer.candidate': [
    fixed('proposal.accept', { answer: 'accept' }),
    fixed('proposal.refuse', { answer: 'refuse', reason: 'hours' }),
  ],
  'employer.answer': [fixed('case.write-message', { kind: 'answer', body: 'Anneke begeleidt.' })],
  'employer.record': [
    {
      row: 'case.answer-signal',
      fields: ({ signal }) => ({ id: signal, [`answer.${signal}`]: 'Er is nu iemand in dienst.' }),
    },
    {
      row: 'case.answer-audit',
      fields: ({ auditFile }) => ({ intent: 'audit', id: auditFile, [`answer.${auditFile}`]: 'Zo is het gegaan.' }),
    },
  ],
  'coach.proposal': [
    fixed('proposal.shortlist', { step: 'shortlist', version: '1' }),
    fixed('proposal.set-aside', { step: 'set-aside', reason: 'travel' }),
    fixed('proposal.take-back', { step: 'take-back' }),
  ],
  'coach.newcomer': [fixed('newcomer.change-availability', { step: 'pause' })],
  'coach.access-card': [
    fixed('account.make-card', { intent: 'make' }),
    fixed('account.revoke-card', { intent: 'revoke' }),
  ],
  'coach.places': [{ row: 'proposal.add', fields: ({ position }) => ({ positionId: position }) }],
  'coach.follow-up': [fixed('follow-up.answer', { outcome: 'going-well', note: '' })],
  'coach.placements': [
    { row: 'placement.cancel', fields: ({ placement }) => ({ step: 'cancel', placementId: placement }) },
    {
      row: 'placement.end',
      fields: ({ placement }) => ({
        step: 'end-early',
        placementId: placement,
        endedOn: new Date().toISOString().slice(0, 10),
        initiative: 'newcomer',
      }),
    },
  ],
  'oversight.openings': [
    {
      row: 'opening.ask',
      fields: ({ newcomer }) => ({
        intent: 'ask',
        newcomerId: newcomer,
        why: 'danger',
        reason: 'Er is acuut gevaar en de klantmanager is onbereikbaar.',
      }),
    },
    { row: 'opening.decide', fields: ({ openingAsked }) => ({ intent: 'refused', openingId: openingAsked }) },
    { row: 'opening.end', fields: ({ opening }) => ({ intent: 'ended', openingId: opening }) },
  ],
  'municipality.case': CASE,
  'municipality.answer': CASE,
  'municipality.start': CASE,
  'municipality.signal': [fixed('case.close-signal', { reason: 'Opgelost.' })],
  'municipality.report': [fixed('case.weigh-report', { weight: 'ordinary', motivation: 'Nagevraagd.' })],
  'municipality.audit': [fixed('case.find-in-audit', { intent: 'find', finding: 'in-order', motivation: 'Gezien.' })],
  'municipality.profile': [fixed('case.decide-profile', { decision: 'reject', motivation: 'Niet nodig.' })],
}
