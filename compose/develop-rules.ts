import type { Develop, WatchExec, WatchRule } from '../api/v1/develop.ts'

/** An entry of `develop.watch` as read, its path absolute. */
export interface DevelopEntry extends Pick<WatchRule, 'action' | 'path' | 'target'> {
  readonly ignore?: readonly string[]
  readonly include?: readonly string[]
  readonly initialSync?: boolean
  readonly exec?: WatchExec & { readonly privileged?: boolean }
}

/** The service that the entries belong to. */
export interface DevelopedService {
  readonly name: string
  readonly isBuilt: boolean
}

/**
 * The watch rules of a service. Where an entry is one that Compose takes and nothing here can do, the result has no rules and says why: an
 * apply does not need them and goes on.
 */
export function developOf(entries: readonly DevelopEntry[], service: DevelopedService): Develop {
  const [lack] = entries.flatMap((entry) => lackOf(entry, service) ?? [])
  if (!lack) return { rules: entries.map((entry) => ruleOf(entry, service)) }
  return { rules: [], wrong: { ...lack, message: `develop.watch of ${service.name}: ${lack.message}` } }
}

/** What an entry lacks for its action; undefined where it is complete. */
function lackOf({ action, path, target, exec }: DevelopEntry, { isBuilt }: DevelopedService): Develop['wrong'] {
  if (action.startsWith('sync') && !target?.startsWith('/'))
    return {
      message: `${action} of ${path} has no target`,
      remedy: 'write where it stands in the container, from the root',
    }
  if (action === 'rebuild' && !isBuilt)
    return { message: `rebuild of ${path}: it has no build`, remedy: 'write one, or another action' }
  if (exec?.privileged)
    return {
      message: `exec.privileged of ${path} is not done here`,
      remedy: 'give the service what it needs, as cap_add',
    }
  if (action === 'sync+exec' && !exec?.command.length)
    return { message: `sync+exec of ${path} has no exec.command`, remedy: 'write what is run' }
  return undefined
}

function ruleOf({ action, path, target, exec, ...entry }: DevelopEntry, { name }: DevelopedService): WatchRule {
  const { privileged: _, ...run } = exec ?? { command: [], env: [] }
  return {
    ...{ service: name, action, path: withoutSlash(path) },
    ...(target === undefined ? {} : { target: withoutSlash(target) }),
    ...{ ignore: entry.ignore ?? [], include: entry.include ?? [], initialSync: entry.initialSync ?? false },
    ...(run.command.length > 0 ? { exec: run } : {}),
  }
}

function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/+$/, '')
}
