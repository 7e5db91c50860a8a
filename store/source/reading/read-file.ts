import { basename } from 'node:path'
import { asError, errorCode } from '../../../api/v1/language/caught-error.ts'
import { fileReason } from '../../../api/v1/file-reason.ts'
import type { Unreadable } from '../../../api/v1/installation/requests.ts'
import { aboutFile } from '../../../api/v1/provenance.ts'
import { yamlLimits } from '../../../api/v1/yaml/read-nodes.ts'
import type { Clock } from '../../../clock/clock.ts'
import { decoded, decodedSide } from './decoded.ts'
import { isManifestName } from '../disk/file-names.ts'
import type { ApplyContext, FileManifests, ManifestReader } from './manifest-reader.ts'
import { readManifests } from './manifests.ts'
import type { FileReading } from './reading.ts'
import { bytesHash, fileReading, isBuilt, unreadableFile } from './reading.ts'
import type { EntryStat, SourceFiles } from '../disk/source-files.ts'
import { fileError } from '../../file-error.ts'

export interface FileReaderOptions {
  readonly files: SourceFiles
  readonly clock: Clock
  readonly readers: readonly ManifestReader[]
  /** Variables that Compose files may ask for. */
  readonly variable: ApplyContext['variable']
  /** The directory, absolute, that all files must be in; absent: no limit. */
  readonly path?: string
  /** Adds to a parsed file what its manifests need from elsewhere, such as the hashes of build contexts; absent: nothing. */
  readonly finish?: (reading: FileReading) => Promise<FileReading>
}

/** The cached reading of a file. */
export interface CachedFile {
  readonly reading: FileReading
  readonly stamp: string
  /** The side files that it asked for. */
  readonly sides: ReadonlyMap<string, SideMark>
  /** Whether the stamps can be trusted: a file that is written twice in a moment may keep its stamp. */
  readonly settled: boolean
  /** Whether the file or one of its side files changed while it was read. */
  readonly moving: boolean
}

/** Detects a changed side file. */
export interface SideMark {
  readonly stamp: string
  /** The hash of the content. */
  readonly hash: string
}

/** A file found by the walk, with its cached reading. */
export interface FileToRead {
  readonly path: string
  readonly stat: EntryStat
  readonly cached: CachedFile | undefined
}

/** How old a file's last change must be for its stamp to be trusted, ms: file systems have coarse times, and clocks differ. */
const settleMs = 2_000

/** Reads and parses a file unless it and its side files are unchanged. Never rejects. */
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

/** The file was being written, so its new content does not count (S1). */
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
  /** Whether the file was saved since it was cached. */
  readonly saved: boolean
}

/**
 * Reads a file, but parses it only if bytes changed. A file with builds that was saved again is parsed anyway, as the build's sources may
 * have changed.
 */
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
    // A file that exists but is unreadable may become readable without a change of its stamp, so it is never settled.
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

/** The most rounds of a parse. Each level of files that name further files takes one; no real project is so deep. */
const mostRounds = 64

/**
 * Parses a file. Readers are pure and ask for side files by name, so the parse is repeated with the files asked for until it asks for no
 * new ones. Side files that it no longer asks for are dropped.
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

/** Reads side files and those that each in turn asks for, so that a chain of includes does not take a parse of the whole per link. */
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
  return { manifests: [], errors: [aboutFile(file, message, at)], warnings: [], sideFiles: [], foreign: false }
}
