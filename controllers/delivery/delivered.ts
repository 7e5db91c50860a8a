import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'

/** Whether this process put the bytes in a node's directory: a status that is not kept, since a reboot clears memory. */
export function isDelivered(object: V1Secret | V1Config | undefined, node: string, directory: string): boolean {
  return (
    object?.status?.nodes?.some(
      (entry) => entry.node === node && entry.contentHash === directory && entry.state === 'Delivered',
    ) ?? false
  )
}
