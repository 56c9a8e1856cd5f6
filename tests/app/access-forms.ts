import type { Action } from '#server/access/matrix.ts'
import { dayOf } from '#server/platform/context.ts'
import { BAKER } from '#tests/make/reference.ts'
import type { Objects } from './access-objects.ts'

/** One form of a page as it must be filled in to do something, and the row of the matrix of what it does. */
export type Form = {
  row: Action
  /** @param object what the form is about, near or far @param own what belongs to who sends it */
  fields: (object: Objects, own: Objects) => Record<string, string>
  /** `own`: the address names the own object, and the field another. `nothing`: no object is named; the session says whose it is. */
  names?: 'own' | 'nothing'
  /** The field with the reason, where the row needs one. */
  reason?: string
  /** What the command answers in this world instead of doing it, as a word on the form. */
  says?: string
}

type Rest = Omit<Form, 'row' | 'fields'>
const fixed = (row: Action, fields: Record<string, string>, rest: Rest = {}): Form => ({
  row,
  fields: () => fields,
  ...rest,
})
/** The same with the key of an object in a field. */
const about = (
  row: Action,
  field: string,
  kind: keyof Objects,
  fields: Record<string, string>,
  rest: Rest = {},
): Form => ({ row, fields: (object) => ({ ...fields, [field]: object[kind] }), ...rest })

const TODAY = dayOf(new Date())
const WHY = 'In orde.'
const MOTIVATED: Rest = { reason: 'motivation' }
const decides = { outcome: 'approved', motivation: WHY }
const vacancy = { kind: 'vacancy-open', happenedOn: TODAY }
const FACTS = (record: string): Form[] => [
  about('employer.record-staffing-fact', 'establishmentId', 'establishment', { intent: record, ...vacancy }),
  about('employer.end-staffing-fact', 'factId', 'fact', { intent: 'end-fact', lastDay: TODAY }),
]
const TERMS = { startsOn: TODAY, mentor: 'Anneke', learningGoals: 'Brood bakken' }
const PLACE = {
  type: 'REGULAR_JOB',
  occupationUri: BAKER,
  title: 'Werken in de bakkerij',
  tasks: 'Deeg maken',
  startsOn: '2027-01-11',
  seats: '2',
  hoursPerWeek: '24',
  hourlyWage: '16,50',
}
/** A form of a place: the workplace of a new one may be another's. */
const place = (row: Action, intent: string, rest: Rest = {}): Form =>
  about(row, 'establishmentId', 'establishment', { intent, ...PLACE }, rest)

/** On the page of a case. */
const CASE: Form[] = [
  about('case.write-message', 'verdictId', 'answer', { intent: 'question', kind: 'question', body: 'Wie begeleidt?' }),
  about('position.decide', 'positionId', 'position', { intent: 'decide', ...decides }, MOTIVATED),
  about('position.decide-start', 'verdictId', 'start', { intent: 'decide-start', ...decides }, MOTIVATED),
  about('position.decide-standing', 'verdictId', 'standing', { intent: 'decide-standing', ...decides }, MOTIVATED),
  about('position.decide-objection', 'verdictId', 'answer', { intent: 'decide-objection', ...decides }, MOTIVATED),
  about(
    'case.ask-override',
    'verdictId',
    'answer',
    { intent: 'ask-override', motivation: WHY, validUntil: TODAY },
    MOTIVATED,
  ),
  about(
    'case.decide-override',
    'overrideId',
    'override',
    { intent: 'decide-override', decision: 'refuse', motivation: WHY },
    MOTIVATED,
  ),
  ...FACTS('record-fact'),
]

/** Somebody of the own organisation: invited, mailed again, taken back, changed. */
const PEOPLE = (seat: string, invitation: keyof Objects, member: keyof Objects): Form[] => [
  invites(seat, { names: 'nothing' }),
  about('account.invite', 'invitationId', invitation, { intent: 'again' }),
  about('account.invite', 'invitationId', invitation, { intent: 'withdraw' }),
  about(
    'account.change-member',
    'accountId',
    member,
    { intent: 'change', step: 'suspend', reason: 'long-absence' },
    { reason: 'reason' },
  ),
]
function invites(seat: string, rest: Rest): Form {
  const fields = () => ({ intent: 'invite', email: `${crypto.randomUUID()}@voorbeeld.nl`, seat })
  return { row: 'account.invite', fields, ...rest }
}

const judges = (kind: keyof Objects): Form =>
  about(
    'organisation.judge',
    'id',
    kind,
    { intent: 'judge', state: 'active', reason: 'Het klopt.' },
    { reason: 'reason' },
  )

/** The forms of each page whose rows reach further than somebody's own account, filled in. Other pages get an empty form. */
export const FORMS: Readonly<Record<string, readonly Form[]>> = {
  'newcomer.proposal': [
    fixed('proposal.decline', { choice: 'talk-first', textVersion: 'consent-2026-11-22' }),
    fixed('consent.give', { choice: 'yes', fields: 'given-name', textVersion: 'consent-2026-11-22' }),
  ],
  'newcomer.withdraw': [fixed('consent.withdraw', { intent: 'withdraw' })],
  'employer.position-new': [place('position.save-draft', 'draft'), place('position.publish', 'publish')],
  'employer.position': ['pause', 'resume', 'close'].map((step) => fixed(`position.${step}` as Action, { step })),
  'employer.position-edit': [
    place('position.save-draft', 'draft'),
    place('position.publish', 'publish'),
    place('position.publish', 'publish', { names: 'own' }),
  ],
  'employer.candidate': [
    fixed('proposal.accept', { answer: 'accept' }),
    fixed('proposal.refuse', { answer: 'refuse', reason: 'hours' }, { reason: 'reason' }),
  ],
  'employer.company': FACTS('record-fact'),
  'employer.people': PEOPLE('employer-member', 'invitation', 'member'),
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
  'employer.questions': [
    about('case.state-facts', 'establishmentId', 'establishment', {
      'liability-insured': 'yes',
      'evidence.kind': 'declaration',
      'evidence.by': 'Directeur',
      'evidence.on': TODAY,
    }),
  ],
  'employer.answer': [fixed('case.write-message', { kind: 'answer', body: 'Anneke begeleidt.' })],
  'coach.proposal': [
    fixed('proposal.shortlist', { step: 'shortlist', version: '1' }),
    fixed('proposal.set-aside', { step: 'set-aside', reason: 'travel' }, { reason: 'reason' }),
    fixed('proposal.take-back', { step: 'take-back' }),
    fixed('proposal.show-card', { step: 'show-card', cardReason: 'newcomer-agrees' }, { reason: 'cardReason' }),
  ],
  'coach.start-placement': [
    fixed('placement.start', { do: 'start', ...TERMS }),
    fixed('position.ask-start', { do: 'ask', ...TERMS }),
    fixed('case.write-message', { do: 'answer', body: 'Ik vraag het na.' }),
  ],
  'coach.newcomer-new': [fixed('newcomer.create', { givenName: 'Samira', screenLanguage: 'nl' }, { names: 'nothing' })],
  'coach.newcomer': [
    fixed('newcomer.change-availability', { step: 'pause' }),
    about('privacy.close-correction', 'correctionId', 'correction', {}, { names: 'own' }),
  ],
  'coach.intake': [
    fixed('newcomer.update', { intent: 'save', version: '1', givenName: 'Samira', screenLanguage: 'nl' }),
  ],
  'coach.access-card': [
    fixed('account.make-card', { intent: 'make' }),
    fixed('account.revoke-card', { intent: 'revoke' }),
  ],
  'coach.places': [about('proposal.add', 'positionId', 'position', {})],
  'coach.placement': [
    fixed('placement.record', { do: 'checks', is27: 'yes' }),
    fixed('placement.record', { do: 'review', kind: 'premium', heldOn: TODAY }),
    fixed('placement.record', { do: 'results', goalsReached: '1' }),
    fixed('placement.extend', { do: 'extend', endsOn: '2027-03-01' }),
    fixed('position.ask-start', { do: 'ask', endsOn: '2027-03-01' }),
    fixed('case.write-message', { do: 'answer', body: 'Ik vraag het na.' }),
  ],
  'coach.contract': [fixed('case.record-contract', { startedOn: TODAY })],
  'coach.follow-up': [fixed('follow-up.answer', { outcome: 'going-well', note: '' })],
  'coach.placements': [
    about('placement.cancel', 'placementId', 'placement', { step: 'cancel' }),
    about('placement.end', 'placementId', 'placement', { step: 'end-early', endedOn: TODAY, initiative: 'newcomer' }),
  ],
  'oversight.openings': [
    about(
      'opening.ask',
      'newcomerId',
      'newcomer',
      { intent: 'ask', why: 'danger', reason: 'Er is acuut gevaar en de klantmanager is onbereikbaar.' },
      { reason: 'reason' },
    ),
    about('opening.decide', 'openingId', 'openingAsked', { intent: 'refused' }),
    about('opening.end', 'openingId', 'opening', { intent: 'ended' }),
  ],
  'municipality.case': CASE,
  'municipality.answer': CASE,
  'municipality.start': CASE,
  'municipality.signal': [fixed('case.close-signal', { reason: 'Opgelost.' }, { reason: 'reason' })],
  'municipality.report': [fixed('case.weigh-report', { weight: 'ordinary', motivation: 'Nagevraagd.' }, MOTIVATED)],
  'municipality.groups': [
    about('case.record-group', 'employerId', 'organisation', {
      groupName: 'Bakkers samen',
      source: 'Handelsregister, 2 november 2026',
      sinceOn: TODAY,
    }),
    about('case.decide-group', 'requestId', 'group', { outcome: 'refused' }),
  ],
  'municipality.audits': [fixed('case.draw-audit', { year: '2026' }, { names: 'nothing' })],
  'municipality.audit': [
    fixed('case.find-in-audit', { intent: 'find', finding: 'in-order', motivation: 'Gezien.' }, MOTIVATED),
    fixed(
      'case.close-audit',
      { intent: 'close', finding: 'in-order', consequence: 'none', reason: 'Klaar.' },
      { reason: 'reason' },
    ),
  ],
  'municipality.profile': [fixed('case.decide-profile', { decision: 'reject', motivation: 'Niet nodig.' }, MOTIVATED)],
  'municipality.profile-new': [
    fixed(
      'case.propose-profile',
      { intent: 'propose', fromOn: '2027-02-01', source: 'Verdringingsprotocol, artikel 4', isVerified: 'yes' },
      { names: 'nothing', reason: 'source' },
    ),
  ],
  'municipality.import': [
    {
      row: 'employer.import-vacancies',
      fields: ({ establishmentName }) => ({
        kind: 'vacancies',
        intent: 'import',
        file: 'vacatures.csv',
        text: `establishment,occupation,opened_on,closed_on,result\n${establishmentName},${BAKER},2026-09-01,,open\n`,
      }),
    },
    fixed(
      'reference.import-tensions',
      {
        kind: 'tensions',
        intent: 'import',
        file: 'spanning.csv',
        text: 'region,occupation_group,quarter,ratio,source\nAM18,751,2026-Q3,2.5,UWV\n',
      },
      { names: 'nothing' },
    ),
  ],
  'municipality.people': PEOPLE('coach', 'staffInvitation', 'staff'),
  'municipality.employers': [judges('organisation')],
  'municipality.caseloads': [
    {
      row: 'newcomer.move',
      fields: ({ newcomer }, own) => ({ newcomerIds: newcomer, coachId: own.coach }),
    },
    {
      row: 'newcomer.move',
      fields: ({ coach }, own) => ({ newcomerIds: own.newcomer, coachId: coach }),
    },
  ],
  'platform.organisations': [fixed('organisation.create', { name: 'Bakkerij Nieuw' }, { names: 'nothing' })],
  'platform.organisation': [judges('organisation'), invites('employer-admin', { says: 'has-one' })],
  'platform.queues': [fixed('outbox.revive', { intent: 'revive' }, { names: 'nothing' })],
  'platform.accounts': [invites('auditor', { names: 'nothing' })],
}
