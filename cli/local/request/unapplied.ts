import { isMap } from '../../../api/v1/yaml/is-map.ts'
import { relative } from 'node:path'
import { didYouMean } from '../../../api/v1/validation/nearest.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { textOf } from '../../../compose/canonical/shape.ts'
import { profilesIn } from '../../../compose/profiles.ts'
import { foundManifests } from '../../arguments/manifest-options.ts'
import { readableStack } from '../../arguments/stack-here.ts'
import type { Context } from '../../context.ts'
import { namedProject, type NamedProject } from './compose-project.ts'

/** A service that does not exist, and the services of its stack that do. */
export interface Unapplied {
  readonly service: string
  readonly stack: string
  /** The verb that needs the service: `run` starts a one-off, the others need a task. */
  readonly verb: 'run' | 'exec' | 'logs' | 'cp'
  /** The existing services of the stack. */
  readonly applied: readonly string[]
}

/** The services that the project here declares. */
export interface Declared {
  /** All services of its files, with their profiles. */
  readonly profiles: ReadonlyMap<string, readonly string[]>
  /** The enabled profiles. */
  readonly active: readonly string[]
  readonly files: readonly string[]
}

/**
 * The error that the project here declares the service but it was not applied, with the command to do so. Undefined if the plain error
 * tells more, or the project can't be read.
 */
export async function unappliedHere(context: Context, missing: Unapplied): Promise<InstallationError | undefined> {
  const declared = await declaredHere(context, missing.verb, missing.stack)
  const why = declared && unappliedBecause(missing, declared)
  if (!why) return undefined
  return new InstallationError(exits.failed, why.message, { reason: 'NotFound', remedy: why.remedy })
}

/**
 * Why a declared service does not exist, and the apply that creates it without changing anything else. For `run` it starts no task of the
 * service itself.
 */
export function unappliedBecause(
  { service, stack, verb, applied }: Unapplied,
  { profiles, active, files }: Declared,
): { readonly message: string; readonly remedy: string } | undefined {
  const own = profiles.get(service)
  if (!own && (applied.length > 0 || profiles.size === 0)) return undefined
  const nowhere = `there is no service ${service} in stack ${stack}`
  const where = files.join(' with ')
  if (!own) {
    const names = [...profiles.keys()]
    return {
      message: `${nowhere}, and ${where} has none${didYouMean(service, names)}`,
      remedy: `name one of ${names.join(', ')}`,
    }
  }
  const wasOff = own.length > 0 && !active.includes('*') && !own.some((profile) => active.includes(profile))
  const because = wasOff ? `is of the profile ${own.join(' or ')}, with which it was not applied` : 'was not applied'
  return {
    message: `${nowhere}: ${where} has it, and it ${because}`,
    remedy: verb === 'run' ? besideIt(service) : withIt(service, wasOff ? own[0] : undefined),
  }
}

function besideIt(service: string): string {
  return `run this again after \`reconcile up --scale ${service}=0 ${service}\`, which starts what it depends on, and not itself`
}

function withIt(service: string, profile: string | undefined): string {
  const all =
    profile === undefined ? '' : `, or after \`reconcile up --profile ${profile}\`, which starts all of the profile`
  return `run this again after \`reconcile up ${service}\`, which starts it and what it depends on${all}`
}

/** What the project here declares, if it is of this stack; undefined otherwise, or if it can't be read. */
export async function declaredHere(context: Context, verb: string, stack: string): Promise<Declared | undefined> {
  if (!foundManifests(context, {}) || readableStack(context) !== stack) return undefined
  const project = await namedProject(context, verb, {}).catch(() => undefined)
  return project && declaredIn(project, context)
}

function declaredIn({ loading: { loaded }, files }: NamedProject, { cwd }: Context): Declared {
  const root = loaded.project?.root.value ?? null
  const services = isMap(root) && isMap(root['services']) ? Object.entries(root['services']) : []
  return {
    profiles: new Map(
      services.map(([name, service]) => {
        const profiles = isMap(service) ? service['profiles'] : undefined
        return [name, Array.isArray(profiles) ? profiles.map(textOf) : []]
      }),
    ),
    active: profilesIn(loaded.project?.variable('COMPOSE_PROFILES')).filter((profile) => profile !== ''),
    files: files.map(({ file }) => relative(cwd, file)),
  }
}
