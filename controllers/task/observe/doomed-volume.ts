import type { V1Volume } from '../../../api/v1/generated/types.ts'
import { losesData } from '../../../api/v1/loses-data.ts'

/**
 * Why no task starts with a volume that is being deleted: what it wrote would be deleted too. Says since when, what the deletion waits for,
 * and the remedies.
 */
export function doomedVolumeWords(volume: V1Volume, service: string, held: string | undefined): string {
  const { name, namespace, deletionTimestamp } = volume.metadata
  const data = losesData(volume) ? ' with its data' : ''
  const waits = held === undefined ? '' : `, and waits: ${held}`
  const remedies = `to keep it, declare it again, as by an apply of its file; to let it go, end what uses it, as with \`reconcile stop ${service} -n ${namespace}\``
  return `the volume ${name} is to be deleted${data} since ${deletionTimestamp}${waits}; ${remedies}`
}
