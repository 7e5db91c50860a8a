import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { labels } from '../../api/v1/labels.ts'
import { nameOf } from '../../engine/container/name.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Run } from '../../engine/run.ts'
import { mountOf } from './check-mounts.ts'
import { mountsOf, type OwnContainer, type OwnMount } from './own-container.ts'

const SAME = [labels.installation, labels.stack, labels.name]

/**
 * Throws if another running container of our own service keeps its state elsewhere. The lock would not exclude it, so both would act (S11).
 */
export async function refuseOtherHome(
  own: OwnContainer,
  home: string,
  { engine, run }: { readonly engine: Pick<Engine, 'listContainers' | 'inspectContainer'>; readonly run: Run },
): Promise<void> {
  const same = SAME.flatMap((label) => (own.labels[label] === undefined ? [] : [`${label}=${own.labels[label]}`]))
  if (same.length < SAME.length) return
  const others = await engine.listContainers({ labels: same }, run)
  for (const { id, state } of others) {
    if (id === own.id || state !== 'running') continue
    const other = await engine.inspectContainer({ id }, run)
    const [ours, theirs] = [placeOf(home, own.mounts), placeOf(home, mountsOf(other))]
    if (ours === theirs) continue
    throw new InstallationError(
      exits.usage,
      `${nameOf(other)} runs, and keeps its state in ${theirs}, this container in ${ours}: both would act on the same tasks`,
      {
        remedy: `mount ${theirs} at ${home} here too, or end the other one first: \`docker stop ${nameOf(other)} && docker rm ${nameOf(other)}\``,
      },
    )
  }
}

function placeOf(home: string, mounts: readonly OwnMount[]): string {
  const mount = mountOf(home, mounts)
  return mount ? `${mount.source}${home.slice(mount.destination.length)}` : 'no volume'
}
