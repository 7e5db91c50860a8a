import { exits, InstallationError, type ProgressEvent, type ScaleRequest } from '../../api/v1/installation.ts'
import { annotations } from '../../api/v1/labels.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { kindNames, kinds, type ObjectOf } from '../../api/v1/kinds.ts'
import { describeRef, type ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { validateObject } from '../../api/v1/validate.ts'
import { type SetError, validateSet } from '../../api/v1/validate-set.ts'
import { formatPath, type ValidationError } from '../../api/v1/validation-error.ts'
import { errorWords } from '../../store/source/format-error.ts'
import { leftToServe } from './apply.ts'
import { scaledBy } from './changes.ts'
import type { Core } from './core.ts'
import { settle } from './settle.ts'
import { saveEdits } from './save-edits.ts'
import { editFiles, isWatched } from './watched-edit.ts'

/** Sets the replicas of services: of what was applied in the state, of a watched tree in the file, which is the truth there. */
export async function* scale(core: Core, request: ScaleRequest): AsyncGenerator<ProgressEvent> {
  const { refs, replicas } = request
  for (const ref of refs) refuse(core, ref)
  refuseInvalid(core, request)
  const ids = refs.map(({ namespace, name }) => `Service/${keyFor(namespace, name)}`)
  const watched = ids.filter((id) => isWatched(core, id))
  const files = await editFiles(
    core,
    watched.map((id) => ({ id, path: ['spec', 'replicas'], value: replicas })),
  )
  yield* saveEdits(core, files, {
    change: 'scaled',
    message: `Scale ${refs.map(({ name }) => name).join(', ')} to ${replicas}`,
  })
  for (const ref of refs)
    if (!isWatched(core, `Service/${keyFor(ref.namespace, ref.name)}`)) yield scaled(core, ref, replicas)
  await core.store.durable()
  const stacks = [...new Set(refs.map(({ namespace = '' }) => namespace))]
  if (!request.wait) return yield leftToServe(core)
  yield* settle(core, { ...request, stacks, leaving: [] })
}

function refuse(core: Core, ref: ObjectRef): void {
  const { store } = core
  const key = keyFor(ref.namespace, ref.name)
  const service = ref.kind === 'Service' ? store.get('Service', key) : undefined
  if (!service)
    throw new InstallationError(exits.failed, `there is no ${describeRef(ref)}`, {
      reason: 'NotFound',
      remedy: 'see what there is with `reconcile get services`',
    })
  if (service.spec.mode === 'Global' || service.spec.mode === 'GlobalJob')
    throw new InstallationError(
      exits.usage,
      `${describeRef(ref)} has one task per node: it has no number of replicas`,
      {
        remedy: 'say in its manifest which nodes (placement), or make its mode Replicated',
      },
    )
}

/** A scaled service keeps every rule of a declared one: what no file may say, no command may either. */
function refuseInvalid({ store }: Core, { refs, replicas }: ScaleRequest): void {
  const keys = new Set(refs.map(({ namespace, name }) => keyFor(namespace, name)))
  const before = kindNames
    .filter((kind) => kinds[kind].declared)
    .flatMap((kind): ObjectOf[] => [...store.list(kind).values()])
  const isScaled = (object: ObjectOf): object is V1Service => object.kind === 'Service' && keys.has(keyOf(object))
  const after = before.map((object) => (isScaled(object) ? { ...object, spec: { ...object.spec, replicas } } : object))
  const alone = after.filter(isScaled).flatMap((service) => {
    const { apiVersion, kind, metadata, spec } = service
    const declared = { apiVersion, kind, metadata: { namespace: metadata.namespace, name: metadata.name }, spec }
    return validateObject(declared).map((error) => inWords(service.metadata, error))
  })
  // What was wrong between objects before, such as a secret that was deleted since, is not the doing of this scale.
  const known = new Set(validateSet(before).map(setWords))
  const between = validateSet(after).map(setWords)
  const [first, ...more] = [...alone, ...between.filter((error) => !known.has(error))]
  if (first === undefined) return
  const message = [first, ...more].join('; ')
  throw new InstallationError(exits.usage, message, { remedy: 'change the manifest and apply it; nothing was scaled' })
}

function setWords(error: SetError): string {
  return `${describeRef(error.object)}: ${formatPath(error.path)}: ${errorWords(error)}`
}

function inWords({ namespace, name }: V1Service['metadata'], error: ValidationError): string {
  const object: ObjectRef = namespace === undefined ? { kind: 'Service', name } : { kind: 'Service', namespace, name }
  return setWords({ ...error, object })
}

function scaled({ store, clock }: Core, ref: ObjectRef, replicas: number): ProgressEvent {
  const key = keyFor(ref.namespace, ref.name)
  const before = store.get('Service', key)?.spec.replicas ?? 1
  store.update('Service', key, (draft) => {
    draft.spec.replicas = replicas
    draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.scaled]: scaledBy(clock.now()) }
  })
  return { type: 'resource', object: `Service/${key}`, change: 'scaled', details: [`replicas ${before} → ${replicas}`] }
}
