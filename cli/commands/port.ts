import type { V1Node, V1PortStatus, V1Task } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { parseName } from '../arguments/references.ts'
import { replicaOf } from '../arguments/replica.ts'
import { withInstallation } from '../connect.ts'
import { stackOf } from '../arguments/stack-here.ts'
import type { Context } from '../context.ts'
import { publishedAt } from '../output/published-at.ts'
import { usageError } from '../usage.ts'

export interface PortOptions {
  readonly stack?: string
  readonly index?: string
  readonly protocol: string
}

/** Prints where a port of a task is published: `port web 80`; without a port, where all of them are. */
export async function port(
  context: Context,
  ...[word, wanted, options]: [word: string, wanted: string | undefined, options: PortOptions]
): Promise<number> {
  const { number, protocol } = parsePort(wanted, options.protocol)
  const stack = stackOf(context, options.stack)
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const ref = await replicaOf(installation, parseName(word), { ...options, stack })
    const task = await taskOf(installation, ref)
    const node = await nodeOf(installation, task)
    const ports = (task.status?.ports ?? []).filter(({ hostPort }) => hostPort !== undefined)
    if (number === undefined) {
      context.terminal.print(
        ...ports.map((each) => `${each.containerPort}/${each.protocol} -> ${publishedAt(each, node)}`),
      )
      return exits.converged
    }
    const found = ports.filter((each) => each.containerPort === number && each.protocol === protocol)
    if (found.length === 0) throw notPublished(task, `${number}/${protocol}`, ports)
    // One address is enough: docker compose prints the first of the IPv4 and IPv6 ones, too.
    context.terminal.print(...found.slice(0, 1).map((each) => publishedAt(each, node)))
    return exits.converged
  })
}

function parsePort(wanted: string | undefined, given: string) {
  const [, number, protocol = given] = /^(\d{1,5})(?:\/(\w+))?$/.exec(wanted ?? '') ?? []
  if (wanted !== undefined && number === undefined) throw usageError(`${wanted}: not a port`, 'write 80, or 53/udp')
  if (!['tcp', 'udp', 'sctp'].includes(protocol)) throw usageError(`${protocol}: no protocol`, 'it is tcp, udp or sctp')
  return { number: number === undefined ? undefined : Number(number), protocol }
}

/** The task, or the first running task of a service. */
async function taskOf(installation: Installation, ref: ObjectRef): Promise<V1Task> {
  const query = ref.namespace === undefined ? {} : { stack: ref.namespace }
  const all = (await installation.list('Task', query)).items as readonly V1Task[]
  const own = all
    .filter(({ metadata, spec }) => (ref.kind === 'Task' ? metadata.name : spec.service) === ref.name)
    .sort((a, b) => a.spec.slot - b.spec.slot)
  const task = own.find(({ status }) => status?.phase === 'Running') ?? (ref.kind === 'Task' ? own[0] : undefined)
  if (task) return task
  throw new InstallationError(exits.failed, `no task of ${ref.name} runs`, {
    remedy: `see why with \`reconcile describe service/${ref.name} -n ${ref.namespace ?? ''}\``,
  })
}

async function nodeOf(installation: Installation, { spec: { node } }: V1Task): Promise<V1Node | undefined> {
  if (node === undefined) return undefined
  return (await installation.get({ kind: 'Node', name: node })) as V1Node | undefined
}

function notPublished({ metadata }: V1Task, wanted: string, ports: readonly V1PortStatus[]): InstallationError {
  const others = [...new Set(ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`))].join(', ')
  return new InstallationError(exits.failed, `port ${wanted} of ${metadata.name} is not published`, {
    remedy: others === '' ? 'publish it: `ports:` of its service' : `those that are: ${others}`,
  })
}
