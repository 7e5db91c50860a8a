import { composeConditions } from '../../api/v1/compose-conditions.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import type { LoadedCompose, LoadedProject } from '../load.ts'
import { rebaseDocument } from '../merge/rebase.ts'
import { treeOf } from '../merge/tree.ts'
import { withUniqueLists } from '../merge/unique.ts'
import { weave } from '../merge/weave.ts'
import type { Style } from './key-order.ts'
import { serviceShape } from './service-shape.ts'
import { notesIn, pairs, sortedMap, textOf, type Values } from './shape.ts'
import { type Section, sections, topShapes } from './top-shape.ts'

/** The steps of making a model; each is done unless it is set to false. */
export interface ModelOptions {
  readonly baseDirectory: string
  /** Whether implied names, the default network and implied dependencies are filled in. */
  readonly normalize?: boolean
  /** Whether relative paths become absolute. */
  readonly resolvePaths?: boolean
  /** Whether the variables of env files replace the list of these files. */
  readonly resolveEnvironment?: boolean
  readonly style?: Style
}

/** A project as `docker compose config` prints it. The project must have been read without errors. */
export function canonicalModel(
  { manifests }: Pick<LoadedCompose, 'manifests'>,
  project: LoadedProject,
  options: ModelOptions,
): Values {
  const { baseDirectory, resolvePaths = true } = options
  const from = { baseDirectory, variable: project.variable }
  const tree = withUniqueLists(treeOf(project.root))
  const rebased = weave(resolvePaths ? rebaseDocument(tree, from) : tree)?.value ?? null
  const whole = isMap(rebased) ? rebased : {}
  const run: Run = { whole, project, options, services: new Map() }
  for (const { object } of manifests) if (object.kind === 'Service') run.services.set(object.metadata.name, object)
  const written = isMap(whole['services']) ? whole['services'] : {}
  const printed = [...run.services].map(([name, object]): [string, YamlValue] => [
    name,
    service(run, object, written[name]),
  ])
  const services = sortedMap(Object.fromEntries(printed), options.style)
  const tops = sections.flatMap((section): [string, Values][] => {
    const objects = top(run, section, services)
    return Object.keys(objects).length === 0 ? [] : [[section, objects]]
  })
  return { name: project.name, services, ...Object.fromEntries(tops), ...notesIn(whole, options.style) }
}

interface Run {
  readonly whole: Values
  readonly project: LoadedProject
  readonly options: ModelOptions
  /** The active services. */
  readonly services: Map<string, V1Service>
}

function service(run: Run, { spec: { template, dependsOn = [] } }: V1Service, value: YamlValue | undefined): YamlValue {
  const { env_file, label_file: _files, extends: _, ...written } = isMap(value) ? value : {}
  const { style, resolveEnvironment = true, normalize = true } = run.options
  const complete: Values = {
    ...written,
    labels: { ...template.labels },
    ...(resolveEnvironment
      ? { environment: environmentOf(template) }
      : unresolved(run, template, { ...written, env_file })),
    ...(template.annotations ? { annotations: { ...template.annotations } } : {}),
    depends_on: dependencies(normalize ? dependsOn : dependsOn.filter(({ service }) => isWritten(service, written))),
    ...(written['build'] === undefined || written['build'] === null ? {} : { build: build(run, written['build']) }),
    ...networks(run, written),
    ...scaled(written),
  }
  return serviceShape(complete, style) ?? {}
}

/** Repeats `scale` as `deploy.replicas`, where there is a `deploy`. */
function scaled({ scale = null, deploy }: Values): Values {
  return scale !== null && isMap(deploy) ? { deploy: { ...deploy, replicas: scale } } : {}
}

/** The service's own `environment` only, with the list of its env files. */
function unresolved({ project }: Run, template: Template, { environment = null, env_file }: Partial<Values>): Values {
  const said = environmentOf(template)
  const own = Object.entries(pairs(environment)).map(([name, each]): [string, YamlValue] => [
    name,
    each === null ? (project.variable(name) ?? null) : (said[name] ?? each),
  ])
  return { environment: Object.fromEntries(own), ...(env_file === undefined ? {} : { env_file }) }
}

type Template = V1Service['spec']['template']

/** The container's variables. Null stands for a bare name that the environment does not set: it removes the image's variable. */
function environmentOf({ env = [] }: Template): Values {
  return Object.fromEntries(env.map(({ name, value }): [string, YamlValue] => [name, value ?? null]))
}

function dependencies(dependsOn: NonNullable<V1Service['spec']['dependsOn']>): Values {
  return Object.fromEntries(
    dependsOn.map(({ service, condition = 'Started', restart = false, required = true }) => [
      service,
      { condition: composeConditions[condition], restart, required },
    ]),
  )
}

/** Whether a dependency is written under `depends_on`, not implied by another attribute. */
function isWritten(service: string, { depends_on }: Values): boolean {
  return Array.isArray(depends_on)
    ? depends_on.includes(service)
    : isMap(depends_on) && Object.hasOwn(depends_on, service)
}

function build({ project, options }: Run, value: YamlValue): YamlValue {
  const written = isMap(value) ? value : { context: value }
  const { normalize = true } = options
  const args = Object.entries(pairs(written['args'] ?? null)).flatMap(([name, each]): [string, YamlValue][] => {
    const resolved = each ?? (normalize ? project.variable(name) : null)
    return resolved === undefined ? [] : [[name, resolved]]
  })
  const isInline = typeof written['dockerfile_inline'] === 'string'
  return {
    ...written,
    context: written['context'] ?? (options.resolvePaths === false ? '.' : options.baseDirectory),
    ...(isInline || (!normalize && written['dockerfile'] === undefined)
      ? {}
      : { dockerfile: written['dockerfile'] ?? 'Dockerfile' }),
    args: Object.fromEntries(args),
  }
}

function networks({ options }: Run, written: Values): Values {
  const value = written['networks'] ?? null
  const isEmpty = value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  const hasMode = (written['network_mode'] ?? null) !== null
  return isEmpty && !hasMode && options.normalize !== false ? { networks: { default: null } } : {}
}

/** The objects of a section that the services use. */
function top({ whole, project, options }: Run, section: Section, services: Values): Values {
  const written = isMap(whole[section]) ? whole[section] : {}
  const used = usedBy(Object.values(services), section)
  const known = Object.keys(written).filter((name) => used.has(name))
  const names = section === 'networks' && used.has('default') ? new Set([...known, 'default']) : known
  return sortedMap(
    Object.fromEntries(
      [...names].map((name) => {
        const value = withName(written[name] ?? null, name, { project, options })
        return [name, topShapes[section](withIpam(value, section, options), options.style) ?? {}]
      }),
    ),
    options.style,
  )
}

/** Adds an empty `ipam` to networks in JSON, where Compose always prints it. */
function withIpam(value: Values, section: Section, { style }: ModelOptions): Values {
  return style === 'json' && section === 'networks' ? { ...value, ipam: value['ipam'] ?? {} } : value
}

function withName(value: YamlValue, key: string, { project, options }: Pick<Run, 'project' | 'options'>): Values {
  const written = isMap(value) ? value : {}
  const external = written['external'] ?? false
  const named = written['name'] ?? (isMap(external) ? external['name'] : undefined)
  const isExternal = isMap(external) || external === true || String(external) === 'true'
  const filled = options.normalize === false ? undefined : isExternal ? key : `${project.name}_${key}`
  const name = named ?? filled
  return { ...written, ...(name === undefined ? {} : { name }), external: isExternal }
}

function usedBy(services: readonly YamlValue[], section: Section): ReadonlySet<string> {
  return new Set(services.flatMap((service) => (isMap(service) ? namesIn(service, section) : [])))
}

function namesIn(service: Values, section: Section): string[] {
  if (section === 'networks') return Object.keys(isMap(service['networks']) ? service['networks'] : {})
  if (section === 'volumes') return sourcesIn(service['volumes'], (mount) => mount['type'] === 'volume')
  const built = isMap(service['build']) && section === 'secrets' ? sourcesIn(service['build']['secrets']) : []
  return [...sourcesIn(service[section]), ...built]
}

function sourcesIn(items: YamlValue | undefined, counts: (item: Values) => boolean = () => true): string[] {
  return (Array.isArray(items) ? items : []).flatMap((item) =>
    isMap(item) && counts(item) && item['source'] !== undefined ? [textOf(item['source'])] : [],
  )
}
