import { basename } from 'node:path'
import { asError, errorCode } from '../../../api/v1/language/caught-error.ts'
import { fileReason } from '../../../api/v1/file-reason.ts'
import type { Unreadable } from '../../../api/v1/installation/requests.ts'
import { yamlLimits } from '../../../api/v1/yaml/read-nodes.ts'
import type { Clock } from '../../../clock/clock.ts'
import { decoded, decodedSide } from './decoded.ts'
import { isManifestName } from '../disk/file-names.ts'
import type { ApplyContext, FileManifests, ManifestReader } from './manifest-reader.ts'
import { readManifests } from './manifests.ts'
import type { FileReading } from './reading.ts'
import { bytesHash, fileReading, isBuilt, unreadableFile } from './reading.ts'
import type { EntryStat, SourceFiles } from '../disk/source-files.ts'
import { fileError } from '../disk/source-files.ts'

/** What a file is read and parsed with. */
export interface FileReaderOptions {
  readonly files: SourceFiles
  readonly clock: Clock
  readonly readers: readonly ManifestReader[]
  /** Variables that Compose files may ask for. */
  readonly variable: ApplyContext['variable']
  /** The directory that all of it is in, absolute; absent: nothing is confined. */
  readonly path?: string
  /** Adds what a parsed file's manifests need from elsewhere, as the hashes of build contexts; absent: nothing. */
  readonly finish?: (reading: FileReading) => Promise<FileReading>
}

/** What is kept of a file from one reading to the next. */
export interface CachedFile {
  readonly reading: FileReading
  readonly stamp: string
  /** The files beside it that it asked for. */
  readonly sides: ReadonlyMap<string, SideMark>
  /** Whether the stamps can be trusted: a file written twice within a moment may keep its stamp. */
  readonly settled: boolean
  /** It, or a file beside it that it asked for, changed while it was read. */
  readonly moving: boolean
}

/** What tells one state of a file beside another one from the next. */
export interface SideMark {
  readonly stamp: string
  /** Of what is in it. */
  readonly hash: string
}

/** A file of the walk, with what is known of it. */
export interface FileToRead {
  readonly path: string
  readonly stat: EntryStat
  readonly cached: CachedFile | undefined
}

/** A stamp younger than this when it was taken is not trusted: file systems have coarse times, and machines differ. */
const settleMs = 2_000

/** Reads and parses a file unless it is as it was; its side files count as part of it. Never rejects. */
export async function readFileOf(options: FileReaderOptions, { path, stat, cached }: FileToRead): Promise<CachedFile> {
  const stamp = stampOf(stat)
  if (cached?.settled && cached.stamp === stamp && (await sameSides(options.files, cached))) return cached
  try {
    const saved = cached !== undefined && cached.stamp !== stamp
    const { reading, sides } = await readAnew(options, { path, cached, saved })
    const after = stampOf(await options.files.stat(path))
    if (after !== stamp || !(await sameSides(options.files, { sides }))) return halfWritten(path, cached)
    const now = options.clock.now()
    return {
      reading,
      stamp,
      sides: new Map([...sides].map(([side, { stamp, hash }]) => [side, { stamp, hash }])),
      settled: [{ changedAt: changedAt(stat) }, ...sides.values()].every((each) => now - each.changedAt > settleMs),
      moving: false,
    }
  } catch (error) {
    const reading = unreadableFile(path, fileReason(error))
    return { reading, stamp, sides: new Map(), settled: false, moving: errorCode(error) === 'ENOENT' }
  }
}

/** What was read may be a part of what is being written: nothing of it counts (S1). */
function halfWritten(path: string, cached: CachedFile | undefined): CachedFile {
  if (cached) return { ...cached, settled: false, moving: true }
  const reading = unreadableFile(path, 'changed while it was read')
  return { reading, stamp: '', sides: new Map(), settled: false, moving: true }
}

interface Parsed {
  readonly reading: FileReading
  readonly sides: ReadonlyMap<string, Side>
}

interface Reread extends Pick<FileToRead, 'path' | 'cached'> {
  /** Whether the file was written since. */
  readonly saved: boolean
}

/** Equal bytes are not parsed again; where they were saved again, what is built of them may have other sources now. */
async function readAnew(options: FileReaderOptions, { path, cached, saved }: Reread): Promise<Parsed> {
  const bytes = await options.files.read(path, yamlLimits.bytes)
  const sides = await readSides(options.files, cached?.sides.keys() ?? [])
  const isEqual = cached && cached.reading.hash === bytesHash(bytes) && sidesEqual(cached, sides)
  const isKnown = isEqual && !(saved && isBuilt(cached.reading))
  return isKnown ? { reading: cached.reading, sides } : await parse(options, { path, bytes, sides })
}

interface Side extends SideMark {
  readonly changedAt: number
  readonly content: string | Error
}

function stampOf({ mtimeMs, ctimeMs, size, ino }: EntryStat): string {
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`
}

function changedAt({ mtimeMs, ctimeMs }: EntryStat): number {
  return Math.max(mtimeMs, ctimeMs)
}

async function sideStamp(files: SourceFiles, path: string): Promise<Pick<Side, 'stamp' | 'changedAt'>> {
  return await files.stat(path).then(
    (stat) => ({ stamp: stampOf(stat), changedAt: changedAt(stat) }),
    (error: unknown) => ({ stamp: errorCode(error), changedAt: -Infinity }),
  )
}

async function sameSides(files: SourceFiles, { sides }: Pick<CachedFile, 'sides'>): Promise<boolean> {
  const same = await Promise.all(
    [...sides].map(async ([path, { stamp }]) => (await sideStamp(files, path)).stamp === stamp),
  )
  return same.every(Boolean)
}

function sidesEqual(cached: CachedFile, sides: ReadonlyMap<string, Side>): boolean {
  return [...sides].every(([path, { stamp, hash }]) => {
    const before = cached.sides.get(path)
    return before?.stamp === stamp && before.hash === hash
  })
}

async function readSides(files: SourceFiles, paths: Iterable<string>): Promise<Map<string, Side>> {
  const read = [...paths].map(async (path): Promise<[string, Side]> => {
    const found = await sideStamp(files, path)
    const content = await files.read(path, yamlLimits.bytes).then((bytes) => decodedSide(path, bytes), asError)
    if (typeof content === 'string') return [path, { ...found, hash: bytesHash(Buffer.from(content)), content }]
    // What is there and could not be read may be read the next time, though nothing of it changes.
    const changedAt = found.changedAt === -Infinity ? found.changedAt : Infinity
    return [path, { ...found, changedAt, hash: errorCode(content), content }]
  })
  return new Map(await Promise.all(read))
}

interface Parsing {
  readonly path: string
  readonly bytes: Uint8Array
  readonly sides: Map<string, Side>
}

/** A file whose parts are named by what stands in other parts takes a round for each; no project of people's is so deep. */
const mostRounds = 64

/**
 * Readers are pure and ask for side files by name: what they ask for is read, with all that those take in, and they are run again until
 * nothing is new. What is not asked for any more is let go.
 */
async function parse(options: FileReaderOptions, { path, bytes, sides }: Parsing): Promise<Parsed> {
  const text = decoded(bytes)
  if (typeof text !== 'string') return { reading: fileReading(path, bytes, undecodable(path, text)), sides }
  for (let round = 1; ; round += 1) {
    const { parsed, asked } = parseWith(options, { path, text, sides })
    const used = new Map([...sides].filter(([side]) => asked.has(side)))
    if (used.size === asked.size) {
      const reading = fileReading(path, bytes, parsed)
      return { reading: options.finish ? await options.finish(reading) : reading, sides: used }
    }
    if (round === mostRounds) {
      const message = `takes in files through more than ${mostRounds} others: name them in fewer`
      return { reading: fileReading(path, bytes, undecodable(path, { message, line: 1, column: 1 })), sides: used }
    }
    await takeIn(options, sides, asked)
  }
}

/** Reads files, and what each of them by itself asks for, so that a long chain of them takes no round for each. */
async function takeIn(options: FileReaderOptions, sides: Map<string, Side>, asked: Iterable<string>): Promise<void> {
  let next = [...asked]
  for (let depth = 0; depth < mostRounds && next.length > 0; depth += 1) {
    const read = await readSides(options.files, new Set(next.filter((side) => !sides.has(side))))
    for (const [side, found] of read) sides.set(side, found)
    next = [...read].flatMap(([side, { content }]) =>
      typeof content === 'string' && isManifestName(basename(side))
        ? [...parseWith(options, { path: side, text: content, sides }).asked].filter((each) => !sides.has(each))
        : [],
    )
  }
}

interface Round {
  readonly path: string
  readonly text: string
  readonly sides: ReadonlyMap<string, Side>
}

function parseWith(
  options: FileReaderOptions,
  { path, text, sides }: Round,
): { readonly parsed: FileManifests; readonly asked: ReadonlySet<string> } {
  const asked = new Set<string>()
  const readFile = (name: string) => {
    asked.add(name)
    return sides.get(name)?.content ?? fileError('ENOENT', name)
  }
  const context = { variable: options.variable, readFile, ...(options.path ? { root: options.path } : {}) }
  const parsed = readManifests({ file: path, text }, context, options.readers)
  return { parsed, asked }
}

function undecodable(file: string, { message, ...at }: Unreadable): FileManifests {
  const place = { file, ...at, origin: 'literal' as const }
  return { manifests: [], errors: [{ place, path: '', message }], warnings: [], sideFiles: [], foreign: false }
}
