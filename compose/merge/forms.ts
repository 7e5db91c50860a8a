import type { FieldPath } from '../../api/v1/provenance.ts'
import { ownEntries } from './own-entries.ts'
import { entriesIn, itemsIn, listAt, mapAt, scalarAt, shapeOf, textIn, type Tree } from './tree.ts'

/** Converts a short form to the long form in which two files can be merged. Invalid values stay, for their reader to refuse. */
export type Form = (tree: Tree) => Tree

/** A list of `KEY=value` as a map; a key without a value gets null. */
const keyed: Form = (tree) =>
  listed(tree, (item, text) => {
    const [, key = '', value] = /^([^=]*)(?:=([^]*))?$/.exec(text) ?? []
    return [key, scalarAt(item.node, value ?? null)]
  })

/** A list of names as a map from names to null. */
const named: Form = (tree) => listed(tree, (item, text) => [text, scalarAt(item.node, null)])

/** A list of names as a map of dependencies with the condition service_started. */
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

/** A single text as a list of one. */
const several: Form = (tree) => (shapeOf(tree) === 'scalar' ? listAt(tree.node, [tree]) : tree)

/** A map from hosts to addresses as a list of `host=address`. */
const hosts: Form = (tree) => {
  if (shapeOf(tree) !== 'map') return tree
  const lines = [...entriesIn(tree)].flatMap(([host, addresses]) =>
    (shapeOf(addresses) === 'list' ? itemsIn(addresses) : [addresses]).map((address) =>
      scalarAt(address.node, `${host}=${textIn(address) ?? ''}`),
    ),
  )
  return listAt(tree.node, lines)
}

/** A build directory as a map with `context`. */
const build: Form = (tree) => (shapeOf(tree) === 'scalar' ? mapAt(tree.node, [['context', tree]]) : tree)

/** The attributes with a short form, by `patternOf`. */
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

/** An attribute's value in the form in which it is merged. */
export function mergeable(tree: Tree, path: FieldPath): Tree {
  return forms.get(patternOf(path))?.(tree) ?? tree
}

const sections = new Set(['services', 'networks', 'volumes', 'secrets', 'configs', 'models'])
const namedMaps = new Set(['networks', 'ulimits', 'depends_on', 'models'])

/** Whether null entries of a map have a meaning (a value from the environment, or an empty one), and so replace earlier values. */
export function meansNothing(path: FieldPath): boolean {
  return forms.get(patternOf(path)) === keyed
}

/** A path with `*` in place of each name chosen by the author, such as `services.*.networks.*.aliases`. */
export function patternOf(path: FieldPath): string {
  const [section = '', , attribute = '', part = ''] = path
  const inSection = sections.has(String(section))
  const inNamed = section === 'services' && namedMaps.has(String(attribute))
  const inBuild = section === 'services' && attribute === 'build' && part === 'ulimits'
  const chosen = [undefined, inSection, undefined, inNamed, inBuild]
  return path.map((part, index) => (chosen[index] ? '*' : part)).join('.')
}
