import { createReadStream } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { openPromise, type ZipFile } from 'yauzl'

/** A CSV that can be opened more than once. `name` is the path below the folder; a file in a zip is `a.zip: b.csv`. */
export type TextSource = { name: string; open(): Promise<Readable> }
/** Something in the folder that cannot be read, and why, in one sentence. */
export type Unreadable = { name: string; why: string }

/** What one file may become when it is unpacked; ESCO's largest is 21 MB. Policy 2026-11, against zip bombs. */
const MOST_BYTES = 2 * 1024 ** 3
/** Text in CSVs packs up to about 30 times; far beyond that is no text. */
const MOST_RATIO = 250
const RATIO_FROM_BYTES = 10 * 1024 ** 2
const MOST_ENTRIES = 5_000

/**
 * Finds every `.csv`, `.csv.gz` and `.zip` below a folder, in order of name. Nothing is unpacked to disk and links are not followed.
 *
 * @param folder where the user keeps the downloads
 * @returns the sources, what cannot be read, and a function that closes the archives
 * @throws Error when the folder itself cannot be read
 */
export async function textSourcesIn(
  folder: string,
  mostBytes = MOST_BYTES,
): Promise<{ sources: TextSource[]; unreadable: Unreadable[]; close(): void }> {
  const sources: TextSource[] = []
  const unreadable: Unreadable[] = []
  const archives: ZipFile[] = []
  for (const path of await filesBelow(folder)) {
    const name = relative(folder, path)
    if (/\.csv$/i.test(path)) sources.push({ name, open: async () => createReadStream(path) })
    else if (/\.csv\.gz$/i.test(path)) {
      const packed = (await lstat(path)).size
      sources.push({
        name,
        open: async () => {
          const file = createReadStream(path)
          const text = createGunzip()
          file.once('error', (error) => text.destroy(error))
          text.once('close', () => file.destroy())
          return limited(file.pipe(text), packed, mostBytes)
        },
      })
    } else if (/\.zip$/i.test(path)) {
      try {
        const archive = await openPromise(path, { lazyEntries: true, autoClose: false })
        archives.push(archive)
        await readEntries(archive, name, mostBytes, sources, unreadable)
      } catch (error) {
        unreadable.push({ name, why: `The zip is broken: ${messageOf(error)}. Download it again.` })
      }
    }
  }
  const close = () => {
    for (const archive of archives) archive.close()
  }
  return { sources, unreadable, close }
}

async function readEntries(
  archive: ZipFile,
  name: string,
  mostBytes: number,
  sources: TextSource[],
  unreadable: Unreadable[],
): Promise<void> {
  if (archive.entryCount > MOST_ENTRIES) {
    unreadable.push({
      name,
      why: `The zip says it holds ${archive.entryCount} files; at most ${MOST_ENTRIES} are read.`,
    })
    return
  }
  let total = 0
  for await (const entry of archive.eachEntry()) {
    if (!/\.csv$/i.test(entry.fileName) || entry.fileName.startsWith('__MACOSX/')) continue
    const full = `${name}: ${entry.fileName}`
    const { compressedSize: packed, uncompressedSize: size } = entry
    total += size
    if (entry.isEncrypted()) unreadable.push({ name: full, why: 'The file has a password.' })
    // The size in the directory of a zip is a claim; yauzl breaks off a stream that becomes longer than its claim.
    else if (total > mostBytes) unreadable.push({ name: full, why: tooLarge(mostBytes) })
    else if (size > RATIO_FROM_BYTES && size > packed * MOST_RATIO) unreadable.push({ name: full, why: TOO_DENSE })
    else sources.push({ name: full, open: () => archive.openReadStreamPromise(entry) })
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function limited(stream: Readable, packed: number, mostBytes: number): Readable {
  let seen = 0
  const gate = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length
      if (seen > mostBytes) done(new Error(tooLarge(mostBytes)))
      else if (seen > RATIO_FROM_BYTES && seen > packed * MOST_RATIO) done(new Error(TOO_DENSE))
      else done(null, chunk)
    },
  })
  stream.once('error', (error) => gate.destroy(error))
  gate.once('close', () => stream.destroy())
  return stream.pipe(gate)
}

const tooLarge = (bytes: number) => `Unpacked it is larger than ${Math.round(bytes / 1024 ** 2)} MB; that is refused.`
const TOO_DENSE = `It unpacks to more than ${MOST_RATIO} times its size; that is no CSV and is refused.`

/** What an error says, in one line. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
