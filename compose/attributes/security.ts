import { fileReason } from '../../api/v1/file-reason.ts'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { type Context, valuesIn } from '../context.ts'
import type { Node } from '../node.ts'
import { itemsOf } from '../node.ts'
import { absolutePath } from '../paths.ts'
import { refuse } from '../readers/reader.ts'
import { text } from '../readers/scalars.ts'
import type { Attribute } from './attribute.ts'
import { read } from './attribute.ts'

/** `security_opt`: a seccomp profile is read from its file; systempaths=unconfined clears the masked and read-only paths. */
export const securityOptions: Attribute<V1TaskTemplate> = read('securityOpt', (node, template, context) => {
  if (!Array.isArray(node.value)) return refuse(node, context, 'a list')
  const options: string[] = []
  for (const item of itemsOf(node)) {
    const written = text(item, context)
    if (written === 'systempaths=unconfined') {
      context.ledger.pen(item).set(template, 'maskedPaths', [])
      context.ledger.pen(item).set(template, 'readonlyPaths', [])
    } else {
      const option = written === undefined ? undefined : engineOption(written, item, context)
      if (option !== undefined) context.ledger.pen(item).push(options, option)
    }
  }
  if (options.length > 0) context.ledger.pen(node).set(template, 'securityOpt', options)
})

function engineOption(written: string, node: Node, context: Context): string | undefined {
  const [, profile] = /^seccomp[=:](.+)$/.exec(written) ?? []
  if (profile === undefined) return written
  return profile === 'unconfined' || profile === 'builtin'
    ? `seccomp=${profile}`
    : seccompProfile(profile, node, context)
}

/** Reads a seccomp profile: the engine takes its content, not its path. */
function seccompProfile(profile: string, node: Node, context: Context): string | undefined {
  const path = absolutePath(profile, context)
  const content = context.readFile(path)
  // A profile is parsed again wherever it is named, so its size counts each time, and before that (S12).
  if (typeof content === 'string' && !context.fits(valuesIn(content), node)) return undefined
  try {
    if (typeof content === 'string') return `seccomp=${JSON.stringify(JSON.parse(content))}`
    context.error(node, `the seccomp profile ${path} can't be read: ${fileReason(content)}`)
  } catch {
    context.error(node, `the seccomp profile ${path} is no JSON: correct it, or write seccomp=unconfined`)
  }
  return undefined
}
