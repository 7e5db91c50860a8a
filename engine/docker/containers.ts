import type { Verbs } from '../engine.ts'
import type { ContainerInspect, ContainerState, ContainerSummary, UpdateBody } from '../types.ts'
import { AnswerError } from './errors.ts'
import { asFields, asList, type Fields, textMapOf, textOf, textsOf } from './answer.ts'
import type { Caller } from './caller.ts'
import { createContainer } from './create-container.ts'

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
    async listContainers(args, run) {
      return asList(await caller.json('listContainers', args, run), 'container').map(decodeSummary)
    },
    async inspectContainer(args, run) {
      return decodeContainer(await caller.json('inspectContainer', args, run))
    },
    createContainer: (args, run) => createContainer(caller, args, run),
    startContainer: (args, run) => caller.done('startContainer', args, run),
    stopContainer: (args, run) => caller.done('stopContainer', args, run),
    killContainer: (args, run) => caller.done('killContainer', args, run),
    unpauseContainer: (args, run) => caller.done('unpauseContainer', args, run),
    renameContainer: (args, run) => caller.done('renameContainer', args, run),
    async updateContainer(args: { id: string; body: UpdateBody }, run) {
      const answer = asFields(await caller.json('updateContainer', args, run), 'warnings')
      return { warnings: textsOf(answer['Warnings']) }
    },
    removeContainer: (args, run) => caller.done('removeContainer', args, run),
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
  }
}

/** The inspect with what we never read left out: it is kept for as long as the container lives. */
export function decodeContainer(answer: unknown): ContainerInspect {
  const raw = asFields(answer, 'a container')
  const state = asFields(raw['State'], "a container's state")
  const config = asFields(raw['Config'], "a container's config")
  const hostConfig = asFields(raw['HostConfig'], "a container's host config")
  const network = asFields(raw['NetworkSettings'], "a container's networks")
  if (textOf(raw['Id']) === '' || textOf(state['Status']) === '')
    throw new AnswerError('the engine answered a container without id or state')
  const kept = Object.fromEntries(keptFields.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])))
  return {
    ...kept,
    Name: textOf(raw['Name']),
    State: state,
    Config: { ...config, Labels: textMapOf(config['Labels']) },
    HostConfig: hostConfig,
    NetworkSettings: { Networks: network['Networks'] ?? {}, Ports: network['Ports'] ?? {} },
  } as unknown as ContainerInspect
}

const keptFields = ['Id', 'Created', 'Image', 'RestartCount', 'Platform', 'Mounts', 'Driver']
