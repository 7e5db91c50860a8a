import type { V1Dependency, V1EnvVar, V1NetworkAttachment, V1TaskTemplate } from '../api/v1/generated/types.ts'
import { hookJobName, PRE_START } from '../api/v1/hook-job.ts'
import { composeLabels } from '../api/v1/labels.ts'
import type { Context } from './context.ts'
import type { Ledger } from './ledger.ts'
import { countOf } from './merge/count.ts'
import { placeOf } from './node.ts'
import { draftService, type PreStartStep, type ServiceDraft } from './service-draft.ts'

/**
 * The services, before each of them the jobs that its `pre_start` becomes: each waits for what the service waits for and for the job
 * before it, and the service for the last. `declared` are all of the file: none of them may have the name of a job.
 */
export function withPreStart(
  services: readonly ServiceDraft[],
  declared: readonly ServiceDraft[],
  context: Context,
): ServiceDraft[] {
  const byName = new Map(declared.map((service) => [service.name, service]))
  return services.flatMap((service) => {
    const { preStart = [] } = service
    refuseTaken(service, byName, context)
    if (preStart.length > 0) warnOfOwnVolumes(service, context)
    const count = preStart.length > 0 ? countOf(service.spec.template) : 0
    const fitting = preStart.filter(({ node }) => context.fits(count, node))
    const jobs = fitting.map((_, index) => jobOf(service, index, context))
    const [last, end] = [jobs.at(-1), preStart.at(-1)]
    if (last && end) {
      service.spec.dependsOn ??= []
      context.ledger.pen(end.node).push(service.spec.dependsOn, { service: last.name, condition: 'Completed' })
    }
    return [...jobs, service]
  })
}

function refuseTaken(
  { name, preStart = [] }: ServiceDraft,
  declared: ReadonlyMap<string, ServiceDraft>,
  context: Context,
): void {
  for (const [index, { node }] of preStart.entries()) {
    const job = hookJobName(name, index + 1)
    const taken = declared.get(job)
    if (!taken) continue
    const { file, line } = placeOf(taken.node)
    context.error(node, `becomes the service ${job}, and ${file}:${line} declares one of that name: rename that one`)
  }
}

/** Compose's step shares them with the first replica: here nothing would tell that what it writes is lost. */
function warnOfOwnVolumes({ spec: { template } }: ServiceDraft, context: Context): void {
  for (const [index, { type, source, target }] of (template.mounts ?? []).entries()) {
    const node = template.mounts && context.ledger.origin(template.mounts, index)
    if (node && type === 'Volume' && source === undefined)
      context.warn(
        node,
        `has no name, so each step of pre_start has a ${target} of its own, which goes with it: name a volume for what they share`,
      )
  }
}

function jobOf(service: ServiceDraft, index: number, { ledger }: Context): ServiceDraft {
  const { name, preStart = [], spec, profiles } = service
  const step = preStart[index] as PreStartStep
  const job = draftService(hookJobName(name, index + 1), step.node)
  job.profiles = profiles
  const pen = ledger.pen(step.node)
  pen.set(job.spec, 'mode', 'ReplicatedJob')
  ledger.copy(spec, job.spec, ['placement'])
  pen.set(job.spec, 'template', templateOf(spec.template, step, ledger))
  const waits = each([spec.dependsOn ?? []], ledger, (dependency) => followingNone(dependency, ledger))
  if (index > 0) pen.push(waits, { service: hookJobName(name, index), condition: 'Completed' })
  if (waits.length > 0) pen.set(job.spec, 'dependsOn', waits)
  return job
}

/** A step that has run is not run again with what it waited for. */
function followingNone(dependency: V1Dependency, ledger: Ledger): V1Dependency {
  return ledger.copy(dependency, { service: '' }, without(dependency, ['restart']))
}

/** What others know a service by or reach it at, what looks after its tasks, and a terminal at which nobody is. */
const ITS_OWN = [
  ...['ports', 'publishAllPorts', 'expose', 'hostname', 'domainname', 'macAddress', 'labels', 'healthcheck'],
  ...['restartPolicy', 'hooks', 'stdin', 'stdinOnce', 'tty'],
]

/** Another image than the service's has an entrypoint of its own, and is pulled. */
const OF_ITS_IMAGE = ['image', 'build', 'command']

function templateOf(template: V1TaskTemplate, { own, node }: PreStartStep, ledger: Ledger): V1TaskTemplate {
  const ofImage = own.image === undefined ? [] : OF_ITS_IMAGE
  const policy = own.image !== undefined && template.pullPolicy === 'Build' ? ['pullPolicy'] : []
  const job: V1TaskTemplate = {}
  ledger.copy(template, job, without(template, [...ITS_OWN, ...ofImage, ...policy, 'args', 'env', 'networks']))
  ledger.copy(own, job, without(own, ['env']))
  const pen = ledger.pen(node)
  const env = variablesOf(template.env, own.env, ledger)
  if (env.length > 0) pen.set(job, 'env', env)
  const networks = each([template.networks ?? []], ledger, (attachment) => namelessOn(attachment, ledger))
  if (networks.length > 0) pen.set(job, 'networks', networks)
  pen.set(job, 'labels', { [composeLabels.hook]: PRE_START })
  pen.set(job, 'restartPolicy', { condition: 'Never' })
  return job
}

/** The service's variables, and over them those of the step. */
function variablesOf(env: readonly V1EnvVar[] = [], own: readonly V1EnvVar[] = [], ledger: Ledger): V1EnvVar[] {
  const said = new Set(own.map(({ name }) => name))
  const holds = (variable: V1EnvVar) => own.includes(variable) || !said.has(variable.name)
  return each([env, own], ledger, (variable) => (holds(variable) ? ledger.copy(variable, { name: '' }) : undefined))
}

/** On the same network, under none of the service's names and addresses. */
function namelessOn(attachment: V1NetworkAttachment, ledger: Ledger): V1NetworkAttachment {
  const left = ['aliases', 'ipv4Address', 'ipv6Address', 'linkLocalIPs', 'macAddress']
  return ledger.copy(attachment, { network: '' }, without(attachment, left))
}

/** The items of lists as they are to be, each from where it was written. */
function each<T>(lists: readonly (readonly T[])[], ledger: Ledger, made: (item: T) => T | undefined): T[] {
  const to: T[] = []
  for (const list of lists)
    for (const [index, item] of list.entries()) {
      const [value, node] = [made(item), ledger.origin(list, index)]
      if (value === undefined) continue
      if (node) ledger.pen(node).push(to, value)
      else to.push(value)
    }
  return to
}

function without(value: object, left: readonly string[]): string[] {
  return Object.keys(value).filter((key) => !left.includes(key))
}
