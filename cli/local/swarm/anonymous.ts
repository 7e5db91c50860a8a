import { swarmLabels } from '../../../api/v1/labels.ts'
import type { SwarmAnonymous } from '../../../api/v1/swarm-stack.ts'
import { anonymousVolumes, isAnonymousName } from '../../../engine/container/anonymous-volumes.ts'
import { unlessGone } from '../../../engine/errors.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { Run } from '../../../engine/run.ts'

/** Where the running tasks of a swarm's stack on an engine have anonymous volumes, by service. Reads only. */
export async function anonymousOf(engine: Engine, stack: string, run: Run): Promise<readonly SwarmAnonymous[]> {
  const listed = await engine.listContainers({ labels: [`${swarmLabels.stack}=${stack}`] }, run)
  const having = listed.filter(({ state, volumes }) => state === 'running' && volumes.some(isAnonymousName))
  const found = new Map<string, Set<string>>()
  for (const { id, labels } of having) {
    const container = await unlessGone(engine.inspectContainer({ id }, run))
    const service = labels[swarmLabels.service]
    if (!container || service === undefined) continue
    const paths = found.get(service) ?? new Set()
    found.set(service, paths)
    for (const path of Object.keys(anonymousVolumes(container))) paths.add(path)
  }
  return [...found].map(([service, paths]) => ({ service, paths: [...paths].sort() }))
}
