/** A proposal that ended left room on both sides; one that a coach added takes it. */
const BOTH_SIDES = [
  'proposal.added',
  'proposal.declined',
  'proposal.refused',
  'proposal.ended',
  'proposal.reopened',
  'consent.withdrawn',
]

/** The jobs in which the live allocator hears of a change, and the events that set them off: what the subscriptions of the workers say too. */
const EVENTS_OF = {
  'match-newcomer': ['newcomer.updated', 'newcomer.withdrawn', ...BOTH_SIDES],
  'match-position': [
    'position.published',
    'position.updated',
    'position.closed',
    'placement.started',
    'placement.ended',
    'placement.cancelled',
    ...BOTH_SIDES,
  ],
}

/** Each event that the live allocator has to hear of, with the job in which it does. */
export const MATCH_EFFECTS: readonly { name: string; effect: string }[] = Object.entries(EVENTS_OF).flatMap(
  ([effect, names]) => names.map((name) => ({ name, effect })),
)
