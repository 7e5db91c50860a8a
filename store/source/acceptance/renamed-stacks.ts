import { dirname } from 'node:path'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { hostNameOf, keyFor } from '../../../api/v1/names.ts'
import { volumesOf } from '../../../api/v1/template-refs.ts'
import type { Store } from '../../objects/store.ts'
import { type Hold, isDeletion } from '../facts/hold.ts'
import { resourceIdOf, type ResourceId } from '../reading/reading.ts'

/** The stacks that have services. */
export function stacksOfServices(store: Store): ReadonlySet<string> {
  return new Set([...store.list('Service').values()].map(({ metadata }) => metadata.namespace ?? ''))
}

interface Known {
  /** The stacks that had services before. */
  readonly before: ReadonlySet<string>
  /** What waits for an approval: what is to go is out of its files. */
  readonly holds?: readonly Hold[]
  /** What went out of its files just now. */
  readonly missing?: readonly ResourceId[]
  /** What was out of its files before that already. */
  readonly out?: { has(id: ResourceId): boolean }
  /** Whether a file is there. */
  readonly isThere: (file: string) => boolean
}

/**
 * Says of each new stack of which there was one before, under another name, that the volumes stay behind and what to do. Its services
 * are the same, and what declared them declares the new one, or is gone: two copies of a project are two. Or they are others, and the
 * very file that declared all of the old one declares the new one; or the old one goes as the new one comes, and has the same service with
 * the same volume.
 */
export function renamedStacks(
  store: Store,
  stacks: readonly string[],
  { before, holds = [], missing = [], isThere, out: outBefore }: Known,
): readonly string[] {
  const out = new Set([...missing, ...holds.filter(isDeletion).flatMap(({ resources }) => resources)])
  const isGoing = (service: V1Service) => isBeingDeleted(service) || out.has(resourceIdOf(service))
  const others = [...before].filter((old) => !stacks.includes(old))
  return stacks.flatMap((stack) => {
    const own = before.has(stack) ? [] : servicesOf(store, stack)
    if (own.length === 0) return []
    const text = shapeOf(own)
    const isGone = (old: string) => servicesOf(store, old).every((each) => isGoing(each) || isLeft(each, own, isThere))
    const goes = new Set(others.filter((old) => servicesOf(store, old).every(isGoing)))
    const wasOut = (old: string) => servicesOf(store, old).every((each) => outBefore?.has(resourceIdOf(each)))
    const found = firstFound(wasOut, [
      ['its services are those of', others.filter((old) => shapeOf(servicesOf(store, old)) === text && isGone(old))],
      ['its file declared before', others.filter((old) => isOfFiles(servicesOf(store, old), own))],
      ['it has a service with a volume as had', [...goes].filter((old) => isMoved(store, { old, own, out }))],
    ])
    return found ? [wordsOf(store, { stack, ...found, goes: goes.has(found.old) })] : []
  })
}

interface Found {
  readonly because: string
  readonly old: string
}

/** What stands there more than once is a pattern, and not renamed; but for what an earlier renaming left. */
function firstFound(
  wasOut: (stack: string) => boolean,
  kinds: readonly (readonly [because: string, stacks: readonly string[]])[],
): Found | undefined {
  const [because, stacks] = kinds.find(([, found]) => found.length > 0) ?? ['', []]
  const [old, ...more] = stacks.length > 1 ? stacks.filter((stack) => !wasOut(stack)) : stacks
  return old === undefined || more.length > 0 ? undefined : { because, old }
}

interface Moved {
  readonly old: string
  readonly own: readonly V1Service[]
  readonly out: ReadonlySet<ResourceId>
}

/** Whether a service that goes with its file just now has the name, and a volume of the name, of one of the new stack. */
function isMoved(store: Store, { old, own, out }: Moved): boolean {
  return own.some((service) => {
    const before = store.get('Service', keyFor(old, service.metadata.name))
    if (!before || !out.has(resourceIdOf(before))) return false
    const mounted = volumesOf(before.spec.template)
    return volumesOf(service.spec.template).some((name) => mounted.includes(name))
  })
}

function servicesOf(store: Store, stack: string): readonly V1Service[] {
  return [...store.by('Service', 'namespace', stack).values()]
}

/** What the services are, wherever their directory lies, whatever their images are named by it, and to whatever number they were scaled. */
function shapeOf(services: readonly V1Service[]): string {
  const shapes = services.map((service): [string, unknown] => {
    const { name, namespace } = service.metadata
    const { replicas: _scaled, ...spec } = service.spec
    const text = stableJson(spec).replace(`"image":"${namespace}-${name}"`, '"image":""')
    const directory = dirname(sourceOf(service) ?? '/')
    if (directory === '/') return [name, text]
    return [name, text.replaceAll(`"${directory}/`, '"./').replaceAll(`"${directory}"`, '"."')]
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

interface Renamed extends Found {
  readonly stack: string
  /** Whether the old one goes by itself. */
  readonly goes: boolean
}

function wordsOf(store: Store, { stack, old, because, goes }: Renamed): string {
  const said = `stack ${stack} is new, and ${because} ${old}: if it was renamed, `
  const volumes = [...store.by('Volume', 'namespace', old).values()].flatMap((volume) => {
    const fresh = store.get('Volume', keyFor(stack, volume.metadata.name))
    const isShared = volume.spec.external || (fresh && hostNameOf(fresh) === hostNameOf(volume))
    return isShared ? [] : [{ name: volume.metadata.name, at: hostNameOf(volume) }]
  })
  const [first] = volumes
  const keep = `keep the name with \`name: ${old}\` or --stack ${old}`
  const remove = `\`reconcile delete --stack ${old}\``
  if (!first) return goes ? `${said}${keep}` : `${said}${keep}, or take the old one away with ${remove}`
  const they = volumes.map(({ at }) => at).join(', ')
  const external = `${first.name}: {external: true, name: ${first.at}}`
  const declare = `declare ${volumes.length > 1 ? 'each of them' : 'it'} as \`${external}\``
  return (
    `${said}its data stays behind in ${they}, and the new one begins with empty volumes: ${keep}; or ` +
    (goes ? declare : `run ${remove} first, which leaves volumes, and ${declare}`)
  )
}
