import type { VolumeInspect } from '../types/volume.ts'
import { refuse } from './refusal.ts'
import type { HostState, Volume } from './state.ts'

// An engine whose disk is full (20.10 and 28) makes a volume's directory, refuses the create, and has the labels in memory alone: a list
// shows them until the engine restarts. A create that follows keeps them, unless something named the volume before, as an inspect does.

/** Refuses to keep a volume while the disk is full. */
export function refuseOnFullDisk(host: HostState, volume: Volume): void {
  if (!host.isDiskFull) return
  const { Name: name } = volume.inspect
  host.volumes.set(name, { ...volume, halfMade: 'unnamed' })
  refuse(500, `create ${name}: write ${host.info.rootDir}/volumes/metadata.db: no space left on device`)
}

/** Keeps a half-made volume with these labels, if nothing named it yet. Returns it as it is from then on. */
export function keepHalfMade(host: HostState, volume: Volume, labels: VolumeInspect['Labels']): Volume {
  if (volume.halfMade !== 'unnamed') return volume
  refuseOnFullDisk(host, volume)
  const { halfMade: _, ...whole } = volume
  return put(host, { ...whole, inspect: { ...volume.inspect, Labels: labels ?? null } })
}

/** A volume as an answer about it by name shows it, by which it is named. */
export function named(host: HostState, volume: Volume): VolumeInspect {
  if (!volume.halfMade) return volume.inspect
  put(host, { ...volume, halfMade: 'named' })
  return { ...volume.inspect, Labels: null }
}

/** Forgets what the engine had in memory alone. */
export function forgetHalfMade(host: HostState): void {
  for (const { halfMade, ...volume } of host.volumes.values())
    if (halfMade) put(host, { ...volume, inspect: { ...volume.inspect, Labels: null } })
}

function put(host: HostState, volume: Volume): Volume {
  host.volumes.set(volume.inspect.Name, volume)
  return volume
}
