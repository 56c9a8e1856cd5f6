/** Words of the employer pages. */
export const employer = {
  title: 'Werkgever',
} as const
