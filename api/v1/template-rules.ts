import type { V1Mount, V1Port, V1TaskTemplate } from './generated/types.ts'
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
  if (!build) return []
  const errors: ValidationError[] = []
  if (build.dockerfile !== undefined && build.dockerfileInline !== undefined)
    errors.push({ path: [...at, 'build', 'dockerfileInline'], message: 'excludes dockerfile: keep one of them' })
  if (build.context === undefined && build.dockerfileInline === undefined)
    errors.push({ path: [...at, 'build'], message: 'needs context or dockerfileInline' })
  return errors
}

function mountRules({ mounts = [], tmpfs = {} }: V1TaskTemplate, at: Path): ValidationError[] {
  const targets = [
    ...mounts.map((mount, index) => ({ target: mount.target, path: [...at, 'mounts', index, 'target'] })),
    ...Object.keys(tmpfs).map((target) => ({ target, path: [...at, 'tmpfs', target] })),
  ]
  const first = new Map<string, Path>()
  const clashes = targets.flatMap(({ target, path }): ValidationError[] => {
    if (!ABSOLUTE.test(target)) return [{ path, message: 'must be an absolute path in the container', value: target }]
    const plain = target.replace(/(?<=[^/])\/+$/, '')
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

function networkRules({ networks = [], networkMode, ports = [] }: V1TaskTemplate, at: Path): ValidationError[] {
  const errors: ValidationError[] = []
  if (networkMode !== undefined && networks.length > 0)
    errors.push({ path: [...at, 'networkMode'], message: 'excludes networks: keep one of them', value: networkMode })
  if (networkMode !== undefined && /^(service|container):/.test(networkMode) && ports.length > 0)
    errors.push({
      path: [...at, 'ports'],
      message: `must be on the other container: with networkMode ${networkMode} they share its network`,
    })
  const seen = new Set<string>()
  for (const [index, { network }] of networks.entries()) {
    if (seen.has(network))
      errors.push({ path: [...at, 'networks', index, 'network'], message: 'is named twice', value: network })
    seen.add(network)
  }
  return errors
}

function portRules(port: V1Port, at: Path): ValidationError[] {
  const { containerPort, containerPortEnd, hostPort, hostPortEnd } = port
  if (containerPortEnd !== undefined && containerPortEnd < containerPort)
    return [
      {
        path: [...at, 'containerPortEnd'],
        message: `must not be below containerPort ${containerPort}`,
        value: containerPortEnd,
      },
    ]
  if (hostPortEnd === undefined) return []
  if (!hostPort) return [{ path: [...at, 'hostPortEnd'], message: 'needs hostPort', value: hostPortEnd }]
  if (hostPortEnd < hostPort)
    return [{ path: [...at, 'hostPortEnd'], message: `must not be below hostPort ${hostPort}`, value: hostPortEnd }]
  const inside = (containerPortEnd ?? containerPort) - containerPort
  if (inside === 0 || hostPortEnd - hostPort === inside) return []
  return [
    {
      path: [...at, 'hostPortEnd'],
      message: `must make a range of ${inside + 1} ports, as containerPort does`,
      value: hostPortEnd,
    },
  ]
}

function healthRules({ healthcheck }: V1TaskTemplate, at: Path): ValidationError[] {
  const test = healthcheck?.test
  if (!test || test.length === 0 || PROBES.includes(test[0] ?? '')) return []
  return [
    {
      path: [...at, 'healthcheck', 'test', 0],
      message: 'must be CMD, CMD-SHELL or NONE',
      value: (test[0] ?? '').slice(0, 100),
    },
  ]
}

function resourceRules({ resources, deviceRequests = [] }: V1TaskTemplate, at: Path): ValidationError[] {
  const { memoryBytes, memorySwapBytes, cpus } = resources?.limits ?? {}
  const reserved = resources?.reservations
  const errors: ValidationError[] = []
  if (memoryBytes && memorySwapBytes !== undefined && memorySwapBytes > 0 && memorySwapBytes < memoryBytes)
    errors.push({
      path: [...at, 'resources', 'limits', 'memorySwapBytes'],
      message: 'is memory and swap together, so it must not be below memoryBytes',
      value: memorySwapBytes,
    })
  if (memoryBytes && (reserved?.memoryBytes ?? 0) > memoryBytes)
    errors.push({
      path: [...at, 'resources', 'reservations', 'memoryBytes'],
      message: `must not be above the limit of ${memoryBytes}`,
      value: reserved?.memoryBytes ?? 0,
    })
  if (cpus && (reserved?.cpus ?? 0) > cpus)
    errors.push({
      path: [...at, 'resources', 'reservations', 'cpus'],
      message: `must not be above the limit of ${cpus}`,
      value: reserved?.cpus ?? 0,
    })
  for (const [index, { count, deviceIDs }] of deviceRequests.entries())
    if (count !== undefined && deviceIDs?.length)
      errors.push({
        path: [...at, 'deviceRequests', index, 'count'],
        message: 'excludes deviceIDs: keep one of them',
        value: count,
      })
  return errors
}
