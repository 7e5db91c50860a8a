import { configTarget, secretTarget } from '../../api/v1/content-target.ts'
import type { V1ConfigReference, V1SecretReference } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { onePerPath } from '../readers/lists.ts'
import { orNothing, type Reader, readerOf } from '../readers/reader.ts'
import { anyText, fileMode, filledText } from '../readers/scalars.ts'
import { splitItem } from '../readers/split-item.ts'
import type { AttributeTable } from './attribute.ts'
import { field, mapOf } from './attribute.ts'

type Placed = Pick<V1SecretReference & V1ConfigReference, 'target' | 'uid' | 'gid' | 'mode'>

const placed: AttributeTable<Placed> = {
  target: field('target', orNothing(filledText)),
  uid: field('uid', anyText),
  gid: field('gid', anyText),
  mode: field('mode', fileMode),
}

const secretAttributes: AttributeTable<V1SecretReference> = { ...placed, source: field('secret', filledText) }
const configAttributes: AttributeTable<V1ConfigReference> = { ...placed, source: field('config', filledText) }

const secretMap = mapOf<V1SecretReference>(secretAttributes, () => ({ secret: '' }), ['source'])
const configMap = mapOf<V1ConfigReference>(configAttributes, () => ({ config: '' }), ['source'])

/** Whether a name is followed by a file, which a service does not give it; reports an error if so. */
function isSplit(node: Node, section: 'secrets' | 'configs', context: Context): boolean {
  const split = splitItem(node, secretAttributes)
  if (!split) return false
  const [name] = split
  context.error(node, `is a map, by its colon: write - ${name} alone here, and its file below ${section}: at the top`)
  return true
}

/** `secrets` of a service or a build: names, or maps with the path, owner and mode of the file. */
export const secretReferences: Reader<V1SecretReference[]> = onePerPath(
  readerOf(secretAttributes, (node, context) => {
    if (isSplit(node, 'secrets', context)) return undefined
    if (typeof node.value === 'object') return secretMap(node, context)
    const secret = filledText(node, context)
    return secret === undefined ? undefined : { secret }
  }),
  secretTarget,
)

/** `configs` of a service: names, or maps with the path, owner and mode of the file. */
export const configReferences: Reader<V1ConfigReference[]> = onePerPath(
  readerOf(configAttributes, (node, context) => {
    if (isSplit(node, 'configs', context)) return undefined
    if (typeof node.value === 'object') return configMap(node, context)
    const config = filledText(node, context)
    return config === undefined ? undefined : { config }
  }),
  configTarget,
)
