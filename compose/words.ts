/** Phrases of validation messages that name fields and values of manifests, with their Compose equivalents. */
const words: Readonly<Record<string, string>> = {
  'have 1, leave hostPort out': 'have 1, leave the port of the host out',
  'fewer, leave hostPort out': 'fewer, leave the port of the host out',
  'port, or leave hostPort out': 'port, or leave that of the host out',
  'a range with hostPortEnd': 'a range of ports of the host',
  'placement.maxReplicasPerNode': 'deploy.placement.max_replicas_per_node',
  'needs hostPort': 'needs the port of the host',
  'below hostPort': 'below the first port of the host,',
  'below containerPort': 'below the first port of the container,',
  'as containerPort does': 'as the ports of the container do',
  networkMode: 'network_mode',
  ipcMode: 'ipc',
  utsMode: 'uts',
  enableIPv6: 'enable_ipv6',
  deviceIDs: 'device_ids',
  dockerfileInline: 'dockerfile_inline',
  'or give args': 'or give a command',
  'needs readOnly': 'needs read_only',
  'excludes readOnlyForceRecursive': 'excludes recursive: readonly',
  'use type Volume': 'use type: volume',
  'a Bind comes': 'a bind comes',
  'a Image comes': 'an image comes',
  'a Cluster comes': 'a cluster volume comes',
  'use OnFailure or Never': 'use on-failure or no',
  'GlobalJob runs': 'global-job runs',
  'Global runs': 'global runs',
  'give this one another namespace': 'give this one another name: at its top',
}

const anyOf = new RegExp(`\\b(${Object.keys(words).join('|').replaceAll('.', '\\.')})\\b`, 'g')

/** Rewrites a validation message of manifests in the words of Compose files. */
export function inComposeWords(message: string): string {
  return message.replace(anyOf, (found) => words[found] ?? found)
}

/** A value of a manifest as written in a Compose file. */
export function composeValue<T>(value: T): T | string {
  const written: Readonly<Record<string, string>> = { Always: 'always', UnlessStopped: 'unless-stopped' }
  return typeof value === 'string' ? (written[value] ?? value) : value
}
