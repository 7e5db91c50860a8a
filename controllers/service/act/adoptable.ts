import { stackOf } from '../../../api/v1/metadata.ts'
import type { Run } from '../../../engine/run.ts'
import { keptPaths } from '../../delivery/kept-paths.ts'
import type { Ports } from '../../runtime/ports.ts'
import { differInContentsOnly } from '../target.ts'
import type { AdoptableContainer, ServiceView } from '../view.ts'

/** Where adopted containers keep their Secrets and Configs, by the task that they are of. */
export type Kept = ReadonlyMap<string, Readonly<Record<string, string>>>

/** Of the containers that are to be adopted, those whose bytes are compared: of today's template and image, with hashes of another key. */
export function comparable({ target, adoptable }: ServiceView): readonly AdoptableContainer[] {
  if (!target || Object.keys(target.contents).length === 0) return []
  return adoptable.filter(({ revision }) => differInContentsOnly(revision, target.hash))
}

/** Compares what containers mount with the bytes of now; those that have them are of today's revision. */
export async function compareContents(view: ServiceView, ports: Ports, run: Run): Promise<Kept> {
  const kept = new Map<string, Readonly<Record<string, string>>>()
  for (const { task, node, id } of comparable(view)) {
    const found = { node, id, stack: stackOf(view.service), template: view.target?.template ?? {} }
    const paths = await keptPaths(found, ports, run)
    if (paths) kept.set(task, paths)
  }
  return kept
}

/** The view with what the comparison brought: their revision is today's, and they keep their paths. */
export function withKept(view: ServiceView, kept: Kept): ServiceView {
  const { target } = view
  if (!target || kept.size === 0) return view
  const adoptable = view.adoptable.map((container) => {
    const paths = kept.get(container.task)
    return paths ? { ...container, revision: target.hash, paths } : container
  })
  return { ...view, adoptable }
}
