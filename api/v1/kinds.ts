import type {
  V1Config,
  V1Network,
  V1Node,
  V1Revision,
  V1Secret,
  V1Service,
  V1Stack,
  V1Task,
  V1Volume,
} from './generated/types.ts'

/** The object type of each kind. To add a kind, add a line here and in `kinds`. */
export interface KindMap {
  Service: V1Service
  Task: V1Task
  Network: V1Network
  Volume: V1Volume
  Secret: V1Secret
  Config: V1Config
  Node: V1Node
  Stack: V1Stack
  Revision: V1Revision
}

export type Kind = keyof KindMap

/** The object type of a kind; for a union of kinds, the union of their types. */
export type ObjectOf<K extends Kind = Kind> = KindMap[K]

/** Properties of a kind. */
export interface KindInfo {
  readonly plural: string
  readonly singular: string
  readonly shortName: string
  readonly scope: 'Namespaced' | 'Cluster'
  /** Whether manifests declare it (true), or controllers create it. */
  readonly declared: boolean
}

export const GROUP = 'reconcile.dev'
export const VERSION = 'v1'
export const API_VERSION = 'reconcile.dev/v1'

/** All kinds, in the order in which an apply creates their objects. */
export const kinds: Readonly<Record<Kind, KindInfo>> = {
  Node: { plural: 'nodes', singular: 'node', shortName: 'rnode', scope: 'Cluster', declared: true },
  Stack: { plural: 'stacks', singular: 'stack', shortName: 'rstack', scope: 'Cluster', declared: false },
  Network: { plural: 'networks', singular: 'network', shortName: 'rnet', scope: 'Namespaced', declared: true },
  Volume: { plural: 'volumes', singular: 'volume', shortName: 'rvol', scope: 'Namespaced', declared: true },
  Secret: { plural: 'secrets', singular: 'secret', shortName: 'rsec', scope: 'Namespaced', declared: true },
  Config: { plural: 'configs', singular: 'config', shortName: 'rcfg', scope: 'Namespaced', declared: true },
  Service: { plural: 'services', singular: 'service', shortName: 'rsvc', scope: 'Namespaced', declared: true },
  Revision: { plural: 'revisions', singular: 'revision', shortName: 'rrev', scope: 'Namespaced', declared: false },
  Task: { plural: 'tasks', singular: 'task', shortName: 'rtask', scope: 'Namespaced', declared: false },
}

/** The names of all kinds, in the order of `kinds`. */
export const kindNames: readonly Kind[] = Object.keys(kinds) as Kind[]

/** Whether a word is the name of a kind. */
export function isKind(word: unknown): word is Kind {
  return typeof word === 'string' && Object.hasOwn(kinds, word)
}

/** The kind that a command line argument names: Service, service, services, rsvc or services[.v1].reconcile.dev, in any case. */
export function kindNamed(word: string): Kind | undefined {
  const wanted = withoutGroup(word.toLowerCase())
  return kindNames.find((kind) => {
    const { plural, singular, shortName } = kinds[kind]
    return [plural, singular, shortName].includes(wanted)
  })
}

/** Removes the API group, and version if any, that kubectl puts behind a kind: `services.reconcile.dev.spec` becomes `services.spec`. */
export function withoutGroup(words: string): string {
  return words.replace(OF_GROUP, '$1')
}

const OF_GROUP = new RegExp(`^([^.]+)(?:\\.${VERSION})?\\.${GROUP.replace('.', '\\.')}(?=\\.|$)`, 'i')

/** Whether an object is a Secret or Config, whose bytes are delivered to hosts. */
export function isContent(object: ObjectOf): object is ObjectOf<'Secret' | 'Config'> {
  return object.kind === 'Secret' || object.kind === 'Config'
}

export function isNamespaced(kind: Kind): boolean {
  return kinds[kind].scope === 'Namespaced'
}
