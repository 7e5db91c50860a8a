import { deepEqual } from 'node:assert/strict'
import { isWithdrawn } from '../../../api/v1/withdrawn.ts'
import { createWorld } from './world.ts'

const far = (label: string) => `apiVersion: reconcile.dev/v1
kind: Node
metadata: { name: far }
spec: { engine: { host: "tcp://10.0.0.2:2376" }, labels: { zone: ${label} } }
`

describe('a node whose file is gone', () => {
  it('stays, withdrawn, until its loop lets it go; in a file again it is as that says', async () => {
    const world = createWorld()
    const seen = () => {
      const node = world.store.get('Node', 'far')
      return node && [node.spec.labels, isWithdrawn(node)]
    }
    world.files.write('/srv/far.yaml', far('a'))
    world.files.write('/srv/other.yaml', far('a').replace('name: far', 'name: other'))
    world.start()
    await world.pass(1_000)
    deepEqual(seen(), [{ zone: 'a' }, false])
    const { uid } = world.store.get('Node', 'far')?.metadata ?? {}

    world.files.remove('/srv/far.yaml')
    await world.pass(60_000)
    deepEqual(seen(), [{ zone: 'a' }, true])

    for (const label of ['a', 'b']) {
      world.files.write('/srv/far.yaml', far(label))
      await world.pass(10_000)
      deepEqual(seen(), [{ zone: label }, false])
      deepEqual(world.store.get('Node', 'far')?.metadata.uid, uid)
      if (label === 'a') world.files.remove('/srv/far.yaml')
      await world.pass(60_000)
    }
  })
})
