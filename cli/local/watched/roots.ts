import { exits, InstallationError } from '../../../api/v1/installation-error.ts'
import type { Store } from '../../../store/objects/store.ts'
import { DESIRED } from '../../../store/source/accepted.ts'
import { writeHolds } from '../../../store/source/hold-facts.ts'
import { acceptedOf } from '../../../store/source/origins.ts'
import { writePending } from '../../../store/source/pending-facts.ts'
import { writeProblems } from '../../../store/source/problem-facts.ts'
import { withdraw, withdrawalWords } from '../../../store/source/withdraw.ts'
import type { Core } from '../open/core.ts'

/** All watched directories: those given now and those of before, which stay until they are forgotten by a command (S2). */
export function rootsOf(store: Store, given: readonly string[]): readonly string[] {
  const before = [...store.facts('root').keys()].filter((root) => root !== DESIRED)
  return [...new Set([...before, ...given])]
}

/** Forgets a watched directory and what waits there, and deletes what it declared, telling `log`; volumes keep their data. */
export function forgetRoot({ store }: Core, root: string, log: (line: string) => void): void {
  if (store.fact('root', root) === undefined)
    throw new InstallationError(exits.usage, `${root} is not watched`, {
      remedy: `these are: ${rootsOf(store, []).join(', ') || 'none'}`,
    })
  const declared = [...acceptedOf(store).values()].filter((each) => each.root === root)
  for (const { id, file } of declared) {
    log(withdrawalWords(withdraw(store, id), `${root} is not watched any more (${file} declared it)`))
  }
  writeHolds(store, root, { holds: [], judged: true })
  writeProblems(store, root, [])
  writePending(store, root, [])
  store.putFact('root', root, undefined)
}
