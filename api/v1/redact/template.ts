import { shapes } from '../generated/shapes.ts'
import type { V1Build, V1Hook, V1TaskTemplate } from '../generated/types.ts'
import type { Field } from '../validation/shape.ts'
import { redactAssigned, redactEnv, redactMap, redactValue, redactWords } from './redact.ts'

/** Redacts a template: its variables, commands, hooks and build arguments, and every map of texts, such as options and labels (S9). */
export function redactTemplate(template: V1TaskTemplate): V1TaskTemplate {
  const shown = redactMaps('TaskTemplate', template)
  const { env, build, hooks, command, args, healthcheck } = shown
  return {
    ...shown,
    ...(env ? { env: redactEnv(env) } : {}),
    ...(command ? { command: redactWords(command) } : {}),
    ...(args ? { args: redactWords(args) } : {}),
    ...(healthcheck?.test ? { healthcheck: { ...healthcheck, test: redactWords(healthcheck.test) } } : {}),
    ...(build ? { build: redactBuild(build) } : {}),
    ...(hooks
      ? { hooks: { ...hooks, ...redactHooks('postStart', hooks.postStart), ...redactHooks('preStop', hooks.preStop) } }
      : {}),
  }
}

/** Redacts all maps of texts in a value of a type of the schema, at any depth. */
function redactMaps<T extends object>(type: string, value: T): T {
  const shown = Object.entries(value).map(([name, inner]: [string, unknown]) => [
    name,
    redactField(name, shapes[type]?.[name] ?? {}, inner),
  ])
  return Object.fromEntries(shown) as T
}

function redactField(name: string, { of, many }: Field, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (many === 'map') return redactTexts(name, value as Record<string, string>)
  if (of === undefined) return value
  return Array.isArray(value) ? value.map((item) => redactField(name, { of }, item)) : redactMaps(of, value)
}

function redactTexts(name: string, map: Readonly<Record<string, string>>): Record<string, string> {
  if (!BY_PLACE.has(name)) return redactMap(map)
  return Object.fromEntries(Object.entries(map).map(([place, text]) => [place, redactAssigned(text)]))
}

/** Maps by paths or names of our own choice, as `/run/secrets`, which say nothing of the value. */
const BY_PLACE: ReadonlySet<string> = new Set(['tmpfs', 'additionalContexts'])

function redactBuild(build: V1Build): V1Build {
  const { args, context, dockerfileInline, cacheFrom, cacheTo } = build
  return {
    ...build,
    ...(args ? { args: redactEnv(args) } : {}),
    ...(context ? { context: redactValue(context) } : {}),
    ...(dockerfileInline ? { dockerfileInline: redactAssigned(dockerfileInline) } : {}),
    ...(cacheFrom ? { cacheFrom: cacheFrom.map(redactAssigned) } : {}),
    ...(cacheTo ? { cacheTo: cacheTo.map(redactAssigned) } : {}),
  }
}

function redactHooks(point: 'postStart' | 'preStop', hooks: V1Hook[] | undefined): Record<string, V1Hook[]> {
  if (!hooks) return {}
  const shown = hooks.map(({ command, env, ...rest }) => ({
    ...rest,
    command: redactWords(command),
    ...(env ? { env: redactEnv(env) } : {}),
  }))
  return { [point]: shown }
}
