import { withHookJobs } from '../../../api/v1/hook-job.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { kinds } from '../../../api/v1/kinds.ts'
import { didYouMean } from '../../../api/v1/validation/nearest.ts'
import { describeRef, type ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor, LOCAL_NODE } from '../../../api/v1/names.ts'
import type { DeleteRequest } from '../../../api/v1/installation/requests.ts'
import { objectOf, originIn } from '../../../store/source/acceptance/origins.ts'
import {
  type FileReading,
  idsIn,
  resourceIdOf,
  resourceIdOfRef,
  type ResourceId,
} from '../../../store/source/reading/reading.ts'
import { type BesideOthers, besideOthers } from './beside-others.ts'
import { findOfOtherHomes, sparedIn } from './of-other-homes.ts'
import type { FoundResource } from '../../../store/source/acceptance/prune.ts'
import { findLeft, findLeftOf, type LeftVolumes, noneLeft } from './left-volumes.ts'
import type { Core } from '../open/core.ts'
import { contentOf, stacksWithContent } from '../stack-content.ts'

/** What a deletion deletes. */
export interface Going extends BesideOthers {
  readonly left: LeftVolumes
  /** What another home applied, and goes with it. */
  readonly found: readonly FoundResource[]
  /** Whether the data of one of them is deleted as well. */
  readonly takesData: (id: ResourceId) => boolean
}

/**
 * The resources to delete: named, declared by files, or in a stack, and what an earlier deletion left. Throws if one can't be deleted by
 * itself.
 */
export async function goingBy(
  core: Core,
  request: DeleteRequest,
  files: readonly FileReading[] | undefined,
): Promise<Going> {
  const known = files ? await goingOfFiles(core, request, files) : await goingNamed(core, request)
  const others = await findOfOtherHomes(core, request, files)
  const isLeft = new Set(known.left.ours.map(resourceIdOf))
  const found = others.found.filter(({ id }) => !isLeft.has(id))
  const ids = [...new Set([...known.ids, ...found.map(({ id }) => id)])]
  if (ids.length === 0 && known.missing) throw known.missing
  const spared = sparedIn(found, files)
  const takesData = (id: ResourceId) => request.volumes && !spared.has(id)
  return { ...known, ids, notes: [...known.notes, ...others.notes], found, takesData }
}

/** What this home knows of what is to be deleted. */
interface Known extends Omit<Going, 'found' | 'takesData'> {
  /** The error where there is no such stack here. */
  readonly missing?: InstallationError
}

async function goingOfFiles(core: Core, request: DeleteRequest, files: readonly FileReading[]): Promise<Known> {
  const isThere = (id: ResourceId) => objectOf(core.store, id) !== undefined && !isUndeclaredLocal(core, id)
  const { ids, notes } = besideOthers(core.store, idsIn(files).filter(isThere), request)
  const left = request.volumes ? await findLeft(core, { ...request, files }) : noneLeft
  return { ids: [...ids, ...left.ours.map(resourceIdOf)], notes: [...notes, ...left.notes], left }
}

async function goingNamed(core: Core, request: DeleteRequest): Promise<Known> {
  const { refs, stack = '' } = request
  const left = await leftOfStack(core, request)
  if (left.ours.length > 0 || left.notes.length > 0)
    return { ids: left.ours.map(resourceIdOf), notes: left.notes, left }
  if (!refs && !isStack(core, stack)) return { ids: [], notes: [], left, missing: noStack(core, stack) }
  const wanted = refs ? named(core, request) : wholeStack(core, stack)
  return { ids: wanted.filter((id) => objectOf(core.store, id) !== undefined), notes: [], left }
}

/** Volumes that an earlier deletion of a whole stack left on the hosts. */
async function leftOfStack(core: Core, { refs, stack, volumes, signal }: DeleteRequest): Promise<LeftVolumes> {
  const isLeft = volumes && refs === undefined && stack !== undefined && contentOf(core.store, stack).length === 0
  return isLeft ? await findLeftOf(core, { stack, signal }) : noneLeft
}

function named(core: Core, { refs = [], volumes }: DeleteRequest): ResourceId[] {
  return refs.flatMap((ref): ResourceId[] => {
    if (ref.kind === 'Stack') return wholeStack(core, ref.name)
    if (!kinds[ref.kind].declared)
      throw comesAgain(`a ${ref.kind} is made by reconcile: ${describeRef(ref)}`, insteadOf(core, ref))
    const id = resourceIdOfRef(ref)
    if (isUndeclaredLocal(core, id))
      throw comesAgain(
        `${describeRef(ref)} is the engine that this machine works with, and in no file: it`,
        'delete the stacks that run on it, by `reconcile delete stack/NAME`; to leave them as they are, end `reconcile serve`',
      )
    if (ref.kind === 'Volume' && !volumes)
      throw new InstallationError(exits.usage, `${describeRef(ref)} holds data`, {
        remedy: 'say --volumes to delete it with its data',
      })
    return [id, ...hookJobsOf(core, ref)]
  })
}

/** What to do in place of deleting what reconcile makes: kubectl's users delete a pod to have a new one. */
function insteadOf(core: Core, ref: ObjectRef): string {
  const task = ref.kind === 'Task' ? core.store.get('Task', keyFor(ref.namespace, ref.name)) : undefined
  const rest = 'delete or scale its service'
  if (!task) return rest
  return `\`reconcile restart service/${task.spec.service} -n ${ref.namespace}\` makes new tasks; else ${rest}`
}

/** Whether it is the local node, without a declaration. */
function isUndeclaredLocal({ store }: Core, id: ResourceId): boolean {
  return id === `Node/${LOCAL_NODE}` && originIn(store, id) === undefined
}

function comesAgain(what: string, remedy: string): InstallationError {
  return new InstallationError(exits.usage, `${what} would come again`, { remedy })
}

/** The `pre_start` jobs of a service, which are deleted with it. */
export function hookJobsOf(core: Core, ref: ObjectRef): ResourceId[] {
  const service = ref.kind === 'Service' && core.store.get('Service', keyFor(ref.namespace, ref.name))
  if (!service) return []
  const stack = core.store.by('Service', 'namespace', service.metadata.namespace ?? '').values()
  return withHookJobs([service], stack).slice(1).map(resourceIdOf)
}

/** All declared resources of a stack, and its implied network. */
function wholeStack(core: Pick<Core, 'store'>, stack: string): ResourceId[] {
  if (!isStack(core, stack)) throw noStack(core, stack)
  return contentOf(core.store, stack).map(resourceIdOf)
}

function isStack({ store }: Pick<Core, 'store'>, stack: string): boolean {
  return contentOf(store, stack).length > 0 || store.get('Stack', stack) !== undefined
}

function noStack({ store }: Pick<Core, 'store'>, stack: string): InstallationError {
  const stacks = stacksWithContent(store)
  return new InstallationError(exits.failed, `there is no stack ${stack}${didYouMean(stack, stacks)}`, {
    reason: 'NotFound',
    remedy:
      stacks.length > 0
        ? `name one of these: ${stacks.join(', ')}`
        : 'this home knows of no stack; what runs, `docker ps --filter label=reconcile.dev/stack` lists',
  })
}
