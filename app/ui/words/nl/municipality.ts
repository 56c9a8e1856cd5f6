/** Words of the municipality pages. */
export const municipality = {
  title: 'Gemeente',
} as const
