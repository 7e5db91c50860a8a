import type { FieldPath } from '../../api/v1/provenance.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { nearestAt, pathKey } from '../interpolation/interpolate-tree.ts'
import type { Node } from '../node.ts'

/** A value at `from` in the file, with everything below it, that the converted document has at `to`. */
export interface Move {
  readonly to: FieldPath
  readonly from: FieldPath
  /** The value is a default that the file does not contain; `from` is what gives rise to it. */
  readonly isDefault?: true
}

/** A converted document whose nodes keep the places of the original. For each path the longest matching move counts. */
export function moved({ source, path: top }: Node, value: YamlValue, moves: readonly Move[]): Node {
  const byPath = new Map(moves.map((move) => [pathKey(move.to), move]))
  const moveOf = (path: FieldPath) => nearestAt(byPath, path)
  const written = (path: FieldPath) => {
    const move = moveOf(path)
    if (!move) return path
    return move.isDefault ? move.from : [...move.from, ...path.slice(move.to.length)]
  }
  return {
    value,
    path: top,
    source: {
      ...source,
      positionOf: (path) => source.positionOf(written(path)),
      textOf: (path) => source.textOf(written(path)),
      secretsIn: (path) => source.secretsIn(written(path)),
      placeOf(path) {
        const place = source.placeOf(written(path))
        return moveOf(path)?.isDefault ? { ...place, origin: 'default' } : place
      },
    },
  }
}
