import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import type { LoadedProject } from '../load.ts'
import { rebaseDocument } from '../merge/rebase.ts'
import { treeOf } from '../merge/tree.ts'
import { withUniqueLists } from '../merge/unique.ts'
import { weave } from '../merge/weave.ts'
import type { ModelOptions } from './model.ts'
import { serviceAttributes } from './service-shape.ts'
import { sortedDeep, textOf, type Values } from './shape.ts'
import { sections } from './top-shape.ts'

/** A merged project without interpolation. Values are in their long form, except where that depends on a variable. */
export function rawModel(project: LoadedProject, options: ModelOptions): Values {
  const { baseDirectory, resolvePaths = true, normalize = true } = options
  const tree = withUniqueLists(treeOf(project.root))
  const from = { baseDirectory, variable: project.variable }
  const value = weave(resolvePaths ? rebaseDocument(tree, from) : tree)?.value ?? null
  const { services, version: _, ...rest } = isMap(value) ? value : {}
  const run: Run = { project, options, normalize }
  const complete: Values = {
    ...rest,
    ...nameOf(rest, project, normalize),
    services: mapOf(services, (each) => service(each, run)),
  }
  for (const section of sections) {
    const objects = mapOf(complete[section], (each, key) => withName(each, key, run))
    if (normalize && section === 'networks' && usesDefault(complete['services']))
      objects['default'] ??= withName(null, 'default', run)
    if (complete[section] !== undefined || Object.keys(objects).length > 0) complete[section] = objects
  }
  return sortedDeep(complete, 'yaml') as Values
}

function nameOf({ name }: Values, project: LoadedProject, normalize: boolean): Values {
  return normalize || name !== undefined ? { name: project.name } : {}
}

interface Run {
  readonly project: LoadedProject
  readonly options: ModelOptions
  readonly normalize: boolean
}

function mapOf(value: YamlValue | undefined, make: (value: YamlValue, key: string) => YamlValue): Values {
  return Object.fromEntries(Object.entries(isMap(value) ? value : {}).map(([key, each]) => [key, make(each, key)]))
}

/** The attributes that are converted to their long form. */
const shaped = [
  'configs',
  'depends_on',
  'devices',
  'env_file',
  'gpus',
  'networks',
  'ports',
  'secrets',
  'volumes',
] as const

function service(value: YamlValue, run: Run): YamlValue {
  if (!isMap(value)) return value
  const { extends: _, ...written } = value
  const complete: Values = { ...written }
  for (const key of shaped) {
    const each = written[key]
    if (each !== undefined && each !== null) complete[key] = inLongForm(key, each)
  }
  if (written['build'] !== undefined && written['build'] !== null) complete['build'] = build(written['build'], run)
  if (written['dns'] !== undefined && !Array.isArray(written['dns'])) complete['dns'] = [written['dns']]
  Object.assign(complete, needs(complete, run))
  const hasNetworks = Object.keys(complete['networks'] ?? {}).length > 0
  if (run.normalize && !hasNetworks && (written['network_mode'] ?? null) === null)
    complete['networks'] = { default: null }
  return complete
}

function inLongForm(key: (typeof shaped)[number], value: YamlValue): YamlValue {
  if (key === 'depends_on') return dependencies(value)
  if (key === 'env_file') return envFiles(value)
  if (key === 'gpus' && value === 'all') return [{ count: 'all' }]
  // Which short form a text has depends on the values of its variables.
  if (listOf(value).some((each) => typeof each === 'string' && each.includes('$'))) return value
  return serviceAttributes[key](value, 'yaml') ?? value
}

function listOf(value: YamlValue): readonly YamlValue[] {
  return Array.isArray(value) ? value : [value]
}

function dependencies(value: YamlValue): YamlValue {
  if (Array.isArray(value))
    return Object.fromEntries(value.map((name) => [textOf(name), { condition: 'service_started', required: true }]))
  return mapOf(value, (each) => (isMap(each) ? { required: true, ...each } : each))
}

/** `depends_on` with what other attributes imply. */
function needs(service: Values, { normalize }: Run): Values {
  const written = service['depends_on'] ?? null
  if (!normalize || (written !== null && !isMap(written))) return {}
  const all = { ...implied(service), ...written }
  return Object.keys(all).length > 0 ? { depends_on: all } : {}
}

/** The services that other attributes name; with what is not replaced, as docker compose has it. */
function implied(written: Values): Values {
  const linked = textsOf(written['links']).map((link) => link.split(':', 1)[0] ?? '')
  const joined = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'].flatMap((key) =>
    textsOf(written[key]).flatMap((mode) => (mode.startsWith('service:') ? [mode.slice('service:'.length)] : [])),
  )
  const mounted = textsOf(written['volumes_from']).flatMap((from) =>
    from.startsWith('container:') ? [] : [from.split(':', 1)[0] ?? ''],
  )
  const entries = (names: readonly string[], restart: boolean) =>
    names.map((name) => [name, { condition: 'service_started', required: true, restart }] as const)
  return Object.fromEntries([...entries(mounted, false), ...entries([...linked, ...joined], true)])
}

function textsOf(value: YamlValue | undefined): string[] {
  return listOf(value ?? []).filter((each) => typeof each === 'string')
}

function envFiles(value: YamlValue): YamlValue {
  return listOf(value).map((each) => (isMap(each) ? { required: true, ...each } : { path: each, required: true }))
}

function build(value: YamlValue, { normalize, options }: Run): YamlValue {
  const { context = '.', ...rest } = isMap(value) ? value : { context: value }
  const whole = context === '.' && options.resolvePaths !== false ? options.baseDirectory : context
  const isInline = rest['dockerfile_inline'] !== undefined
  return { context: whole, ...(normalize && !isInline ? { dockerfile: 'Dockerfile' } : {}), ...rest }
}

function withName(value: YamlValue, key: string, { project, normalize }: Run): YamlValue {
  if (!normalize) return value
  const written = isMap(value) ? value : {}
  const name = written['external'] === true ? key : `${project.name}_${key}`
  return { name, ...written }
}

function usesDefault(services: YamlValue | undefined): boolean {
  const all: readonly YamlValue[] = Object.values(isMap(services) ? services : {})
  return all.some((each) => isMap(each) && isMap(each['networks']) && Object.hasOwn(each['networks'], 'default'))
}
