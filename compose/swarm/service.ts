import type { V1Service, V1ServiceSpec, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { SwarmFields, SwarmStack } from '../../api/v1/swarm-stack.ts'
import { isGlobal, isJob } from '../../api/v1/service-mode.ts'
import { attachments, configs, mounts, ports, type Referred, secrets } from './attached.ts'
import { containerParts } from './container.ts'
import { type Findings, ownName, said, withoutStackLabels } from './found.ts'
import { ownServiceLabels, runningReplicas } from './parked.ts'
import { type Reading, reading } from './reading.ts'
import { placement, resources, restartPolicy, rollbackStrategy, updateStrategy } from './strategies.ts'

/** What converting the services of one stack shares. */
export interface StackReading {
  readonly of: SwarmStack
  readonly referred: Referred
  readonly findings: Findings
  /** The names of networks in the manifests, by their ids in the swarm. */
  readonly networkNames: ReadonlyMap<string, string>
  /** The names of the host's own networks (bridge, host and none), by id. */
  readonly hostNetworks: ReadonlyMap<string, string>
}

/** Converts a service of the swarm to a Service manifest. */
export function serviceOf(raw: SwarmFields, within: StackReading): V1Service {
  const { of, findings } = within
  const spec = reading(raw['Spec'], `service ${nameOf(raw)}`, findings)
  const name = spec.text('Name') ?? ''
  const labels = ownServiceLabels(withoutStackLabels(spec.map('Labels')))
  const template = spec.below('TaskTemplate')
  const mode = modeOf(spec.below('Mode'), raw)
  const made: V1ServiceSpec = {
    ...mode,
    template: {
      ...templateOf(template, within),
      ...attachedOf(template.below('ContainerSpec'), within),
      ...networksOf([...template.list('Networks'), ...spec.list('Networks')], name, within),
      ...said({ ports: portsOf(spec, raw, { replicas: replicasOf(mode), within }) }),
    },
    ...said({
      placement: said(placement(template.below('Placement'), of, findings)),
      ...(spec.has('UpdateConfig') ? { updateStrategy: updateStrategy(spec.below('UpdateConfig')) } : {}),
      ...(spec.has('RollbackConfig') ? { rollbackStrategy: rollbackStrategy(spec.below('RollbackConfig')) } : {}),
      ...endpointOf(spec.below('EndpointSpec')),
    }),
  }
  spec.end()
  if (Object.keys(labels).length > 0)
    findings.note(
      `service ${name}: its labels become those of the resource; what reads labels of containers, as a proxy, needs them under template.labels`,
    )
  const own = ownName(name, of.stack)
  if (isJob(made)) {
    findings.note(`service ${name} is a job: it runs once more when it is moved; leave its file out if not`)
    // A task of a job that succeeded is done, whatever the restart policy.
    if (made.template.restartPolicy?.condition === 'Always') made.template.restartPolicy.condition = 'OnFailure'
  }
  return {
    ...{ apiVersion: API_VERSION, kind: 'Service' },
    metadata: { name: own, namespace: of.stack, ...said({ labels }) },
    spec: made,
  }
}

function nameOf(raw: SwarmFields): string {
  return String((raw['Spec'] as SwarmFields | undefined)?.['Name'] ?? '')
}

function modeOf(mode: Reading, raw: SwarmFields): Pick<V1ServiceSpec, 'mode' | 'replicas' | 'maxConcurrent'> {
  // An empty object also selects a mode.
  const is = (name: string) => mode.peek(name) !== undefined && mode.peek(name) !== null
  const job = mode.below('ReplicatedJob')
  if (is('Global')) return { mode: 'Global' }
  if (is('GlobalJob')) return { mode: 'GlobalJob' }
  if (is('ReplicatedJob')) {
    const [total = 1, atOnce = 1] = [job.number('TotalCompletions'), job.number('MaxConcurrent')]
    return { mode: 'ReplicatedJob', replicas: total, ...(atOnce === total ? {} : { maxConcurrent: atOnce }) }
  }
  mode.take('Replicated')
  return { replicas: runningReplicas((raw['Spec'] ?? {}) as SwarmFields) }
}

function replicasOf(spec: Pick<V1ServiceSpec, 'mode' | 'replicas'>): number {
  return isGlobal(spec) ? 1 : (spec.replicas ?? 1)
}

function templateOf(template: Reading, { findings }: StackReading): V1TaskTemplate {
  template.take('ForceUpdate')
  if (template.peek('Runtime') === 'container') template.take('Runtime')
  const [log, used] = [template.below('LogDriver'), resources(template.below('Resources'))]
  return {
    ...containerParts(template.below('ContainerSpec'), findings),
    ...said({
      resources: used.resources,
      memorySwappiness: used.memorySwappiness,
      logging: said({ driver: log.text('Name'), options: log.map('Options') }),
    }),
    restartPolicy: restartPolicy(template.below('RestartPolicy')),
  }
}

function attachedOf(container: Reading, { of, referred, findings }: StackReading): V1TaskTemplate {
  const where = { stack: of.stack, referred, findings }
  return said({
    mounts: mounts(container.list('Mounts'), where),
    secrets: secrets(container.list('Secrets'), where),
    configs: configs(container.list('Configs'), where),
  })
}

/** The service's networks, or the network mode where it uses one of the host's own networks, which excludes others. */
function networksOf(reads: readonly Reading[], service: string, within: StackReading): V1TaskTemplate {
  const { of, referred, findings, networkNames, hostNetworks } = within
  const [first] = reads
  const mode = hostNetworks.get(String(first?.peek('Target') ?? ''))
  if (first === undefined) return { networkMode: 'bridge' }
  if (mode !== undefined) {
    for (const each of reads) for (const field of ['Target', 'Aliases', 'DriverOpts']) each.take(field)
    if (reads.length > 1)
      findings.refuse(`service ${service}: network ${mode} and others can't be had together here: take one off it`)
    return { networkMode: mode }
  }
  return { networks: attachments(reads, service, { stack: of.stack, referred, findings, networkNames }) }
}

function portsOf(
  spec: Reading,
  raw: SwarmFields,
  { replicas, within: { of, findings } }: { readonly replicas: number; readonly within: StackReading },
) {
  const taken = new Set(
    of.services.flatMap((each) => chosenPorts(each).map((port) => port.number('PublishedPort') ?? 0)),
  )
  return ports(spec.below('EndpointSpec').list('Ports'), { chosen: chosenPorts(raw), replicas, taken, findings })
}

/** The published ports of a service as the swarm assigned them. */
function chosenPorts(raw: SwarmFields): readonly Reading[] {
  return reading(raw['Endpoint'], '', { note: () => undefined, refuse: () => undefined }).list('Ports')
}

function endpointOf(read: Reading): Pick<V1ServiceSpec, 'endpoint'> {
  const mode = read.text('Mode')
  return mode === 'dnsrr' ? { endpoint: { mode: 'DNSRR' } } : {}
}
