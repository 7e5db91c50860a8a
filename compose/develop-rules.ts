import { type Develop, type WatchExec, type WatchRule, watchActions } from '../api/v1/develop.ts'
import { isMap } from '../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../api/v1/yaml/to-value.ts'
import { shellWords } from './units/shell-words.ts'

/** An entry of `develop.watch` as written, with its path made absolute. */
export type DevelopEntry = Readonly<Record<string, YamlValue>>

/** The service that the entries belong to. */
export interface DevelopedService {
  readonly name: string
  readonly isBuilt: boolean
}

/** The watch rules of a service. Where an entry is wrong, the result has no rules and says why: an apply does not need them and goes on. */
export function developOf(entries: readonly DevelopEntry[], service: DevelopedService): Develop {
  const read = entries.map((entry) => ruleOf(entry, service))
  const wrong = read.find((each): each is Wrong => 'remedy' in each)
  if (wrong) return { rules: [], wrong }
  return { rules: read.filter((each): each is WatchRule => 'action' in each) }
}

interface Wrong {
  readonly message: string
  readonly remedy: string
}

function ruleOf(entry: DevelopEntry, service: DevelopedService): WatchRule | Wrong {
  const wrong = (what: string, remedy: string) => ({ message: `develop.watch of ${service.name}: ${what}`, remedy })
  const action = watchActions.find((each) => each === entry['action'])
  const [path, target] = [textIn(entry, 'path'), textIn(entry, 'target')]
  if (!action) return wrong(`there is no action ${String(entry['action'])}`, `write ${watchActions.join(', ')}`)
  if (path === undefined) return wrong('an entry has no path', 'write which file or directory is watched')
  const exec = isMap(entry['exec']) ? entry['exec'] : undefined
  const run = exec && execOf(exec)
  const lack = lackOf({ action, path, target, run, isPrivileged: exec?.['privileged'] === true }, service)
  if (lack) return wrong(...lack)
  return {
    ...{ service: service.name, action, path: path.replace(/(?<=.)\/+$/, '') },
    ...(target === undefined ? {} : { target: target.replace(/(?<=.)\/+$/, '') }),
    ...{ ignore: textsIn(entry, 'ignore'), include: textsIn(entry, 'include') },
    initialSync: entry['initial_sync'] === true,
    ...(run ? { exec: run } : {}),
  }
}

interface ReadEntry {
  readonly action: WatchRule['action']
  readonly path: string
  readonly target: string | undefined
  readonly run: WatchExec | undefined
  readonly isPrivileged: boolean
}

/** What an entry lacks for its action, with the remedy; undefined where it is complete. */
function lackOf(
  { action, path, target, run, isPrivileged }: ReadEntry,
  { isBuilt }: DevelopedService,
): readonly [string, string] | undefined {
  if (action.startsWith('sync') && !target?.startsWith('/'))
    return [`${action} of ${path} has no target`, 'write where it stands in the container, from the root']
  if (action === 'rebuild' && !isBuilt) return [`rebuild of ${path}: it has no build`, 'write one, or another action']
  if (isPrivileged) return [`exec.privileged of ${path} is not done here`, 'give the service what it needs, as cap_add']
  return action === 'sync+exec' && !run ? [`sync+exec of ${path} has no exec.command`, 'write what is run'] : undefined
}

function execOf(exec: DevelopEntry): WatchExec | undefined {
  const command = Array.isArray(exec['command'])
    ? exec['command'].map(String)
    : shellWords(textIn(exec, 'command') ?? '')?.words
  if (!command || command.length === 0) return undefined
  const [user, workingDir] = [textIn(exec, 'user'), textIn(exec, 'working_dir')]
  return {
    ...{ command, env: environmentOf(exec['environment']) },
    ...(user === undefined ? {} : { user }),
    ...(workingDir === undefined ? {} : { workingDir }),
  }
}

/** Variables from a map or a list of NAME=value. A name alone gets an empty value, as in docker compose 2.40, never the caller's. */
function environmentOf(value: YamlValue | undefined): readonly string[] {
  if (Array.isArray(value)) return value.map(String).map((each) => (each.includes('=') ? each : `${each}=`))
  return isMap(value) ? Object.entries(value).map(([key, each]) => `${key}=${String(each ?? '')}`) : []
}

function textIn(values: DevelopEntry, key: string): string | undefined {
  const value = values[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The texts of a list, or a single one written without a list. */
function textsIn(values: DevelopEntry, key: string): readonly string[] {
  const value = values[key]
  return Array.isArray(value) ? value.map(String) : typeof value === 'string' && value !== '' ? [value] : []
}
