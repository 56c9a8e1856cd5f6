import type { CoachFrameData } from './coach.frame.ts'

/** The title of a coach page; a refused form is said first (WCAG 2.4.2, GOV.UK error pattern). */
export const titleOf = (title: string, frame?: CoachFrameData | null) => [
  { title: `${frame?.refused ? 'Fout: ' : ''}${title} - Instroom` },
]
