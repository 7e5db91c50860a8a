import { redactValue } from '../../api/v1/redact/redact.ts'
import type { ArgsOf, Verb } from '../engine.ts'

/** Describes a call for its error: the verb in words and its object. */
export function triedWords<V extends Verb>(verb: V, args: ArgsOf<V>): string {
  return words[verb](args)
}

const words: { readonly [V in Verb]: (args: ArgsOf<V>) => string } = {
  info: () => 'ask the engine about itself',
  listContainers: () => 'list containers',
  inspectContainer: ({ id }) => `inspect container ${short(id)}`,
  createContainer: ({ name }) => `create container ${name}`,
  startContainer: ({ id }) => `start container ${short(id)}`,
  stopContainer: ({ id }) => `stop container ${short(id)}`,
  killContainer: ({ id }) => `kill container ${short(id)}`,
  unpauseContainer: ({ id }) => `unpause container ${short(id)}`,
  renameContainer: ({ id, name }) => `rename container ${short(id)} to ${name}`,
  updateContainer: ({ id }) => `update container ${short(id)}`,
  removeContainer: ({ id }) => `remove container ${short(id)}`,
  pastEnds: () => 'ask for past events',
  listNetworks: () => 'list networks',
  inspectNetwork: ({ id }) => `inspect network ${short(id)}`,
  createNetwork: ({ body }) => `create network ${body.Name}`,
  removeNetwork: ({ id }) => `remove network ${short(id)}`,
  connectNetwork: ({ id, container }) => `connect container ${short(container)} to network ${short(id)}`,
  disconnectNetwork: ({ id, container }) => `disconnect container ${short(container)} from network ${short(id)}`,
  listVolumes: () => 'list volumes',
  inspectVolume: ({ name }) => `inspect volume ${name}`,
  createVolume: ({ body }) => `create volume ${body.Name}`,
  removeVolume: ({ name }) => `remove volume ${name}`,
  listSwarmServices: () => 'list services of the swarm',
  listSwarmTasks: () => 'list tasks of the swarm',
  listSwarmConfigs: () => 'list configs of the swarm',
  updateSwarmService: ({ spec, id }) => `update service ${String(spec['Name'] ?? short(id))} of the swarm`,
  inspectImage: ({ name }) => `inspect image ${short(name)}`,
  resolveImage: ({ image }) => `resolve image ${image}`,
  pullImage: ({ image }) => `pull image ${image}`,
  buildImage: ({ tags, context }) =>
    `build image ${tags[0] ?? ''} from ${redactValue(context) || 'its Dockerfile alone'}`,
  tagImage: ({ name, tag }) => `tag image ${short(name)} as ${tag}`,
  removeImage: ({ name }) => `remove image ${short(name)}`,
  importImage: ({ image }) => `import image ${image}`,
  putArchive: ({ id, path }) => `write files to ${path} of container ${short(id)}`,
  getArchive: ({ id, path }) => `read ${path} of container ${short(id)}`,
  statPath: ({ id, path }) => `look at ${path} of container ${short(id)}`,
  copyOut: ({ id, path }) => `copy ${path} out of container ${short(id)}`,
  copyIn: ({ id, path }) => `copy files to ${path} of container ${short(id)}`,
  logs: ({ id }) => `read the logs of container ${short(id)}`,
  stats: ({ id }) => `read what container ${short(id)} uses`,
  exec: ({ id, command }) => `run ${command[0] ?? ''} in container ${short(id)}`,
  waitContainer: ({ id }) => `wait for the end of container ${short(id)}`,
  attach: ({ id }) => `attach to container ${short(id)}`,
}

/** The short form of an id: twelve digits. */
function short(id: string): string {
  return /^(sha256:)?[0-9a-f]{64}$/.test(id) ? id.replace('sha256:', '').slice(0, 12) : id
}
