import { deepEqual } from 'node:assert/strict'
import type { V1Mount, V1NodeSpec, V1ServiceSpec, V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { pathPins } from '../../../controllers/data/path-pins.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import type { Store } from '../../../store/objects/store.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import { aNode, aTask, NOW, specified } from '../../support/builders.ts'

const bind = (source: string): V1Mount => ({ type: 'Bind', source, target: '/data' })
const DATA: Partial<V1TaskTemplate> = { mounts: [bind('/m/data')] }
const SRV: Partial<V1TaskTemplate> = { mounts: [bind('/srv/data')] }

interface Given {
  /** Of the node `here`, which is this machine; `b` and `c` are others. */
  readonly here?: V1NodeSpec
  readonly spec?: Partial<V1ServiceSpec>
  readonly template?: Partial<V1TaskTemplate>
  /** Other services of the stack. */
  readonly others?: Readonly<Record<string, Partial<V1TaskTemplate>>>
  /** Where slots wrote, as `service/slot`, and to what. */
  readonly wrote?: Readonly<Record<string, readonly [node: string, path: string]>>
  /** The tasks that are placed: one of the first slot, if any; restarted by a person, if so. */
  readonly placed?: 'none' | 'new' | 'restarted'
}

function storeOf({ here = {}, spec = {}, template = {}, others = {}, wrote = {} }: Given): Store {
  const [clock, random] = [virtualClock({ start: NOW }), seededRandom(1)]
  const store = createStore({ clock, random, storage: memoryStorage({ clock, random }), state: new Map() })
  store.create('Node', aNode('here', here, { address: 'unix:///d.sock' }))
  for (const name of ['b', 'c']) store.create('Node', aNode(name, {}, { address: `tcp://${name}:2376` }))
  const all = { ...others, web: template }
  for (const [name, own] of Object.entries(all)) {
    store.create('Service', {
      ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace: 'shop' } },
      spec: { ...(name === 'web' ? spec : {}), template: { image: 'nginx', ...own } },
    })
    const origin = { root: 'desired', file: '/m/compose.yaml', fileHash: '', hash: '' }
    store.putFact('source', `Service/shop/${name}`, origin)
  }
  for (const [slot, [node, path]] of Object.entries(wrote))
    store.putFact('written', `shop/${slot}`, { node, paths: [path] })
  return store
}

function taskOf({ template = {}, placed = 'new' }: Given): readonly V1Task[] {
  const { node: _, ...unbound } = specified(aTask(1, 'r'), { template: { image: 'nginx', ...template } }).spec
  const task: V1Task = { ...aTask(1, 'r'), spec: unbound }
  if (placed === 'restarted') task.metadata.annotations = { [annotations.restarted]: 'now' }
  return placed === 'none' ? [] : [task]
}

describe('pathPins', () => {
  for (const { it: sentence, wants, ...given } of [
    { it: 'pins nothing that writes to no path', wants: '' },
    { it: 'pins a path beside its manifest to this machine', template: DATA, wants: 'here' },
    { it: 'pins no other path that nothing was written to', template: SRV, wants: '' },
    {
      it: 'pins what was written to its node, wherever its manifest is',
      template: DATA,
      wrote: { 'web/1': ['b', '/m/data'] },
      wants: 'b',
    },
    {
      it: 'counts what is in what was written, or has it in it',
      template: DATA,
      wrote: { 'web/1': ['b', '/m/data/db'] },
      wants: 'b',
    },
    { it: 'forgets what is not written to any more', template: SRV, wrote: { 'web/1': ['b', '/m/data'] }, wants: '' },
    {
      it: 'leaves what is on a node that is not declared any more',
      template: SRV,
      wrote: { 'web/1': ['gone', '/srv/data'] },
      wants: '',
    },
    {
      it: 'leaves what is where a constraint forbids it',
      template: SRV,
      spec: { placement: { constraints: ['node.name!=b'] } },
      wrote: { 'web/1': ['b', '/srv/data'] },
      wants: '',
    },
    {
      it: 'waits for what is on a drained node',
      here: { drain: true },
      template: SRV,
      wrote: { 'web/1': ['here', '/srv/data'] },
      wants: 'here',
    },
    {
      it: 'leaves it on a restart by a person',
      here: { drain: true },
      template: SRV,
      wrote: { 'web/1': ['here', '/srv/data'] },
      placed: 'restarted',
      wants: '',
    },
    {
      it: 'keeps it on a restart while its node takes tasks',
      template: SRV,
      wrote: { 'web/1': ['here', '/srv/data'] },
      placed: 'restarted',
      wants: 'here',
    },
    { it: 'binds no slot to what another one wrote', template: SRV, wrote: { 'web/2': ['b', '/srv/data'] }, wants: '' },
    {
      it: 'binds all slots to what another one wrote beside their manifest',
      spec: { replicas: 2 },
      template: DATA,
      wrote: { 'web/2': ['b', '/m/data'] },
      wants: 'b',
    },
    {
      it: 'pins a service as a whole to all nodes where it wrote',
      spec: { replicas: 2 },
      template: SRV,
      wrote: { 'web/1': ['b', '/srv/data'], 'web/2': ['c', '/srv/data'] },
      placed: 'none',
      wants: 'b c',
    },
    {
      it: 'pins to where another service wrote to the same',
      template: DATA,
      others: { db: DATA },
      wrote: { 'db/1': ['c', '/m/data'] },
      wants: 'c',
    },
    {
      it: 'pins nothing to where another service wrote to the same elsewhere than beside the manifest',
      template: SRV,
      others: { db: SRV },
      wrote: { 'db/1': ['c', '/srv/data'] },
      wants: '',
    },
    {
      it: 'pins to where one wrote that shares with it',
      others: { db: { ...SRV, networkMode: 'service:web' } },
      wrote: { 'db/1': ['c', '/srv/data'] },
      wants: 'c',
    },
    {
      it: 'pins to this machine what one needs there that shares with it',
      others: { db: { ...DATA, networkMode: 'service:web' } },
      wants: 'here',
    },
    {
      it: 'pins nothing to this machine that takes no tasks',
      here: { unschedulable: true },
      template: DATA,
      wants: '',
    },
    { it: 'pins no task of a Global service', spec: { mode: 'Global' }, template: DATA, wants: '' },
    {
      it: 'pins no new replicas that are to be on several nodes',
      spec: { replicas: 2, placement: { maxReplicasPerNode: 1 } },
      template: DATA,
      wants: '',
    },
  ] satisfies readonly (Given & { it: string; wants: string })[])
    it(sentence, () => {
      const store = storeOf(given)
      const service = store.get('Service', 'shop/web')
      const pins = service ? pathPins(service, store, taskOf(given)) : new Map()
      deepEqual([...pins.values()].map(({ on }) => [...on].sort().join(' ')).join(), wants)
    })
})
