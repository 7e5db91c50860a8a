import type { V1Volume } from '../../../api/v1/generated/types.ts'
import { losesData } from '../../../api/v1/loses-data.ts'

/**
 * Why no task starts anew with a volume that is being deleted, since when, what that waits for, and what a person may do: what it wrote
 * would go with the rest.
 */
export function doomedVolumeWords(volume: V1Volume, service: string, held: string | undefined): string {
  const { name, namespace, deletionTimestamp } = volume.metadata
  const data = losesData(volume) ? ' with its data' : ''
  const waits = held === undefined ? '' : `, and waits: ${held}`
  const remedies = `to keep it, declare it again, as by an apply of its file; to let it go, end what uses it, as with \`reconcile stop ${service} -n ${namespace}\``
  return `the volume ${name} is to be deleted${data} since ${deletionTimestamp}${waits}; ${remedies}`
}
