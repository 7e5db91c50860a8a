import type { V1ConfigSpec, V1NetworkSpec, V1SecretSpec, V1VolumeSpec } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { entriesOf, itemsOf, placeOf } from '../node.ts'
import { refuse } from '../readers/reader.ts'
import { anyText, text } from '../readers/scalars.ts'
import type { ServiceDraft } from '../service-draft.ts'
import { draftService } from '../service-draft.ts'
import type { Attribute, AttributeTable, ReadAttribute } from './attribute.ts'
import { read, readMapping, refused } from './attribute.ts'
import { networkAttributes } from './network.ts'
import { configAttributes, secretAttributes } from './secret.ts'
import { serviceAttributes } from './service.ts'
import { volumeAttributes } from './volume.ts'

/** The declarations of a Compose file as read, before they become manifests. */
export interface FileDraft {
  readonly services: ServiceDraft[]
  readonly networks: Drafted<V1NetworkSpec>[]
  readonly volumes: Drafted<V1VolumeSpec>[]
  readonly secrets: Drafted<V1SecretSpec>[]
  readonly configs: Drafted<V1ConfigSpec>[]
}

/** A declared network, volume, secret or config. */
export interface Drafted<Spec> {
  readonly name: string
  readonly spec: Spec
  readonly node: Node
}

/** `include` is resolved when the files are merged, so nothing of it is left to read. */
const mergedBefore = read<FileDraft>('resources of the same stack', () => undefined)

/** All top-level attributes. */
export const fileAttributes: AttributeTable<FileDraft> = {
  configs: objects('Config', configAttributes, (draft) => draft.configs),
  include: mergedBefore,
  models: refused('run the model as a service of its own'),
  name: read('metadata.namespace', (node, _, context) => void text(node, context)),
  networks: objects('Network', networkAttributes, (draft) => draft.networks),
  secrets: objects('Secret', secretAttributes, (draft) => draft.secrets),
  services: read('Service', services, serviceAttributes),
  version: read('nothing: any generation is read', version),
  volumes: objects('Volume', volumeAttributes, (draft) => draft.volumes),
}

function services(node: Node, draft: FileDraft, context: Context): void {
  for (const [name, child] of named(node, context)) {
    const service = draftService(name, child)
    if (child.value !== null) readMapping(child, { table: serviceAttributes, target: service, context })
    draft.services.push(service)
  }
}

function objects<Spec extends object>(
  kind: string,
  table: AttributeTable<Spec>,
  list: (draft: FileDraft) => Drafted<Spec>[],
): Attribute<FileDraft> {
  const reading: ReadAttribute<FileDraft>['read'] = (node, draft, context) => {
    for (const [name, child] of named(node, context)) {
      const spec = {} as Spec
      if (child.value !== null) readMapping(child, { table, target: spec, context })
      list(draft).push({ name, spec, node: child })
    }
  }
  return read(kind, reading, table)
}

/** The entries of a map of named objects. Here a key that begins with `x-` is a name, not an extension. */
function named(node: Node, context: Context): [string, Node][] {
  const [first] = itemsOf(node)
  // A list is told of at its first item, as what is wrong is the dash.
  const at: Node = first ? { ...node, source: { ...node.source, placeOf: () => placeOf(first) } } : node
  if (typeof node.value !== 'object' || Array.isArray(node.value)) refuse(at, context, 'a map of names')
  return entriesOf(node)
}

/** Checks `version`. It has no effect, as in docker compose 2: files are read by the current specification. */
function version(node: Node, _: FileDraft, context: Context): void {
  const written = anyText(node, context)
  if (written !== undefined && !/^[23](\.\d+)?$/.test(written))
    context.warn(node, 'is no version that Compose files had: the file is read as one of today, so leave it out')
}
