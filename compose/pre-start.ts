import type { V1Dependency, V1EnvVar, V1NetworkAttachment, V1TaskTemplate } from '../api/v1/generated/types.ts'
import { hookJobName, PRE_START } from '../api/v1/hook-job.ts'
import { composeLabels } from '../api/v1/labels.ts'
import type { Context } from './context.ts'
import type { Ledger } from './ledger.ts'
import { countOf } from './merge/count.ts'
import { placeOf } from './node.ts'
import { draftService, type PreStartStep, type ServiceDraft } from './service-draft.ts'

/**
 * Inserts before each service the jobs that its `pre_start` steps become. A job depends on the service's dependencies and on the job before
 * it; the service depends on the last job. `declared` are all services of the file: none may have the name of a job.
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

/** The names of the jobs that a service's `pre_start` steps become. */
export function jobNamesOf({ name, preStart = [] }: Pick<ServiceDraft, 'name' | 'preStart'>): readonly string[] {
  return preStart.map((_, index) => hookJobName(name, index + 1))
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

/** Warns of anonymous volumes. Compose shares them between steps and the first replica; here a step's writes would be lost silently. */
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

/** A copy of a dependency without `restart`: a completed step does not run again when its dependency restarts. */
function followingNone(dependency: V1Dependency, ledger: Ledger): V1Dependency {
  return ledger.copy(dependency, { service: '' }, without(dependency, ['restart']))
}

/** Fields that a step does not inherit: the service's names, ports and labels, what supervises its tasks, and its terminal. */
const ITS_OWN = [
  ...['ports', 'publishAllPorts', 'expose', 'hostname', 'domainname', 'macAddress', 'labels', 'healthcheck'],
  ...['restartPolicy', 'hooks', 'stdin', 'stdinOnce', 'tty'],
]

/** Fields that a step with its own image does not inherit: that image has its own entrypoint, and is pulled, not built. */
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

/** The service's variables, overridden by those of the step. */
function variablesOf(env: readonly V1EnvVar[] = [], own: readonly V1EnvVar[] = [], ledger: Ledger): V1EnvVar[] {
  const said = new Set(own.map(({ name }) => name))
  const holds = (variable: V1EnvVar) => own.includes(variable) || !said.has(variable.name)
  return each([env, own], ledger, (variable) => (holds(variable) ? ledger.copy(variable, { name: '' }) : undefined))
}

/** A copy of a network attachment without the service's aliases and addresses. */
function namelessOn(attachment: V1NetworkAttachment, ledger: Ledger): V1NetworkAttachment {
  const left = ['aliases', 'ipv4Address', 'ipv6Address', 'linkLocalIPs', 'macAddress']
  return ledger.copy(attachment, { network: '' }, without(attachment, left))
}

/** Maps the items of several lists into one, keeping the node of each; items mapped to undefined are dropped. */
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
