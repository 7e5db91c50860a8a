import type { V1Mount, V1Port, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { isReservedLabel } from '../../../api/v1/labels.ts'
import type { RunRequest } from '../../../api/v1/installation/one-off.ts'
import { volumeMount } from '../../../compose/units/volume-mount.ts'
import { parsePorts } from '../../../compose/units/port.ts'
import { present } from '../../../engine/container/present.ts'

/**
 * The service's template, changed for a one-off container as requested. It has no restart policy, and neither the service's published ports
 * nor its fixed addresses, which its tasks use.
 */
export function oneOffTemplate(template: V1TaskTemplate, request: RunRequest): V1TaskTemplate {
  const { ports, publishAllPorts, hooks: _hooks, macAddress: _mac, ...rest } = template
  const published = [...(request.servicePorts ? (ports ?? []) : []), ...request.publish.flatMap(portsOf)]
  return present({
    ...rest,
    ...processOf(template, request),
    env: withVariables(template.env, request.env),
    labels: { ...template.labels, ...labelsOf(request.labels) },
    mounts: withMounts(template.mounts, request.volumes.map(mountOf)),
    networks: template.networks?.map(
      ({ ipv4Address: _4, ipv6Address: _6, linkLocalIPs: _local, macAddress: _own, ...network }) => network,
    ),
    user: request.user ?? template.user,
    workingDir: request.workingDir ?? template.workingDir,
    tty: request.tty === true,
    stdin: request.stdin === true,
    stdinOnce: request.stdin === true,
    restartPolicy: { condition: 'Never' as const },
    ports: published.length > 0 ? published : undefined,
    publishAllPorts: request.servicePorts ? publishAllPorts : undefined,
  })
}

/** As with Compose, another entrypoint drops the service's command. */
function processOf({ command, args }: V1TaskTemplate, { entrypoint, command: words }: RunRequest) {
  const given = words.length > 0 ? [...words] : undefined
  if (entrypoint) return { command: [...entrypoint], args: given }
  return { command, args: given ?? args }
}

function withVariables(env: V1TaskTemplate['env'] = [], given: readonly string[]): V1TaskTemplate['env'] {
  const variables = given.map(pairOf)
  const names = new Set(variables.map(({ name }) => name))
  return [...env.filter(({ name }) => !names.has(name)), ...variables]
}

function labelsOf(given: readonly string[]): Record<string, string> {
  const pairs = given.map(pairOf)
  const reserved = pairs.find(({ name }) => isReservedLabel(name))
  if (reserved) throw wrong(`the label ${reserved.name} is reconcile's own`, 'choose another name')
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]))
}

function pairOf(text: string): { name: string; value: string } {
  const at = text.indexOf('=')
  return at < 0 ? { name: text, value: '' } : { name: text.slice(0, at), value: text.slice(at + 1) }
}

/** A given mount replaces the service's mount at the same path. */
function withMounts(mounts: readonly V1Mount[] = [], given: readonly V1Mount[]): V1Mount[] {
  const targets = new Set(given.map(({ target }) => target))
  return [...mounts.filter(({ target }) => !targets.has(target)), ...given]
}

function portsOf(text: string): readonly V1Port[] {
  const parsed = parsePorts(text)
  if (!('message' in parsed)) return parsed
  throw wrong(`--publish ${text}: ${parsed.message}`, 'write [IP:][HOST:]CONTAINER[/PROTOCOL], as 8080:80')
}

function mountOf(text: string): V1Mount {
  const mount = volumeMount(text)
  if ('message' in mount)
    throw wrong(`--volume ${text}: ${mount.message}`, 'write SOURCE:TARGET[:OPTIONS], as data:/srv:ro')
  if (!mount.target.startsWith('/') || (mount.type === 'Bind' && !mount.source?.startsWith('/')))
    throw wrong(`--volume ${text}: it is no absolute path`, 'write both paths from the root')
  return mount
}

function wrong(message: string, remedy: string): InstallationError {
  return new InstallationError(exits.usage, message, { reason: 'BadRequest', remedy })
}
