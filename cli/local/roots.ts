import { exits, InstallationError } from '../../api/v1/installation.ts'
import type { Store } from '../../store/objects/store.ts'
import { withdraw } from '../../store/source/accept-plan.ts'
import { DESIRED } from '../../store/source/accepted.ts'
import { acceptedOf } from '../../store/source/origins.ts'
import type { Core } from './core.ts'

/** All watched directories: those given now and those of before, which stay until they are forgotten by a command (S2). */
export function rootsOf(store: Store, given: readonly string[]): readonly string[] {
  const before = [...store.facts('root').keys()].filter((root) => root !== DESIRED)
  return [...new Set([...before, ...given])]
}

/** Forgets a watched directory, and deletes what it declared; volumes keep their data. */
export function forgetRoot({ store }: Core, root: string): void {
  if (store.fact('root', root) === undefined)
    throw new InstallationError(exits.usage, `${root} is not watched`, {
      remedy: `these are: ${rootsOf(store, []).join(', ') || 'none'}`,
    })
  for (const { id } of [...acceptedOf(store).values()].filter((each) => each.root === root)) withdraw(store, id)
  store.putFact('root', root, undefined)
}
