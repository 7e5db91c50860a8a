import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { RUNS } from './world.ts'

/** Gives a host what containerd's image store has of `app:1` after a build or load: its id is its digest, and one before keeps its id alone. */
export function asContainerd({ byHand, state }: SimulatedHost, id: string): void {
  byHand.addImage('app:1', { ...RUNS, id })
  for (const image of state.images.values()) {
    const name = `app@${image.id}`
    image.digests.clear()
    state.references.delete(name)
    if (image.id !== id) continue
    image.digests.add(name)
    state.references.set(name, id)
  }
}
