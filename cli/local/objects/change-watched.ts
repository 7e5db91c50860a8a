import { withDefaults } from '../../../api/v1/defaults.ts'
import { stableJson } from '../../../api/v1/hash.ts'
import { exits, isInstallationError } from '../../../api/v1/installation-error.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { FieldPath } from '../../../api/v1/provenance.ts'
import { formatPath } from '../../../api/v1/validation-error.ts'
import { objectOf } from '../../../store/source/origins.ts'
import { resourceIdOf } from '../../../store/source/reading.ts'
import type { Core } from '../core.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import { saveEdits } from '../save-edits.ts'
import { editFiles, type EditedFile, type FieldEdit } from '../watched-edit.ts'
import { onlyInFile } from './writable.ts'
import { refusal } from './write-error.ts'

/** A change of what a watched directory declares. */
export interface WatchedChange {
  readonly live: ObjectOf
  /** As it is to be. */
  readonly object: ObjectOf
  readonly dryRun: boolean
}

/** Writes single values into the file, which is the truth there; what is more than that is refused with the place to edit. */
export async function changeWatched(core: Core, { live, object, dryRun }: WatchedChange): Promise<ObjectOf> {
  const id = resourceIdOf(live)
  const next = { ...live, spec: withDefaults(object).spec } as ObjectOf
  const edits = [
    ...differences(live.spec, next.spec, ['spec']),
    ...differences(live.metadata.labels ?? {}, object.metadata.labels ?? {}, ['metadata', 'labels']),
  ]
  if (edits.length === 0) return live
  const fields = edits.map((edit): FieldEdit => {
    if (isScalar(edit.value)) return { id, path: edit.path, value: edit.value }
    throw onlyInFile(core, live, `and ${formatPath(edit.path)} is more than one value`)
  })
  refuseInvalid(core, [next])
  const files = await edited(core, fields)
  if (dryRun) return next
  const message = `Change ${live.metadata.name}: ${edits.map(({ path }) => formatPath(path)).join(', ')}`
  for await (const _ of saveEdits(core, files, { change: 'configured', message }));
  await core.store.durable()
  return objectOf(core.store, id) ?? next
}

async function edited(core: Core, fields: readonly FieldEdit[]): Promise<readonly EditedFile[]> {
  try {
    return await editFiles(core, fields)
  } catch (error) {
    if (!isInstallationError(error) || error.exit !== exits.usage) throw error
    throw refusal('MethodNotAllowed', error.message, error.remedy ?? 'edit the file; serve acts on it')
  }
}

interface Difference {
  readonly path: FieldPath
  /** Undefined where it is to go. */
  readonly value: unknown
}

function differences(from: unknown, to: unknown, path: FieldPath): Difference[] {
  if (stableJson(from) === stableJson(to)) return []
  if (!isMap(from) || !isMap(to)) return [{ path, value: to }]
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  return keys.flatMap((key) => differences(from[key], to[key], [...path, key]))
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isScalar(value: unknown): value is FieldEdit['value'] {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
