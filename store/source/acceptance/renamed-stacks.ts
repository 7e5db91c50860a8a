import { dirname } from 'node:path'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { stableJson } from '../../../api/v1/language/hash.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { hostNameOf, keyFor } from '../../../api/v1/names.ts'
import { volumesOf } from '../../../api/v1/template-refs.ts'
import type { Store } from '../../objects/store.ts'
import { type Hold, isDeletion } from '../facts/hold.ts'
import { resourceIdOf, type ResourceId } from '../reading/reading.ts'

export function stacksOfServices(store: Store): ReadonlySet<string> {
  return new Set([...store.list('Service').values()].map(({ metadata }) => metadata.namespace ?? ''))
}

interface Known {
  /** The stacks that had services before. */
  readonly before: ReadonlySet<string>
  /** Holds: the resources of those on deletions are out of their files. */
  readonly holds?: readonly Hold[]
  /** The resources that just went missing. */
  readonly missing?: readonly ResourceId[]
  /** The resources that were missing before that. */
  readonly out?: { has(id: ResourceId): boolean }
  /** Whether a file exists. */
  readonly isThere: (file: string) => boolean
}

/** A stack that seems to have another name now, and the warning of it. */
export interface RenamedStack {
  readonly old: string
  readonly message: string
}

/**
 * Returns a warning for each new stack that looks like a renamed one, whose volumes stay behind. It does in three cases. The services are
 * the same, and the old stack's files are gone or now declare the new one; a copy whose original is still there does not count. Or the very
 * file that declared all of the old stack declares the new one. Or the old stack goes as the new one comes, and both have the same service
 * with the same volume.
 */
export function renamedStacks(
  store: Store,
  stacks: readonly string[],
  { before, holds = [], missing = [], isThere, out: outBefore }: Known,
): readonly RenamedStack[] {
  const fresh = stacks.filter((stack) => !before.has(stack) && store.by('Service', 'namespace', stack).size > 0)
  if (fresh.length === 0) return []
  const out = new Set([...missing, ...holds.filter(isDeletion).flatMap(({ resources }) => resources)])
  const isGoing = (service: V1Service) => isBeingDeleted(service) || out.has(resourceIdOf(service))
  const named = new Set(stacks)
  const others = [...before].filter((old) => !named.has(old))
  const goes = new Set(others.filter((old) => servicesOf(store, old).every(isGoing)))
  const olds = indexed(store, others, goes)
  return fresh.flatMap((stack) => {
    const own = servicesOf(store, stack)
    const isGone = (old: string) => servicesOf(store, old).every((each) => isGoing(each) || isLeft(each, own, isThere))
    const wasOut = (old: string) => servicesOf(store, old).every((each) => outBefore?.has(resourceIdOf(each)))
    const ofFiles = under(own.map(sourceOf), olds.byFile)
    const ofNames = under(
      own.map(({ metadata }) => metadata.name),
      olds.goingByName,
    )
    const found = firstFound(wasOut, [
      ['its services are those of', under([shapeOf(own)], olds.byShape).filter(isGone)],
      ['its file declared before', ofFiles.filter((old) => isOfFiles(servicesOf(store, old), own))],
      ['it has a service with a volume as had', ofNames.filter((old) => isMoved(store, { old, own, out }))],
    ])
    if (!found) return []
    const { old } = found
    return [{ old, message: wordsOf(store, { stack, ...found, goes: goes.has(old) }) }]
  })
}

/** Old stacks by what a new one is compared with: as many as there are, comparing each with each takes minutes. */
interface Olds {
  readonly byShape: ReadonlyMap<string, readonly string[]>
  readonly byFile: ReadonlyMap<string | undefined, readonly string[]>
  /** Those that go, by the names of their services. */
  readonly goingByName: ReadonlyMap<string, readonly string[]>
}

function indexed(store: Store, others: readonly string[], goes: ReadonlySet<string>): Olds {
  const all = others.flatMap((old) => servicesOf(store, old).map((service) => ({ old, service })))
  return {
    byShape: groupBy(others, (old) => shapeOf(servicesOf(store, old))),
    byFile: oldsBy(all, ({ service }) => sourceOf(service)),
    goingByName: oldsBy(
      all.filter(({ old }) => goes.has(old)),
      ({ service }) => service.metadata.name,
    ),
  }
}

interface OfOld {
  readonly old: string
  readonly service: V1Service
}

function oldsBy<K>(all: readonly OfOld[], keyOf: (of: OfOld) => K): ReadonlyMap<K, readonly string[]> {
  return new Map([...groupBy(all, keyOf)].map(([key, own]) => [key, own.map(({ old }) => old)]))
}

function under<K>(keys: readonly K[], index: ReadonlyMap<K, readonly string[]>): readonly string[] {
  return [...new Set(keys.flatMap((key) => index.get(key) ?? []))]
}

interface Found {
  readonly because: string
  readonly old: string
}

/**
 * Picks the one old stack, if there is just one. Several are a pattern, not a rename; old stacks that an earlier rename left behind don't
 * count then.
 */
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

/** Whether a service that just went missing has the name, and a volume name, of a service of the new stack. */
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

/** A comparable form of services, without their directory, image names derived from the stack, and replicas. */
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
  /** Whether the old stack is being deleted anyway. */
  readonly goes: boolean
}

function wordsOf(store: Store, { stack, old, because, goes }: Renamed): string {
  const said = `stack ${stack} is new, and ${because} ${old}: if it was renamed, `
  const volumes = [...store.by('Volume', 'namespace', old).values()].flatMap((volume) => {
    const fresh = store.get('Volume', keyFor(stack, volume.metadata.name))
    const isShared = volume.spec.external || (fresh && hostNameOf(fresh) === hostNameOf(volume))
    const on = (volume.status?.nodes ?? []).flatMap(({ node, seen }) => (seen ? [node] : []))
    return isShared ? [] : [{ name: volume.metadata.name, at: hostNameOf(volume), on }]
  })
  const [first] = volumes
  // Not with --stack: a Compose file with a name of its own refuses another one, and serve has no such option.
  const keep = `keep the name, with \`name: ${old}\` in a Compose file or \`namespace: ${old}\` in a manifest`
  const remove = `\`reconcile delete --stack ${old}\``
  if (!first) return goes ? `${said}${keep}` : `${said}${keep}, or take the old one away with ${remove}`
  const they = volumes.map(({ at }) => at).join(', ')
  const external = `${first.name}: {external: true, name: ${first.at}}`
  const nodes = [...new Set(volumes.flatMap(({ on }) => on))]
  // Tasks do not follow an external volume to its host.
  const there = store.list('Node').size > 1 && nodes.length === 1 ? `, with the constraint node.name==${nodes[0]}` : ''
  const declare = `declare ${volumes.length > 1 ? 'each of them' : 'it'} as \`${external}\`${there}`
  return (
    `${said}its data stays behind in ${they}, and the new one begins without it: ${keep}; or ` +
    (goes ? declare : `run ${remove} first, which leaves volumes, and ${declare}`)
  )
}
