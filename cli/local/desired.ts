import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ManifestRequest, SourceText } from '../../api/v1/installation/requests.ts'
import { pick } from '../../api/v1/language/pick.ts'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { giveDirectory, makeOwnedDirectory, writeOwnedSync } from '../../store/owned.ts'
import { syncDirectorySync } from '../../store/sync-directory.ts'
import type { ResourceId } from '../../store/source/reading/reading.ts'

/** A request whose manifests could all be read. */
export interface AppliedRequest extends ManifestRequest {
  readonly sources: readonly SourceText[]
}

/** The last apply of a stack as saved in desired/: its texts as files, how they were read, and which of their objects no longer count. */
export interface AppliedStack {
  readonly stack: string
  /** The last apply of the whole stack; without texts if there was none. */
  readonly request: AppliedRequest
  /**
   * Applies that override it for single resources, latest last: later applies of single services, and an older apply of resources that wait
   * for approval.
   */
  readonly parts: readonly AppliedPart[]
  /** Resources of its texts that do not count: deleted since, or waiting for approval at that time. */
  readonly deleted: readonly ResourceId[]
  /** The image digests that tags resolved to, by reference. */
  readonly images: Readonly<Record<string, string>>
  /** Objects written over the API since; each overrides the texts. */
  readonly written: readonly WrittenText[]
}

/** An apply of which only some resources count. */
export interface AppliedPart {
  readonly request: AppliedRequest
  /** The resources for which this apply overrides earlier ones. */
  readonly ids: readonly ResourceId[]
}

/** The manifest of one object written over the API. */
export interface WrittenText {
  readonly id: ResourceId
  readonly text: string
  /**
   * The manifest that was applied last before it was written: the base of the next three-way apply. Only kept for Nodes, which have no
   * other text.
   */
  readonly applied?: string
}

/** A request without its texts, as saved in context.json. */
interface KeptRequest extends Pick<AppliedRequest, 'cwd' | 'stack' | 'only' | 'scale' | 'sideFiles'> {
  readonly variables: Readonly<Record<string, string | null>>
  /** The original path of each text, and the name of its file here. */
  readonly files: readonly { readonly file: string; readonly kept: string; readonly over?: true }[]
}

interface ContextFile extends KeptRequest {
  readonly parts?: readonly (KeptRequest & Pick<AppliedPart, 'ids'>)[]
  readonly deleted: readonly ResourceId[]
  readonly images?: Readonly<Record<string, string>>
  readonly written?: readonly ResourceId[]
  /** Those of `written` that have a saved `applied` manifest. */
  readonly applied?: readonly ResourceId[]
}

const CONTEXT = 'context.json'

/** The directory for resources without a stack (nodes). It is not a valid stack name. */
export const UNSTACKED = '_nodes'

/** Saves an apply under `desired/STACK`, readable by the owner only, to restore a lost state from. Writes nothing if it is unchanged. */
export function keepApplied(dir: string, applied: AppliedStack): void {
  const files = filesOf(applied)
  if (!isKept(join(dir, applied.stack), files)) putDirectory(dir, applied.stack, files)
}

/** File contents by name. */
type KeptFiles = ReadonlyMap<string, string>

function filesOf({ request, parts, deleted, images, written }: AppliedStack): KeptFiles {
  const files = new Map<string, string>()
  for (const { id, text, applied } of written) {
    files.set(nameOf(id), text)
    if (applied !== undefined) files.set(appliedNameOf(id), applied)
  }
  const applied = written.flatMap((each) => (each.applied === undefined ? [] : [each.id]))
  const keptPart = ({ request, ids }: AppliedPart, index: number) => ({
    ...keepRequest(files, request, `part-${index + 1}-`),
    ids,
  })
  const context: ContextFile = {
    ...keepRequest(files, request, ''),
    ...(parts.length === 0 ? {} : { parts: parts.map(keptPart) }),
    deleted,
    images,
    ...(written.length === 0 ? {} : { written: written.map(({ id }) => id) }),
    ...(applied.length === 0 ? {} : { applied }),
  }
  return files.set(CONTEXT, `${JSON.stringify(context, undefined, 2)}\n`)
}

function isKept(path: string, files: KeptFiles): boolean {
  try {
    const names = readdirSync(path)
    return (
      names.length === files.size && names.every((name) => readFileSync(join(path, name), 'utf8') === files.get(name))
    )
  } catch {
    return false
  }
}

/** The temporary names of the directory in `putDirectory`. */
const asideOf = (dir: string, name: string, step: 'new' | 'old') => join(dir, `.${name}.${step}`)

/** Replaces a directory atomically, by writing a new one and renaming. */
function putDirectory(dir: string, name: string, files: KeptFiles): void {
  const path = join(dir, name)
  finishPut(dir, name)
  const fresh = asideOf(dir, name, 'new')
  rmSync(fresh, { recursive: true, force: true })
  makeOwnedDirectory(dir)
  mkdirSync(fresh, { mode: 0o700 })
  giveDirectory(fresh)
  // Sync before the rename, or a power cut could leave empty files.
  for (const [file, text] of files) writeOwnedSync(join(fresh, file), text)
  syncDirectorySync(fresh)
  const old = asideOf(dir, name, 'old')
  rmSync(old, { recursive: true, force: true })
  if (existsSync(path)) renameSync(path, old)
  renameSync(fresh, path)
  syncDirectorySync(dir)
  rmSync(old, { recursive: true, force: true })
}

/**
 * Completes a replacement that was interrupted between its two renames. The old directory has been moved aside by then, and the new one is
 * complete.
 */
function finishPut(dir: string, name: string): void {
  const path = join(dir, name)
  const from = keptAt(dir, name)
  if (from !== path) renameSync(from, path)
}

/** Where a stack's saved apply is: in its place, else under the temporary name that an interrupted replacement left. */
function keptAt(dir: string, name: string): string {
  const path = join(dir, name)
  if (existsSync(path) || !existsSync(asideOf(dir, name, 'old'))) return path
  const fresh = asideOf(dir, name, 'new')
  return existsSync(fresh) ? fresh : asideOf(dir, name, 'old')
}

function keepRequest(files: Map<string, string>, request: AppliedRequest, prefix: string): KeptRequest {
  const { sources, cwd, variables = {} } = request
  const kept = sources.map(({ file, text, over }, index) => {
    const name = `${prefix}${String(index + 1).padStart(3, '0')}-${cutName(basename(file))}`
    files.set(name, text)
    return { file, kept: name, ...(over ? { over } : {}) }
  })
  return {
    cwd,
    ...pick(request, ['stack', 'only', 'scale', 'sideFiles']),
    variables,
    files: kept,
  }
}

/** A file's name with room for a number before it: a name has at most 255 bytes. The number tells it from others. */
function cutName(name: string): string {
  return Buffer.from(name).subarray(0, 200).toString()
}

/** Saves an apply of single services beside the stack's earlier applies. */
export function keepPartApplied(
  dir: string,
  { stack, request, ids, images, written }: AppliedPart & Pick<AppliedStack, 'stack' | 'images' | 'written'>,
): void {
  const [applied = nothingOf(stack)] = readStack(dir, stack)
  const isLeft = (id: ResourceId) => !ids.includes(id)
  const before = applied.parts.map((part) => ({ ...part, ids: part.ids.filter(isLeft) }))
  const parts = [...before.filter((part) => part.ids.length > 0), { request, ids }]
  const all = [...applied.written.filter(({ id }) => isLeft(id)), ...written]
  keepApplied(dir, { ...applied, parts, written: all, images, deleted: applied.deleted.filter(isLeft) })
}

/** The saved applies of resources whose new apply waits for approval; they continue to count. */
export function partsBeside(dir: string, stack: string, ids: readonly ResourceId[]): readonly AppliedPart[] {
  return readStack(dir, stack).flatMap(({ request, parts }) => {
    const later = parts.map((part) => ({ ...part, ids: part.ids.filter((id) => ids.includes(id)) }))
    const ofLater = later.flatMap((part) => part.ids)
    const first = { request, ids: ids.filter((id) => !ofLater.includes(id)) }
    return [first, ...later].filter((part) => part.ids.length > 0)
  })
}

function nothingOf(stack: string): AppliedStack {
  return { stack, request: { sources: [], cwd: '/' }, parts: [], deleted: [], images: {}, written: [] }
}

/** Records that resources were deleted by name, so that a restore does not bring them back. */
export function noteDeleted(dir: string, stack: string, ids: readonly ResourceId[]): void {
  const [applied] = readStack(dir, stack)
  if (!applied) return
  const written = applied.written.filter(({ id }) => !ids.includes(id))
  keepApplied(dir, { ...applied, written, deleted: [...new Set([...applied.deleted, ...ids])] })
}

/** Saves manifests of objects written over the API, beside the stack's applies. */
export function keepWritten(dir: string, { stack, written }: Pick<AppliedStack, 'stack' | 'written'>): void {
  const [applied = nothingOf(stack)] = readStack(dir, stack)
  const isLeft = (id: ResourceId) => !written.some((each) => each.id === id)
  const before = applied.written.filter(({ id }) => isLeft(id))
  keepApplied(dir, { ...applied, deleted: applied.deleted.filter(isLeft), written: [...before, ...written] })
}

/** Saves the changes that commands made to these resources since the apply. Does nothing if no intact apply is saved. */
export function keepChanges(
  dir: string,
  { stack, ids, written, images }: Pick<AppliedStack, 'stack' | 'written' | 'images'> & Pick<AppliedPart, 'ids'>,
): void {
  const [applied] = readStack(dir, stack)
  const before = applied?.written.filter(({ id }) => !ids.includes(id)) ?? []
  if (applied) keepApplied(dir, { ...applied, images, written: [...before, ...written] })
}

/** Saved API objects that no text of this apply declares; they are kept beside it. */
export function writtenBeside(dir: string, stack: string, applied: readonly ResourceId[]): readonly WrittenText[] {
  return readStack(dir, stack).flatMap(({ written }) => written.filter(({ id }) => !applied.includes(id)))
}

/** The file of an object written over the API. */
export function writtenFile(dir: string, stack: string, id: ResourceId): string {
  return join(dir, stack, nameOf(id))
}

function nameOf(id: ResourceId): string {
  return `api-${id.replaceAll('/', '.')}.yaml`
}

function appliedNameOf(id: ResourceId): string {
  return `applied-${id.replaceAll('/', '.')}.yaml`
}

/** Removes a stack's saved applies durably: a power cut must not bring them back. */
export function dropApplied(dir: string, stack: string): void {
  const paths = [asideOf(dir, stack, 'old'), asideOf(dir, stack, 'new'), join(dir, stack)].filter(existsSync)
  for (const path of paths) rmSync(path, { recursive: true, force: true })
  if (paths.length > 0) syncDirectorySync(dir)
}

/** Called with a stack whose directory is damaged, and why. */
export type OnBroken = (stack: string, error: unknown) => void

/** Reads the saved applies of all stacks; damaged directories are reported and skipped. */
export function readApplied(dir: string, onBroken?: OnBroken): readonly AppliedStack[] {
  return appliedStacks(dir).flatMap((stack) => readStack(dir, stack, onBroken))
}

/** Reads the saved apply of one stack; undefined if there is none, or it is damaged. */
export function keptOf(dir: string, stack: string, onBroken: OnBroken): AppliedStack | undefined {
  return existsSync(keptAt(dir, stack)) ? readStack(dir, stack, onBroken)[0] : undefined
}

function readStack(dir: string, stack: string, onBroken?: OnBroken): AppliedStack[] {
  const from = keptAt(dir, stack)
  const textOf = (kept: string) => readFileSync(join(from, kept), 'utf8')
  const requestOf = ({ files, ...rest }: KeptRequest): AppliedRequest => ({
    ...rest,
    sources: files.map(({ file, kept, over }) => ({ file, text: textOf(kept), ...(over ? { over } : {}) })),
  })
  try {
    const context = parseContext(from, textOf(CONTEXT))
    const { parts = [], deleted, images = {}, written = [], applied = [], ...request } = context
    const own = written.map((id) => ({
      ...{ id, text: textOf(nameOf(id)) },
      ...(applied.includes(id) ? { applied: textOf(appliedNameOf(id)) } : {}),
    }))
    const later = parts.map(({ ids, ...part }) => ({ ids, request: requestOf(part) }))
    return [{ stack, deleted, images, written: own, request: requestOf(request), parts: later }]
  } catch (error) {
    onBroken?.(stack, error)
    return []
  }
}

function parseContext(from: string, text: string): ContextFile {
  try {
    return JSON.parse(text) as ContextFile
  } catch (error) {
    throw new Error(`${join(from, CONTEXT)}: ${errorText(error)}`, { cause: error })
  }
}

/** The stacks with a saved apply, damaged or not. */
export function appliedStacks(dir: string): readonly string[] {
  try {
    const directories = readdirSync(dir, { withFileTypes: true }).filter((entry) => !entry.isFile())
    const names = directories.map(({ name }) => /^\.(.+)\.old$/.exec(name)?.[1] ?? name)
    return [...new Set(names.filter((name) => !name.startsWith('.') && name !== UNSTACKED))]
  } catch {
    return []
  }
}
