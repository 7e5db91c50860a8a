import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ManifestRequest, SourceText } from '../../api/v1/requests.ts'
import type { ResourceId } from '../../store/source/reading.ts'

/** Manifests that were all read. */
export interface AppliedRequest extends ManifestRequest {
  readonly sources: readonly SourceText[]
}

/** What a stack's last apply was: its texts beside it as files, what they were read with, and what was deleted since. */
export interface AppliedStack {
  readonly stack: string
  readonly request: AppliedRequest
  readonly deleted: readonly ResourceId[]
  /** What tags meant when they were last asked for anew, by reference. */
  readonly images: Readonly<Record<string, string>>
  /** Objects that came over the API since, each with its manifest, which counts before what the texts say of it. */
  readonly written: readonly WrittenText[]
}

/** The manifest of one object that came over the API. */
export interface WrittenText {
  readonly id: ResourceId
  readonly text: string
}

interface ContextFile {
  readonly cwd: string
  readonly stack?: string
  readonly variables: Readonly<Record<string, string | null>>
  readonly sideFiles?: Readonly<Record<string, string | null>>
  /** The path that each text was read from, and the file here that holds it. */
  readonly files: readonly { readonly file: string; readonly kept: string; readonly over?: true }[]
  readonly deleted: readonly ResourceId[]
  readonly images?: Readonly<Record<string, string>>
  readonly written?: readonly ResourceId[]
}

const CONTEXT = 'context.json'

/** Keeps an apply under `desired/STACK`, readable by us alone: whoever starts without the state applies it again. */
export function keepApplied(dir: string, { stack, request, deleted, images, written }: AppliedStack): void {
  const path = join(dir, stack)
  const fresh = join(dir, `.${stack}.new`)
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  const files = request.sources.map(({ file, text, over }, index) => {
    const kept = `${String(index + 1).padStart(3, '0')}-${basename(file)}`
    writeFileSync(join(fresh, kept), text, { mode: 0o600 })
    return { file, kept, ...(over ? { over } : {}) }
  })
  for (const { id, text } of written) writeFileSync(join(fresh, nameOf(id)), text, { mode: 0o600 })
  const context: ContextFile = {
    cwd: request.cwd,
    ...(request.stack === undefined ? {} : { stack: request.stack }),
    ...(request.sideFiles === undefined ? {} : { sideFiles: request.sideFiles }),
    variables: request.variables ?? {},
    files,
    deleted,
    images,
    ...(written.length === 0 ? {} : { written: written.map(({ id }) => id) }),
  }
  writeFileSync(join(fresh, CONTEXT), `${JSON.stringify(context, undefined, 2)}\n`, { mode: 0o600 })
  const old = join(dir, `.${stack}.old`)
  rmSync(old, { recursive: true, force: true })
  if (existsSync(path)) renameSync(path, old)
  renameSync(fresh, path)
  rmSync(old, { recursive: true, force: true })
}

/** Notes that resources of an applied stack were deleted by name, so that applying it again does not bring them back. */
export function noteDeleted(dir: string, stack: string, ids: readonly ResourceId[]): void {
  const [applied] = readStack(dir, stack)
  if (!applied) return
  const written = applied.written.filter(({ id }) => !ids.includes(id))
  keepApplied(dir, { ...applied, written, deleted: [...new Set([...applied.deleted, ...ids])] })
}

/** Keeps the manifest of an object that came over the API, beside what was applied of its stack. */
export function keepWritten(dir: string, { stack, id, text }: WrittenText & { readonly stack: string }): void {
  const nothing = { stack, request: { sources: [], cwd: '/' }, deleted: [], images: {}, written: [] }
  const [applied = nothing] = readStack(dir, stack)
  const deleted = applied.deleted.filter((each) => each !== id)
  const written = [...applied.written.filter((each) => each.id !== id), { id, text }]
  keepApplied(dir, { ...applied, deleted, written })
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

/** Forgets a stack. */
export function dropApplied(dir: string, stack: string): void {
  rmSync(join(dir, stack), { recursive: true, force: true })
}

/** What was applied, of all stacks; a directory that is not whole is passed over. */
export function readApplied(dir: string): readonly AppliedStack[] {
  return namesIn(dir).flatMap((stack) => readStack(dir, stack))
}

function readStack(dir: string, stack: string): AppliedStack[] {
  const textOf = (kept: string) => readFileSync(join(dir, stack, kept), 'utf8')
  try {
    const {
      cwd,
      files,
      variables,
      deleted,
      images = {},
      written = [],
      ...rest
    } = JSON.parse(textOf(CONTEXT)) as ContextFile
    const sources = files.map(({ file, kept, over }) => ({ file, text: textOf(kept), ...(over ? { over } : {}) }))
    const own = written.map((id) => ({ id, text: textOf(nameOf(id)) }))
    return [{ stack, deleted, images, written: own, request: { sources, cwd, variables, ...rest } }]
  } catch {
    return []
  }
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir).filter((name) => !name.startsWith('.'))
  } catch {
    return []
  }
}
