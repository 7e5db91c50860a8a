import type { FieldPath } from '../../api/v1/provenance.ts'
import { ownEntries } from './own-entries.ts'
import { entriesIn, itemsIn, listAt, mapAt, scalarAt, shapeOf, textIn, type Tree } from './tree.ts'

/** Another way to write the same, in which two files can be merged; what is neither stays, for its reader to refuse. */
export type Form = (tree: Tree) => Tree

/** `KEY=value` in a list as a map; a key that stands alone has nothing. */
const keyed: Form = (tree) =>
  listed(tree, (item, text) => {
    const [, key = '', value] = /^([^=]*)(?:=([^]*))?$/.exec(text) ?? []
    return [key, scalarAt(item.node, value ?? null)]
  })

/** Names in a list as a map of nothing. */
const named: Form = (tree) => listed(tree, (item, text) => [text, scalarAt(item.node, null)])

/** Names in a list as dependencies of the usual condition. */
const depended: Form = (tree) =>
  listed(tree, (item, text) => {
    const condition = scalarAt(item.node, 'service_started')
    return [text, mapAt(item.node, [['condition', condition]])]
  })

function listed(tree: Tree, make: (item: Tree, text: string) => [string, Tree]): Tree {
  const items = itemsIn(tree)
  const texts = items.map(textIn)
  if (shapeOf(tree) !== 'list' || texts.includes(undefined)) return tree
  return mapAt(
    tree.node,
    items.map((item, index) => make(item, texts[index] ?? '')),
  )
}

/** One text as a list of it. */
const several: Form = (tree) => (shapeOf(tree) === 'scalar' ? listAt(tree.node, [tree]) : tree)

/** A map of host to one address or more as lines. */
const hosts: Form = (tree) => {
  if (shapeOf(tree) !== 'map') return tree
  const lines = [...entriesIn(tree)].flatMap(([host, addresses]) =>
    (shapeOf(addresses) === 'list' ? itemsIn(addresses) : [addresses]).map((address) =>
      scalarAt(address.node, `${host}=${textIn(address) ?? ''}`),
    ),
  )
  return listAt(tree.node, lines)
}

/** A directory as a map with it. */
const build: Form = (tree) => (shapeOf(tree) === 'scalar' ? mapAt(tree.node, [['context', tree]]) : tree)

/** The attributes that may be written in more than one way, by `patternOf`. */
const forms = ownEntries<Form>({
  'services.*.annotations': keyed,
  'services.*.build': build,
  'services.*.build.additional_contexts': keyed,
  'services.*.build.args': keyed,
  'services.*.build.extra_hosts': hosts,
  'services.*.build.labels': keyed,
  'services.*.depends_on': depended,
  'services.*.deploy.labels': keyed,
  'services.*.dns': several,
  'services.*.dns_search': several,
  'services.*.env_file': several,
  'services.*.environment': keyed,
  'services.*.extra_hosts': hosts,
  'services.*.label_file': several,
  'services.*.labels': keyed,
  'services.*.models': named,
  'services.*.networks': named,
  'services.*.sysctls': keyed,
  'services.*.tmpfs': several,
  'networks.*.labels': keyed,
  'volumes.*.labels': keyed,
})

/** The form in which an attribute is merged. */
export function mergeable(tree: Tree, path: FieldPath): Tree {
  return forms.get(patternOf(path))?.(tree) ?? tree
}

const sections = new Set(['services', 'networks', 'volumes', 'secrets', 'configs', 'models'])
const namedMaps = new Set(['networks', 'ulimits', 'depends_on', 'models'])

/** Whether a map's entries without a value say something: that it comes from outside, or is empty. */
export function meansNothing(path: FieldPath): boolean {
  return forms.get(patternOf(path)) === keyed
}

/** A path with `*` in the place of each name that the file's author chose. */
export function patternOf(path: FieldPath): string {
  const [section = '', , attribute = ''] = path
  const inSection = sections.has(String(section))
  const inNamed = section === 'services' && namedMaps.has(String(attribute))
  return path.map((part, index) => ((index === 1 && inSection) || (index === 3 && inNamed) ? '*' : part)).join('.')
}
