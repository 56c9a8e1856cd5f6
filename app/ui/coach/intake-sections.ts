/** The parts of the intake in the order of its pages: the keys of `PROFILE_SECTIONS`, which a browser does not get. */
export const INTAKE_SECTIONS = [
  'basics',
  'language',
  'skills',
  'experience',
  'education',
  'wishes',
  'practical',
] as const
export type IntakeSection = (typeof INTAKE_SECTIONS)[number]
