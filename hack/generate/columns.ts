import type { Model } from './model.ts'

const HEADER = `// Written by npm run generate from crds/source; edit those.
import type { Kind } from '../kinds.ts'
import type { Column } from '../column.ts'

/** The printer columns of each kind, as its CRD has them. */
export const columns: Readonly<Record<Kind, readonly Column[]>> = `

/** The text of api/v1/generated/columns.ts. */
export function columnsText({ kinds }: Model): string {
  const byKind = Object.fromEntries(
    kinds.map(({ kind, columns }) => [
      kind,
      columns.map(({ name, type, jsonPath, priority = 0 }) => ({ name, type, jsonPath, wide: priority > 0 })),
    ]),
  )
  return `${HEADER}${JSON.stringify(byKind, undefined, 2)}\n`
}
