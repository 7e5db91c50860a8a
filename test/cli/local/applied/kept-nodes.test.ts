import { deepEqual, equal, match, throws } from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apply } from '../../../../cli/local/apply.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import { changeObject } from '../../../../cli/local/objects/change-object.ts'
import { createObject } from '../../../../cli/local/objects/create-object.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { restoreNodes } from '../../../../cli/local/applied/kept-nodes.ts'
import { restoreApplied } from '../../../../cli/local/applied/restore-applied.ts'
import { leaveApplied } from '../../../../cli/local/watched/leave-applied.ts'
import { unseenNodes } from '../../../../controllers/holds/unseen-nodes.ts'
import { aNode } from '../../../support/builders.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { aCore, all, aRequest, eachHome, serviceText } from '../local-core.ts'

describe('nodes that were applied, where the state is lost', () => {
  let core: Core
  eachHome((made) => (core = made))

  const nodeText = (name: string) =>
    `apiVersion: ${API_VERSION}\nkind: Node\nmetadata: { name: ${name} }\nspec: { drain: true, engine: { host: 'tcp://${name}:2375' } }\n`
  const applied = (on: Core, text: string) => all(apply(on, aRequest(on.home, text, undefined)))
  const nodesIn = ({ store }: Core) =>
    [...store.list('Node').values()].map(({ metadata, spec }) => [metadata.name, spec])
  const specOf = (name: string) => ({ drain: true, unschedulable: false, engine: { host: `tcp://${name}:2375` } })

  it('are declared again before anything is made: what their hosts run is not made anew elsewhere', async () => {
    await applied(core, `${nodeText('web2')}---\n${nodeText('web3')}`)
    const anew = aCore(core.home)
    const lines: string[] = []
    restoreNodes(anew, (line) => lines.push(line))
    deepEqual(nodesIn(anew), [
      ['web2', specOf('web2')],
      ['web3', specOf('web3')],
    ])
    equal(lines.length, 1)
    match(lines[0] ?? '', /^Node\/web2, Node\/web3: the state had lost .* taken again from \S+desired\/_nodes$/)
  })

  it('may have data that this state does not know of, until each has answered', async () => {
    await applied(core, nodeText('web2'))
    deepEqual(unseenNodes(core.store), [])
    const anew = aCore(core.home)
    restoreNodes(anew, () => undefined)
    deepEqual(
      unseenNodes(anew.store).map(({ metadata }) => metadata.name),
      ['web2'],
    )
    anew.store.putStatus('Node', 'web2', { engine: {} })
    deepEqual(unseenNodes(anew.store), [])
  })

  it('may have data of a stack that the state lost, too', async () => {
    await applied(core, serviceText('web'))
    const anew = aCore(core.home)
    anew.store.create('Node', aNode('web2', {}, {}))
    await restoreApplied(anew, () => undefined)
    equal(unseenNodes(anew.store).length, 1)
  })

  it('are not those that were deleted, or that watched files have now', async () => {
    await applied(core, `${nodeText('web2')}---\n${nodeText('web3')}`)
    const refs = [{ kind: 'Node' as const, name: 'web2' }]
    await all(remove(core, { refs, volumes: false, wait: false, signal: new AbortController().signal }))
    let anew = aCore(core.home)
    restoreNodes(anew, () => undefined)
    deepEqual(nodesIn(anew), [['web3', specOf('web3')]])
    const fact = core.store.fact('source', 'Node/web3')
    core.store.putFact('source', 'Node/web3', { ...(fact as object), root: '/srv/stacks' })
    leaveApplied(core)
    anew = aCore(core.home)
    restoreNodes(anew, () => undefined)
    deepEqual(nodesIn(anew), [])
  })

  it('are kept anew by an apply that has any, and by no other', async () => {
    await applied(core, nodeText('web2'))
    const strange = join(core.home, 'desired/_nodes/strange')
    writeFileSync(strange, '')
    await applied(core, serviceText('web'))
    equal(existsSync(strange), true)
    await applied(core, `${serviceText('web')}---\n${nodeText('web2')}`)
    equal(existsSync(strange), false)
  })

  for (const isLost of [false, true])
    it(`have what was edited since stay, and what the file has no more go, by the next apply: ${isLost ? 'once it is lost' : 'while it is there'}`, async () => {
      const declared = (labels: string) => nodeText('web2').replace('drain: true,', `labels: { ${labels} },`)
      await applied(core, declared('zone: east, disk: fast'))
      const ref = { kind: 'Node' as const, name: 'web2' }
      await changeObject(core, { ref, change: { by: 'merge-patch', value: { spec: { drain: true } } } })
      const anew = isLost ? aCore(core.home) : core
      if (isLost) restoreNodes(anew, () => undefined)
      equal(anew.store.get('Node', 'web2')?.spec.drain, true)
      await applied(anew, declared('disk: fast'))
      deepEqual(nodesIn(anew), [['web2', { ...specOf('web2'), labels: { disk: 'fast' } }]])
    })

  it('are also those that came over the API', async () => {
    const object = { apiVersion: API_VERSION, kind: 'Node' as const, metadata: { name: 'web2' }, spec: specOf('web2') }
    await createObject(core, { kind: 'Node', object })
    const anew = aCore(core.home)
    restoreNodes(anew, () => undefined)
    deepEqual(nodesIn(anew), [['web2', specOf('web2')]])
  })

  it('are declared again beside one that is not valid, which is refused', async () => {
    await applied(core, `${nodeText('web2')}---\n${nodeText('web3')}`)
    writeFileSync(join(core.home, 'desired/_nodes/api-Node.web2.yaml'), nodeText('web2').replace('spec:', 'spek:'))
    const anew = aCore(core.home)
    throws(() => restoreNodes(anew, () => undefined), /not whole: \S+web2\.yaml:.*spek/)
    deepEqual(nodesIn(anew), [['web3', specOf('web3')]])
  })
})
