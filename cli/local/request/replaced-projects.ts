import { dirname } from 'node:path'
import { annotations } from '../../../api/v1/labels.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import type { Store } from '../../../store/objects/store.ts'
import { watchedRootOf } from '../../../store/source/facts/root-facts.ts'
import { stacksIn } from '../../../store/source/apply.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'

/**
 * Warns of each stack that is now declared by files of another directory, while the old file still exists. These may be two projects with
 * the same default name, that of their directory. What another watched directory declares is not replaced. Call it before acceptance.
 */
export function replacedProjects(
  store: Store,
  files: readonly FileReading[],
  isThere: (file: string) => boolean,
): readonly string[] {
  const declaring = groupBy(
    files.flatMap((file) => [...stacksIn([file])].map((stack) => ({ stack, file }))),
    ({ stack }) => stack,
  )
  return [...declaring].flatMap(([stack, all]) => {
    const own = all.map(({ file }) => file)
    const directories = new Set(own.map(({ file }) => dirname(file)))
    const before = sourcesOf(store, stack)
    const [old] = before
    const [fresh] = own
    if (old === undefined || fresh === undefined) return []
    const isSame = before.some((file) => directories.has(dirname(file)))
    const watched = watchedRootOf(store, old)
    const isOthers = watched !== undefined && watched !== watchedRootOf(store, fresh.file)
    return isSame || isOthers || !isThere(old) ? [] : [wordsOf(stack, old, fresh.file)]
  })
}

function sourcesOf(store: Store, stack: string): readonly string[] {
  const services = [...store.by('Service', 'namespace', stack).values()].filter((each) => !isBeingDeleted(each))
  return [...new Set(services.flatMap(({ metadata }) => metadata.annotations?.[annotations.source] ?? []))]
}

function wordsOf(stack: string, old: string, fresh: string): string {
  return (
    `stack ${stack} was declared by ${old}, which is there still, and ${fresh} takes its place: ` +
    `if these are two projects, name one of them with \`name:\` or -n, and apply the other again`
  )
}
