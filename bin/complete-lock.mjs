import fs from 'node:fs'
import path from 'node:path'
import { ROOT } from './launch/folders.mjs'

/**
 * `node bin/complete-lock.mjs --write`, after every `npm install` that changed package-lock.json. Without `--write` it only
 * says what is missing, and fails when something is.
 *
 * A registry mirror that lacks the native packages of other platforms makes npm write a lock without them, and `npm ci`
 * then refuses that lock everywhere. Their names and exact versions stand in the lock already, as optional dependencies:
 * this adds the missing entries (without a hash, which only the registry knows).
 */
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

const file = path.join(ROOT, 'package-lock.json')
const lock = JSON.parse(fs.readFileSync(file, 'utf8'))
/** @type {string[]} */
const added = []

for (const [where, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const words = name.split(/[-/]/)
    const os = words.find((word) => SYSTEMS.includes(word))
    const cpu = words.find((word) => PROCESSORS.includes(word))
    if (!os || !cpu || !/^\d/.test(version) || isFound(where, name)) continue
    const libc =
      os === 'linux' ? { m: 'musl', g: 'glibc' }[words.find((word) => /^(musl|gnu)/.test(word))?.[0] ?? ''] : undefined
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: [cpu],
      ...(entry.dev && { dev: true }),
      ...(libc && { libc: [libc] }),
      optional: true,
      os: [os],
    }
    added.push(name)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
const writes = process.argv.includes('--write')
if (added.length > 0 && writes) fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(
  added.length === 0
    ? 'The lock is complete.'
    : `${writes ? 'Added' : 'Missing (add them with --write):'} ${added.length}: ${added.join(', ')}`,
)
process.exitCode = added.length > 0 && !writes ? 1 : 0

/** Whether Node would find this package from there. @param {string} where @param {string} name */
function isFound(where, name) {
  for (
    let folder = where;
    ;
    folder = folder.includes('/node_modules/') ? folder.slice(0, folder.lastIndexOf('/node_modules/')) : ''
  ) {
    if (lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true
    if (folder === '') return false
  }
}
