import { deepEqual, equal } from 'node:assert/strict'
import type { V1VolumeSpec, V1VolumeStatus } from '../../../../api/v1/generated/types.ts'
import { finalizers } from '../../../../api/v1/labels.ts'
import { withdraw } from '../../../../store/source/acceptance/withdraw.ts'
import { aNode, aVolume } from '../../../support/builders.ts'
import { createWorld } from '../world.ts'

type Nodes = NonNullable<V1VolumeStatus['nodes']>

describe('what stays of a volume that nothing declares any more (S4)', () => {
  const seen: Nodes = [{ node: 'a', seen: true }]
  const foreign: Nodes = [{ node: 'a', seen: true, foreign: true }]
  for (const [what, { nodes, spec = {}, goes = false }, wants] of [
    ['its data, where it was seen', { nodes: seen }, /^its data stays as the volume shop_data on a: /],
    ['nothing, where it never was', { nodes: [{ node: 'a' }] }, undefined],
    ['nothing, where its data is to go', { nodes: seen, goes: true }, undefined],
    ['what others made, even then', { nodes: foreign, goes: true }, /on a was made by others, and stays with its data/],
    ['one of others', { nodes: seen, spec: { external: true } }, /^data is not ours, and stays$/],
  ] as readonly [string, { nodes: Nodes; spec?: V1VolumeSpec; goes?: boolean }, RegExp | undefined][])
    it(what, () => {
      const { store } = createWorld()
      const its = [finalizers.volume, ...(goes ? [finalizers.volumeData] : [])]
      store.create('Volume', aVolume(spec, {}, { finalizers: its }))
      store.putStatus('Volume', 'shop/data', { nodes })
      const { change, stays } = withdraw(store, 'Volume/shop/data')
      equal(change, wants ? 'forgotten' : 'deleted')
      equal(wants ? wants.test(stays ?? '') : stays === undefined, true, stays)
    })
})

describe('a node that nothing declares any more', () => {
  for (const [what, name, atOnce, wants] of [
    ['of this machine is there without a declaration', 'local', false, { spec: {}, labels: undefined }],
    ['of this machine is that also where a person deletes it', 'local', true, { spec: {}, labels: undefined }],
    ['stays as it is until its tasks are elsewhere', 'b', false, { spec: { drain: true }, labels: { zone: 'east' } }],
    ['goes at once where a person deletes it', 'b', true, undefined],
  ] as const)
    it(what, () => {
      const { store } = createWorld()
      const { metadata, ...node } = aNode(name, { drain: true })
      store.create('Node', { ...node, metadata: { ...metadata, labels: { zone: 'east' } } })
      equal(withdraw(store, `Node/${name}`, { atOnce }).change, wants ? 'forgotten' : 'deleted')
      const left = store.get('Node', name)
      deepEqual(left && { spec: left.spec, labels: left.metadata.labels }, wants)
    })
})
