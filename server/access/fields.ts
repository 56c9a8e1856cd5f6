/**
 * Which field of a newcomer an employer sees at which stage, as one table: the code that builds an employer's page reads it, a test walks it with canaries,
 * and the public page prints it. Policy of 2026-11-22 after reliability.md section 5 and rulings 24 and 25; why it is so: docs/adr/0019.
 */
export const FIELDS_POLICY = { version: 'fields-2026-11', datedOn: '2026-11-22', label: 'policy' } as const

/**
 * S0 a profile alone; S1 a proposal that only the coach sees; S2 put to the newcomer, the employer has the anonymous card; S3 there was a yes and it does
 * not stand now (lapsed): the card again; S4 the yes stands; S5 placed, while the placement runs; S6 ended: declined, refused, withdrawn, expired, closed,
 * or the placement is over.
 */
export const FIELD_STAGES = ['S0', 'S1', 'S2', 'S3', 'S4', 'S5', 'S6'] as const
export type FieldStage = (typeof FIELD_STAGES)[number]

export const FIELD_CLASSES = ['public', 'internal', 'personal', 'sensitive', 'never-stored'] as const
type FieldClass = (typeof FIELD_CLASSES)[number]

/**
 * `no`: never; `band`: as a range; `asked`: only what the place asks for; before the yes both as general as it takes for five people to have the same card;
 * `yes`: as it is;
 * `ticked`: only if the newcomer ticked it for this employer and this place.
 */
export const FIELD_VIEWS = ['no', 'band', 'asked', 'yes', 'ticked'] as const
export type FieldView = (typeof FIELD_VIEWS)[number]

export type FieldRow = {
  field: string
  class: FieldClass
  /** What the employer of the place sees. */
  stages: Readonly<Record<FieldStage, FieldView>>
  /** Whether the person and the own coach see it. */
  newcomer: boolean
  coach: boolean
}

const HIDDEN = { S0: 'no', S1: 'no', S2: 'no', S3: 'no', S4: 'no', S5: 'no', S6: 'no' } as const
const fromCard = <V extends FieldView>(card: V) => ({ ...HIDDEN, S2: card, S3: card, S4: card, S5: card }) as const
const fromYes = <V extends FieldView>(after: V) => ({ ...HIDDEN, S4: after, S5: after }) as const
const both = { newcomer: true, coach: true } as const
const nobody = { newcomer: false, coach: false } as const

export const FIELDS = [
  { field: 'card-code', class: 'internal', stages: fromCard('yes'), ...both },
  { field: 'proposal-state', class: 'internal', stages: fromCard('yes'), ...both },
  { field: 'fit', class: 'personal', stages: fromYes('yes'), ...both },
  { field: 'fit-reasons', class: 'personal', stages: HIDDEN, ...both },
  { field: 'score', class: 'internal', stages: HIDDEN, newcomer: false, coach: true },
  { field: 'given-name', class: 'personal', stages: fromYes('yes'), ...both },
  { field: 'family-name', class: 'personal', stages: fromYes('ticked'), ...both },
  { field: 'phone', class: 'personal', stages: fromYes('ticked'), ...both },
  { field: 'email', class: 'personal', stages: fromYes('ticked'), ...both },
  { field: 'work-history', class: 'personal', stages: fromYes('ticked'), ...both },
  { field: 'postcode', class: 'personal', stages: HIDDEN, ...both },
  { field: 'municipality', class: 'personal', stages: HIDDEN, ...both },
  { field: 'region', class: 'personal', stages: fromCard('yes'), ...both },
  { field: 'travel-time', class: 'personal', stages: fromYes('band'), ...both },
  { field: 'dutch', class: 'personal', stages: fromCard('band'), ...both },
  { field: 'other-languages', class: 'personal', stages: fromCard('asked'), ...both },
  { field: 'mother-tongue', class: 'sensitive', stages: HIDDEN, ...both },
  { field: 'skills', class: 'personal', stages: fromCard('asked'), ...both },
  { field: 'other-skills', class: 'personal', stages: fromYes('yes'), ...both },
  { field: 'experience', class: 'personal', stages: fromCard('band'), ...both },
  { field: 'education', class: 'personal', stages: fromCard('band'), ...both },
  { field: 'licences', class: 'personal', stages: fromCard('asked'), ...both },
  { field: 'hours', class: 'personal', stages: fromCard('band'), ...both },
  { field: 'days', class: 'personal', stages: fromCard('band'), ...both },
  { field: 'start-month', class: 'personal', stages: fromCard('band'), ...both },
  { field: 'week', class: 'personal', stages: HIDDEN, ...both },
  { field: 'courses', class: 'personal', stages: HIDDEN, ...both },
  { field: 'wishes', class: 'personal', stages: HIDDEN, ...both },
  { field: 'no-gos', class: 'personal', stages: HIDDEN, ...both },
  { field: 'needs-at-work', class: 'sensitive', stages: HIDDEN, ...both },
  { field: 'work-right', class: 'sensitive', stages: HIDDEN, ...both },
  { field: 'childcare', class: 'sensitive', stages: HIDDEN, ...both },
  { field: 'decline-answer', class: 'personal', stages: HIDDEN, ...both },
  { field: 'coach-words', class: 'sensitive', stages: HIDDEN, newcomer: false, coach: true },
  { field: 'who-looked', class: 'personal', stages: HIDDEN, newcomer: true, coach: false },
  { field: 'birth-date', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'gender', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'origin', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'religion', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'politics', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'health-file', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'asylum-file', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'photo', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'identity-copy', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'bsn', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'v-number', class: 'never-stored', stages: HIDDEN, ...nobody },
  { field: 'iban', class: 'never-stored', stages: HIDDEN, ...nobody },
] as const satisfies readonly FieldRow[]
export type NewcomerField = (typeof FIELDS)[number]['field']

const BY_NAME: ReadonlyMap<string, FieldRow> = new Map(FIELDS.map((row) => [row.field, row]))

/** How an employer sees a field at a stage. Pure. */
export const employerView = (field: NewcomerField, stage: FieldStage): FieldView =>
  BY_NAME.get(field)?.stages[stage] ?? 'no'

/** Whether an employer sees anything of a field at a stage. Pure. */
export const employerSees = (field: NewcomerField, stage: FieldStage): boolean => employerView(field, stage) !== 'no'
