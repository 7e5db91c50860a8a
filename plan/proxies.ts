import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import { listNames } from '../api/v1/language/list-names.ts'
import { unreadWords } from '../engine/proxies.ts'
import type { ContainerBody } from '../engine/types/container.ts'
import type { StringMap } from '../engine/types/string-map.ts'
import type { ObservedNode } from './failures.ts'

/**
 * The note, once per node, that containers or builds get proxies which no manifest states, or none because docker's config could not be
 * read.
 */
export function proxiesSaid(calls: readonly PlannedCall[], nodes: readonly ObservedNode[]): readonly string[] {
  return nodes.flatMap(({ node, observed: { info } }) => {
    const { proxies } = info ?? {}
    const unread = unreadWords(node, info)
    if (unread !== undefined) return calls.some((call) => call.node === node && isMade(call)) ? [unread] : []
    if (!proxies || !calls.some((call) => call.node === node && isGiven(call, proxies))) return []
    const names = listNames(Object.keys(proxies).filter((name) => name === name.toUpperCase()))
    return [`what is made on ${node} gets ${names} by the \`proxies\` of docker's config.json, unless it is declared`]
  })
}

function isMade({ path, refused }: PlannedCall): boolean {
  return refused === undefined && (path.startsWith('/build?') || path.startsWith('/containers/create'))
}

function isGiven(call: PlannedCall, proxies: Readonly<StringMap>): boolean {
  if (!isMade(call)) return false
  const { path, body } = call
  if (path.startsWith('/build?')) return true
  const { Env = [] } = body as ContainerBody
  return Object.entries(proxies).some(([name, value]) => Env.includes(`${name}=${value}`))
}
