/** Whether the engine fetches a build's context itself (git or http). Any other context is packed and sent. */
export function isRemoteContext(context: string): boolean {
  return /^(https?:\/\/|git:\/\/|git@|ssh:\/\/|github\.com\/)/.test(context)
}

/** Whether a build's context is an absolute path or a remote one. A relative path would depend on the process's working directory. */
export function isContext(context: string): boolean {
  return context.startsWith('/') || isRemoteContext(context)
}

/** Whether an additional build context is allowed: as isContext, and also an image, an OCI layout or a service. */
export function isFurtherContext(from: string): boolean {
  return isContext(from) || /^(docker-image:\/\/|oci-layout:\/\/\/|service:)/.test(from)
}

/** The service whose image an additional build context refers to; undefined for contexts of another form. */
export function serviceContext(from: string): string | undefined {
  return from.startsWith('service:') ? from.slice('service:'.length) : undefined
}
