import { by } from '../../api/v1/language/by.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { isNamespaced, type Kind, kindNamed, kindNames, kinds, type ObjectOf } from '../../api/v1/kinds.ts'
import { type ObjectRef, refOf } from '../../api/v1/metadata.ts'
import { didYouMean } from '../../api/v1/validation/nearest.ts'
import { exits, InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
import { usageError } from '../usage.ts'
import { kindInstead, sameKind } from './kubectl-only.ts'
import { unclaimedHint } from './unclaimed-hint.ts'

/** One thing that a command line names; without a kind it is a service or a task, unless it says otherwise. */
export interface Named {
  readonly kind?: Kind
  /** What it may be of without a kind, the likeliest first. */
  readonly among?: readonly Kind[]
  readonly stack?: string
  readonly name: string
}

/** The kind that a word means: service, services, Service, rsvc. */
export function parseKind(word: string): Kind {
  return kindOr(word, THE_KINDS)
}

/** The same, with what to write in the place of a word that means none. */
export function kindOr(word: string, remedy: string): Kind {
  const kind = kindNamed(sameKind(word))
  if (kind) return kind
  const instead = kindInstead(word)
  if (instead !== undefined) throw usageError(`${word} is no kind here`, instead)
  const known = kindNames.flatMap((each) => [kinds[each].singular, kinds[each].plural])
  throw usageError(`${word} is no kind${didYouMean(word, known)}`, remedy)
}

const THE_KINDS = `the kinds are ${kindNames.map((each) => kinds[each].plural).join(', ')}`

/** Reads `KIND/NAME`, `KIND/STACK/NAME` and `NAME`. */
export function parseName(word: string): Named {
  const parts = word.split('/')
  if (parts.some((part) => part === '') || parts.length > 3)
    throw usageError(`${word}: not a name`, 'write KIND/NAME or KIND/STACK/NAME, as service/web')
  const [first = '', second, third] = parts
  if (second === undefined) return { name: first }
  const kind = kindOr(first, third === undefined ? inStack(first, second) : THE_KINDS)
  return third === undefined ? { kind, name: second } : { kind, stack: second, name: third }
}

/** Reads the name of a service, with or without its kind: nothing else is meant. */
export function parseServiceName(word: string): Named {
  const named = parseName(word)
  if (named.kind !== undefined && named.kind !== 'Service')
    throw usageError(`${word} is no service`, 'name one, as web or service/web')
  return { ...named, kind: 'Service' }
}

/** People write STACK/NAME. */
function inStack(stack: string, name: string): string {
  return `for ${name} of the stack ${stack} write service/${stack}/${name}; ${THE_KINDS}`
}

/** Reads `KIND NAME…` and `KIND/NAME…`. */
export function parseNames(words: readonly string[]): readonly Named[] {
  const [first = '', ...rest] = words
  if (first.includes('/') || rest.length === 0) return words.map(parseName)
  const kind = parseKind(first)
  return rest.map((name) => ({ kind, name }))
}

/** Where a name is looked for. */
export interface Where {
  /** In this stack alone; absent: in all. */
  readonly stack?: string | undefined
  /** Tells the project here, asked for where several stacks have the name: its own is meant then. */
  readonly here?: () => string | undefined
}

/** The object that a name means: in the stack given, else in the one stack that has it, or in the project here. A task has its container's name, too. */
export async function locate(installation: Installation, named: Named, { stack, here }: Where): Promise<ObjectRef> {
  const within = named.stack ?? stack
  const candidates = named.kind === undefined ? (named.among ?? (['Service', 'Task'] as const)) : [named.kind]
  for (const kind of candidates) {
    const all = await matches(installation, { kind, name: named.name }, within)
    const found = all.length > 1 ? ofProject(all, here?.()) : all
    const [only] = found
    if (only && found.length === 1) return refOf(only)
    if (found.length > 1) throw several({ kind, name: named.name }, found)
  }
  throw await missing(installation, { ...named, kinds: candidates }, within)
}

/** Those of the project here; all, where it has none of them. */
function ofProject(found: readonly ObjectOf[], project: string | undefined): readonly ObjectOf[] {
  const own = found.filter(({ metadata }) => metadata.namespace === project)
  return own.length > 0 ? own : found
}

function several({ kind, name }: ObjectRef, found: readonly ObjectOf[]): InstallationError {
  const stacks = [...new Set(found.map(({ metadata }) => metadata.namespace))]
  if (stacks.length > 1)
    return usageError(`${kind} ${name} is in several stacks: ${stacks.join(', ')}`, 'say which with -n STACK')
  const tasks = found.map((each) => `${each.metadata.name}${each.kind === 'Task' ? ` on ${each.spec.node}` : ''}`)
  return usageError(
    `several tasks have a container ${name}: ${tasks.join(', ')}`,
    `name the task, as task/${found[0]?.metadata.name}`,
  )
}

/** The objects of several names; of `--ignore-not-found` those that are there. */
export async function locateAll(
  installation: Installation,
  names: readonly Named[],
  { ignoreNotFound, ...where }: Where & { readonly ignoreNotFound: boolean },
): Promise<readonly ObjectRef[]> {
  const found = await Promise.all(
    names.map((named) =>
      locate(installation, named, where).catch((error: unknown) => {
        if (ignoreNotFound && isInstallationError(error) && error.reason === 'NotFound') return undefined
        throw error
      }),
    ),
  )
  return found.filter((ref) => ref !== undefined)
}

async function matches(
  installation: Installation,
  { kind, name }: ObjectRef,
  stack: string | undefined,
): Promise<readonly ObjectOf[]> {
  if (!isNamespaced(kind)) return present(await installation.get({ kind, name }))
  if (stack !== undefined) {
    const found = present(await installation.get({ kind, namespace: stack, name }))
    if (found.length > 0 || kind !== 'Task') return found
    return inContainers((await installation.list(kind, { stack })).items, name)
  }
  const { items } = await installation.list(kind, {})
  const found = items.filter(({ metadata }) => metadata.name === name)
  return found.length === 0 && kind === 'Task' ? inContainers(items, name) : found
}

const present = (object: ObjectOf | undefined) => (object ? [object] : [])

/** The tasks in containers of this name: of those of a stack and node that had it the one that runs, else the newest. */
function inContainers(items: readonly ObjectOf[], name: string): readonly V1Task[] {
  const tasks = items.flatMap((each) => (each.kind === 'Task' && each.status?.containerName === name ? [each] : []))
  const running = tasks.filter(({ status }) => status?.phase === 'Running')
  const byAge = (running.length > 0 ? running : tasks).toSorted(by(born))
  return [...new Map(byAge.map((task) => [`${task.metadata.namespace}/${task.spec.node}`, task])).values()]
}

const born = ({ metadata }: V1Task) => metadata.creationTimestamp ?? ''

async function missing(
  installation: Installation,
  { kinds: candidates, name }: { readonly kinds: readonly Kind[]; readonly name: string },
  stack: string | undefined,
): Promise<InstallationError> {
  const query = stack === undefined ? {} : { stack }
  const lists = await Promise.all(candidates.map(async (kind) => (await installation.list(kind, query)).items))
  const known = lists.flat().map(({ metadata }) => metadata.name)
  const inStack = candidates.some(isNamespaced) ? stack : undefined
  const hint =
    (await elsewhere(installation, { kinds: candidates, name }, stack)) ||
    didYouMean(name, known) ||
    (await stackHint(installation, inStack)) ||
    (await unclaimedHint(installation, { kinds: candidates, stack }))
  const what = candidates.map((kind) => kinds[kind].singular).join(' or ')
  const where = inStack === undefined ? '' : ` in stack ${inStack}`
  return new InstallationError(exits.failed, `there is no ${what} ${name}${where}${hint}`, {
    remedy: `see what there is with \`reconcile get ${candidates.map((kind) => kinds[kind].plural).join(',')}\`${replicaHint(candidates)}`,
    reason: 'NotFound',
  })
}

/** How one of several replicas is named, where one may be. */
function replicaHint(candidates: readonly Kind[]): string {
  if (!candidates.includes('Task')) return ''
  return '; one replica goes by the name of its task or container, or in `exec`, `logs`, `cp` and `port` by its service and `--index N`'
}

/** Which other stack has it: without -n a verb of Compose's looks in that of the project here alone. */
async function elsewhere(
  installation: Installation,
  { kinds: candidates, name }: { readonly kinds: readonly Kind[]; readonly name: string },
  stack: string | undefined,
): Promise<string> {
  if (stack === undefined) return ''
  for (const kind of candidates.filter(isNamespaced)) {
    const [object] = await matches(installation, { kind, name }, undefined)
    const other = object?.metadata.namespace
    if (other !== undefined) return `; stack ${other} has one: -n ${other}`
  }
  return ''
}

/** Asks whether another stack was meant, where there is none of this name but one of a name like it. */
export async function stackHint(installation: Pick<Installation, 'list'>, stack: string | undefined): Promise<string> {
  if (stack === undefined) return ''
  const names = (await installation.list('Stack', {})).items.map(({ metadata }) => metadata.name)
  return names.includes(stack) ? '' : didYouMean(stack, names)
}
