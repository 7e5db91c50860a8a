import type { FieldPath } from '../../api/v1/provenance.ts'
import type { Tree } from '../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { findTarget, type Refused, type Target } from './find-target.ts'
import { insertKey } from './insert-key.ts'
import { scalarSources } from './scalar-source.ts'
import { type EditedYaml, type Splice, spliceYaml } from './splice-yaml.ts'

/** A value that one line of YAML holds. */
export type Scalar = string | number | boolean | null

/** One value that is to stand at a path of a text; maps on the way that are not there are added. */
export interface YamlEdit {
  /** Which document of the text, blank ones not counted. */
  readonly document: number
  readonly path: FieldPath
  readonly value: Scalar
}

/**
 * Sets one value in a YAML or JSON text. Every other byte stays: comments, order, quotes, anchors, line ends. What comes out is
 * read again, and refused when it says anything else than the text before with this one value, as when an anchor shares it. Pure.
 */
export function editYaml(text: string, edit: YamlEdit): EditedYaml {
  return spliceYaml(text, edit.document, (bare, tree) => {
    const target = findTarget(tree, edit.path)
    if ('refused' in target) return target
    const { value } = tree.converted
    return {
      splices: splicesFor(bare, { target, tree, edit }),
      wanted: readingsOf({ target, tree, edit }).map((each) => withValue(value, edit.path, each)),
      offset: target.offset,
      otherwise: sharedBy(target),
    }
  })
}

interface Editing {
  readonly target: Exclude<Target, Refused>
  readonly tree: Tree
  readonly edit: YamlEdit
}

/** The ways to write it, the one nearest to how it stands there first. */
function splicesFor(text: string, { target, tree, edit }: Editing): readonly Splice[] {
  if (target.kind === 'scalar') return scalarSources(text, target, edit.value)
  return [insertKey(text, { target, tree, value: edit.value })]
}

/** What the value may read as: a number stays text where it stood in quotes. */
function readingsOf({ target, edit: { value } }: Editing): readonly Scalar[] {
  const isQuoted = target.kind === 'scalar' && /^QUOTE_/.test(target.node.type ?? '')
  return isQuoted && typeof value === 'number' ? [value, String(value)] : [value]
}

function withValue(value: YamlValue, path: FieldPath, set: Scalar): YamlValue {
  const [part, ...rest] = path
  if (part === undefined) return set
  if (Array.isArray(value)) return value.map((item, index) => (index === part ? withValue(item, rest, set) : item))
  const map = typeof value === 'object' && value !== null ? value : {}
  return { ...map, [part]: withValue(map[part] ?? null, rest, set) }
}

function sharedBy({ anchors }: Exclude<Target, Refused>): string | undefined {
  const [anchor] = anchors
  return anchor === undefined
    ? undefined
    : `the value is shared: other places take it by the anchor &${anchor}, and would change too`
}
