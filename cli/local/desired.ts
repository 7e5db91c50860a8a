import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ManifestRequest } from '../../api/v1/installation.ts'
import type { ResourceId } from '../../store/source/reading.ts'

/** What a stack's last apply was: its texts beside it as files, what they were read with, and what was deleted since. */
export interface AppliedStack {
  readonly stack: string
  readonly request: ManifestRequest
  readonly deleted: readonly ResourceId[]
  /** What tags meant when they were last asked for anew, by reference. */
  readonly images: Readonly<Record<string, string>>
}

interface ContextFile {
  readonly cwd: string
  readonly stack?: string
  readonly variables: Readonly<Record<string, string | null>>
  /** The path that each text was read from, and the file here that holds it. */
  readonly files: readonly { readonly file: string; readonly kept: string }[]
  readonly deleted: readonly ResourceId[]
  readonly images?: Readonly<Record<string, string>>
}

const CONTEXT = 'context.json'

/** Keeps an apply under `desired/STACK`, readable by us alone: whoever starts without the state applies it again. */
export function keepApplied(dir: string, { stack, request, deleted, images }: AppliedStack): void {
  const path = join(dir, stack)
  const fresh = join(dir, `.${stack}.new`)
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  const files = request.sources.map(({ file, text }, index) => {
    const kept = `${String(index + 1).padStart(3, '0')}-${basename(file)}`
    writeFileSync(join(fresh, kept), text, { mode: 0o600 })
    return { file, kept }
  })
  const context: ContextFile = {
    cwd: request.cwd,
    ...(request.stack === undefined ? {} : { stack: request.stack }),
    variables: request.variables ?? {},
    files,
    deleted,
    images,
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
  const applied = readApplied(dir).find((each) => each.stack === stack)
  if (applied) keepApplied(dir, { ...applied, deleted: [...new Set([...applied.deleted, ...ids])] })
}

/** Forgets a stack. */
export function dropApplied(dir: string, stack: string): void {
  rmSync(join(dir, stack), { recursive: true, force: true })
}

/** What was applied, of all stacks; a directory that is not whole is passed over. */
export function readApplied(dir: string): readonly AppliedStack[] {
  return namesIn(dir).flatMap((stack): AppliedStack[] => {
    try {
      const {
        cwd,
        files,
        variables,
        deleted,
        images = {},
        ...rest
      } = JSON.parse(readFileSync(join(dir, stack, CONTEXT), 'utf8')) as ContextFile
      const sources = files.map(({ file, kept }) => ({ file, text: readFileSync(join(dir, stack, kept), 'utf8') }))
      return [{ stack, deleted, images, request: { sources, cwd, variables, ...rest } }]
    } catch {
      return []
    }
  })
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir).filter((name) => !name.startsWith('.'))
  } catch {
    return []
  }
}
