import type { FieldPath } from '../../api/v1/provenance.ts'
import { containerPath } from '../paths.ts'
import { parsePortRanges, type PortRange } from '../units/port.ts'
import { parseVolume } from '../units/volume.ts'
import { patternOf } from './forms.ts'
import { ownEntries } from './own-entries.ts'
import { entryIn, itemsIn, listAt, mapEntries, shapeOf, textIn, type Tree, withEntry } from './tree.ts'

/** The key of what a list item defines. A later item with the same key replaces it. */
type Key = (item: Tree) => string | undefined

const word: Key = (item) => textIn(item)?.split('=', 1)[0]

const mountTarget: Key = (item) => {
  if (shapeOf(item) === 'map') return memberOf(item, 'target', containerPath)
  const entry = parseVolume(textIn(item) ?? '')
  return 'message' in entry ? undefined : containerPath(entry.target)
}

const deviceTarget: Key = (item) => {
  if (shapeOf(item) === 'map') return memberOf(item, 'target') ?? memberOf(item, 'source')
  const [source, target = source] = (textIn(item) ?? '').split(':')
  return target
}

function fileTarget(directory: string): Key {
  return (item) => {
    const source = textIn(item) ?? memberOf(item, 'source')
    return memberOf(item, 'target') ?? (source === undefined ? undefined : `${directory}/${source}`)
  }
}

const envPath: Key = (item) => textIn(item) ?? memberOf(item, 'path')

/** A port's host address, host ports, container ports and protocol: only an item that agrees in all of them is a redefinition. */
const port: Key = (item) => {
  if (shapeOf(item) === 'map') {
    const [ip = '', published = '', target = '', protocol = 'tcp'] = ['host_ip', 'published', 'target', 'protocol'].map(
      (key) => memberOf(item, key),
    )
    return portKey({ ip, published, target, protocol })
  }
  const ranges = parsePortRanges(textIn(item) ?? '')
  if ('message' in ranges) return undefined
  const { container, host, hostIP = '', protocol = 'tcp' } = ranges
  return portKey({ ip: hostIP, published: host ? rangeText(host) : '', target: rangeText(container), protocol })
}

function rangeText({ from, to }: PortRange): string {
  return from === to ? `${from}` : `${from}-${to}`
}

function portKey({ ip, published, target, protocol }: Record<'ip' | 'published' | 'target' | 'protocol', string>) {
  return `${ip === '' ? '0.0.0.0' : ip}:${published}:${target}/${protocol}`
}

function memberOf(item: Tree, key: string, read = (text: string) => text): string | undefined {
  const member = entryIn(item, key)
  const text = member && textIn(member)
  return text === undefined ? undefined : read(text)
}

const keys = ownEntries<Key>({
  'services.*.build.tags': word,
  'services.*.cap_add': word,
  'services.*.cap_drop': word,
  'services.*.configs': fileTarget(''),
  'services.*.devices': deviceTarget,
  'services.*.dns': word,
  'services.*.dns_opt': word,
  'services.*.dns_search': word,
  'services.*.env_file': envPath,
  'services.*.expose': textIn,
  'services.*.extra_hosts': textIn,
  'services.*.build.extra_hosts': textIn,
  'services.*.label_file': textIn,
  'services.*.links': word,
  'services.*.networks.*.aliases': word,
  'services.*.networks.*.link_local_ips': word,
  'services.*.ports': port,
  'services.*.profiles': word,
  'services.*.secrets': fileTarget('/run/secrets'),
  'services.*.tmpfs': word,
  'services.*.volumes': mountTarget,
})

/** Removes redefinitions from all lists of a document's services, as Compose does within a single file too. */
export function withUniqueLists(document: Tree): Tree {
  const services = entryIn(document, 'services')
  return services ? withEntry(document, 'services', withUnique(services, ['services'])) : document
}

function withUnique(tree: Tree, path: FieldPath): Tree {
  if (shapeOf(tree) === 'list') return listAt(tree.node, unique(itemsIn(tree), path))
  return mapEntries(tree, (value, key) => withUnique(value, [...path, key]))
}

/** Removes redefinitions: the last item of each key stays, at the position of the first. Lists without a key function stay as they are. */
export function unique(items: readonly Tree[], path: FieldPath): readonly Tree[] {
  const keyOf = keys.get(patternOf(path))
  if (!keyOf) return items
  const kept = new Map<string | Tree, Tree>()
  for (const item of items) kept.set(keyOf(item) ?? item, item)
  return [...kept.values()]
}
