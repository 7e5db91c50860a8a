import { shellWord } from '../../../api/v1/language/shell-word.ts'
import type { Lost } from './claims.ts'
import type { Refusing } from './refused-stacks.ts'

/** How a refused stack comes to be as the files here say: by an apply of these, all together, or else as the words tell. */
export type Settling = { readonly files: readonly string[] } | { readonly instead: string }

/** Says what settles a stack that was applied otherwise. An apply deletes what its files lack, so it takes a whole reading to name them (S1). */
export function settlingOf(input: Refusing, lost: readonly Lost[]): Settling {
  const unread = unreadIn(input)
  if (unread !== undefined) return { instead: unread }
  const files = lost.flatMap(({ claim: { file } }) => [file.file, ...(file.merged ?? [])])
  return { files: [...new Set(files)] }
}

/** What has to be read first: a file that can't be read may have the rest of a stack. Undefined where all was read. */
export function unreadIn({
  root,
  reading,
  broken,
  isPart,
}: Pick<Refusing, 'root' | 'reading' | 'broken' | 'isPart'>): string | undefined {
  const [file] = broken
  if (file !== undefined) return `mend ${file} first, which may have the rest of it`
  if (reading.incomplete) return `what settles it is told once ${root} can be read completely`
  return isPart ? `\`reconcile plan -f ${shellWord(root)}\` says what settles it` : undefined
}

/** The commands that show what an apply of these files does, and do it. */
export function applyWords(files: readonly string[]): string {
  const named = files.map((file) => ` -f ${shellWord(file)}`).join('')
  return `see how with \`reconcile plan${named}\`; \`reconcile apply${named}\` makes it as it is here, where it is changed from then on`
}
