import { exits } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import { isNamespaced, type Kind, kindNames, type ObjectOf } from '../../api/v1/kinds.ts'
import type { ListQuery } from '../../api/v1/installation/requests.ts'
import { locate, locateAll, type Named, parseKind, parseNames, stackHint } from '../arguments/references.ts'
import { parseSelector } from '../../api/v1/installation/selector.ts'
import { type Missed, unclaimedHint } from '../arguments/unclaimed-hint.ts'
import { anywhere } from '../arguments/stack-here.ts'
import { parseFieldSelector } from '../arguments/field-selector.ts'
import { type Connection, withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { type Format, isTable, parseFormat } from '../output/format.ts'
import { formatObjects, type ObjectsOptions } from '../output/objects.ts'
import { paint } from '../output/paint.ts'
import { sortObjects } from '../output/sort-objects.ts'
import { revealing } from '../revealing.ts'
import { saySilentNodes } from '../silent-nodes.ts'
import { usageError } from '../usage.ts'
import { keepLooking } from '../look-again.ts'
import { objectsWatcher } from '../output/watch-objects.ts'

export interface GetOptions {
  readonly stack?: string
  readonly selector?: string
  readonly output: string
  readonly watch?: boolean
  readonly showValues?: boolean
  readonly sortBy?: string
  readonly fieldSelector?: string
  readonly showLabels?: boolean
  readonly ignoreNotFound?: boolean
  /** False for `--no-headers`. */
  readonly headers: boolean
}

/** The parsed options. */
type Asked = Omit<GetOptions, 'output' | 'fieldSelector'> & {
  readonly format: Format
  readonly hasFields: (object: ObjectOf) => boolean
}

/** Prints objects: `get services`, `get svc,tasks`, `get service/web`, `get all`. Without `-n`, those of all stacks. */
export async function get(context: Context, words: readonly string[], given: GetOptions): Promise<number> {
  if (words.length === 0) throw usageError('get what?', `name kinds, as \`reconcile get services,tasks\`, or \`all\``)
  const options = asked(given)
  return await withInstallation(context, { purpose: 'read' }, async (connected) => {
    const installation = options.showValues ? revealing(connected) : connected
    return await show({ context, installation }, words, options)
  })
}

/** The open installation, and the context to print to. */
export interface Looking {
  readonly context: Context
  readonly installation: Connection
}

/** `get` with an installation that is already open. */
export async function getAt(looking: Looking, words: readonly string[], given: GetOptions): Promise<number> {
  return await show(looking, words, asked(given))
}

async function show({ context, installation }: Looking, words: readonly string[], options: Asked): Promise<number> {
  const query = {
    ...(options.stack === undefined ? {} : { stack: options.stack }),
    ...(options.selector === undefined ? {} : { selector: options.selector }),
  }
  const wanted = kindsIn(words, options)
  if (options.watch) return await watch(context, { installation, words, wanted, query, options })
  const all = wanted
    ? await listAll(installation, wanted, query)
    : { objects: await named({ context, installation }, words, options) }
  const found = { ...all, objects: all.objects.filter(options.hasFields) }
  const isNone = found.objects.length === 0
  if (isNone && isTable(options.format) && !options.ignoreNotFound)
    await sayNone(context, installation, { kinds: wanted ?? [], stack: options.stack })
  else if (!isNone || !options.ignoreNotFound)
    await print(context, found, { options, single: !wanted && found.objects.length === 1 })
  if (!isNone && wanted && found.objects.every(({ kind }) => kind === 'Node'))
    await sayUnclaimed(context, installation, { kinds: wanted, stack: options.stack })
  await saySilentNodes(context, installation)
  return 0
}

function asked({ output, fieldSelector, ...options }: GetOptions): Asked {
  if (options.selector !== undefined) parseSelector(options.selector)
  if (options.sortBy !== undefined && options.watch)
    throw usageError(
      '--sort-by goes with no --watch',
      'changes come in the order in which they happen: leave out one of them',
    )
  if (options.showValues && options.watch)
    throw usageError('--show-values goes with no --watch', 'leave out one of them')
  return { ...options, format: parseFormat(output), hasFields: parseFieldSelector(fieldSelector ?? '') }
}

const ALL: readonly Kind[] = kindNames.filter((kind) => kind !== 'Revision')

/** The kinds of `services,tasks` or `all`, which excludes nodes if a stack is given; undefined where objects are named. `all` has the rest. */
function kindsIn(words: readonly string[], { stack, selector }: Asked): readonly Kind[] | undefined {
  const [only = '', second] = words
  if (second !== undefined || only.includes('/')) {
    if (selector) throw usageError('-l goes with a kind and no names', 'write `reconcile get services -l app=web`')
    return undefined
  }
  const kinds = only.split(',')
  const others = kinds.filter((each) => each !== 'all').map(parseKind)
  if (others.length === kinds.length) return [...new Set(others)]
  return ALL.filter((kind) => stack === undefined || kind !== 'Node' || others.includes('Node'))
}

interface Found {
  readonly objects: readonly ObjectOf[]
  readonly resourceVersion?: string
}

async function listAll(installation: Installation, wanted: readonly Kind[], query: ListQuery): Promise<Found> {
  const lists = await Promise.all(wanted.map((kind) => installation.list(kind, within(kind, query))))
  const resourceVersion = lists[0]?.metadata.resourceVersion
  const objects = lists
    .flatMap(({ items }) => items)
    .filter(({ kind, metadata }) => kind !== 'Stack' || (query.stack ?? metadata.name) === metadata.name)
  return resourceVersion === undefined ? { objects } : { objects, resourceVersion }
}

/** Drops the stack from the query for cluster-wide kinds. For `Stack`, `-n` selects the stack of that name instead. */
function within(kind: Kind, { stack, ...query }: ListQuery): ListQuery {
  return stack === undefined || !isNamespaced(kind) ? query : { ...query, stack }
}

async function named(
  { context, installation }: Looking,
  words: readonly string[],
  { stack, ignoreNotFound = false }: Pick<GetOptions, 'stack' | 'ignoreNotFound'>,
): Promise<readonly ObjectOf[]> {
  const find = (named: Named) => locate(installation, named, anywhere(context, stack))
  const refs = await locateAll(parseNames(words), find, { ignoreNotFound })
  const objects = await Promise.all(refs.map((ref) => installation.get(ref)))
  return objects.filter((object) => object !== undefined)
}

async function sayNone({ terminal }: Context, installation: Installation, missed: Missed): Promise<void> {
  const { stack } = missed
  const where = stack === undefined ? '' : ` in stack ${stack}`
  const hint = (await stackHint(installation, stack)) || (await unclaimedHint(installation, missed))
  terminal.complain(`No resources found${where}${hint || '.'}`)
}

/** `get all` found only nodes: hints at containers that this home does not manage, which may be what was looked for. */
async function sayUnclaimed({ terminal }: Context, installation: Installation, missed: Missed): Promise<void> {
  const hint = await unclaimedHint(installation, missed)
  if (hint) terminal.complain(`No other resources found${hint}`)
}

async function print(
  { terminal, now }: Context,
  { objects, resourceVersion }: Found,
  { options, single }: { readonly options: Asked; readonly single: boolean },
): Promise<void> {
  const { format, sortBy } = options
  const shown: ObjectsOptions = {
    format,
    noHeaders: !options.headers,
    stacks: options.stack === undefined,
    labels: options.showLabels === true,
    single,
    now: now(),
    paint: paint(terminal.color),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  }
  const lines = await formatObjects(sortBy === undefined ? objects : sortObjects(objects, sortBy), shown)
  // A jsonpath template prints its own line ends.
  if (format.as === 'jsonpath') terminal.write(lines.join('\n'))
  else terminal.print(...lines)
}

interface Watched {
  readonly installation: Connection
  readonly words: readonly string[]
  readonly wanted: readonly Kind[] | undefined
  readonly query: ListQuery
  readonly options: Asked
}

async function watch(context: Context, { installation, words, wanted, query, options }: Watched): Promise<number> {
  const refs = wanted
    ? []
    : await Promise.all(parseNames(words).map((name) => locate(installation, name, anywhere(context, options.stack))))
  const queries = wanted
    ? wanted.map((kind) => ({
        kind,
        query: {
          ...within(kind, query),
          ...(kind === 'Stack' && query.stack !== undefined ? { name: query.stack } : {}),
        },
      }))
    : refs.map(({ kind, namespace, name }) => ({
        kind,
        query: { ...query, name, ...(namespace === undefined ? {} : { stack: namespace }) },
      }))
  const shown = {
    ...{ format: options.format, noHeaders: !options.headers, stacks: options.stack === undefined },
    ...{ labels: options.showLabels === true, hasFields: options.hasFields },
    kinds: new Set(queries.map(({ kind }) => kind)).size > 1,
  }
  const watchers = queries.map((each) => objectsWatcher(context, { ...each, ...shown }))
  await keepLooking(context, installation, async (from) => {
    await Promise.all(watchers.map((watcher) => watcher(from)))
    return true
  })
  return exits.interrupted
}
