import type { ManifestError } from '../api/v1/provenance.ts'
import { isMap } from '../api/v1/yaml/is-map.ts'
import { type Context, mostNotes, noteAt } from './context.ts'
import { createLedger } from './ledger.ts'
import type { Node } from './node.ts'

/** The project to read, and the lists that its errors and warnings are added to. */
export interface ContextOptions extends Pick<Context, 'project' | 'baseDirectory' | 'variable' | 'readFile'> {
  readonly root: Node
  readonly errors: ManifestError[]
  readonly warnings: ManifestError[]
}

/** Creates the context of one Compose file, with an empty ledger. */
export function createContext({ root, errors, warnings, ...where }: ContextOptions): Context {
  const volumes = isMap(root.value) ? root.value['volumes'] : undefined
  const error: Context['error'] = (node, message) =>
    void (errors.length < mostNotes && errors.push(noteAt(node, message)))
  return {
    ...where,
    ledger: createLedger(),
    declaredVolumes: new Set(typeof volumes === 'object' && volumes !== null ? Object.keys(volumes) : []),
    error,
    fits: createCount(error),
    warn: (node, message, name) => {
      const unless = name === undefined ? {} : { unless: { namespace: where.project, name } }
      if (warnings.length < mostNotes) warnings.push({ ...noteAt(node, message), ...unless })
    },
    isFull: () => errors.length >= mostNotes,
  }
}

/** The most values that the short forms of one file may expand to. More is a mistake or an attack (S12). */
const mostShort = 100_000

/** Returns the function that counts the values of short forms as if each were written out. */
function createCount(error: Context['error']): Context['fits'] {
  let counted = 0
  return (count, node) => {
    const fitted = counted <= mostShort
    counted += count
    if (counted <= mostShort) return true
    if (fitted) error(node, 'comes to too many values with all that stands before it: name fewer')
    return false
  }
}
