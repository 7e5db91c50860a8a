import type { V1Config, V1Network, V1Secret, V1Service, V1Volume } from '../../api/v1/generated/types.ts'
import { API_VERSION, type ObjectOf } from '../../api/v1/kinds.ts'
import { swarmLabels } from '../../api/v1/labels.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import type { SwarmFields, SwarmStack, SwarmStackConfig } from '../../api/v1/swarm-stack.ts'
import type { Referred, ReferredVolume } from './attached.ts'
import { type Conversion, type Findings, ownName, said, withoutStackLabels } from './found.ts'
import { reading } from './reading.ts'
import { serviceOf, type StackReading } from './service.ts'

/** Converts the services of a swarm's stack, and what they use, to manifests. Fields without a counterpart are refused by name. Pure. */
export function convertStack(of: SwarmStack): Conversion {
  const [notes, refusals] = [new Set<string>(), new Set<string>()]
  const refused = new Set<string>()
  const findings: Findings = { note: (text) => notes.add(text), refuse: (text) => refusals.add(text) }
  const referred: Referred = { volumes: new Map(), secrets: new Set(), configs: new Set(), networks: new Set() }
  const hostNetworks = new Map(of.networks.flatMap((each) => hostNetwork(each)))
  const networkNames = new Map(
    of.networks.map((each) => [String(each['Id']), ownName(String(each['Name']), of.stack)] as const),
  )
  const within = { of, referred, findings, hostNetworks, networkNames }
  const services = of.services.map((raw) => notingRefused(raw, within, refused))
  const networks = of.networks.filter(({ Id }) => referred.networks.has(String(Id)))
  const objects: ObjectOf[] = [
    ...networks.map((raw) => networkOf(raw, of, findings)),
    ...[...referred.volumes.values()].map((volume) => volumeOf(volume, of)),
    ...[...referred.secrets].map((name) => secretOf(name, of, findings)),
    ...of.configs.filter(({ id }) => referred.configs.has(id)).map((config) => configOf(config, of, findings)),
    ...services,
  ]
  refuseSameNames(objects, findings, refused)
  for (const { service, paths } of of.anonymous)
    findings.note(
      `service ${service} has an anonymous volume at ${listNames(paths)}: the swarm removes it with its task, as at each update, and the service begins with an empty one here; copy out first what is to stay`,
    )
  return { objects, notes: [...notes], refusals: [...refusals], refused }
}

/** Converts a service, and adds its name to `refused` if any of its fields is refused. */
function notingRefused(raw: SwarmFields, within: StackReading, refused: Set<string>): V1Service {
  const refusals: string[] = []
  const refuse = (text: string) => void refusals.push(text)
  const made = serviceOf(raw, { ...within, findings: { ...within.findings, refuse } })
  if (refusals.length > 0) refused.add(made.metadata.name)
  for (const text of refusals) within.findings.refuse(text)
  return made
}

function hostNetwork({ Id, Name, Scope }: SwarmFields): readonly (readonly [string, string])[] {
  const isHosts = Scope !== 'swarm' && typeof Name === 'string' && ['bridge', 'host', 'none'].includes(Name)
  return isHosts ? [[String(Id), Name]] : []
}

/** Converts an overlay network to a bridge on one host. Its name differs, as the swarm's network stays until its stack is removed. */
function networkOf(raw: SwarmFields, { stack }: SwarmStack, findings: Findings): V1Network {
  const hostName = String(raw['Name'])
  const where = `network ${hostName}`
  const read = reading(raw, where, findings)
  const labels = read.map('Labels')
  const metadata = { name: ownName(hostName, stack), namespace: stack }
  const network = { apiVersion: API_VERSION, kind: 'Network', metadata } as const
  if (labels[swarmLabels.stack] !== stack) {
    if (!read.flag('Attachable'))
      findings.refuse(
        `${where} is not of stack ${stack}, and no container joins it: create it again with --attachable, or take it off the services`,
      )
    return { ...network, spec: { external: true, hostName } }
  }
  if (raw['Driver'] !== 'overlay')
    findings.refuse(`${where} has the driver ${String(raw['Driver'])}: take it off the services, and declare one here`)
  findings.note(
    `${where} becomes the bridge ${hostName}_bridge of one node, with addresses that its engine chooses: until all is moved, services here and those still in the swarm do not reach each other by name`,
  )
  const options = Object.entries(read.map('Options')).filter(([key]) => !key.endsWith('.vxlanid_list'))
  for (const [key] of options.filter(([key]) => key !== MTU))
    findings.note(`${where}: option ${key} is of the overlay, and is left out`)
  return {
    ...network,
    spec: {
      hostName: `${hostName}_bridge`,
      ...said({
        driverOpts: Object.fromEntries(options.filter(([key]) => key === MTU)),
        internal: read.flag('Internal'),
        enableIPv6: read.flag('EnableIPv6'),
        labels: withoutStackLabels(labels),
      }),
    },
  }
}

const MTU = 'com.docker.network.driver.mtu'

/** Converts a volume, keeping its data. One that the stack did not create is external: others may use it too. */
function volumeOf({ hostName, isOwn, driver, driverOpts, labels }: ReferredVolume, { stack }: SwarmStack): V1Volume {
  const name = ownName(hostName, stack)
  const volume = { apiVersion: API_VERSION, kind: 'Volume', metadata: { name, namespace: stack } } as const
  if (!isOwn) return { ...volume, spec: { external: true, hostName } }
  const other = name === hostName ? { hostName } : {}
  return { ...volume, spec: { ...other, ...said({ driver, driverOpts, labels }) } }
}

function secretOf(hostName: string, { stack }: SwarmStack, findings: Findings): V1Secret {
  const name = ownName(hostName, stack)
  findings.note(
    `secret ${hostName}: a swarm gives no bytes of it out: \`reconcile secret create ${name} -n ${stack} --from-file FILE\` before the move`,
  )
  return { apiVersion: API_VERSION, kind: 'Secret', metadata: { name, namespace: stack }, spec: { stored: true } }
}

function configOf({ spec }: SwarmStackConfig, { stack }: SwarmStack, findings: Findings): V1Config {
  const hostName = String(spec['Name'])
  const read = reading(spec, `config ${hostName}`, findings)
  read.take('Name')
  read.take('Labels')
  if (read.below('Templating').text('Name') !== undefined)
    findings.refuse(
      `config ${hostName} is a template of the swarm: write what it comes to as a config without template_driver, and use that`,
    )
  const bytes = Buffer.from(read.text('Data') ?? '', 'base64')
  read.end()
  const content = bytes.toString()
  if (!Buffer.from(content).equals(bytes))
    findings.refuse(`config ${hostName} is no text: save it as a file, and let a Config name that with spec.file`)
  const metadata = { name: ownName(hostName, stack), namespace: stack }
  return { apiVersion: API_VERSION, kind: 'Config', metadata, spec: { content } }
}

function refuseSameNames(objects: readonly ObjectOf[], findings: Findings, refused: Set<string>): void {
  const seen = new Set<string>()
  for (const { kind, metadata } of objects) {
    const id = `${kind} ${metadata.name}`
    if (seen.has(id)) {
      findings.refuse(`two objects of the swarm would be the ${id} here: rename one of them there`)
      if (kind === 'Service') refused.add(metadata.name)
    }
    seen.add(id)
  }
}
