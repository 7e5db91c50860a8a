import type { Installation } from '../../../api/v1/installation/installation.ts'
import type { OneOffRef, RunRequest } from '../../../api/v1/installation/one-off.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Run } from '../../../engine/run.ts'
import type { Core } from '../open/core.ts'
import { listedAll, lookedAtAll } from '../waiting/looked.ts'
import { refuseSilent } from '../unreachable.ts'
import { dependencyKeys, dependencyNodes, meetDependencies } from './dependencies.ts'
import { findOneOffs, soughtIn, theOneOff } from './find.ts'
import { makeOneOff } from './make.ts'
import { endOneOff, startOneOff } from './start.ts'

/** The verbs on one-off containers, which no loop reconciles. */
export function oneOffs(
  core: Core,
  looked: () => Promise<Loops>,
): Pick<Installation, 'makeOneOff' | 'startOneOff' | 'endOneOff' | 'oneOffs'> {
  return {
    async *makeOneOff(request) {
      const loops = core.purpose === 'act' ? await dependenciesAt(core, request) : await looked()
      await listedAll(loops, request.signal)
      if (!request.noDeps) {
        const nodes = dependencyNodes(core, request)
        refuseSilent(loops, (node) => nodes.has(node))
        yield* meetDependencies(core, loops, request)
      }
      yield* makeOneOff({ ports: loops.ports, engines: await core.engines() }, request)
    },
    async startOneOff(request) {
      const run = runFor(request.oneOff, request.signal)
      return await startOneOff(await theOneOff(core, request.oneOff, run), request, run)
    },
    async endOneOff(request) {
      const run = runFor(request.oneOff, request.signal)
      await endOneOff(await theOneOff(core, request.oneOff, run), request, { run, clock: core.clock })
    },
    async oneOffs({ stack, name, signal }) {
      const run = { signal, object: `Stack/${stack ?? ''}`, reason: 'a person asks for one-off containers' }
      const all = await findOneOffs(core, stack, run)
      if (name !== undefined) soughtIn(all, name)
      return all.found.map(({ engine: _engine, ...oneOff }) => oneOff)
    },
  }
}

/** Starts the loops for the service's dependencies only. */
async function dependenciesAt(core: Core, request: RunRequest): Promise<Loops> {
  const loops = await core.begin([request.ref.namespace ?? ''], dependencyKeys(core, request))
  await lookedAtAll(loops, request.signal)
  return loops
}

function runFor({ stack, name }: OneOffRef, signal: AbortSignal): Run {
  return { signal, object: `OneOff/${stack}/${name}`, reason: 'a person runs a command' }
}
