import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Core } from './open/core.ts'

/** The engine of a node on which something was found; throws (exit 5) where that is no node any more, as nothing would be done there. */
export async function engineOf({ engines }: Pick<Core, 'engines'>, node: string): Promise<Engine> {
  const engine = (await engines()).get(node)
  if (engine) return engine
  throw new InstallationError(exits.unreachable, `${node} is no node any more`, {
    remedy: 'run this again: it looks anew where things are',
  })
}
