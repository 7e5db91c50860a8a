import { dirname } from 'node:path'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { shellWord } from '../../../api/v1/language/shell-word.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import type { Refusing } from './refused-stacks.ts'
import { isDefaultName } from '../../../compose/default-names.ts'
import { isComposeName } from '../reading/beside-project.ts'
import { withoutImplied } from '../reading/implied.ts'
import { type ResourceId, stacksOf } from '../reading/reading.ts'

/** What makes a refused stack run as the files here say: an apply of these, all together, or else what the words tell. */
export interface Settling {
  /** Absent: no apply does. */
  readonly files?: readonly string[]
  readonly words: string
}

/**
 * Returns what settles a stack that was applied otherwise. An apply deletes what its files lack, and can't have what is a directory's
 * already. So it is offered where all files were read (S1), and for all files that declare the stack, with all that is in these, if each
 * stack and Node in them was applied. Otherwise, to write here what runs settles it.
 */
export function settler(input: Refusing): (stack: string) => Settling {
  const unread = unreadIn(input)
  if (unread !== undefined) return (stack) => ({ words: `${unread}, or ${writeWords(stack)}` })
  const declared = declaredIn(input)
  const known = new Map<string, Together>()
  return (stack) => {
    const together = known.get(stack) ?? togetherWith(stack, declared)
    for (const key of together.keys) known.set(key, together)
    const instead = withoutApply(stack, together, declared)
    return instead === undefined ? applied(together, declared) : { words: instead }
  }
}

/** The command that shows what runs of a stack, as its manifests would be. */
export function runsWords(stack: string): string {
  return `\`reconcile get -n ${stack} services,networks,volumes,configs,secrets -o yaml\``
}

/** What has to be read first: a file that can't be read may have the rest of a stack. Undefined where all was read. */
export function unreadIn({
  root,
  reading,
  broken,
  isPart,
}: Pick<Refusing, 'root' | 'reading' | 'broken' | 'isPart'>): string | undefined {
  // What can't be parsed may not show what it is.
  const unread = [...reading.files.values()].find(({ file, errors }) => errors.length > 0 && isComposeName(file))
  const [file = unread?.file] = broken
  if (file !== undefined) return `mend ${file} first, which may have the rest of it`
  if (reading.incomplete) return `what settles it is told once ${root} can be read completely`
  return isPart ? `\`reconcile plan -f ${shellWord(root)}\` says what settles it` : undefined
}

/** What is declared and was applied, by stack; a Node stands for itself. */
interface Declared {
  readonly files: ReadonlyMap<string, ReadonlySet<string>>
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>
  /** A resource of each stack that a watched directory has already. */
  readonly owned: ReadonlyMap<string, ResourceId>
  /** Resources of each stack that several files declare. */
  readonly several: ReadonlyMap<string, ResourceId>
  readonly applied: ReadonlyMap<string, readonly Accepted[]>
  readonly claimed: Refusing['claimed']
  /** The files that are Compose projects. */
  readonly projects: ReadonlySet<string>
}

function declaredIn({ claimed, accepted, winners }: Refusing): Declared {
  const [files, keys] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()]
  const several = new Map<string, ResourceId>()
  const projects = new Set<string>()
  for (const [id, claims] of claimed) {
    const key = keyOf(id)
    const written = withoutImplied(claims.map(({ manifest }) => manifest))
    if (written.length > 1) several.set(key, id)
    for (const { file } of claims) {
      if (file.isProject) projects.add(file.file)
      for (const each of [file.file, ...(file.merged ?? [])]) add(files, key, each)
      add(keys, file.file, key)
    }
  }
  const others = [...accepted.values()].filter(({ root }) => root !== DESIRED).map(({ id }) => id)
  const owned = new Map([...others, ...winners.keys()].map((id) => [keyOf(id), id]))
  const applied = groupBy(
    [...accepted.values()].filter(({ root }) => root === DESIRED),
    ({ id }) => keyOf(id),
  )
  return { files, keys, several, owned, applied, claimed, projects }
}

const keyOf = (id: ResourceId) => stacksOf([id])[0] ?? id

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(value))
}

/** Stacks and Nodes of which one apply has to have all, and the files that declare them. */
interface Together {
  readonly keys: ReadonlySet<string>
  readonly files: ReadonlySet<string>
}

function togetherWith(stack: string, declared: Declared): Together {
  const [keys, files] = [new Set([stack]), new Set<string>()]
  // A Set goes on with what is added meanwhile.
  for (const key of keys)
    for (const file of declared.files.get(key) ?? []) {
      files.add(file)
      for (const other of declared.keys.get(file) ?? []) keys.add(other)
    }
  return { keys, files }
}

/** What settles a stack that no apply can. */
function withoutApply(stack: string, { keys, files }: Together, declared: Declared): string | undefined {
  const { owned, several, applied, claimed } = declared
  const all = [...keys]
  const twice = all.flatMap((key) => several.get(key) ?? [])[0]
  if (twice !== undefined) return `keep ${twice} in one file only`
  const write = writeWords(stack)
  const own = owned.get(stack)
  if (own !== undefined) return `${own} is a watched directory's already, so that no apply can have the rest: ${write}`
  const other = all.flatMap((key) => owned.get(key) ?? [])[0]
  if (other !== undefined)
    return `its files have ${other} as well, which no apply can have, as it is a watched directory's: put the stack in files of its own, or ${write}`
  const projects = [...files].filter((file) => declared.projects.has(file))
  if (!areApart(projects)) return `an apply of ${listNames(projects)} together would merge them: ${write}`
  const members = all.flatMap((key) => applied.get(key) ?? [])
  const left = members.find(({ id, written }) => written && !claimed.has(id))
  if (left) return `${left.id} was written by itself, and no apply takes it away: delete it, or ${write}`
  const isShared = (key: string) => applied.get(key)?.some(({ id }) => claimed.has(id))
  if (!all.every(isShared)) return `nothing of it that runs is declared here: give this another namespace, or ${write}`
  return undefined
}

/** Whether one apply of these Compose projects merges none of them: it tells them apart by default names in directories of their own. */
function areApart(projects: readonly string[]): boolean {
  const directories = new Set(projects.map((file) => dirname(file)))
  return projects.length < 2 || (projects.every(isDefaultName) && directories.size === projects.length)
}

function writeWords(stack: string): string {
  return `write here what runs, as ${runsWords(stack)} shows it, and it counts here, to be changed here from then on`
}

function applied({ keys, files }: Together, { applied, claimed }: Declared): Settling {
  const members = [...keys].flatMap((key) => applied.get(key) ?? [])
  const lacking = members.flatMap(({ id }) => (claimed.has(id) ? [] : [id]))
  const deleting = lacking.length > 0 ? `, deleting ${listNames(lacking)}` : ''
  const words = `${applyWords([...files])} makes it as it is here${deleting}, and it is changed here from then on`
  return { files: [...files], words }
}

/** How many files a command names; of more, a few are told, and how many there are (S12). */
const MOST_NAMED = 10

function applyWords(files: readonly string[]): string {
  if (files.length > MOST_NAMED)
    return `it is in ${files.length} files here (${listNames(files)}): an apply of all of them, each with -f,`
  const named = files.map((file) => ` -f ${shellWord(file)}`).join('')
  return `see how with \`reconcile plan${named}\`; \`reconcile apply${named}\``
}
