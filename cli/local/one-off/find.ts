import { by } from '../../../api/v1/language/by.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { composeLabels, labels } from '../../../api/v1/labels.ts'
import type { OneOff, OneOffRef } from '../../../api/v1/installation/one-off.ts'
import { isOneOffByImage } from '../../../engine/committed.ts'
import { anonymousVolumes } from '../../../engine/container/anonymous-volumes.ts'
import { isUp } from '../../../engine/container/is-up.ts'
import { isOneOff, ONE_OFF } from '../../../engine/container/one-off.ts'
import type { Engine } from '../../../engine/engine.ts'
import { type EngineError, isEngineError, unlessGone } from '../../../engine/errors.ts'
import type { Run } from '../../../engine/run.ts'
import type { ContainerInspect, ContainerState, ContainerSummary } from '../../../engine/types/container.ts'
import { answersOfAll } from '../answers.ts'
import type { Core } from '../open/core.ts'
import { unreachableEngine } from '../unreachable.ts'

/** A one-off container and its engine. */
export interface Found extends OneOff {
  readonly state: ContainerState
  readonly id: string
  readonly engine: Engine
}

/** What is needed to find them. */
export type Looking = Pick<Core, 'engines' | 'installation'>

/** The containers found, and the errors of engines that did not answer. */
export interface FoundAll {
  readonly found: readonly Found[]
  /** Why the others did not answer. */
  readonly silent: readonly EngineError[]
}

/** Lists the one-off containers of a stack, or of all, by name. */
export async function findOneOffs(core: Looking, stack: string | undefined, run: Run): Promise<FoundAll> {
  const wanted = [`${labels.installation}=${core.installation}`, `${labels.kind}=${ONE_OFF}`]
  if (stack !== undefined) wanted.push(`${labels.stack}=${stack}`)
  // The result may be removed by force, so the labels are checked again rather than trusting the engine's filter (S4).
  const isIts = ({ labels: own }: ContainerSummary) =>
    isOneOff(own) &&
    own[labels.installation] === core.installation &&
    (stack ?? own[labels.stack]) === own[labels.stack]
  const { answers, silent } = await answersOfAll(core, async (engine) => {
    const listed = (await engine.listContainers({ labels: wanted }, run)).filter(isIts)
    const found = await Promise.all(
      listed.map(async (each) => ((await isOneOffByImage(each, engine, run)) ? [] : [oneOffOf(each, engine)])),
    )
    return found.flat()
  })
  return { found: answers.flat().sort(by(({ name }) => name)), silent }
}

/** The one of a name, if there is one. Throws if none was found and an engine that may have it does not answer. */
export function soughtIn({ found, silent }: FoundAll, name: string): Found | undefined {
  const its = found.find((each) => each.name === name)
  const [error] = silent
  if (!its && error) throw unreachableEngine(error)
  return its
}

/** Finds a one-off container by name; never any other container (S4). Throws if there is none, or an engine does not answer. */
export async function theOneOff(core: Looking, { stack, name }: OneOffRef, run: Run): Promise<Found> {
  const its = soughtIn(await findOneOffs(core, stack, run), name)
  if (its) return its
  throw new InstallationError(exits.failed, `there is no one-off container ${name} in stack ${stack}`, {
    reason: 'NotFound',
    remedy: `see which there are with \`reconcile ps -a -n ${stack}\``,
  })
}

/**
 * Stops a one-off container and removes it, with `volumes` also its anonymous ones. Returns what is to be said: how those that stay are
 * removed.
 */
export async function removeOneOff(
  { id, engine, state }: Found,
  { volumes, run }: { readonly volumes: boolean; readonly run: Run },
): Promise<readonly string[]> {
  try {
    if (isUp(state)) await unlessGone(engine.stopContainer({ id }, run))
    const its = volumes ? undefined : await unlessGone(engine.inspectContainer({ id }, run))
    await unlessGone(engine.removeContainer({ id, force: true, volumes }, run))
    const left = its ? ownVolumes(its) : []
    return left.length === 0 ? [] : [`its data stays on ${engine.node}: \`docker volume rm ${left.join(' ')}\``]
  } catch (error) {
    // With --rm the engine is removing it already.
    if (!isEngineError(error, 'Conflict')) throw error
    return []
  }
}

/** The anonymous volumes that were made with a container: those that it shares with another one were given to it by their names. */
function ownVolumes(its: ContainerInspect): readonly string[] {
  const { Binds, Mounts } = its.HostConfig
  const given = [...(Binds ?? []).map((bind) => bind.split(':')[0]), ...(Mounts ?? []).map(({ Source }) => Source)]
  return Object.values(anonymousVolumes(its)).filter((name) => !given.includes(name))
}

function oneOffOf({ id, name, image, state, labels: own }: ContainerSummary, engine: Engine): Found {
  const { [labels.stack]: stack = '', [composeLabels.service]: service = '' } = own
  return { stack, service, name, node: engine.node, state, image, id, engine }
}
