import { byPlace } from '../../api/v1/validation/by-place.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import { canonicalModel } from '../../compose/canonical/model.ts'
import { modelJson, modelYaml, rawModelText } from '../../compose/canonical/print.ts'
import { rawModel } from '../../compose/canonical/raw-model.ts'
import { imagesOf, servicesOf, withDependencies } from '../../compose/canonical/select.ts'
import { serviceHash } from '../../compose/canonical/service-hash.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { textOf, type Values } from '../../compose/canonical/shape.ts'
import { redactedModel } from '../../compose/canonical/redact-model.ts'
import { variablesIn } from '../../compose/canonical/variables.ts'
import { formatManifestError } from '../../store/source/reading/format-error.ts'
import type { ManifestOptions } from '../arguments/manifest-options.ts'
import type { Context } from '../context.ts'
import { type NamedProject, namedProject } from '../local/request/compose-project.ts'
import { type ShownValues, shownValues } from '../output/shown-values.ts'
import { table } from '../output/table.ts'
import { noSuchService } from '../usage.ts'

export interface ConfigOptions extends ManifestOptions {
  readonly format: 'yaml' | 'json'
  readonly quiet?: boolean
  readonly showValues?: boolean
  /** A service, or `*` for all. */
  readonly hash?: string
  readonly services?: boolean
  readonly volumes?: boolean
  readonly networks?: boolean
  readonly images?: boolean
  readonly profiles?: boolean
  readonly variables?: boolean
  readonly environment?: boolean
  readonly interpolate: boolean
  readonly consistency: boolean
  readonly normalize: boolean
  readonly pathResolution: boolean
  readonly envResolution: boolean
}

/** Prints the merged and resolved Compose project, as `docker compose config` does; contacts no host. */
export async function config(context: Context, names: readonly string[], options: ConfigOptions): Promise<number> {
  const project = await namedProject(context, 'config', options)
  const values = shownValues(options.showValues)
  const { terminal } = context
  const { errors, warnings } = project.loading
  if (options.variables) {
    terminal.print(...variableLines(project, values))
    terminal.complain(...values.said())
    return exits.converged
  }
  terminal.complain(...warnings.map((warning) => `warning: ${formatManifestError(warning)}`))
  if (errors.length > 0) {
    terminal.complain(...byPlace(errors).map(formatManifestError), 'next: correct them where they stand')
    return exits.usage
  }
  if (options.environment) terminal.print(...environmentLines(context, project, values))
  else if (options.profiles) terminal.print(...profilesIn(project))
  else if (!options.quiet) terminal.print(...lines(project, names, { ...options, values }))
  terminal.complain(...values.said())
  return exits.converged
}

function lines(project: NamedProject, names: readonly string[], options: Showing): readonly string[] {
  const style = options.format === 'json' || options.hash !== undefined ? 'json' : 'yaml'
  const model = modelOf(project, { ...options, style })
  const services = servicesOf(model)
  const known = Object.keys(services)
  const unknown = [...names, ...(options.hash ?? '*').split(',')].find(
    (name) => name !== '*' && !Object.hasOwn(services, name),
  )
  if (unknown !== undefined)
    throw noSuchService(unknown, known, `name one of ${known.join(', ')}, or activate its profile`)
  const chosen = withDependencies(model, names.length > 0 ? names : known)
  if (options.hash !== undefined)
    return hashLines(services, options.hash === '*' ? Object.keys(services) : options.hash.split(','))
  if (options.services) return chosen
  if (options.images) return imagesOf(model, chosen)
  for (const section of ['volumes', 'networks'] as const)
    if (options[section]) return Object.keys(isMap(model[section]) ? model[section] : {})
  const only = names.length > 0 ? { ...model, services: chosenOf(services, chosen) } : model
  return [printed(options.values.show(only, redactedModel), style, options.interpolate).trimEnd()]
}

interface Showing extends ConfigOptions {
  readonly values: ShownValues
}

function printed(model: Values, style: 'yaml' | 'json', isInterpolated: boolean): string {
  if (!isInterpolated) return rawModelText(model, style)
  return style === 'json' ? modelJson(model) : modelYaml(model)
}

interface Printed extends ConfigOptions {
  readonly style: 'yaml' | 'json'
}

function modelOf({ loading }: NamedProject, options: Printed): Values {
  const { loaded, baseDirectory } = loading
  if (!loaded.project) throw new Error('a project without errors was read')
  const common = { baseDirectory, normalize: options.normalize, style: options.style }
  if (!options.interpolate) return rawModel(loaded.project, { ...common, resolvePaths: options.pathResolution })
  return canonicalModel(loaded, loaded.project, {
    ...common,
    resolvePaths: options.pathResolution,
    resolveEnvironment: options.envResolution && options.hash === undefined,
  })
}

function chosenOf(services: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(services).filter(([name]) => names.includes(name)))
}

function hashLines(services: Values, names: readonly string[]): readonly string[] {
  return names.map((name) => `${name} ${serviceHash(services[name] ?? null)}`)
}

function variableLines({ files }: NamedProject, values: ShownValues): readonly string[] {
  const rows = variablesIn(files).map(({ name, required, ...each }) => {
    return [name, String(required), values.variable(name, each.default), values.variable(name, each.alternate)]
  })
  return table(['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'], rows)
}

/** All variables that interpolation can use, as docker compose prints them. */
function environmentLines(
  { env, envOfProcess = env }: Context,
  { loading }: NamedProject,
  values: ShownValues,
): readonly string[] {
  const { loaded, variables } = loading
  const all: Record<string, string | undefined> = {
    ...Object.fromEntries(variables.fromFiles),
    ...envOfProcess,
    COMPOSE_PROJECT_NAME: loaded.project?.name,
  }
  return Object.entries(all)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${values.variable(name, value)}`]))
    .sort()
}

/** The profiles of all services, enabled or not. */
function profilesIn({ loading }: NamedProject): readonly string[] {
  const root = loading.loaded.project?.root.value ?? null
  const services = isMap(root) && isMap(root['services']) ? Object.values(root['services']) : []
  const profiles = services.flatMap((service) =>
    isMap(service) && Array.isArray(service['profiles']) ? service['profiles'] : [],
  )
  return [...new Set(profiles.map(textOf))].sort()
}
