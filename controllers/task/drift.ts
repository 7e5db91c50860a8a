import type { V1Task } from '../../api/v1/generated/types.ts'
import type { WantedContainer } from '../../engine/container/want.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import { driftOf, healingUpdate, type Drift, type DriftArgs } from '../../engine/normalise/drift.ts'
import type { UpdateBody } from '../../engine/types/container.ts'
import { discardedOf } from '../../engine/normalise/baseline.ts'
import type { Ports } from '../runtime/ports.ts'
import type { TaskBaseline } from './baseline.ts'
import { surroundingsOf } from './surroundings.ts'
import type { DriftView } from './view.ts'

/** What a comparison needs: the container, what is wanted of it, and how it came out of its create. */
export interface Compared {
  readonly task: V1Task
  readonly wanted: WantedContainer
  readonly container: HostContainer
  readonly baseline: TaskBaseline | undefined
}

/** What was found of a container, and from what: its inspect is never changed in place, so neither is the answer. */
interface Known {
  readonly args: DriftArgs
  readonly views: readonly DriftView[]
}

/** By the part of an inspect that is a container's own, and stays while its state alone changes. */
const known = new WeakMap<HostContainer['Config'], Known>()

/** How a container differs from what is declared; compared anew only when something of it is new. */
export function driftViews(compared: Compared, ports: Ports): readonly DriftView[] {
  const views = comparedOnce(compared, ports)
  const stubborn = compared.baseline?.stubborn
  return stubborn ? views.map((view) => withoutUpdate(view, stubborn)) : views
}

function comparedOnce(compared: Compared, ports: Ports): readonly DriftView[] {
  const args = argsOf(compared, ports)
  const before = known.get(args.container.Config)
  if (before && isSame(before.args, args)) return before.views
  const views = driftOf(args).flatMap((drift) => viewsOf(drift))
  known.set(args.container.Config, { args, views })
  return views
}

/** What an update did not change, though the engine said so, takes a new container. */
function withoutUpdate(view: DriftView, stubborn: readonly string[]): DriftView {
  return view.heal.by === 'update' && stubborn.includes(view.field) ? { ...view, heal: { by: 'recreate' } } : view
}

function isSame(before: DriftArgs, now: DriftArgs): boolean {
  if (before.baseline !== now.baseline || before.image !== now.image || before.info !== now.info) return false
  return isSameWanted(before.wanted, now.wanted) && isSameButState(before.container, now.container)
}

function isSameWanted(before: WantedContainer, { shape, name, networks }: WantedContainer): boolean {
  return (
    before.shape === shape &&
    before.name === name &&
    networks.every(({ id }, index) => before.networks[index]?.id === id)
  )
}

/** What runs of a container, and how well, is no drift. */
function isSameButState(before: HostContainer, { Name, HostConfig, NetworkSettings, Image }: HostContainer): boolean {
  return (
    before.Name === Name &&
    before.HostConfig === HostConfig &&
    before.NetworkSettings === NetworkSettings &&
    before.Image === Image
  )
}

/** The body of the update that heals what an update can. */
export function updateBody(compared: Compared, ports: Ports): UpdateBody {
  return healingUpdate(argsOf(compared, ports)) ?? {}
}

/** A name is changed back only when it is free: the plan sees to that. */
function viewsOf({ field, message, heal }: Drift): readonly DriftView[] {
  switch (heal.by) {
    case 'rename':
      return []
    case 'update':
    case 'recreate':
      return [{ field, message, heal: { by: heal.by } }]
    case 'connect':
    case 'disconnect':
      return [{ field, message, heal }]
  }
}

/** What was declared and the kernel or the engine did not do, in words. */
export function discarded({ task, wanted, baseline }: Omit<Compared, 'container'>, ports: Ports): readonly string[] {
  return discardedOf(wanted, baseline?.fields, surroundingsOf(task, ports))
}

function argsOf({ task, wanted, container, baseline }: Compared, ports: Ports): DriftArgs {
  return {
    wanted,
    container,
    ...surroundingsOf(task, ports),
    ...(baseline?.fields ? { baseline: baseline.fields } : {}),
  }
}
