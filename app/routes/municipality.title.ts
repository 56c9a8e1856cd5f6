/** The title of an officer's page, with "Fout:" before it where a form is shown again. */
export const officerTitle = (title: string, refused = false) => [
  { title: `${refused ? 'Fout: ' : ''}${title} - Instroom` },
]
