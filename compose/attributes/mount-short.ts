import type { V1Mount } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { absolutePath, containerPath } from '../paths.ts'
import { isPath, parseVolume } from '../units/volume.ts'
import type { VolumeEntry } from '../units/volume.ts'
import { applyOption } from '../units/volume-mount.ts'

/** Reads an entry of `volumes` in the short form `[SOURCE:]TARGET[:OPTIONS]`. Unknown options are dropped with a warning. */
export function shortMount(node: Node, context: Context): V1Mount | undefined {
  const written = String(node.value)
  const entry = parseVolume(written)
  if ('message' in entry) {
    context.error(node, `${entry.message}, not ${JSON.stringify(written)}`)
    return undefined
  }
  if (
    entry.type === 'Volume' &&
    entry.source !== undefined &&
    looksLikePath(entry.source) &&
    !context.declaredVolumes.has(entry.source)
  ) {
    context.error(node, `${entry.source} is neither a declared volume nor a path: write ./${entry.source} for a path`)
    return undefined
  }
  const mount: V1Mount = { type: entry.type, ...sourceOf(entry, context), target: containerPath(entry.target) }
  if (mount.type === 'Bind') mount.bind = { createHostPath: true }
  for (const option of entry.options) {
    if (!applyOption(mount, option)) context.warn(node, `the option ${option} is not known and is left out`)
  }
  return mount
}

function looksLikePath(source: string): boolean {
  return source.includes('/') && !isPath(source)
}

function sourceOf({ type, source }: VolumeEntry, context: Context): { source?: string } {
  if (source === undefined) return {}
  return { source: type === 'Bind' ? absolutePath(source, context) : source }
}
