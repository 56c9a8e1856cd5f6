/** Words of the coach pages. */
export const coach = {
  title: 'Coach',
} as const
