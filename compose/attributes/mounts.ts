import type {
  V1BindOptions,
  V1ImageMountOptions,
  V1Mount,
  V1TmpfsOptions,
  V1VolumeOptions,
} from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { absolutePath, containerPath } from '../paths.ts'
import { textMap } from '../readers/key-values.ts'
import { onePerPath } from '../readers/lists.ts'
import { orNothing, type Reader, readerOf } from '../readers/reader.ts'
import { bytes, fileMode, filledText, flag, oneOf, text } from '../readers/scalars.ts'
import { tellSplit } from '../readers/split-item.ts'
import type { AttributeTable } from './attribute.ts'
import { field, mapOf, read } from './attribute.ts'
import { shortMount } from './mount-short.ts'
import { propagations } from '../units/propagation.ts'

const recursive: AttributeTable<V1BindOptions>[string] = read('nonRecursive', (node, bind, context) => {
  const pen = context.ledger.pen(node)
  switch (oneOf({ enabled: 0, disabled: 1, writable: 2, readonly: 3 })(node, context)) {
    case 1:
      return pen.set(bind, 'nonRecursive', true)
    case 2:
      return pen.set(bind, 'readOnlyNonRecursive', true)
    case 3:
      return pen.set(bind, 'readOnlyForceRecursive', true)
    default:
      return undefined
  }
})

const bindAttributes: AttributeTable<V1BindOptions> = {
  propagation: field('propagation', orNothing(oneOf(propagations))),
  create_host_path: field('createHostPath', flag),
  recursive,
  selinux: field('selinux', oneOf({ z: 'z', Z: 'Z' })),
}

const volumeAttributes: AttributeTable<V1VolumeOptions> = {
  nocopy: field('noCopy', flag),
  subpath: field('subpath', text),
  labels: field('labels', textMap('')),
}

const tmpfsAttributes: AttributeTable<V1TmpfsOptions> = {
  size: field('sizeBytes', bytes),
  mode: field('mode', fileMode),
}

const imageAttributes: AttributeTable<V1ImageMountOptions> = { subpath: field('subpath', text) }

const types = {
  volume: 'Volume',
  bind: 'Bind',
  tmpfs: 'Tmpfs',
  npipe: 'NamedPipe',
  image: 'Image',
  cluster: 'Cluster',
} as const
const consistencies = {
  default: 'default',
  consistent: 'consistent',
  cached: 'cached',
  delegated: 'delegated',
} as const

const mountAttributes: AttributeTable<V1Mount> = {
  type: field('type', oneOf(types)),
  source: field('source', orNothing(filledText)),
  target: field('target', (node, context) => {
    const path = filledText(node, context)
    return path === undefined ? undefined : containerPath(path)
  }),
  read_only: field('readOnly', flag),
  consistency: field('consistency', orNothing(oneOf(consistencies))),
  bind: field(
    'bind',
    mapOf<V1BindOptions>(bindAttributes, () => ({})),
  ),
  volume: field(
    'volume',
    mapOf<V1VolumeOptions>(volumeAttributes, () => ({})),
  ),
  tmpfs: field(
    'tmpfs',
    mapOf<V1TmpfsOptions>(tmpfsAttributes, () => ({})),
  ),
  image: field(
    'image',
    mapOf<V1ImageMountOptions>(imageAttributes, () => ({})),
  ),
}

const mountMap = mapOf<V1Mount>(mountAttributes, () => ({ type: 'Volume', target: '' }), ['type', 'target'])

function longMount(node: Node, context: Context): V1Mount | undefined {
  if (tellSplit(node, mountAttributes, context)) return undefined
  const mount = mountMap(node, context)
  if (mount?.type !== 'Bind') return mount
  if (mount.source !== undefined) mount.source = absolutePath(mount.source, context)
  mount.bind = { createHostPath: true, ...mount.bind }
  return mount
}

/** `volumes` of a service: short and long forms. */
export const mounts: Reader<V1Mount[]> = onePerPath(
  readerOf(mountAttributes, (node, context) =>
    typeof node.value === 'string' ? shortMount(node, context) : longMount(node, context),
  ),
  ({ target }) => target,
)
