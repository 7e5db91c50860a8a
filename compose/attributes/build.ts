import type { V1Build } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { defaultOf } from '../node.ts'
import { contextPath, sshPath } from '../paths.ts'
import { textMap } from '../readers/key-values.ts'
import { listOf, oneOrMore, texts } from '../readers/lists.ts'
import { orNothing, type Reader, readerOf } from '../readers/reader.ts'
import { anyText, bytes, filledText, flag, text } from '../readers/scalars.ts'
import type { AttributeTable } from './attribute.ts'
import { field, readMapping } from './attribute.ts'
import { secretReferences } from './files.ts'
import { extraHosts, ulimits } from './forms.ts'
import { givenVariables } from './hooks.ts'

const buildAttributes: AttributeTable<V1Build> = {
  additional_contexts: field('additionalContexts', additionalContexts),
  args: field('args', givenVariables),
  cache_from: field('cacheFrom', texts),
  cache_to: field('cacheTo', texts),
  context: field('context', orNothing(directory)),
  dockerfile: field('dockerfile', orNothing(filledText)),
  dockerfile_inline: field('dockerfileInline', orNothing(filledText)),
  entitlements: field('entitlements', listOf(text)),
  extra_hosts: field('extraHosts', extraHosts),
  isolation: field('isolation', text),
  labels: field('labels', textMap('')),
  network: field('network', text),
  no_cache: field('noCache', flag),
  no_cache_filter: field('noCacheFilter', oneOrMore(text)),
  platforms: field('platforms', listOf(text)),
  privileged: field('privileged', flag),
  provenance: field('provenance', anyText),
  pull: field('pull', flag),
  sbom: field('sbom', anyText),
  secrets: field('secrets', secretReferences),
  shm_size: field('shmSizeBytes', bytes),
  ssh: field('ssh', ssh),
  tags: field('tags', listOf(text)),
  target: field('target', text),
  ulimits: field('ulimits', ulimits),
}

/** `build`: a directory, or a map whose `context` defaults to the directory of the Compose file. */
export const build: Reader<V1Build> = readerOf(buildAttributes, (node, context) => {
  const result: V1Build = {}
  if (typeof node.value === 'string') {
    const path = directory(node, context)
    if (path !== undefined) context.ledger.pen(node).set(result, 'context', path)
    return result
  }
  if (!readMapping(node, { table: buildAttributes, target: result, context })) return undefined
  if (result.context === undefined) context.ledger.pen(defaultOf(node)).set(result, 'context', context.baseDirectory)
  return result
})

function directory(node: Node, context: Context): string | undefined {
  const path = filledText(node, context)
  return path === undefined ? undefined : contextPath(path, context)
}

function additionalContexts(node: Node, context: Context): Record<string, string> | undefined {
  const contexts = textMap()(node, context)
  for (const [name, path] of Object.entries(contexts ?? {})) if (contexts) contexts[name] = contextPath(path, context)
  return contexts
}

/** `ssh`: entries of `default` or `ID=PATH`, as a list or a map. */
function ssh(node: Node, context: Context): string[] | undefined {
  if (Array.isArray(node.value)) return texts(node, context)?.map((text) => sshPath(text, context))
  return Object.entries(textMap('')(node, context) ?? {}).map(([id, path]) =>
    path === '' ? id : sshPath(`${id}=${path}`, context),
  )
}
