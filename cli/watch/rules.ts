import { shellWords } from '../../compose/units/shell-words.ts'
import { isMap, type Values } from '../../compose/canonical/shape.ts'
import { usageError } from '../usage.ts'

const ACTIONS = ['sync', 'rebuild', 'restart', 'sync+restart', 'sync+exec'] as const

/** What is run in a container after its files changed. */
export interface WatchExec {
  readonly command: readonly string[]
  readonly user?: string
  readonly workingDir?: string
  readonly env: readonly string[]
}

/** What .dockerignore leaves out of a directory. */
export interface LeftOut {
  /** Absolute. */
  readonly directory: string
  readonly patterns: readonly string[]
}

/** One entry of a service's `develop.watch`. */
export interface WatchRule {
  readonly service: string
  readonly action: (typeof ACTIONS)[number]
  /** Absolute: a file or a directory. */
  readonly path: string
  /** Where it stands in the container. */
  readonly target?: string
  /** Patterns of .dockerignore, from the path on. */
  readonly ignore: readonly string[]
  readonly include: readonly string[]
  /** What the context of its build leaves out. */
  readonly leftOut?: LeftOut
  readonly initialSync: boolean
  readonly exec?: WatchExec
}

/** The rules of a project's services, as its files come to; a usage error where one lacks what its action needs. */
export function rulesOf(services: Values): readonly WatchRule[] {
  return Object.entries(services).flatMap(([name, service]) => {
    const develop = isMap(service) ? service['develop'] : undefined
    const watch = isMap(develop) ? develop['watch'] : undefined
    const isBuilt = isMap(service) && service['build'] !== undefined
    return (Array.isArray(watch) ? watch : []).filter(isMap).map((entry) => ruleOf(entry as Values, { name, isBuilt }))
  })
}

function ruleOf(entry: Values, { name, isBuilt }: { readonly name: string; readonly isBuilt: boolean }): WatchRule {
  const wrong = (what: string, remedy: string) => usageError(`develop.watch of ${name}: ${what}`, remedy)
  const action = ACTIONS.find((each) => each === entry['action'])
  const [path, target] = [textIn(entry, 'path'), textIn(entry, 'target')]
  if (!action) throw wrong(`there is no action ${String(entry['action'])}`, `write ${ACTIONS.join(', ')}`)
  if (path === undefined) throw wrong('an entry has no path', 'write which file or directory is watched')
  if (action.startsWith('sync') && !target?.startsWith('/'))
    throw wrong(`${action} of ${path} has no target`, 'write where it stands in the container, from the root')
  if (action === 'rebuild' && !isBuilt)
    throw wrong(`rebuild of ${path}: it has no build`, 'write one, or another action')
  if (isMap(entry['exec']) && entry['exec']['privileged'] === true)
    throw wrong(`exec.privileged of ${path} is not done here`, 'give the service what it needs, as cap_add')
  const exec = isMap(entry['exec']) ? execOf(entry['exec'] as Values) : undefined
  if (action === 'sync+exec' && !exec) throw wrong(`sync+exec of ${path} has no exec.command`, 'write what is run')
  return {
    ...{ service: name, action, path: path.replace(/(?<=.)\/+$/, '') },
    ...(target === undefined ? {} : { target: target.replace(/(?<=.)\/+$/, '') }),
    ...{ ignore: textsIn(entry, 'ignore'), include: textsIn(entry, 'include') },
    initialSync: entry['initial_sync'] === true,
    ...(exec ? { exec } : {}),
  }
}

function execOf(exec: Values): WatchExec | undefined {
  const command = Array.isArray(exec['command'])
    ? exec['command'].map(String)
    : shellWords(textIn(exec, 'command') ?? '')?.words
  if (!command || command.length === 0) return undefined
  const [user, workingDir] = [textIn(exec, 'user'), textIn(exec, 'working_dir')]
  const environment = exec['environment']
  const env = isMap(environment)
    ? Object.entries(environment).map(([key, value]) => `${key}=${String(value ?? '')}`)
    : []
  return {
    ...{ command, env },
    ...(user === undefined ? {} : { user }),
    ...(workingDir === undefined ? {} : { workingDir }),
  }
}

function textIn(values: Values, key: string): string | undefined {
  const value = values[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function textsIn(values: Values, key: string): readonly string[] {
  const value = values[key]
  return Array.isArray(value) ? value.map(String) : []
}
