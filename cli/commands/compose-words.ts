import { kinds } from '../../api/v1/kinds.ts'
import { objectLabels } from '../../api/v1/labels.ts'
import { pick } from '../../api/v1/language/pick.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { type ManifestOptions, type NamedManifests, namedManifests } from '../arguments/manifest-options.ts'
import { locate } from '../arguments/references.ts'
import { stackHere } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { isTable, parseFormat } from '../output/format.ts'
import { table } from '../output/table.ts'
import { shellWord } from '../../api/v1/language/shell-word.ts'
import { saySilentNodes } from '../silent-nodes.ts'
import { inStack, servicesNamed } from './act-on.ts'
import { apply, type ApplyOptions } from './apply.ts'
import { type DeleteOptions, remove } from './delete.ts'
import { get, getAt, type Looking } from './get.ts'
import { plainText } from '../output/plain-text.ts'

export interface UpOptions extends ApplyOptions {
  readonly removeOrphans?: boolean
}

/** `apply` of the project here, or of some of its services. */
export async function up(context: Context, services: readonly string[], options: UpOptions): Promise<number> {
  const { pull, build, deps, scale = [], large, removeOrphans } = options
  const flags = [
    ...services.flatMap((name) => ['--only', name]),
    ...(deps === false ? ['--no-deps'] : []),
    ...scale.flatMap((each) => ['--scale', each]),
    ...(large ? ['--large'] : []),
    ...(options.forceRecreate ? ['--force-recreate'] : []),
    ...(options.renewAnonVolumes ? ['--renew-anon-volumes'] : []),
    ...(pull ? ['--pull', ...(pull === 'always' ? [] : [pull])] : []),
    ...(build ? ['--build'] : []),
    ...(removeOrphans ? ['--prune'] : []),
  ]
  stands(context, 'up', ['apply', ...wordsOf(options), ...flags])
  return await apply(context, undefined, { ...options, only: services, ...(removeOrphans ? { prune: true } : {}) })
}

/** `delete` of what the project here declares, or of a stack. */
export async function down(context: Context, options: DeleteOptions): Promise<number> {
  const { file, stack, volumes, removeOrphans } = options
  // For docker compose, what a project's containers are of is all the same.
  const pruned = removeOrphans ? { ...options, prune: true } : options
  const flags = [...(volumes ? ['--volumes'] : []), ...(removeOrphans ? ['--prune'] : [])]
  if (stack !== undefined && file === undefined) {
    stands(context, 'down', ['delete', '--stack', stack, ...flags])
    return await remove(context, [], pruned)
  }
  const here: Partial<NamedManifests> = file ? { files: file } : namedManifests(context, 'down', options)
  const { files = [] } = here
  const orphans = removeOrphans ? ['--remove-orphans'] : []
  stands(context, 'down', ['delete', ...wordsOf({ ...options, file: files }), ...flags, ...orphans])
  return await remove(context, [], { ...pruned, file: files, ...pick(here, ['variables']) })
}

export interface PsOptions {
  readonly stack?: string
  readonly quiet?: boolean
  /** Whether to print only the names of the services. */
  readonly services?: boolean
  /** Whether to list one-off containers as well. */
  readonly all?: boolean
  readonly output?: string
  /** docker compose's option for the output format. */
  readonly format?: 'table' | 'json'
}

/** `get tasks` of the project here, or of a stack. */
export async function ps(context: Context, services: readonly string[], options: PsOptions): Promise<number> {
  const { stack = stackHere(context, 'ps'), all } = options
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const looking = { context, installation }
    if (services.length > 0) await refuseUnknown(looking, stack, services)
    if (options.services) return await listServices(looking, stack)
    const selector = selectorOf(services)
    const output = psOutput(options)
    const words = ['-n', stack, ...(selector === undefined ? [] : ['-l', selector]), '-o', output]
    stands(context, 'ps', ['get', 'tasks', ...words])
    const exit = await getAt(looking, ['tasks'], {
      ...{ stack, output, headers: true },
      ...(selector ? { selector } : {}),
    })
    if (all) await listOneOffs(looking, { ...options, stack, services, output })
    return exit
  })
}

/**
 * As docker compose: a service that neither exists nor is declared in the files here is an error; one that is declared but not yet applied
 * is not.
 */
async function refuseUnknown(
  { context, installation }: Looking,
  stack: string,
  services: readonly string[],
): Promise<void> {
  for (const named of servicesNamed(services)) {
    const refusal = await locate(installation, named, { stack }).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (refusal === undefined) continue
    const declared = await (await import('../bundles/local.ts')).declaredHere(context, 'ps', stack)
    if (!declared?.profiles.has(named.name)) throw refusal
  }
}

async function listServices(looking: Looking, stack: string): Promise<number> {
  stands(looking.context, 'ps', ['get', 'services', '-n', stack, '-o', NAMES])
  return await getAt(looking, ['services'], { stack, output: NAMES, headers: true })
}

const NAMES = 'jsonpath={range .items[*]}{.metadata.name}{"\\n"}{end}'

function selectorOf(services: readonly string[]): string | undefined {
  if (services.length === 0) return undefined
  const [service = ''] = services
  return services.length === 1
    ? `${objectLabels.service}=${service}`
    : `${objectLabels.service} in (${services.join(',')})`
}

function psOutput({ quiet, format, output = 'wide' }: PsOptions): string {
  if (quiet) return 'jsonpath={range .items[?(@.status.containerID)]}{.status.containerID}{"\\n"}{end}'
  return format === 'json' ? 'json' : output
}

/** `get stacks`. */
export async function ls(context: Context, { quiet }: { readonly quiet?: boolean }): Promise<number> {
  const output = quiet ? NAMES : 'table'
  stands(context, 'ls', ['get', 'stacks', ...(quiet ? ['-o', output] : [])])
  return await get(context, ['stacks'], { output, headers: true })
}

interface OneOffsAsked {
  readonly stack: string
  readonly services: readonly string[]
  readonly quiet?: boolean
  readonly output: string
}

async function listOneOffs(
  { context, installation }: Looking,
  { stack, services, quiet, output }: OneOffsAsked,
): Promise<void> {
  const { terminal, signal } = context
  const found = (await installation.oneOffs({ stack, signal })).filter(
    (each) => services.length === 0 || services.includes(each.service),
  )
  const rows = found.map(({ name, service: of, node, state, image }) => [name, of, node, state, image].map(plainText))
  await saySilentNodes(context, installation)
  if (quiet) terminal.print(...found.flatMap(({ id }) => id ?? []))
  else if (!isTable(parseFormat(output)) && rows.length > 0)
    terminal.complain(
      `warning: one-off containers are no objects, and not in -o ${output}: ${rows.map(([name]) => name).join(', ')}`,
    )
  else if (rows.length > 0) terminal.print('', ...table(['one-off', 'service', 'node', 'state', 'image'], rows))
}

/** `delete` of services, and of one-off containers. */
export async function rm(context: Context, names: readonly string[], options: DeleteOptions): Promise<number> {
  const within = inStack(context, options)
  const flags = [...wordsOf(within), ...(options.volumes ? ['--volumes'] : [])]
  const onLocated = (refs: readonly ObjectRef[]) =>
    stands(context, 'rm', ['delete', ...refs.map((ref) => nameIn(within.stack, ref)), ...flags])
  return await remove(context, names, { ...within, leaveFiles: true, among: ['Service'], onLocated })
}

/** How a command names an object of this stack, or of another one. */
function nameIn(stack: string | undefined, { kind, namespace, name }: ObjectRef): string {
  return [kinds[kind].singular, ...(namespace === undefined || namespace === stack ? [] : [namespace]), name].join('/')
}

function wordsOf({ file = [], stack, profile = [], envFile = [] }: ManifestOptions): readonly string[] {
  return [
    ...file.flatMap((path) => ['-f', path]),
    ...(stack === undefined ? [] : ['-n', stack]),
    ...profile.flatMap((name) => ['--profile', name]),
    ...envFile.flatMap((path) => ['--env-file', path]),
  ]
}

function stands({ terminal }: Context, word: string, words: readonly string[]): void {
  terminal.complain(`${word}: reconcile ${words.map(shellWord).join(' ')}`)
}
