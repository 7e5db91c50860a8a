import type { FieldPath } from '../provenance.ts'
import { isContext, isFurtherContext } from '../build-context.ts'
import type { V1Build, V1Port, V1TaskTemplate } from '../generated/types.ts'
import { imageRules } from './image-rules.ts'
import { loggingRules } from './logging-rules.ts'
import { targetRules } from './mount-rules.ts'
import { resourceRules } from './resource-rules.ts'
import type { ValidationError } from './validation-error.ts'
import { valueRules } from './value-rules.ts'

const PROBES = ['CMD', 'CMD-SHELL', 'NONE']

/** Rules over several fields of the task template at `at`. */
export function templateRules(template: V1TaskTemplate, at: FieldPath): ValidationError[] {
  return [
    ...sourceRules(template, at),
    ...commandRules(template, at),
    ...targetRules(template, at),
    ...envRules(template, at),
    ...networkRules(template, at),
    ...(template.ports ?? []).flatMap((port, index) => portRules(port, [...at, 'ports', index])),
    ...healthRules(template, at),
    ...loggingRules(template, at),
    ...resourceRules(template, at),
    ...namespaceRules(template, at),
    ...valueRules(template, at),
  ]
}

function sourceRules({ image, build }: V1TaskTemplate, at: FieldPath): ValidationError[] {
  if (image === undefined && build === undefined) return [{ path: at, message: 'needs image or build' }]
  const errors = imageRules(image, [...at, 'image'])
  if (!build) return errors
  if (build.dockerfile !== undefined && build.dockerfileInline !== undefined)
    errors.push({ path: [...at, 'build', 'dockerfileInline'], message: 'excludes dockerfile: keep one of them' })
  if (build.context === undefined && build.dockerfileInline === undefined)
    errors.push({ path: [...at, 'build'], message: 'needs context or dockerfileInline' })
  return [...errors, ...contextRules(build, [...at, 'build'])]
}

function contextRules({ context, additionalContexts = {} }: V1Build, at: FieldPath): ValidationError[] {
  const further = Object.entries(additionalContexts).flatMap(([name, from]): ValidationError[] => {
    const message =
      'must be an absolute directory, an address, docker-image://IMAGE, oci-layout:///PATH or service:NAME'
    return isFurtherContext(from) ? [] : [{ path: [...at, 'additionalContexts', name], message, value: from }]
  })
  if (context === undefined || isContext(context)) return further
  const message = 'must be an absolute directory on the machine that reconcile runs on, or the address of one'
  return [{ path: [...at, 'context'], message, value: context }, ...further]
}

/** Refuses a command that begins with an empty text, unless args name a program: it removes the image's entry point and default command. */
function commandRules({ command, args = [] }: V1TaskTemplate, at: FieldPath): ValidationError[] {
  if (command?.[0] !== '' || (command.length === 1 && args.length > 0)) return []
  return [
    { path: [...at, 'command'], message: 'begins with an empty text, which is no program: name it, or give args' },
  ]
}

function envRules({ env = [] }: V1TaskTemplate, at: FieldPath): ValidationError[] {
  const seen = new Set<string>()
  return env.flatMap(({ name }, index): ValidationError[] => {
    if (seen.has(name)) return [{ path: [...at, 'env', index, 'name'], message: 'is set twice: keep one', value: name }]
    seen.add(name)
    return []
  })
}

function networkRules(template: V1TaskTemplate, at: FieldPath): ValidationError[] {
  const { networks = [], networkMode } = template
  const seen = new Set<string>()
  const twice = networks.flatMap(({ network }, index): ValidationError[] => {
    const path = [...at, 'networks', index, 'network']
    if (seen.has(network)) return [{ path, message: 'is named twice', value: network }]
    seen.add(network)
    return []
  })
  return networkMode === undefined ? twice : [...modeRules(networkMode, template, at), ...twice]
}

function modeRules(networkMode: string, template: V1TaskTemplate, at: FieldPath): ValidationError[] {
  const errors: ValidationError[] = []
  if ((template.networks ?? []).length > 0)
    errors.push({ path: [...at, 'networkMode'], message: 'excludes networks: keep one of them', value: networkMode })
  if (!/^(service|container):/.test(networkMode)) return errors
  const message = `must be on the other container: with networkMode ${networkMode} they share its network`
  return [
    ...errors,
    ...ofNetwork.filter((field) => isSet(template[field])).map((field) => ({ path: [...at, field], message })),
  ]
}

/** Errors for settings of a namespace that the container would share: these fail only when the task starts. */
function namespaceRules(template: V1TaskTemplate, at: FieldPath): ValidationError[] {
  const { networkMode, utsMode, hostname, links = [], sysctls = {} } = template
  const errors: ValidationError[] = Object.keys(sysctls).flatMap((name) => {
    const field = namespaceOf(name)
    if (field === undefined || template[field] !== 'host') return []
    return [
      {
        path: [...at, 'sysctls', name],
        message: `must be set on the host itself: with ${field} host it is the host's`,
      },
    ]
  })
  if (utsMode === 'host' && hostname)
    errors.push({
      path: [...at, 'hostname'],
      message: "must be absent: with utsMode host it has the host's",
      value: hostname,
    })
  if (networkMode === 'host' && links.length > 0)
    errors.push({ path: [...at, 'links'], message: "must be absent: with networkMode host names are the host's" })
  return errors
}

/** The field that chooses the namespace of a kernel parameter; undefined for parameters of no such namespace. */
function namespaceOf(sysctl: string): 'networkMode' | 'ipcMode' | undefined {
  if (/^net[./]/.test(sysctl)) return 'networkMode'
  return /^(fs[./]mqueue[./]|kernel[./](msg(max|mnb|mni)|sem|shm(all|max|mni|_rmid_forced))$)/.test(sysctl)
    ? 'ipcMode'
    : undefined
}

/** Fields that configure a network namespace. Engines refuse them for a container that uses that of another one. */
const ofNetwork = [
  ...(['ports', 'publishAllPorts', 'expose', 'hostname', 'links'] as const),
  ...(['dns', 'extraHosts', 'macAddress'] as const),
]

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

function portRules({ containerPort, containerPortEnd: last, ...host }: V1Port, at: FieldPath): ValidationError[] {
  if (last !== undefined && last < containerPort)
    return [
      { path: [...at, 'containerPortEnd'], message: `must not be below containerPort ${containerPort}`, value: last },
    ]
  const message =
    host.hostPortEnd === undefined ? undefined : hostRangeError(host, (last ?? containerPort) - containerPort)
  return message === undefined ? [] : [{ path: [...at, 'hostPortEnd'], message, value: host.hostPortEnd ?? 0 }]
}

/** `inside` is the length of the container's port range minus one. A single container port may go to any free port of a host range. */
function hostRangeError(
  { hostPort, hostPortEnd = 0 }: Omit<V1Port, 'containerPort'>,
  inside: number,
): string | undefined {
  if (!hostPort) return 'needs hostPort'
  if (hostPortEnd < hostPort) return `must not be below hostPort ${hostPort}`
  if (inside === 0 || hostPortEnd - hostPort === inside) return undefined
  return `must make a range of ${inside + 1} ports, as containerPort does`
}

function healthRules({ healthcheck }: V1TaskTemplate, at: FieldPath): ValidationError[] {
  const [how, what] = healthcheck?.test ?? []
  if (how?.startsWith('CMD') && what === undefined)
    return [{ path: [...at, 'healthcheck', 'test'], message: `needs a command after ${how}` }]
  if (how === undefined || PROBES.includes(how)) return []
  return [{ path: [...at, 'healthcheck', 'test', 0], message: 'must be CMD, CMD-SHELL or NONE' }]
}
