import { looksLikeOneOff } from '../../api/v1/names.ts'
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

/** An object named on the command line. Without a kind, it is a service or a task unless `among` is given. */
export interface Named {
  readonly kind?: Kind
  /** Candidate kinds if none is given, most likely first. */
  readonly among?: readonly Kind[]
  readonly stack?: string
  readonly name: string
}

/** Parses the word for a kind: service, services, Service, rsvc. Throws a usage error for others. */
export function parseKind(word: string): Kind {
  return kindOr(word, THE_KINDS)
}

/** As `parseKind`, with a given remedy. */
export function kindOr(word: string, remedy: string): Kind {
  const kind = kindNamed(sameKind(word))
  if (kind) return kind
  const instead = kindInstead(word)
  if (instead !== undefined) throw usageError(`${word} is no kind here`, instead)
  const known = kindNames.flatMap((each) => [kinds[each].singular, kinds[each].plural])
  throw usageError(`${word} is no kind${didYouMean(word, known)}`, remedy)
}

const THE_KINDS = `the kinds are ${kindNames.map((each) => kinds[each].plural).join(', ')}`

/** Parses `KIND/NAME`, `KIND/STACK/NAME` or `NAME`. */
export function parseName(word: string): Named {
  const parts = word.split('/')
  if (parts.some((part) => part === '') || parts.length > 3)
    throw usageError(`${word}: not a name`, 'write KIND/NAME or KIND/STACK/NAME, as service/web')
  const [first = '', second, third] = parts
  if (second === undefined) return { name: first }
  const kind = kindOr(first, third === undefined ? inStack(first, second) : THE_KINDS)
  return third === undefined ? { kind, name: second } : { kind, stack: second, name: third }
}

/** Parses the name of a service, with or without its kind. Throws a usage error for another kind. */
export function parseServiceName(word: string): Named {
  const named = parseName(word)
  if (named.kind !== undefined && named.kind !== 'Service')
    throw usageError(`${word} is no service`, 'name one, as web or service/web')
  return { ...named, kind: 'Service' }
}

/** The remedy for people who write STACK/NAME. */
function inStack(stack: string, name: string): string {
  return `for ${name} of the stack ${stack} write -n ${stack} ${name}, or KIND/${stack}/${name}; ${THE_KINDS}`
}

/** Parses `KIND NAME…` or `KIND/NAME…`. */
export function parseNames(words: readonly string[]): readonly Named[] {
  const [first = '', ...rest] = words
  if (first.includes('/') || rest.length === 0) return words.map(parseName)
  const kind = parseKind(first)
  return rest.map((name) => ({ kind, name }))
}

/** Where to look for a name. */
export interface Where {
  /** Only in this stack; absent: in all. */
  readonly stack?: string | undefined
  /** Returns the stack of the project here. If several stacks have the name, that one is meant. */
  readonly here?: () => string | undefined
}

/**
 * Finds the object that a name means: in the given stack, else in the only stack that has it, else in the project here. A task is also
 * found by its container's name. Throws NotFound, or a usage error if ambiguous.
 */
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

/** The objects of the project here, or all if none is. */
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

/** Locates several objects; with `ignoreNotFound`, only those that exist. */
export async function locateAll(
  names: readonly Named[],
  find: (named: Named) => Promise<ObjectRef>,
  { ignoreNotFound }: { readonly ignoreNotFound: boolean },
): Promise<readonly ObjectRef[]> {
  const found = await Promise.all(
    names.map((named) =>
      find(named).catch((error: unknown) => {
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

/** The tasks with a container of this name: per stack and node a running one, else the newest. */
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
    remedy:
      kindHint(name) ??
      oneOffHint(name) ??
      `see what there is with \`reconcile get ${candidates.map((kind) => kinds[kind].plural).join(',')}\`${replicaHint(candidates)}`,
    reason: 'NotFound',
  })
}

/** What to write where a kind stands in the place of a name, as kubectl takes it for all of the kind. */
function kindHint(name: string): string | undefined {
  const instead = kindInstead(name)
  if (instead !== undefined) return `${name} is no kind here: ${instead}`
  const kind = kindNamed(sameKind(name))
  if (!kind) return undefined
  const whole = kind === 'Service' ? '; `reconcile restart STACK` takes all of a stack' : ''
  return `${name} is a kind: name one behind it, of \`reconcile get ${kinds[kind].plural}\`${whole}`
}

function oneOffHint(name: string): string | undefined {
  if (!looksLikeOneOff(name)) return undefined
  return 'it looks like a one-off container, which is no task: `reconcile ps -a` lists those; `exec`, `logs`, `cp`, `stop`, `kill` and `rm` take them'
}

/** How to name one of several replicas, if tasks are among the candidates. */
function replicaHint(candidates: readonly Kind[]): string {
  if (!candidates.includes('Task')) return ''
  return '; one replica goes by the name of its task or container, or in `exec`, `logs`, `cp` and `port` by its service and `--index N`'
}

/** Names another stack that has the object. Compose's verbs without -n look only in the project here. */
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

/** Suggests a similar stack if the given one does not exist. */
export async function stackHint(installation: Pick<Installation, 'list'>, stack: string | undefined): Promise<string> {
  if (stack === undefined) return ''
  const names = (await installation.list('Stack', {})).items.map(({ metadata }) => metadata.name)
  return names.includes(stack) ? '' : didYouMean(stack, names)
}
