import { by } from '../api/v1/language/by.ts'
import { fileReason } from '../api/v1/file-reason.ts'
import type { V1EnvVar } from '../api/v1/generated/types.ts'
import type { Context } from './context.ts'
import type { EnvEntry, EnvNote } from './env-file.ts'
import { parseEnvFile, parseRawEnvFile } from './env-file.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import type { Node } from './node.ts'
import { withValue } from './node.ts'
import { absolutePath } from './paths.ts'
import { isMissing } from './project-variables.ts'
import { text } from './readers/scalars.ts'
import type { EnvFileReference, ServiceDraft } from './service-draft.ts'

/**
 * Fills a template's variables, by name: those of `env_file`, a later file before an earlier one, and over them `environment`. The order
 * of the files says nothing, and another one is not another template.
 */
export function resolveEnvironment(draft: ServiceDraft, context: Context): void {
  const own = draft.environment.map((entry) => ({ ...entry, value: entry.value ?? context.variable(entry.key) }))
  const ownValues = new Map(own.map(({ key, value }) => [key, value]))
  const all = new Map<string, { value: string | undefined; node: Node }>()
  const lookup: Lookup = (name) => context.variable(name) ?? ownValues.get(name) ?? all.get(name)?.value
  for (const reference of draft.envFiles) {
    for (const entry of entriesOf(reference, lookup, context)) {
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

/** A variable; without a value it is sent as a name alone, as Compose does, which takes that of the image away. */
export function envVar(name: string, value: string | undefined): V1EnvVar {
  return { name, ...(value === undefined ? {} : { value }) }
}

/** Fills a template's labels from `label_file`; those of `labels` win. */
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
  for (const entry of entriesOf(
    reference,
    (name) => (Object.hasOwn(labels, name) ? labels[name] : undefined),
    context,
  )) {
    if (entry.value !== undefined) context.ledger.pen(nodeAt(reference, entry)).set(labels, entry.name, entry.value)
  }
}

function entriesOf(reference: EnvFileReference, lookup: Lookup, context: Context): readonly EnvEntry[] {
  const { path, required, raw, remedy, node } = reference
  const content = context.readFile(path)
  if (typeof content !== 'string') {
    if (!isMissing(content)) context.error(node, `${path} can't be read: ${fileReason(content)}`)
    else if (required) context.error(node, `${path} is not there: ${remedy}`)
    return []
  }
  // Each service that names a file reads it anew: what is large is counted each time, by its text before it is parsed (S12).
  if (!context.fits(Math.ceil(content.length / charactersPerValue), node)) return []
  const { entries, errors, warnings } = raw ? parseRawEnvFile(content, lookup) : parseEnvFile(content, lookup)
  for (const note of errors) context.error(nodeAt(reference, note), note.message)
  for (const note of warnings) context.warn(nodeAt(reference, note), note.message)
  return context.fits(entries.length, node) ? entries : []
}

/** What counts as one value of a file before it is parsed, comments included. */
const charactersPerValue = 200

/** A node in the env file itself: what its variables are is written there. */
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
