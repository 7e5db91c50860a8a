import type { Installation } from '../../api/v1/installation/installation.ts'
import { isNamespaced, type Kind, kindNamed } from '../../api/v1/kinds.ts'
import { pick } from '../../api/v1/language/pick.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { locateContainer } from '../arguments/container.ts'
import { locate, type Named, parseName, parseNames, parseServiceName } from '../arguments/references.ts'
import { stackOf } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { follow } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'

/** Options of every verb that acts on named objects. */
export interface NamingOptions extends ActOptions {
  readonly stack?: string
  readonly output: ProgressFormat
}

/** The named objects, and what to do with them. */
export interface Acting {
  readonly named: readonly Named[]
  /** Whether one-off containers may be named as well. */
  readonly oneOffs?: boolean
  readonly act: (installation: Installation, refs: readonly ObjectRef[]) => AsyncIterable<ProgressEvent>
}

/** Locates the named objects (without `-n` in the project here), runs the verb on them and follows it to its end. Returns the exit code. */
export async function actOn(
  context: Context,
  options: NamingOptions,
  { named, oneOffs, act }: Acting,
): Promise<number> {
  const stack = named.every(isOfNoProject) ? options.stack : stackOf(context, options.stack)
  return await withInstallation(context, { purpose: 'change', ...options }, async (installation) => {
    const within = { stack, signal: context.signal }
    const found = (each: Named) =>
      oneOffs ? locateContainer(installation, each, within) : locate(installation, each, within)
    const refs = await Promise.all(named.map(found))
    return await follow(context, () => act(installation, refs), {
      format: options.output,
      served: installation.served,
      ...pick(actingAs(options), ['timeoutMs']),
    })
  })
}

/** Whether a name includes its stack, or is of a cluster-wide kind. */
function isOfNoProject({ kind, stack }: Named): boolean {
  return stack !== undefined || (kind !== undefined && !isNamespaced(kind))
}

/** The options of a verb of docker compose; without `-n` the stack is that of the project here. */
export function inStack<T extends Pick<NamingOptions, 'stack'>>(context: Context, options: T): T {
  const stack = stackOf(context, options.stack)
  return stack === undefined ? options : { ...options, stack }
}

/** Parses names of services, with or without the kind. */
export function servicesNamed(names: readonly string[]): readonly Named[] {
  return names.map(parseServiceName)
}

/** Parses `KIND NAME…`; otherwise each word is a service or a stack, as docker compose takes bare names of services. */
export function servicesAndStacks(words: readonly string[], given: string | undefined): readonly Named[] {
  const isKindFirst = words.length > 1 && kindNamed(words[0] ?? '') !== undefined
  const names = isKindFirst ? parseNames(words) : words.map(parseName)
  return names.map(orStack(['Service'], given))
}

/** Lets a name without a kind mean one of these kinds or a stack; with `-n STACK`, no other stack than that. */
export function orStack(kinds: readonly Kind[], given: string | undefined): (named: Named) => Named {
  return (named) => ({ among: given === undefined || given === named.name ? [...kinds, 'Stack'] : kinds, ...named })
}
