/** The oldest Node that runs everything here: Remix 2, Vite 6 and the Meilisearch client all ask for it. */
const OLDEST = [20, 19]

/** Ends the process with a plain sentence when this Node is too old. Runs before anything newer is loaded. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  console.error(
    `Instroom needs Node ${OLDEST.join('.')} or newer; this is Node ${process.versions.node}. Node 24 LTS is what we run in production.`,
  )
  process.exit(1)
}
