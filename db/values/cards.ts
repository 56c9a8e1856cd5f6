/** The words of the anonymous card. */

/** `held`: too few people look alike, so the employer sees nothing before the yes, unless the coach shows it. */
export const CARD_OUTCOMES = ['shown', 'held'] as const
export type CardOutcome = (typeof CARD_OUTCOMES)[number]

/** Why a coach shows a card that was held back: a closed list, and kept with the card. */
export const CARD_REASONS = ['newcomer-agrees', 'they-know-each-other', 'no-risk-here'] as const
export type CardReason = (typeof CARD_REASONS)[number]
