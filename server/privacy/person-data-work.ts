import { shownCards } from '#db/schema/cards.ts'
import { placementExtensions } from '#db/schema/decisions.ts'
import { paidContracts } from '#db/schema/facts.ts'
import { matchingBlockingPairs } from '#db/schema/matching.ts'
import {
  followUps,
  learningResults,
  placementChecks,
  placementLog,
  placementReviews,
  placements,
} from '#db/schema/placements.ts'
import { positionVerdicts } from '#db/schema/positions.ts'
import { consents, proposalLog, proposals } from '#db/schema/proposals.ts'
import { newcomerSearch } from '#db/schema/search.ts'
import { FIT_PARTS } from '#db/values/proposals.ts'
import type { PersonTable } from './person-table.ts'

/** A fit that says nothing, in the shape that pages read. */
const NO_FIT = Object.fromEntries(FIT_PARTS.map((part) => [part, { state: 'open', for: [], against: [] }]))

/** Proposals, consents, placements, and what was calculated or checked. */
export const WORK_TABLES: readonly PersonTable[] = [
  {
    table: newcomerSearch,
    by: ['newcomer', newcomerSearch.newcomerId],
    erase: 'delete',
    copy: { none: 'made of the profile' },
  },
  {
    table: matchingBlockingPairs,
    by: ['newcomer', matchingBlockingPairs.newcomerId],
    erase: 'delete',
    copy: { none: 'a calculation of one night, made again the next' },
  },
  {
    table: positionVerdicts,
    by: ['newcomer', positionVerdicts.newcomerId],
    erase: { blank: { newcomerId: null, inputs: {} } },
    copy: { none: 'a check of the place; what it says of a person stands with the placement' },
  },
  {
    table: placementChecks,
    by: ['placement', placementChecks.placementId],
    erase: 'delete',
    copy: { group: 'placements', columns: ['noticeOn', 'contract', 'permitUntil', 'is27', 'recordedAt'] },
  },
  {
    table: placementReviews,
    by: ['placement', placementReviews.placementId],
    erase: 'delete',
    copy: { group: 'placements', columns: ['kind', 'heldOn'] },
  },
  {
    table: learningResults,
    by: ['placement', learningResults.placementId],
    erase: { blank: {} },
    copy: { group: 'placements', columns: ['goalsSet', 'goalsReached', 'reportOn', 'certificateOn'] },
  },
  {
    table: placementExtensions,
    by: ['placement', placementExtensions.placementId],
    erase: { blank: {} },
    copy: { group: 'placements', columns: ['fromEndsOn', 'toEndsOn', 'extendedAt'] },
  },
  {
    table: paidContracts,
    by: ['placement', paidContracts.afterPlacementId],
    erase: { blank: {} },
    copy: { group: 'placements', columns: ['startedOn', 'endsOn', 'endedOn', 'endReason'] },
  },
  {
    table: followUps,
    by: ['placement', followUps.placementId],
    erase: { blank: { note: '', noteSealed: null } },
    // The note is of the coach and may be about others: to be read with the coach.
    copy: { group: 'placements', columns: ['kind', 'state', 'dueOn', 'doneAt', 'outcome', 'concern'] },
  },
  {
    table: placementLog,
    by: ['placement', placementLog.placementId],
    erase: { blank: { reasons: [] } },
    copy: { group: 'placements', columns: ['step', 'fromState', 'toState', 'actorRole', 'at'] },
  },
  {
    table: placements,
    by: ['placement', placements.id],
    erase: { blank: { mentor: '', learningGoals: [] } },
    copy: {
      group: 'placements',
      columns: ['state', 'startsOn', 'endsOn', 'mentor', 'learningGoals', 'endedOn', 'initiative', 'createdAt'],
    },
  },
  {
    // What an organisation was shown of somebody counts for others no longer than the person is here.
    table: shownCards,
    by: ['newcomer', shownCards.newcomerId],
    erase: 'delete',
    copy: { group: 'proposals', columns: ['outcome', 'shape', 'at'] },
  },
  {
    table: consents,
    by: ['newcomer', consents.newcomerId],
    erase: 'delete',
    copy: {
      group: 'consents',
      columns: ['fields', 'textVersion', 'language', 'givenAt', 'expiresOn', 'withdrawnAt'],
    },
  },
  {
    // Those of proposals that go, go with them; of one that led to a placement nobody is named any more.
    table: proposalLog,
    by: ['proposal', proposalLog.proposalId],
    erase: { blank: { actorId: null, reasons: [] } },
    copy: { group: 'proposals', columns: ['step', 'fromState', 'toState', 'actorRole', 'at'] },
  },
  {
    // One that led to a placement stays with it, for the oversight of the employer (DSP-03, MON-01); the others go.
    table: proposals,
    by: ['proposal', proposals.id],
    erase: { blank: { fit: NO_FIT, expectedLevel: null, score: 0, newcomerScore: 0, employerScore: 0 } },
    copy: {
      group: 'proposals',
      columns: ['state', 'cardCode', 'fit', 'expectedLevel', 'answerDueOn', 'createdAt', 'stateSince'],
    },
  },
]
