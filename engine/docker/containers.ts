import type { Verbs } from '../engine.ts'
import type { ContainerState, ContainerSummary } from '../types/container.ts'
import { asFields, asList, type Fields, fieldsOf, listOf, textMapOf, textOf, textsOf } from './answer.ts'
import type { Caller } from './caller.ts'
import { createContainer } from './create-container.ts'
import { decodeContainer } from './decode-container.ts'
import { removeContainer } from './remove-container.ts'

type ContainerVerbs = Pick<
  Verbs,
  | 'listContainers'
  | 'inspectContainer'
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'killContainer'
  | 'unpauseContainer'
  | 'renameContainer'
  | 'updateContainer'
  | 'removeContainer'
>

/** The verbs about containers, each one call. */
export function containerVerbs(caller: Caller): ContainerVerbs {
  return {
    listContainers: (args, run) =>
      caller.json({ verb: 'listContainers', args, run }, listOf('container', decodeSummary)),
    inspectContainer: (args, run) => caller.json({ verb: 'inspectContainer', args, run }, { decode: decodeContainer }),
    createContainer: (args, run) => createContainer(caller, args, run),
    startContainer: (args, run) => caller.done({ verb: 'startContainer', args, run }),
    stopContainer: (args, run) => caller.done({ verb: 'stopContainer', args, run }),
    killContainer: (args, run) => caller.done({ verb: 'killContainer', args, run }),
    unpauseContainer: (args, run) => caller.done({ verb: 'unpauseContainer', args, run }),
    renameContainer: (args, run) => caller.done({ verb: 'renameContainer', args, run }),
    updateContainer: (args, run) =>
      caller.json(
        { verb: 'updateContainer', args, run },
        {
          decode: (answer) => ({ warnings: textsOf(asFields(answer, 'warnings')['Warnings']) }),
        },
      ),
    removeContainer: (args, run) => removeContainer(caller, args, run),
  }
}

function decodeSummary(row: Fields): ContainerSummary {
  return {
    id: textOf(row['Id']),
    name: (textsOf(row['Names']).find((name) => name.lastIndexOf('/') === 0) ?? '').slice(1),
    image: textOf(row['Image']),
    imageID: textOf(row['ImageID']),
    labels: textMapOf(row['Labels']),
    state: textOf(row['State']) as ContainerState,
    status: textOf(row['Status']),
    networks: networksOf(row),
    volumes: volumesOf(row),
    hostPorts: hostPortsOf(row),
  }
}

function networksOf({ NetworkSettings: settings }: Fields): readonly string[] {
  const endpoints = Object.values(fieldsOf(fieldsOf(settings)['Networks']))
  return endpoints.map((endpoint) => textOf(fieldsOf(endpoint)['NetworkID'])).filter((id) => id !== '')
}

function volumesOf({ Mounts: mounts }: Fields): readonly string[] {
  const volumes = asList(mounts ?? null, 'mount').filter(({ Type }) => Type === 'volume')
  return volumes.map(({ Name }) => textOf(Name))
}

/** The published host ports, each once: an engine with IPv6 lists one row per address. */
function hostPortsOf({ Ports: ports }: Fields): readonly string[] {
  const published = asList(ports ?? null, 'port').filter(({ PublicPort }) => Number(PublicPort ?? 0) > 0)
  return [...new Set(published.map(({ PublicPort, Type }) => `${Number(PublicPort)}/${textOf(Type)}`))]
}
