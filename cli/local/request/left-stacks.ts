import { groupBy } from '../../../api/v1/language/group-by.ts'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import type { Store } from '../../../store/objects/store.ts'
import { DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'

/** The directories that are applied, and what of them is there now. */
export interface AppliedDirectories {
  readonly directories: readonly string[]
  /** The stacks that files in them declare. */
  readonly stacks: readonly string[]
  readonly isThere: (file: string) => boolean
}

/**
 * Warns of each stack that was applied from files in these directories, none of which is there any more. An apply acts on the stacks in its
 * files, so nothing else says of such a one that it runs on, but where it is renamed. Files that another machine sent are not looked for
 * here.
 */
export function leftStacks(
  store: Store,
  { directories, stacks, isThere }: AppliedDirectories,
): readonly { readonly stack: string; readonly message: string }[] {
  if (directories.length === 0) return []
  const named = new Set(stacks)
  const applied = [...acceptedOf(store).values()].filter(({ root, written }) => root === DESIRED && written !== true)
  const byStack = groupBy(applied, ({ object }) => object.metadata.namespace ?? '')
  return [...byStack].flatMap(([stack, all]) => {
    const isLeft = ({ file, sent }: (typeof all)[number]) =>
      sent !== true && directories.some((directory) => isWithin(file, directory)) && !isThere(file)
    const [first] = all
    if (stack === '' || named.has(stack) || !first || !all.every(isLeft)) return []
    const message =
      `stack ${stack} was applied from ${first.file}, which is not there any more, and it stays as it is: ` +
      `\`reconcile delete --stack ${stack}\` ends it; the data of its volumes stays`
    return [{ stack, message }]
  })
}
