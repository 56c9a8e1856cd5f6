/** What a newcomer can say is not right; no free text, so that nothing is written down twice. */
export const CORRECTION_PARTS = ['name', 'contact', 'place', 'dutch', 'skills', 'work', 'week', 'wishes'] as const
export type CorrectionPart = (typeof CORRECTION_PARTS)[number]

/** How long somebody was known here when everything was erased. */
export const KNOWN_BANDS = ['under-6-months', 'under-12-months', 'under-24-months', 'longer'] as const
export type KnownBand = (typeof KNOWN_BANDS)[number]

/** The Dutch that was spoken at the end, as in the counts of a municipality. */
export const DUTCH_BANDS = ['unknown', 'below-a2', 'a2', 'b1-up'] as const
export type DutchBand = (typeof DUTCH_BANDS)[number]

/** Whether there was a placement. */
export const PLACED_BANDS = ['never', 'once', 'more'] as const
export type PlacedBand = (typeof PLACED_BANDS)[number]

/** Who had everything erased, or why it was. */
export const ERASURE_CAUSES = ['asked', 'retention', 'replay'] as const
export type ErasureCause = (typeof ERASURE_CAUSES)[number]
