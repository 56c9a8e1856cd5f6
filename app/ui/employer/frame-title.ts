import type { EmployerFrameData } from './frame.tsx'

/** The title of an employer page; a refused form is said first (WCAG 2.4.2, GOV.UK error pattern). */
export const titleOf = (title: string, frame?: EmployerFrameData | null) => [
  { title: `${frame?.refused ? 'Fout: ' : ''}${title} - Instroom` },
]
