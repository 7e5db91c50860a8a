import { groupBy } from '../../api/v1/language/group-by.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { splitKey } from '../../api/v1/names.ts'
import type { RemovedBy, Unclaimed } from './unclaimed.ts'

/** The most containers that a command names. */
const MOST_NAMED = 5

/**
 * Says how to remove unclaimed containers that no file declares any more. `apply --prune` is of stacks that this home applies: one of a
 * watched directory has no such flag. A stack of which nothing is declared here is deleted whole. Pure.
 */
export function removalWords(found: readonly Unclaimed[]): string {
  const ways = [...groupBy(found, ({ goesBy }) => goesBy)].map(([by, of]) => ({ of, way: wayOf[by](of) }))
  return ways.map(({ of, way }) => (ways.length > 1 ? `of ${listNames(stacksOf(of))}: ${way}` : way)).join('; ')
}

const wayOf: Readonly<Record<RemovedBy, (found: readonly Unclaimed[]) => string>> = {
  apply: () => 'with --prune, an apply of all files of its stack removes it',
  delete: (found) => {
    const commands = stacksOf(found).map((stack) => `\`reconcile delete --stack ${stack} --prune\``)
    return `where no file has it any more, ${listNames(commands)} removes it`
  },
  hand: (found) => {
    const names = found.length > MOST_NAMED ? 'NAME' : found.map(({ name }) => name).join(' ')
    return `where no file has it any more, \`docker rm -f ${names}\` there removes it`
  },
}

function stacksOf(found: readonly Unclaimed[]): readonly string[] {
  return [...new Set(found.map(({ service }) => splitKey(service).namespace ?? ''))].sort()
}
