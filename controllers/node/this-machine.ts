import type { V1Node } from '../../api/v1/generated/types.ts'

/**
 * Whether a node is the machine that reconcile runs on: its engine answers at a socket there. A socket counts, though it may lead elsewhere.
 * So does what never answered where nothing says where its engine is: that is at a socket, unless DOCKER_HOST says otherwise.
 */
export function isThisMachine(node: V1Node): boolean {
  return /^(unix:|$)/.test(addressOf(node))
}

/** Whether a node is known to be another machine. */
export function isOtherMachine(node: V1Node): boolean {
  const address = addressOf(node)
  return (
    /^(tcp|https?|ssh):\/\//.test(address) &&
    !/^\w+:\/\/([\w.+-]+@)?(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/.test(address)
  )
}

function addressOf({ spec, status }: V1Node): string {
  return status?.address ?? spec.engine?.host ?? ''
}
