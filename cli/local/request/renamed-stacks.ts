import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { hostNameOf, keyFor } from '../../../api/v1/names.ts'
import type { Store } from '../../../store/objects/store.ts'
import { type Hold, isDeletion } from '../../../store/source/facts/hold.ts'
import { resourceIdOf } from '../../../store/source/reading/reading.ts'

/** The stacks that have services. */
export function stacksOfServices(store: Store): ReadonlySet<string> {
  return new Set([...store.list('Service').values()].map(({ metadata }) => metadata.namespace ?? ''))
}

interface Known {
  /** The stacks that had services before. */
  readonly before: ReadonlySet<string>
  /** What waits for an approval: what is to go is out of its files. */
  readonly holds?: readonly Hold[]
  readonly isThere?: (file: string) => boolean
}

/**
 * Says of each new stack of which there was one before, under another name, that the volumes stay behind and what to do. Its services
 * are the same, and what declared them declares the new one, or is gone: two copies of a project are two. Or they are others, and the
 * very file that declared all of the old one declares the new one.
 */
export function renamedStacks(
  store: Store,
  stacks: readonly string[],
  { before, holds = [], isThere = existsSync }: Known,
): readonly string[] {
  const held = new Set(holds.filter(isDeletion).flatMap(({ resources }) => resources))
  const isGoing = (service: V1Service) => isBeingDeleted(service) || held.has(resourceIdOf(service))
  return stacks.flatMap((stack) => {
    const own = before.has(stack) ? [] : servicesOf(store, stack)
    if (own.length === 0) return []
    const text = shapeOf(own)
    const isGone = (old: string) => servicesOf(store, old).every((each) => isGoing(each) || isLeft(each, own, isThere))
    const others = [...before].filter((old) => !stacks.includes(old))
    const alike = others.filter((old) => shapeOf(servicesOf(store, old)) === text && isGone(old))
    const found = alike.length > 0 ? alike : others.filter((old) => isOfFiles(servicesOf(store, old), own))
    const [old] = found
    // What stands there more than once is a pattern, and not renamed.
    if (old === undefined || found.length > 1) return []
    return [wordsOf(store, [stack, old], alike.length > 0 ? 'its services are those of' : 'its file declared before')]
  })
}

function servicesOf(store: Store, stack: string): readonly V1Service[] {
  return [...store.by('Service', 'namespace', stack).values()]
}

/** What the services are, wherever their directory lies, and to whatever number they were scaled. */
function shapeOf(services: readonly V1Service[]): string {
  const shapes = services.map((service): [string, unknown] => {
    const { replicas: _scaled, ...spec } = service.spec
    const directory = dirname(sourceOf(service) ?? '/')
    const text = stableJson(spec)
    return [service.metadata.name, directory === '/' ? text : text.replaceAll(`"${directory}/`, '"./')]
  })
  return stableJson(Object.fromEntries(shapes))
}

function isOfFiles(services: readonly V1Service[], own: readonly V1Service[]): boolean {
  const files = new Set(own.map(sourceOf))
  const left = services.filter((service) => !isBeingDeleted(service))
  return left.length > 0 && left.every((service) => sourceOf(service) !== undefined && files.has(sourceOf(service)))
}

function isLeft(service: V1Service, own: readonly V1Service[], isThere: (file: string) => boolean): boolean {
  const file = sourceOf(service)
  if (file === undefined) return true
  return own.some((each) => sourceOf(each) === file) || !isThere(file)
}

function sourceOf({ metadata }: V1Service): string | undefined {
  return metadata.annotations?.[annotations.source]
}

function wordsOf(store: Store, [stack, old]: readonly [string, string], because: string): string {
  const said = `stack ${stack} is new, and ${because} ${old}: if it was renamed, `
  const volumes = [...store.by('Volume', 'namespace', old).values()].flatMap((volume) => {
    const fresh = store.get('Volume', keyFor(stack, volume.metadata.name))
    const isShared = volume.spec.external || (fresh && hostNameOf(fresh) === hostNameOf(volume))
    return isShared ? [] : [{ name: volume.metadata.name, at: hostNameOf(volume) }]
  })
  const [first] = volumes
  const keep = `keep the name with \`name: ${old}\` or --stack ${old}`
  if (!first) return `${said}${keep}, or take the old one away with \`reconcile delete --stack ${old}\``
  const they = volumes.map(({ at }) => at).join(', ')
  const external = `${first.name}: {external: true, name: ${first.at}}`
  return (
    `${said}its data stays behind in ${they}, and the new one begins with empty volumes: ${keep}; or run \`reconcile delete --stack ${old}\` ` +
    `first, which leaves volumes, and declare ${volumes.length > 1 ? 'each of them' : 'it'} as \`${external}\``
  )
}
