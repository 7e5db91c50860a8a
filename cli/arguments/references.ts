import type { Installation } from '../../api/v1/installation.ts'
import { isNamespaced, type Kind, kindNamed, kindNames, kinds } from '../../api/v1/kinds.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { didYouMean } from '../../api/v1/nearest.ts'
import { exits, InstallationError, isInstallationError } from '../../api/v1/installation-error.ts'
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
  const kind = kindNamed(sameKind(word))
  if (kind) return kind
  const instead = kindInstead(word)
  if (instead !== undefined) throw usageError(`${word} is no kind here`, instead)
  const known = kindNames.flatMap((each) => [kinds[each].singular, kinds[each].plural])
  throw usageError(
    `${word} is no kind${didYouMean(word, known)}`,
    `the kinds are ${kindNames.map((each) => kinds[each].plural).join(', ')}`,
  )
}

/** Reads `KIND/NAME`, `KIND/STACK/NAME` and `NAME`. */
export function parseName(word: string): Named {
  const parts = word.split('/')
  if (parts.some((part) => part === '') || parts.length > 3)
    throw usageError(`${word}: not a name`, 'write KIND/NAME or KIND/STACK/NAME, as service/web')
  const [first = '', second, third] = parts
  if (second === undefined) return { name: first }
  const kind = parseKind(first)
  return third === undefined ? { kind, name: second } : { kind, stack: second, name: third }
}

/** Reads `KIND NAME…` and `KIND/NAME…`. */
export function parseNames(words: readonly string[]): readonly Named[] {
  const [first = '', ...rest] = words
  if (first.includes('/') || rest.length === 0) return words.map(parseName)
  const kind = parseKind(first)
  return rest.map((name) => ({ kind, name }))
}

/** The object that a name means: in the stack given, else in the one stack that has it. */
export async function locate(installation: Installation, named: Named, stack: string | undefined): Promise<ObjectRef> {
  const within = named.stack ?? stack
  const candidates = named.kind === undefined ? (named.among ?? (['Service', 'Task'] as const)) : [named.kind]
  for (const kind of candidates) {
    const found = await matches(installation, { kind, name: named.name }, within)
    const [only] = found
    if (only && found.length === 1) return only
    if (found.length > 1) {
      const where = found.map((ref) => ref.namespace).join(', ')
      throw usageError(`${kind} ${named.name} is in several stacks: ${where}`, `say which with -n STACK`)
    }
  }
  throw await missing(installation, { ...named, kinds: candidates }, within)
}

/** The objects of several names; of `--ignore-not-found` those that are there. */
export async function locateAll(
  installation: Installation,
  names: readonly Named[],
  { stack, ignoreNotFound }: { readonly stack: string | undefined; readonly ignoreNotFound: boolean },
): Promise<readonly ObjectRef[]> {
  const found = await Promise.all(
    names.map((named) =>
      locate(installation, named, stack).catch((error: unknown) => {
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
): Promise<readonly ObjectRef[]> {
  if (!isNamespaced(kind)) return (await installation.get({ kind, name })) ? [{ kind, name }] : []
  if (stack !== undefined) {
    const ref = { kind, namespace: stack, name }
    return (await installation.get(ref)) ? [ref] : []
  }
  const { items } = await installation.list(kind, {})
  return items
    .filter(({ metadata }) => metadata.name === name)
    .map(({ metadata }) =>
      metadata.namespace === undefined ? { kind, name } : { kind, namespace: metadata.namespace, name },
    )
}

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
    remedy: `see what there is with \`reconcile get ${kinds[candidates[0] ?? 'Service'].plural}\``,
    reason: 'NotFound',
  })
}

/** Which other stack has it: without -n a verb of Compose's looks in that of the project here alone. */
async function elsewhere(
  installation: Installation,
  { kinds: candidates, name }: { readonly kinds: readonly Kind[]; readonly name: string },
  stack: string | undefined,
): Promise<string> {
  if (stack === undefined) return ''
  for (const kind of candidates.filter(isNamespaced)) {
    const [ref] = await matches(installation, { kind, name }, undefined)
    if (ref?.namespace !== undefined) return `; stack ${ref.namespace} has one: -n ${ref.namespace}`
  }
  return ''
}

/** Asks whether another stack was meant, where there is none of this name but one of a name like it. */
export async function stackHint(installation: Pick<Installation, 'list'>, stack: string | undefined): Promise<string> {
  if (stack === undefined) return ''
  const names = (await installation.list('Stack', {})).items.map(({ metadata }) => metadata.name)
  return names.includes(stack) ? '' : didYouMean(stack, names)
}
