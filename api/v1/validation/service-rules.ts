import type { V1Dependency, V1Port, V1Service } from '../generated/types.ts'
import { failedContainerName, isKeptFailure } from '../names.ts'
import { constraintRules } from '../placement-constraint.ts'
import { ownAddressRules } from './address-rules.ts'
import { ownPortRules } from './port-rules.ts'
import { templateRules } from './template-rules.ts'
import type { ValidationError } from './validation-error.ts'
import { isGlobal, isJob } from '../service-mode.ts'

/** Rules over several fields of one Service. */
export function serviceRules(service: V1Service): ValidationError[] {
  return [
    ...countRules(service),
    ...nameRules(service),
    ...jobRules(service),
    ...dependencyRules(service),
    ...constraintRules(service.spec.placement?.constraints ?? []),
    ...templateRules(service.spec.template, ['spec', 'template']),
    ...ownPortRules(service),
    ...ownAddressRules(service),
  ]
}

function countRules({ spec }: V1Service): ValidationError[] {
  const replicas = spec.replicas ?? 1
  if (isGlobal(spec)) {
    if (replicas === 1) return []
    return [
      {
        path: ['spec', 'replicas'],
        message: `must be absent: ${spec.mode} runs one task on each node`,
        value: replicas,
      },
    ]
  }
  if (replicas < 2) return []
  const errors: ValidationError[] = (spec.template.ports ?? []).flatMap((port, index) =>
    portRule(port, index, Math.min(replicas, spec.placement?.maxReplicasPerNode || replicas)),
  )
  if (spec.containerName !== undefined)
    errors.push({
      path: ['spec', 'containerName'],
      message: `is one name, and there are ${replicas} replicas: leave it out, or have 1 replica`,
      value: spec.containerName,
    })
  return errors
}

/** Checks that a host port, or range of ports, has room for all replicas of a host: one each. */
function portRule(port: V1Port, index: number, replicas: number): ValidationError[] {
  const { hostPort, hostPortEnd, containerPort, containerPortEnd } = port
  if (!hostPort) return []
  const room = containerPortEnd === undefined ? (hostPortEnd ?? hostPort) - hostPort + 1 : 1
  if (room >= replicas) return []
  const inCompose =
    containerPortEnd === undefined
      ? `; in a Compose file, ports: ["${containerPort}"], ["${hostPort}-${hostPort + replicas - 1}:${containerPort}"], or deploy.placement.max_replicas_per_node`
      : ''
  const what =
    room === 1
      ? `is taken by the first of ${replicas} replicas: have 1, leave hostPort out so that each gets a free one, give a range with hostPortEnd, or have one on each of several hosts with placement.maxReplicasPerNode: 1`
      : `begins a range of ${room} ports, and there are ${replicas} replicas: have ${room} or fewer, leave hostPort out so that each gets a free one, or give a larger range`
  const message = `${hostPort} ${what}${inCompose}`
  return [{ path: ['spec', 'template', 'ports', index, 'hostPort'], message }]
}

/** A container name must not look like that of a kept failed container, for which it would be taken. */
function nameRules({ spec: { containerName: value } }: V1Service): ValidationError[] {
  if (value === undefined || !isKeptFailure(value)) return []
  const message = `ends with ${failedContainerName('')}, as the last failed containers that are kept do: end it otherwise`
  return [{ path: ['spec', 'containerName'], message, value }]
}

function jobRules({ spec }: V1Service): ValidationError[] {
  const condition = spec.template.restartPolicy?.condition
  if (!isJob(spec) || (condition !== 'Always' && condition !== 'UnlessStopped')) return []
  const path = ['spec', 'template', 'restartPolicy', 'condition']
  return [{ path, message: 'never lets a job complete: use OnFailure or Never', value: condition }]
}

function dependencyRules({ metadata, spec }: V1Service): ValidationError[] {
  const seen = new Set<string>()
  return (spec.dependsOn ?? []).flatMap(({ service }: V1Dependency, index): ValidationError[] => {
    const path = ['spec', 'dependsOn', index, 'service']
    if (service === metadata.name)
      return [{ path, message: 'names the service itself: name another one, or take it out' }]
    if (seen.has(service)) return [{ path, message: `names ${service} a second time: keep one` }]
    seen.add(service)
    return []
  })
}
