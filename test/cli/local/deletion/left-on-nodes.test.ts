import { deepEqual } from 'node:assert/strict'
import { setCondition } from '../../../../api/v1/conditions.ts'
import { API_VERSION, type ObjectOf } from '../../../../api/v1/kinds.ts'
import { leftOnNodes } from '../../../../cli/local/deletion/left-on-nodes.ts'
import { askedOnce } from '../../../../cli/local/deletion/same-engine.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import type { ResourceId } from '../../../../store/source/reading/reading.ts'
import { aNode } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

const { signal } = new AbortController()

const made = (kind: string, name: string, Name: string) => ({
  Name,
  Labels: {
    'reconcile.dev/installation': 'default',
    'reconcile.dev/kind': kind,
    'reconcile.dev/stack': 'shop',
    'reconcile.dev/name': name,
  },
})

function anEngine(id: string, isSilent = false): Engine {
  const answer =
    <T>(value: T) =>
    async () => {
      if (isSilent) throw new EngineError('Unreachable', { node: 'far', tried: 'ask', detail: 'no answer' })
      return value
    }
  const volumes = [made('Volume', 'data', 'shop_data'), made('Lock', 'shop', 'lock'), { Name: 'bare', Labels: null }]
  return {
    info: answer({ id, name: 'host' }),
    listNetworks: answer([made('Network', 'default', 'shop_default')]),
    listVolumes: answer({ volumes, warnings: [] }),
  } as unknown as Engine
}

describe('what stays on a node that is deleted', () => {
  const NETWORK = 'Node/far: the network shop_default stays there; `docker network rm shop_default` there removes it'
  const VOLUME =
    'Node/far: the volume shop_data stays there with the data; `docker volume rm shop_data` there removes it'
  const VOLUMES =
    'Node/far: the volumes shop_data, bare stay there with the data; `docker volume rm shop_data bare` there removes them'
  const LAST_NETWORK =
    'Node/far: the network shop_default may be there, as when it was last seen; `docker network rm shop_default` there removes it'
  const LAST_VOLUME =
    'Node/far: the volume shop_data was there when its host last answered, and stays with the data; `docker volume rm shop_data` there removes it'
  const LAST_VOLUMES =
    'Node/far: the volumes shop_data, bare were there when its host last answered, and stay with the data; `docker volume rm shop_data bare` there removes them'
  const rows: readonly (readonly [
    it: string,
    asked: {
      ids?: readonly ResourceId[]
      near?: string
      isAdopted?: boolean
      purpose?: Core['purpose']
      isSilent?: boolean
      isReplaced?: boolean
    },
    wants: readonly string[],
  ])[] = [
    ['is named, with what removes it', {}, [NETWORK, VOLUME]],
    ['is data alone beside a serve, which removes networks or names them', { purpose: 'serve' }, [VOLUME]],
    ['is data, too, that others made for a volume', { isAdopted: true }, [NETWORK, VOLUMES]],
    ['is not what goes with it', { ids: ['Node/far', 'Network/shop/default'] }, [VOLUME]],
    ['is nothing where another node has its engine', { near: 'E1' }, []],
    ['is named where that one goes, too', { near: 'E1', ids: ['Node/far', 'Node/near'] }, [NETWORK, VOLUME]],
    ['is named beside another engine', { near: 'E2' }, [NETWORK, VOLUME]],
    [
      'is what was there last, where it does not answer',
      { isSilent: true, isAdopted: true },
      [LAST_NETWORK, LAST_VOLUMES],
    ],
    [
      'is not what goes with it, where it does not answer',
      { isSilent: true, ids: ['Node/far', 'Volume/shop/data'] },
      [LAST_NETWORK],
    ],
    ['is nothing where another node has the engine that it had', { isSilent: true, near: 'E1' }, []],
    ['is what was there last, where another engine answers', { isReplaced: true }, [LAST_NETWORK, LAST_VOLUME]],
    ['is nothing where another node has the engine before that one', { isReplaced: true, near: 'E1' }, []],
    ['is named where another node has that one, too', { isReplaced: true, near: 'E3' }, [LAST_NETWORK, LAST_VOLUME]],
    ['is not asked for where no node is deleted', { ids: ['Service/shop/web'] }, []],
  ]
  for (const [sentence, { ids = ['Node/far'], near, isAdopted, purpose = 'act', isSilent, isReplaced }, wants] of rows)
    it(sentence, async () => {
      const beside = near === undefined ? [] : [['near', anEngine(near)] as const]
      const engines = async () => new Map([['far', anEngine(isReplaced ? 'E3' : 'E1', isSilent)], ...beside])
      const core = { ...aCore('/nowhere'), purpose, engines }
      for (const name of ['far', ...beside.map(([each]) => each)]) core.store.create('Node', aNode(name))
      const status = { nodes: [{ node: 'far', seen: true, foreign: true }] }
      const known = <K extends 'Network' | 'Volume'>(kind: K, name: string, more: object) =>
        core.store.create(kind, {
          ...{ apiVersion: API_VERSION, kind, metadata: { namespace: 'shop', name }, spec: {} },
          ...more,
        } as ObjectOf<K>)
      const changed = { type: 'EngineChanged', status: 'True' as const, reason: 'EngineChanged', message: '' }
      const conditions = isReplaced ? setCondition([], changed, 0) : []
      core.store.putStatus('Node', 'far', { engineID: 'E1', hostname: 'host', conditions })
      known('Network', 'default', { status: { seenOn: ['far'] } })
      known('Network', 'other', { status: { seenOn: ['near'] } })
      known('Volume', 'data', { status: { nodes: [{ node: 'far', seen: true }] } })
      for (const state of ['Absent', 'Lost'])
        known('Volume', state.toLowerCase(), { status: { nodes: [{ node: 'far', seen: true, state }] } })
      if (isAdopted) known('Volume', 'bare', { spec: { hostName: 'bare' }, status })
      const said = await leftOnNodes(core, { ids, signal, identityOf: askedOnce(core, signal) })
      deepEqual(
        said.filter((each) => each.startsWith('Node/far')),
        wants,
      )
    })
})
