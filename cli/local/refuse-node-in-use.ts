import type { V1Task } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation-error.ts'
import { listNames } from '../../api/v1/list-names.ts'
import { describeRef, refOf } from '../../api/v1/metadata.ts'
import type { ResourceId } from '../../store/source/reading.ts'
import type { Core } from './open/core.ts'
import { knownSilent } from './waiting/looked.ts'

/**
 * Refuses to delete a node that answers while tasks that stay run there: they would be made elsewhere, and run on there with nobody to look
 * after them. Of one that does not answer, people are told what may run there still.
 */
export async function refuseNodeInUse(
  { store, engines, begin, purpose }: Pick<Core, 'store' | 'engines' | 'begin' | 'purpose'>,
  going: readonly ResourceId[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const notes: string[] = []
  for (const id of going) {
    const [kind, node = ''] = id.split('/')
    const tasks = kind === 'Node' ? stayingOn(node, store, going) : []
    if (tasks.length === 0) continue
    const names = listNames(tasks.map((task) => describeRef(refOf(task))))
    const run = { signal, object: id, reason: 'whether it answers, before it is deleted' }
    const isThere = await (await engines())
      .get(node)
      ?.info({}, run)
      .then(
        () => true,
        () => false,
      )
    if (isThere) throw inUse(id, names, tasks)
    if (purpose === 'serve') await knownSilent(await begin([]), node, signal)
    const containers = tasks.flatMap(({ status }) => status?.containerName ?? [])
    notes.push(
      `${id} does not answer: ${names} may run there still, and will be made elsewhere; \`docker rm -f ${containers.join(' ')}\` there ends what does`,
    )
  }
  return notes
}

/** The tasks on a node, but for those of services that go as well. */
function stayingOn(node: string, store: Core['store'], going: readonly ResourceId[]): readonly V1Task[] {
  return [...store.list('Task').values()].filter(({ metadata: { namespace }, spec, status }) => {
    const isThere = spec.node === node && status?.containerName !== undefined
    return isThere && !going.includes(`Service/${namespace}/${spec.service}`)
  })
}

function inUse(id: ResourceId, names: string, tasks: readonly V1Task[]): InstallationError {
  const services = new Set(
    tasks.map(({ metadata, spec }) => `\`reconcile restart -n ${metadata.namespace} ${spec.service}\``),
  )
  return new InstallationError(exits.failed, `${id} is in use by ${names}`, {
    reason: 'Conflict',
    remedy: `set \`drain: true\` on it, and move them with ${listNames([...services])}; then delete it. Nothing was deleted`,
  })
}
