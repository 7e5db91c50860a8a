/** Whether a build's context is fetched by the engine (git or http) and not packed here. */
export function isRemoteContext(context: string): boolean {
  return /^(https?:\/\/|git:\/\/|git@|ssh:\/\/|github\.com\/)/.test(context)
}

/** Whether a directory is told from the root: what is not would be of whatever directory a program happens to be in. */
export function isContext(context: string): boolean {
  return context.startsWith('/') || isRemoteContext(context)
}

/** The same of a further context, which may be an image, an OCI layout or a service, too. */
export function isFurtherContext(from: string): boolean {
  return isContext(from) || /^(docker-image:\/\/|oci-layout:\/\/\/|service:)/.test(from)
}

/** The service that a further context is of. */
export function serviceContext(from: string): string | undefined {
  return from.startsWith('service:') ? from.slice('service:'.length) : undefined
}
