import { isAlone } from './alone.ts'
import { serviceContext } from './build-context.ts'
import type { V1Service } from './generated/types.ts'
import type { Kind } from './kinds.ts'

/** A reference from a service to another resource of its stack. */
export interface Reference {
  readonly kind: Extract<Kind, 'Service' | 'Network' | 'Volume' | 'Secret' | 'Config'>
  readonly name: string
  readonly path: readonly (string | number)[]
}

const AT = ['spec', 'template'] as const
/** The network that a stack has without declaring it. */
export const IMPLICIT_NETWORK = 'default'

/**
 * All resources that must be declared for a service. Optional ones (`required: false`, `--no-deps`, the network `default`) are left out.
 */
export function referencesOf(service: V1Service): Reference[] {
  return [
    ...dependencies(service),
    ...namespacesShared(service),
    ...buildContexts(service),
    ...networks(service),
    ...files(service),
    ...volumes(service),
  ]
}

function dependencies(service: V1Service): Reference[] {
  if (isAlone(service)) return []
  return (service.spec.dependsOn ?? []).flatMap(({ service, required }, index) =>
    required === false ? [] : [reference('Service', service, ['spec', 'dependsOn', index, 'service'])],
  )
}

function namespacesShared({ spec: { template } }: V1Service): Reference[] {
  const modes = (['networkMode', 'pidMode', 'ipcMode'] as const).flatMap((field) => {
    const mode = template[field]
    return mode?.startsWith('service:') ? [reference('Service', mode.slice(8), [...AT, field])] : []
  })
  const links = (template.links ?? []).map((link, index) => reference('Service', before(link), [...AT, 'links', index]))
  const from = (template.volumesFrom ?? []).flatMap((source, index) =>
    source.startsWith('container:') ? [] : [reference('Service', before(source), [...AT, 'volumesFrom', index])],
  )
  return [...modes, ...links, ...from]
}

/** The services whose images are additional contexts of its build. */
function buildContexts({ spec: { template } }: V1Service): Reference[] {
  return Object.entries(template.build?.additionalContexts ?? {}).flatMap(([name, from]) => {
    const service = serviceContext(from)
    return service === undefined ? [] : [reference('Service', service, [...AT, 'build', 'additionalContexts', name])]
  })
}

function networks({ spec: { template } }: V1Service): Reference[] {
  return (template.networks ?? []).flatMap(({ network }, index) =>
    network === IMPLICIT_NETWORK ? [] : [reference('Network', network, [...AT, 'networks', index, 'network'])],
  )
}

function files({ spec: { template } }: V1Service): Reference[] {
  const { secrets = [], configs = [], build, imagePullSecrets = [] } = template
  return [
    ...imagePullSecrets.map((secret, index) => reference('Secret', secret, [...AT, 'imagePullSecrets', index])),
    ...secrets.map(({ secret }, index) => reference('Secret', secret, [...AT, 'secrets', index, 'secret'])),
    ...(build?.secrets ?? []).map(({ secret }, index) =>
      reference('Secret', secret, [...AT, 'build', 'secrets', index, 'secret']),
    ),
    ...configs.map(({ config }, index) => reference('Config', config, [...AT, 'configs', index, 'config'])),
  ]
}

function volumes({ spec: { template } }: V1Service): Reference[] {
  return (template.mounts ?? []).flatMap(({ type, source }, index) =>
    type === 'Volume' && source !== undefined ? [reference('Volume', source, [...AT, 'mounts', index, 'source'])] : [],
  )
}

function reference(kind: Reference['kind'], name: string, path: Reference['path']): Reference {
  return { kind, name, path }
}

/** The part before the first colon: the service in SERVICE:ALIAS. */
function before(text: string): string {
  return text.split(':', 1)[0] ?? text
}
