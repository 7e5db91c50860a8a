import { normalize } from 'node:path/posix'
import { isContext, isFurtherContext } from './build-context.ts'
import { configTarget, secretTarget } from './content-target.ts'
import type { V1Build, V1Mount, V1Port, V1TaskTemplate } from './generated/types.ts'
import { parseImageReference } from './image-reference.ts'
import { resourceRules } from './resource-rules.ts'
import type { ValidationError } from './validation-error.ts'

type Path = readonly (string | number)[]
const ABSOLUTE = /^(\/|[A-Za-z]:[\\/]|\\\\)/
const PROBES = ['CMD', 'CMD-SHELL', 'NONE']

/** Rules over several fields of a task template that stands at `at`. */
export function templateRules(template: V1TaskTemplate, at: Path): ValidationError[] {
  return [
    ...sourceRules(template, at),
    ...mountRules(template, at),
    ...envRules(template, at),
    ...networkRules(template, at),
    ...(template.ports ?? []).flatMap((port, index) => portRules(port, [...at, 'ports', index])),
    ...healthRules(template, at),
    ...resourceRules(template, at),
  ]
}

function sourceRules({ image, build }: V1TaskTemplate, at: Path): ValidationError[] {
  if (image === undefined && build === undefined) return [{ path: at, message: 'needs image or build' }]
  const errors = imageRules(image, [...at, 'image'])
  if (!build) return errors
  if (build.dockerfile !== undefined && build.dockerfileInline !== undefined)
    errors.push({ path: [...at, 'build', 'dockerfileInline'], message: 'excludes dockerfile: keep one of them' })
  if (build.context === undefined && build.dockerfileInline === undefined)
    errors.push({ path: [...at, 'build'], message: 'needs context or dockerfileInline' })
  return [...errors, ...contextRules(build, [...at, 'build'])]
}

/** What engines would refuse, or answer by sending elsewhere; a variable without a value often made it. */
function imageRules(image: string | undefined, path: Path): ValidationError[] {
  if (image === undefined || parseImageReference(image)) return []
  const message = 'must be an image reference: [REGISTRY/]NAME[:TAG][@DIGEST], the name in lower case'
  return [{ path, message, value: image }]
}

function contextRules({ context, additionalContexts = {} }: V1Build, at: Path): ValidationError[] {
  const further = Object.entries(additionalContexts).flatMap(([name, from]): ValidationError[] => {
    const message =
      'must be an absolute directory, an address, docker-image://IMAGE, oci-layout:///PATH or service:NAME'
    return isFurtherContext(from) ? [] : [{ path: [...at, 'additionalContexts', name], message, value: from }]
  })
  if (context === undefined || isContext(context)) return further
  const message = 'must be an absolute directory on the machine that reconcile runs on, or the address of one'
  return [{ path: [...at, 'context'], message, value: context }, ...further]
}

function mountRules(template: V1TaskTemplate, at: Path): ValidationError[] {
  const { mounts = [], tmpfs = {}, secrets = [], configs = [] } = template
  const targets = [
    ...mounts.map((mount, index) => ({ target: mount.target, path: [...at, 'mounts', index, 'target'] })),
    ...Object.keys(tmpfs).map((target) => ({ target, path: [...at, 'tmpfs', target] })),
    ...secrets.map((secret, index) => ({
      target: secretTarget(secret),
      path: [...at, 'secrets', index, secret.target === undefined ? 'secret' : 'target'],
    })),
    ...configs.map((config, index) => ({
      target: configTarget(config),
      path: [...at, 'configs', index, config.target === undefined ? 'config' : 'target'],
    })),
  ]
  const first = new Map<string, Path>()
  const clashes = targets.flatMap(({ target, path }): ValidationError[] => {
    if (!ABSOLUTE.test(target)) return [{ path, message: 'must be an absolute path in the container', value: target }]
    const plain = normalize(`${target}/`)
    if (plain === '/') return [{ path, message: 'must be a directory or file below /', value: target }]
    if (first.has(plain)) return [{ path, message: 'is the target of two mounts: keep one', value: target }]
    first.set(plain, path)
    return []
  })
  return [...clashes, ...mounts.flatMap((mount, index) => mountSourceRules(mount, [...at, 'mounts', index]))]
}

function mountSourceRules({ type, source }: V1Mount, at: Path): ValidationError[] {
  const path = [...at, 'source']
  if (type === 'Tmpfs')
    return source === undefined ? [] : [{ path, message: 'must be absent: a Tmpfs has no source', value: source }]
  if (source === undefined)
    return type === 'Volume' ? [] : [{ path: at, message: `needs source: a ${type} comes from somewhere` }]
  if (type === 'Image') return imageRules(source, path)
  if (type !== 'Bind' || ABSOLUTE.test(source)) return []
  return [
    { path, message: 'must be an absolute path on the host; for data of the stack use type Volume', value: source },
  ]
}

function envRules({ env = [] }: V1TaskTemplate, at: Path): ValidationError[] {
  const seen = new Set<string>()
  return env.flatMap(({ name }, index): ValidationError[] => {
    if (seen.has(name)) return [{ path: [...at, 'env', index, 'name'], message: 'is set twice: keep one', value: name }]
    seen.add(name)
    return []
  })
}

function networkRules(template: V1TaskTemplate, at: Path): ValidationError[] {
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

function modeRules(networkMode: string, template: V1TaskTemplate, at: Path): ValidationError[] {
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

/** What belongs to a network: engines refuse a container that has any of it and the network of another. */
const ofNetwork = [
  ...(['ports', 'publishAllPorts', 'expose', 'hostname', 'links'] as const),
  ...(['dns', 'extraHosts', 'macAddress'] as const),
]

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

function portRules({ containerPort, containerPortEnd: last, ...host }: V1Port, at: Path): ValidationError[] {
  if (last !== undefined && last < containerPort)
    return [
      { path: [...at, 'containerPortEnd'], message: `must not be below containerPort ${containerPort}`, value: last },
    ]
  const message =
    host.hostPortEnd === undefined ? undefined : hostRangeError(host, (last ?? containerPort) - containerPort)
  return message === undefined ? [] : [{ path: [...at, 'hostPortEnd'], message, value: host.hostPortEnd ?? 0 }]
}

/** `inside` is the length of the container's range less one; one port may go to any free one of a host range. */
function hostRangeError(
  { hostPort, hostPortEnd = 0 }: Omit<V1Port, 'containerPort'>,
  inside: number,
): string | undefined {
  if (!hostPort) return 'needs hostPort'
  if (hostPortEnd < hostPort) return `must not be below hostPort ${hostPort}`
  if (inside === 0 || hostPortEnd - hostPort === inside) return undefined
  return `must make a range of ${inside + 1} ports, as containerPort does`
}

function healthRules({ healthcheck }: V1TaskTemplate, at: Path): ValidationError[] {
  const [how] = healthcheck?.test ?? []
  if (how === undefined || PROBES.includes(how)) return []
  return [{ path: [...at, 'healthcheck', 'test', 0], message: 'must be CMD, CMD-SHELL or NONE' }]
}
