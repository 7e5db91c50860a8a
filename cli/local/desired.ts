import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ManifestRequest, SourceText } from '../../api/v1/installation/requests.ts'
import { pick } from '../../api/v1/language/pick.ts'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { giveDirectory, makeOwnedDirectory, writeOwnedSync } from '../../store/owned.ts'
import { syncDirectorySync } from '../../store/sync-directory.ts'
import type { ResourceId } from '../../store/source/reading/reading.ts'

/** Manifests that were all read. */
export interface AppliedRequest extends ManifestRequest {
  readonly sources: readonly SourceText[]
}

/** What a stack's last apply was: its texts beside it as files, what they were read with, and what of them does not count. */
export interface AppliedStack {
  readonly stack: string
  /** Of all of it; without texts where never all of it was applied. */
  readonly request: AppliedRequest
  /** What counts in place of it, the latest last: applies of single services since, and before it of what waits for approval. */
  readonly parts: readonly AppliedPart[]
  /** What of its texts does not count: it was deleted since, or waited for approval when it was applied. */
  readonly deleted: readonly ResourceId[]
  /** What tags meant when they were last asked for anew, by reference. */
  readonly images: Readonly<Record<string, string>>
  /** Objects that came over the API since, each with its manifest, which counts before what the texts say of it. */
  readonly written: readonly WrittenText[]
}

/** An apply of which single services count. */
export interface AppliedPart {
  readonly request: AppliedRequest
  /** What counts as it says, and not as any apply before it does. */
  readonly ids: readonly ResourceId[]
}

/** The manifest of one object that came over the API. */
export interface WrittenText {
  readonly id: ResourceId
  readonly text: string
  /** What was applied of it last, before it was written: the next apply is merged with that. Kept of Nodes, which have no other text. */
  readonly applied?: string
}

/** A request without its texts. */
interface KeptRequest extends Pick<AppliedRequest, 'cwd' | 'stack' | 'only' | 'scale' | 'sideFiles'> {
  readonly variables: Readonly<Record<string, string | null>>
  /** The path that each text was read from, and the file here that holds it. */
  readonly files: readonly { readonly file: string; readonly kept: string; readonly over?: true }[]
}

interface ContextFile extends KeptRequest {
  readonly parts?: readonly (KeptRequest & Pick<AppliedPart, 'ids'>)[]
  readonly deleted: readonly ResourceId[]
  readonly images?: Readonly<Record<string, string>>
  readonly written?: readonly ResourceId[]
  /** Those of them of which there is what was applied. */
  readonly applied?: readonly ResourceId[]
}

const CONTEXT = 'context.json'

/** Where what is of no stack is kept, as nodes are: no stack has such a name. */
export const UNSTACKED = '_nodes'

/** Keeps an apply under `desired/STACK`, readable by us alone: whoever starts without the state applies it again. One that is kept already writes nothing. */
export function keepApplied(dir: string, applied: AppliedStack): void {
  const files = filesOf(applied)
  if (!isKept(join(dir, applied.stack), files)) putDirectory(dir, applied.stack, files)
}

/** Names and texts of what an apply is kept as. */
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

/** A step of `putDirectory` that another name of the directory stands for. */
const asideOf = (dir: string, name: string, step: 'new' | 'old') => join(dir, `.${name}.${step}`)

/** All of it or nothing: what is half written has another name. */
function putDirectory(dir: string, name: string, files: KeptFiles): void {
  const path = join(dir, name)
  finishPut(dir, name)
  const fresh = asideOf(dir, name, 'new')
  rmSync(fresh, { recursive: true, force: true })
  makeOwnedDirectory(dir)
  mkdirSync(fresh, { mode: 0o700 })
  giveDirectory(fresh)
  // On the disk before it has the name: a power cut would leave empty files under it.
  for (const [file, text] of files) writeOwnedSync(join(fresh, file), text)
  syncDirectorySync(fresh)
  const old = asideOf(dir, name, 'old')
  rmSync(old, { recursive: true, force: true })
  if (existsSync(path)) renameSync(path, old)
  renameSync(fresh, path)
  syncDirectorySync(dir)
  rmSync(old, { recursive: true, force: true })
}

/** Ends what was killed between its two renames: what was there before is set aside by then, and the new one is whole. */
function finishPut(dir: string, name: string): void {
  const path = join(dir, name)
  const from = keptAt(dir, name)
  if (from !== path) renameSync(from, path)
}

/** Where a stack's apply is: in the place of its own, if it is not there, in that of the step that was killed. */
function keptAt(dir: string, name: string): string {
  const path = join(dir, name)
  if (existsSync(path) || !existsSync(asideOf(dir, name, 'old'))) return path
  const fresh = asideOf(dir, name, 'new')
  return existsSync(fresh) ? fresh : asideOf(dir, name, 'old')
}

function keepRequest(files: Map<string, string>, request: AppliedRequest, prefix: string): KeptRequest {
  const { sources, cwd, variables = {} } = request
  const kept = sources.map(({ file, text, over }, index) => {
    const name = `${prefix}${String(index + 1).padStart(3, '0')}-${basename(file)}`
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

/** Keeps an apply of single services, beside what was applied of their stack before. */
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

/** What was applied of these before, which counts on while what is applied of them now waits. */
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

/** Notes that resources of an applied stack were deleted by name, so that applying it again does not bring them back. */
export function noteDeleted(dir: string, stack: string, ids: readonly ResourceId[]): void {
  const [applied] = readStack(dir, stack)
  if (!applied) return
  const written = applied.written.filter(({ id }) => !ids.includes(id))
  keepApplied(dir, { ...applied, written, deleted: [...new Set([...applied.deleted, ...ids])] })
}

/** Keeps manifests of objects that came over the API, beside what was applied of their stack. */
export function keepWritten(dir: string, { stack, written }: Pick<AppliedStack, 'stack' | 'written'>): void {
  const [applied = nothingOf(stack)] = readStack(dir, stack)
  const isLeft = (id: ResourceId) => !written.some((each) => each.id === id)
  const before = applied.written.filter(({ id }) => isLeft(id))
  keepApplied(dir, { ...applied, deleted: applied.deleted.filter(isLeft), written: [...before, ...written] })
}

/** Keeps which of these are not as they were applied, beside what is kept of their stack; where that is nothing, or not whole, nothing is. */
export function keepChanges(
  dir: string,
  { stack, ids, written, images }: Pick<AppliedStack, 'stack' | 'written' | 'images'> & Pick<AppliedPart, 'ids'>,
): void {
  const [applied] = readStack(dir, stack)
  const before = applied?.written.filter(({ id }) => !ids.includes(id)) ?? []
  if (applied) keepApplied(dir, { ...applied, images, written: [...before, ...written] })
}

/** What came over the API and is in no text of an apply: it stays beside that. */
export function writtenBeside(dir: string, stack: string, applied: readonly ResourceId[]): readonly WrittenText[] {
  return readStack(dir, stack).flatMap(({ written }) => written.filter(({ id }) => !applied.includes(id)))
}

/** Where the manifest of an object that came over the API is kept. */
export function writtenFile(dir: string, stack: string, id: ResourceId): string {
  return join(dir, stack, nameOf(id))
}

function nameOf(id: ResourceId): string {
  return `api-${id.replaceAll('/', '.')}.yaml`
}

function appliedNameOf(id: ResourceId): string {
  return `applied-${id.replaceAll('/', '.')}.yaml`
}

/** Forgets a stack, for good: a power cut must not bring it back. */
export function dropApplied(dir: string, stack: string): void {
  const paths = [asideOf(dir, stack, 'old'), asideOf(dir, stack, 'new'), join(dir, stack)].filter(existsSync)
  for (const path of paths) rmSync(path, { recursive: true, force: true })
  if (paths.length > 0) syncDirectorySync(dir)
}

/** Told of a stack whose directory is not whole, and why. */
export type OnBroken = (stack: string, error: unknown) => void

/** What was applied, of all stacks; a directory that is not whole is told, and passed over. */
export function readApplied(dir: string, onBroken?: OnBroken): readonly AppliedStack[] {
  return appliedStacks(dir).flatMap((stack) => readStack(dir, stack, onBroken))
}

/** What is kept of one; undefined where nothing is, or it is not whole. */
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

/** The stacks of which an apply is kept, whole or not. */
export function appliedStacks(dir: string): readonly string[] {
  try {
    const names = readdirSync(dir).map((name) => /^\.(.+)\.old$/.exec(name)?.[1] ?? name)
    return [...new Set(names.filter((name) => !name.startsWith('.') && name !== UNSTACKED))]
  } catch {
    return []
  }
}
