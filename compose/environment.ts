import { charactersOf } from '../api/v1/language/characters.ts'
import { by } from '../api/v1/language/by.ts'
import { fileReason } from '../api/v1/file-reason.ts'
import type { V1EnvVar } from '../api/v1/generated/types.ts'
import { type Context, valuesIn } from './context.ts'
import type { EnvEntry, EnvNote } from './env-file.ts'
import { parseEnvFile, parseRawEnvFile } from './env-file.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import type { Node } from './node.ts'
import { withValue } from './node.ts'
import { absolutePath } from './paths.ts'
import { isMissing } from './project-variables.ts'
import type { KeyValue } from './readers/key-values.ts'
import { text } from './readers/scalars.ts'
import type { EnvFileReference, ServiceDraft } from './service-draft.ts'

/**
 * Fills a template's variables, sorted by name: a later `env_file` overrides an earlier one, and `environment` overrides both. Sorting
 * keeps the template the same when entries are only reordered.
 */
export function resolveEnvironment(draft: ServiceDraft, context: Context): void {
  const own = draft.environment.map((entry) => ({ ...entry, value: entry.value ?? given(entry, context) }))
  const ownValues = new Map(own.map(({ key, value }) => [key, value]))
  const all = new Map<string, { value: string | undefined; node: Node }>()
  const scope: Scope = {
    outer: (name) => context.variable(name) ?? ownValues.get(name),
    earlier: (name) => all.get(name)?.value,
  }
  for (const reference of draft.envFiles) {
    for (const entry of entriesOf(reference, scope, context)) {
      if (entry.value !== undefined) all.set(entry.name, { value: entry.value, node: nodeAt(reference, entry) })
    }
  }
  for (const { key, value, node } of own) all.set(key, { value, node })
  if (all.size === 0) return
  const env: V1EnvVar[] = []
  const byName = [...all].sort(by(([name]) => name))
  for (const [name, { value, node }] of byName) context.ledger.pen(node).push(env, envVar(name, value))
  draft.spec.template.env = env
}

/** The value that the project's variables give to one that is only named. Each service that names it counts its text (S12). */
function given({ key, node }: KeyValue, context: Context): string | undefined {
  const value = context.variable(key)
  return value === undefined || context.fits(valuesIn(value), node) ? value : undefined
}

/** A variable of a template. Without a value only its name is sent, as Compose does: that removes the image's variable of this name. */
export function envVar(name: string, value: string | undefined): V1EnvVar {
  return { name, ...(value === undefined ? {} : { value }) }
}

/** Fills a template's labels from `label_file`; `labels` override them. */
export function resolveLabels(draft: ServiceDraft, context: Context): void {
  if (draft.labelFiles.length === 0) return
  const { template } = draft.spec
  const own = template.labels ?? {}
  const labels: Record<string, string> = {}
  for (const node of draft.labelFiles) addLabels(labels, node, context)
  for (const [name, value] of Object.entries(own)) {
    context.ledger.pen(context.ledger.origin(own, name) ?? draft.node).set(labels, name, value)
  }
  template.labels = labels
}

function addLabels(labels: Record<string, string>, node: Node, context: Context): void {
  const path = text(node, context)
  if (path === undefined) return
  const remedy = 'make it, or take it out'
  const reference = { path: absolutePath(path, context), required: true, raw: false, remedy, node }
  // Of label files an earlier one wins, as it does in Compose.
  const scope: Scope = { outer: (name) => (Object.hasOwn(labels, name) ? labels[name] : undefined) }
  for (const entry of entriesOf(reference, scope, context)) {
    if (entry.value !== undefined) context.ledger.pen(nodeAt(reference, entry)).set(labels, entry.name, entry.value)
  }
}

/** What the variables in a file's values are looked up in: before the file's own, and after them. */
interface Scope {
  readonly outer: Lookup
  readonly earlier?: Lookup
}

function entriesOf(reference: EnvFileReference, { outer, earlier }: Scope, context: Context): readonly EnvEntry[] {
  const { path, required, raw, remedy, node } = reference
  const content = context.readFile(path)
  if (typeof content !== 'string') {
    if (!isMissing(content)) context.error(node, `${path} can't be read: ${fileReason(content)}`)
    else if (required) context.error(node, `${path} is not there: ${remedy}`)
    return []
  }
  // A file is read again for each service that names it, so its size counts each time, and before it is parsed (S12).
  if (!context.fits(valuesIn(content), node)) return []
  const { entries, errors, warnings } = raw
    ? parseRawEnvFile(content, (name) => outer(name) ?? earlier?.(name))
    : parseEnvFile(content, outer, earlier)
  for (const note of errors) context.error(nodeAt(reference, note), note.message)
  for (const note of warnings) context.warn(nodeAt(reference, note), note.message)
  const grown = Math.max(0, charactersOf(entries.map(({ value }) => value)) - content.length)
  return context.fits(entries.length + valuesIn({ length: grown }), node) ? entries : []
}

/** A node whose place is in the env file itself, where the variable is written. */
function nodeAt({ path: file, node }: EnvFileReference, at: EnvEntry | EnvNote): Node {
  const { line, column } = at
  const interpolated = 'references' in at && at.references
  const unset = 'unset' in at && at.unset.length > 0 ? { unset: at.unset } : {}
  const place = {
    file,
    line,
    column,
    origin: interpolated ? ('interpolated' as const) : ('literal' as const),
    ...unset,
  }
  return withValue(
    { ...node, source: { ...node.source, placeOf: () => place, textOf: () => '', secretsIn: () => [] } },
    null,
  )
}
