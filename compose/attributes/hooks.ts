import { by } from '../../api/v1/language/by.ts'
import type { V1EnvVar, V1Hook, V1Hooks, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import { envVar } from '../environment.ts'
import type { Node } from '../node.ts'
import { keyValues } from '../readers/key-values.ts'
import { commandLine, listOf } from '../readers/lists.ts'
import { flag, text } from '../readers/scalars.ts'
import type { Attribute, AttributeTable, ReadAttribute } from './attribute.ts'
import { field, mapOf, read } from './attribute.ts'

const hookAttributes: AttributeTable<V1Hook> = {
  command: field('command', commandLine),
  user: field('user', text),
  privileged: field('privileged', flag),
  working_dir: field('workingDir', text),
  environment: field('env', variables),
}

const hookList = listOf(mapOf<V1Hook>(hookAttributes, () => ({ command: [] }), ['command']))

/** `post_start` and `pre_stop`. */
export function hooks(when: keyof V1Hooks): Attribute<V1TaskTemplate> {
  const reading: ReadAttribute<V1TaskTemplate>['read'] = (node, template, context) => {
    const list = hookList(node, context)
    if (!list) return
    template.hooks ??= {}
    context.ledger.pen(node).set(template.hooks, when, list)
  }
  return read(`hooks.${when}`, reading, hookAttributes)
}

/** Variables, sorted by name. One without a value takes the project's value, and stays a bare name where there is none. */
export function variables(node: Node, context: Context): V1EnvVar[] {
  return variablesThat(() => true, node, context)
}

/** Build arguments, sorted by name. One without a value takes the project's value, and is left out where there is none. */
export function givenVariables(node: Node, context: Context): V1EnvVar[] {
  return variablesThat(({ value }) => value !== undefined, node, context)
}

function variablesThat(counts: (variable: V1EnvVar) => boolean, node: Node, context: Context): V1EnvVar[] {
  const list: V1EnvVar[] = []
  const entries = keyValues(node, context) ?? []
  for (const { key, value, node: at } of entries.sort(by(({ key }) => key))) {
    const variable = envVar(key, value ?? context.variable(key))
    if (counts(variable)) context.ledger.pen(at).push(list, variable)
  }
  return list
}
