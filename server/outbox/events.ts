/** What changed about how one signs in. */
export type AccountChange =
  | 'second-step'
  | 'recovery-codes'
  | 'recovery-used'
  | 'card'
  | 'identity'
  | 'address'
  | 'reset'

/** Every event that a command can record: a noun and a past participle, with ids only, never personal data. */
export type EventCatalogue = {
  'newcomer.created': { newcomerId: string }
  'newcomer.updated': { newcomerId: string }
  /** `accountId`: who did it, and so is not told. */
  'newcomer.withdrawn': { newcomerId: string; accountId: string }
  /** Everything about somebody is gone; only whose caseload it was is told, and the id leads to nobody. */
  'newcomer.erased': { newcomerId: string; coachId: string }
  'correction.asked': { newcomerId: string; correctionId: string }
  /** By a manager: `coachId` is the coach of this newcomer from now on. */
  'newcomer.moved': { newcomerId: string; coachId: string }
  /** A second person let somebody open the file in an emergency. */
  'file.opened': { newcomerId: string; openingId: string }
  /** `round`: the how-manieth mail of it. */
  'invitation.sent': { invitationId: string; round: string }
  /** `ownerId`: whose account it is, and who is told, whoever did it. */
  'account.changed': { ownerId: string; what: AccountChange }
  /** Nobody signed in for so long that the account of somebody of the staff goes in 30 days. */
  'account.ending': { ownerId: string }
  /** Nothing happened for so long that everything goes in 30 days. */
  'retention.warned': { newcomerId: string }
  'position.published': { positionId: string }
  'position.updated': { positionId: string }
  'position.closed': { positionId: string }
  'position.decision-asked': { positionId: string; verdictId: string }
  'position.decided': { positionId: string; decisionId: string }
  /** Blocked since it came on the site, and so taken off it. */
  'position.withheld': { positionId: string; verdictId: string }
  /** Still on the site, and no longer proposed until somebody answers or decides. */
  'position.held-up': { positionId: string; verdictId: string }
  /** What an officer approved counts for a few more days. */
  'approval.ending': { positionId: string; decisionId: string }
  'signal.opened': { signalId: string }
  'signal.closed': { signalId: string }
  'report.made': { reportId: string; establishmentId: string }
  /** Somebody of this employer looks at very many candidates in a day. */
  'cards.many': { employerId: string; establishmentId: string }
  /** `accountId`: who asked, and so is not told. */
  'override.asked': { overrideId: string; positionId: string; accountId: string }
  'objection.made': { positionId: string; verdictId: string; messageId: string }
  /** By an officer, about a case: for the employer, or for the coach where it is about a pair. */
  'question.asked': { positionId: string; verdictId: string; messageId: string }
  /** By an employer or a coach, who do not object. */
  'answer.given': { positionId: string; verdictId: string; messageId: string }
  /** `accountId`: the second person, who is not told. */
  'override.decided': { overrideId: string; positionId: string; accountId: string }
  /** The employer sent in something else than two people let pass. */
  'override.outgrown': { overrideId: string; positionId: string }
  /** About a pair: a start or a longer term. */
  'start.decided': { decisionId: string; positionId: string }
  /** Answers about a workplace are soon too old; `statementId` = the first of them. */
  'facts.aging': { establishmentId: string; statementId: string }
  /** By a coach, among those that the engine made. */
  'proposal.added': { proposalId: string }
  'proposal.shortlisted': { proposalId: string }
  'proposal.declined': { proposalId: string; choice: string }
  'proposal.refused': { proposalId: string }
  'proposal.accepted': { proposalId: string }
  /** Left the open states, but by an event of its own; from `proposed` too, since that frees room. */
  'proposal.ended': { proposalId: string; was: string }
  /** Open again after it had ended, for the coach to decide on. */
  'proposal.reopened': { proposalId: string }
  'consent.given': { proposalId: string; consentId: string }
  /** A newcomer said yes, and the safeguards did not let it through: nobody learnt a name. */
  'consent.held-up': { proposalId: string; positionId: string; verdictId: string }
  'consent.withdrawn': { proposalId: string; consentId: string }
  'placement.started': { placementId: string; newcomerId: string; positionId: string }
  /** Its first day came, and something that changed since the agreement holds it up. */
  'placement.held-up': { placementId: string; newcomerId: string; positionId: string; verdictId: string }
  'placement.ended': { placementId: string; newcomerId: string; positionId: string }
  'placement.cancelled': { placementId: string; newcomerId: string; positionId: string }
  'follow-up.due': { followUpId: string }
  'follow-up.answered': { followUpId: string }
  /** Positions match a search that `ownerId` keeps, and did not before. */
  'search.matched': { savedSearchId: string; ownerId: string }
  'run-part.planned': { partId: string }
  /** Every part of it is scored. */
  'run.scored': { runId: string }
}
export type EventName = keyof EventCatalogue

/** The names as a value, for the relay's check of what it reads back; tests hold it against the type. */
export const EVENT_NAMES = [
  'newcomer.created',
  'newcomer.updated',
  'newcomer.withdrawn',
  'newcomer.erased',
  'correction.asked',
  'newcomer.moved',
  'file.opened',
  'invitation.sent',
  'account.changed',
  'account.ending',
  'retention.warned',
  'position.published',
  'position.updated',
  'position.closed',
  'position.decision-asked',
  'position.decided',
  'position.withheld',
  'position.held-up',
  'approval.ending',
  'signal.opened',
  'signal.closed',
  'report.made',
  'cards.many',
  'override.asked',
  'objection.made',
  'question.asked',
  'answer.given',
  'override.decided',
  'override.outgrown',
  'start.decided',
  'facts.aging',
  'proposal.added',
  'proposal.shortlisted',
  'proposal.declined',
  'proposal.refused',
  'proposal.accepted',
  'proposal.ended',
  'proposal.reopened',
  'consent.given',
  'consent.held-up',
  'consent.withdrawn',
  'placement.started',
  'placement.held-up',
  'placement.ended',
  'placement.cancelled',
  'follow-up.due',
  'follow-up.answered',
  'search.matched',
  'run-part.planned',
  'run.scored',
] as const satisfies readonly EventName[]

/** An event as it was recorded. */
export type RecordedEvent = {
  [N in EventName]: { id: number; name: N; payload: EventCatalogue[N]; createdAt: Date }
}[EventName]
