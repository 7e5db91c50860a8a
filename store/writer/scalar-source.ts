import { CST, stringify } from 'yaml'
import type { Scalar } from './edit-yaml.ts'
import type { ScalarTarget } from './find-target.ts'
import { lineEndAt } from './insert-key.ts'
import type { Splice } from './splice-yaml.ts'

/** The ways to write a value in the place of a scalar: quoted as the old one is, then plain or quoted as the value needs it. */
export function scalarSources(text: string, { node, inFlow }: ScalarTarget, value: Scalar): readonly Splice[] {
  const token = node.srcToken
  if (!token || !CST.isScalar(token)) return []
  const own = structuredClone(token)
  CST.setScalarValue(own, value === null ? 'null' : String(value), { inFlow })
  const [from, to] = node.range
  const eol = lineEndAt(text, from)
  const plain = stringify(value, { lineWidth: 0, ...(inFlow ? { collectionStyle: 'flow' as const } : {}) }).trimEnd()
  const quoted = typeof value === 'string' ? JSON.stringify(value) : plain
  // What stands on lines of its own has its line end within.
  const end = /\n$/.test(text.slice(from, to)) ? '\n' : ''
  const kept = token.type === 'block-scalar' ? blockText(own) : own.source
  return [kept, `${plain}${end}`, `${quoted}${end}`].map((way) => ({ from, to, text: way.replace(/\r?\n/g, eol) }))
}

/** Of a block scalar: its header as it was, with the lines. */
function blockText(token: CST.FlowScalar | CST.BlockScalar): string {
  const props = 'props' in token ? token.props.map((prop) => CST.stringify(prop)).join('') : ''
  return `${props}${token.source}`
}
