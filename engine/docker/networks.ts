import type { Verbs } from '../engine.ts'
import type { NetworkInspect } from '../types/network.ts'
import type { VolumeInspect, VolumeList } from '../types/volume.ts'
import { failedPlugin } from '../volume/left-out.ts'
import { asFields, asList, idOf, listOf, textOf, textsOf } from './answer.ts'
import type { Caller } from './caller.ts'
import { AnswerError } from './errors.ts'

type NetworkVerbs = Pick<
  Verbs,
  'listNetworks' | 'inspectNetwork' | 'createNetwork' | 'removeNetwork' | 'connectNetwork' | 'disconnectNetwork'
>

/** The verbs about networks, each one call. */
export function networkVerbs(caller: Caller): NetworkVerbs {
  return {
    listNetworks: (args, run) => caller.json({ verb: 'listNetworks', args, run }, listOf('network', decodeNetwork)),
    inspectNetwork: (args, run) => caller.json({ verb: 'inspectNetwork', args, run }, { decode: decodeNetwork }),
    createNetwork: (args, run) =>
      caller.json(
        { verb: 'createNetwork', args, run },
        {
          decode(answer) {
            const raw = asFields(answer, 'an id')
            return { id: idOf(raw), warning: textOf(raw['Warning']) }
          },
        },
      ),
    removeNetwork: (args, run) => caller.done({ verb: 'removeNetwork', args, run }),
    connectNetwork: (args, run) => caller.done({ verb: 'connectNetwork', args, run }),
    disconnectNetwork: (args, run) => caller.done({ verb: 'disconnectNetwork', args, run }),
  }
}

type VolumeVerbs = Pick<Verbs, 'listVolumes' | 'inspectVolume' | 'createVolume' | 'removeVolume'>

/** The verbs about volumes, each one call. */
export function volumeVerbs(caller: Caller): VolumeVerbs {
  return {
    listVolumes: (args, run) => caller.json({ verb: 'listVolumes', args, run }, { decode: decodeVolumes }),
    inspectVolume: (args, run) => caller.json({ verb: 'inspectVolume', args, run }, { decode: decodeVolume }),
    createVolume: (args, run) => caller.json({ verb: 'createVolume', args, run }, { decode: decodeVolume }),
    removeVolume: (args, run) => caller.done({ verb: 'removeVolume', args, run }),
  }
}

function decodeNetwork(answer: unknown): NetworkInspect {
  const raw = asFields(answer, 'a network')
  if (textOf(raw['Id']) === '' || textOf(raw['Name']) === '')
    throw new AnswerError('the engine answered a network without id or name')
  return raw as unknown as NetworkInspect
}

/**
 * Decodes a list of volumes. For a failing plugin an engine lists those that it remembers, after its own restart only by name. Those
 * without labels are left out, as their owner is unknown.
 */
function decodeVolumes(answer: unknown): VolumeList {
  const raw = asFields(answer, 'volumes')
  const warnings = textsOf(raw['Warnings'])
  const failed = new Set(warnings.map(failedPlugin))
  const volumes = asList(raw['Volumes'] ?? null, 'volume').map(decodeVolume)
  return { volumes: volumes.filter(({ Driver, Labels }) => Labels || !failed.has(Driver)), warnings }
}

function decodeVolume(answer: unknown): VolumeInspect {
  const raw = asFields(answer, 'a volume')
  if (textOf(raw['Name']) === '') throw new AnswerError('the engine answered a volume without a name')
  return raw as unknown as VolumeInspect
}
