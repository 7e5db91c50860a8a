import { listNames } from '../../api/v1/language/list-names.ts'
import { splitKey } from '../../api/v1/names.ts'
import type { Unclaimed } from './unclaimed.ts'

/** The most containers that a command names. */
const MOST_NAMED = 5

/**
 * Says how to remove unclaimed containers that no file declares any more. `apply --prune` is of stacks that this home applies: one of a
 * watched directory has no such flag, and of one that nothing here declares there may be no file left. Pure.
 */
export function removalWords(found: readonly Unclaimed[]): string {
  const [pruned, others] = [found.filter(({ isPrunable }) => isPrunable), found.filter(({ isPrunable }) => !isPrunable)]
  const names = others.length > MOST_NAMED ? 'NAME' : others.map(({ name }) => name).join(' ')
  const ways = [
    { of: pruned, way: 'with --prune, an apply of all files of its stack removes it' },
    { of: others, way: `where no file has it any more, \`docker rm -f ${names}\` there removes it` },
  ].filter(({ of }) => of.length > 0)
  return ways.map(({ of, way }) => (ways.length > 1 ? `of ${stacksOf(of)}: ${way}` : way)).join('; ')
}

function stacksOf(found: readonly Unclaimed[]): string {
  return listNames([...new Set(found.map(({ service }) => splitKey(service).namespace ?? ''))].sort())
}
