import { stackOf } from '../../../api/v1/metadata.ts'
import type { Run } from '../../../engine/run.ts'
import { keptPaths } from '../../delivery/kept-paths.ts'
import type { Ports } from '../../runtime/ports.ts'
import { differInContentsOnly } from '../target.ts'
import type { AdoptableContainer, ServiceView } from '../view.ts'

/** The paths of Secrets and Configs in adopted containers, by task name. */
export type Kept = ReadonlyMap<string, Readonly<Record<string, string>>>

/**
 * The adoptable containers whose mounted bytes must be compared: same template and image as the target, but content hashes made with
 * another key.
 */
export function comparable({ target, adoptable }: ServiceView): readonly AdoptableContainer[] {
  if (!target || Object.keys(target.contents).length === 0) return []
  return adoptable.filter(({ revision }) => differInContentsOnly(revision, target.hash))
}

/** Compares the mounted bytes of these containers with today's contents. Returns the paths of those that match. */
export async function compareContents(view: ServiceView, ports: Ports, run: Run): Promise<Kept> {
  const kept = new Map<string, Readonly<Record<string, string>>>()
  for (const { task, node, id } of comparable(view)) {
    const found = { node, id, stack: stackOf(view.service), template: view.target?.template ?? {} }
    const paths = await keptPaths(found, ports, run)
    if (paths) kept.set(task, paths)
  }
  return kept
}

/** The view with the result: matching containers get the target's revision and keep their paths. */
export function withKept(view: ServiceView, kept: Kept): ServiceView {
  const { target } = view
  if (!target || kept.size === 0) return view
  const adoptable = view.adoptable.map((container) => {
    const paths = kept.get(container.task)
    return paths ? { ...container, revision: target.hash, paths } : container
  })
  return { ...view, adoptable }
}
