import type { Verbs } from '../engine.ts'
import type { NetworkInspect, VolumeInspect } from '../types.ts'
import { asFields, asList, type Fields, textOf } from './answer.ts'
import type { Caller } from './caller.ts'
import { AnswerError } from './errors.ts'

type NetworkVerbs = Pick<
  Verbs,
  'listNetworks' | 'inspectNetwork' | 'createNetwork' | 'removeNetwork' | 'connectNetwork' | 'disconnectNetwork'
>

/** The verbs about networks, each one call. */
export function networkVerbs(caller: Caller): NetworkVerbs {
  return {
    async listNetworks(args, run) {
      return asList(await caller.json('listNetworks', args, run), 'network').map(decodeNetwork)
    },
    async inspectNetwork(args, run) {
      return decodeNetwork(asFields(await caller.json('inspectNetwork', args, run), 'a network'))
    },
    async createNetwork(args, run) {
      const answer = asFields(await caller.json('createNetwork', args, run), 'an id')
      return { id: textOf(answer['Id']), warning: textOf(answer['Warning']) }
    },
    removeNetwork: (args, run) => caller.done('removeNetwork', args, run),
    connectNetwork: (args, run) => caller.done('connectNetwork', args, run),
    disconnectNetwork: (args, run) => caller.done('disconnectNetwork', args, run),
  }
}

type VolumeVerbs = Pick<Verbs, 'listVolumes' | 'inspectVolume' | 'createVolume' | 'removeVolume'>

/** The verbs about volumes, each one call. */
export function volumeVerbs(caller: Caller): VolumeVerbs {
  return {
    async listVolumes(args, run) {
      const answer = asFields(await caller.json('listVolumes', args, run), 'volumes')
      return asList(answer['Volumes'] ?? null, 'volume').map(decodeVolume)
    },
    async inspectVolume(args, run) {
      return decodeVolume(asFields(await caller.json('inspectVolume', args, run), 'a volume'))
    },
    async createVolume(args, run) {
      return decodeVolume(asFields(await caller.json('createVolume', args, run), 'a volume'))
    },
    removeVolume: (args, run) => caller.done('removeVolume', args, run),
  }
}

function decodeNetwork(raw: Fields): NetworkInspect {
  if (textOf(raw['Id']) === '' || textOf(raw['Name']) === '')
    throw new AnswerError('the engine answered a network without id or name')
  return raw as unknown as NetworkInspect
}

function decodeVolume(raw: Fields): VolumeInspect {
  if (textOf(raw['Name']) === '') throw new AnswerError('the engine answered a volume without a name')
  return raw as unknown as VolumeInspect
}
