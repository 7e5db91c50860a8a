import { isCollection, isMap, isSeq } from 'yaml'
import type { ParsedNode, YAMLMap, YAMLSeq } from 'yaml'
import type { Tree } from '../../api/v1/yaml/parse-documents.ts'
import type { Indentation } from './render.ts'

export type DocumentStyle = Required<Pick<Indentation, 'step' | 'indentSeq'>>

const DEFAULT_STEP = 2

/** How this document indents what is below a key. */
export function styleOf({ root }: Tree): DocumentStyle {
  return { step: stepIn(root) ?? DEFAULT_STEP, indentSeq: seqIndentIn(root) ?? true }
}

function stepIn(node: ParsedNode | null): number | undefined {
  if (!isCollection(node) || node.flow) return undefined
  const indent = indentOf(node)
  for (const child of childrenOf(node)) {
    const inner = isMap(child) && !child.flow ? indentOf(child) : undefined
    if (isMap(node) && indent !== undefined && inner !== undefined && inner > indent) return inner - indent
    const deeper = stepIn(child)
    if (deeper !== undefined) return deeper
  }
  return undefined
}

function childrenOf(node: ParsedNode): readonly (ParsedNode | null)[] {
  if (isSeq(node)) return (node as YAMLSeq.Parsed).items as ParsedNode[]
  return isMap(node) ? (node as YAMLMap.Parsed).items.map(({ value }) => value) : []
}

function indentOf(node: ParsedNode): number | undefined {
  const token = node.srcToken
  return token && 'indent' in token ? token.indent : undefined
}

/** Whether the first list below a key is indented. */
function seqIndentIn(node: ParsedNode | null): boolean | undefined {
  if (!isCollection(node) || node.flow) return undefined
  const indent = indentOf(node)
  for (const child of childrenOf(node)) {
    const inner = isMap(node) && isSeq(child) && !child.flow ? indentOf(child) : undefined
    if (inner !== undefined && indent !== undefined) return inner > indent
    const deeper = seqIndentIn(child)
    if (deeper !== undefined) return deeper
  }
  return undefined
}
