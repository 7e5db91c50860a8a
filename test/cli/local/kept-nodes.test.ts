import { deepEqual, equal, match } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apply } from '../../../cli/local/apply.ts'
import { remove } from '../../../cli/local/deletion/delete.ts'
import { createObject } from '../../../cli/local/objects/create-object.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { restoreApplied } from '../../../cli/local/restore-applied.ts'
import { leaveApplied } from '../../../cli/local/watched/leave-applied.ts'
import { unseenNodes } from '../../../controllers/holds/unseen-nodes.ts'
import { aNode } from '../../support/builders.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { aCore, all, aRequest, eachHome, serviceText } from './local-core.ts'

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
    await restoreApplied(anew, (line) => lines.push(line))
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
    await restoreApplied(anew, () => undefined)
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

  it('are so by an apply of a stack, which says so', async () => {
    await applied(core, nodeText('web2'))
    const anew = aCore(core.home)
    const events = await applied(anew, serviceText('web'))
    deepEqual(nodesIn(anew), [['web2', specOf('web2')]])
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))
    match(warnings[0] ?? '', /^Node\/web2: the state had lost/)
    await applied(anew, nodeText('web2'))
    equal(nodesIn(anew).length, 1)
  })

  it('are not those that were deleted, or that watched files have now', async () => {
    await applied(core, `${nodeText('web2')}---\n${nodeText('web3')}`)
    const refs = [{ kind: 'Node' as const, name: 'web2' }]
    await all(remove(core, { refs, volumes: false, wait: false, signal: new AbortController().signal }))
    let anew = aCore(core.home)
    await restoreApplied(anew, () => undefined)
    deepEqual(nodesIn(anew), [['web3', specOf('web3')]])
    const fact = core.store.fact('source', 'Node/web3')
    core.store.putFact('source', 'Node/web3', { ...(fact as object), root: '/srv/stacks' })
    leaveApplied(core)
    anew = aCore(core.home)
    await restoreApplied(anew, () => undefined)
    deepEqual(nodesIn(anew), [])
  })

  it('are not those that were deleted once it was lost', async () => {
    await applied(core, `${nodeText('web2')}---\n${nodeText('web3')}`)
    const anew = aCore(core.home)
    const refs = [{ kind: 'Node' as const, name: 'web2' }]
    await all(remove(anew, { refs, volumes: false, wait: false, signal: new AbortController().signal }))
    deepEqual(nodesIn(anew), [['web3', specOf('web3')]])
    const later = aCore(core.home)
    await restoreApplied(later, () => undefined)
    deepEqual(nodesIn(later), [['web3', specOf('web3')]])
  })

  it('are also those that came over the API', async () => {
    const object = { apiVersion: API_VERSION, kind: 'Node' as const, metadata: { name: 'web2' }, spec: specOf('web2') }
    await createObject(core, { kind: 'Node', object })
    const anew = aCore(core.home)
    await restoreApplied(anew, () => undefined)
    deepEqual(nodesIn(anew), [['web2', specOf('web2')]])
  })

  it('are said where what is kept of them is not whole', async () => {
    await applied(core, nodeText('web2'))
    writeFileSync(join(core.home, 'desired/_nodes/context.json'), '')
    const lines: string[] = []
    await restoreApplied(aCore(core.home), (line) => lines.push(line))
    match(lines.join('\n'), /^error: \S+_nodes, which has the nodes .* not whole: .*JSON.* apply them again$/)
  })

  it('are declared again beside one that is not valid, which is said', async () => {
    await applied(core, `${nodeText('web2')}---\n${nodeText('web3')}`)
    writeFileSync(join(core.home, 'desired/_nodes/api-Node.web2.yaml'), nodeText('web2').replace('spec:', 'spek:'))
    const anew = aCore(core.home)
    const lines: string[] = []
    await restoreApplied(anew, (line) => lines.push(line))
    deepEqual(nodesIn(anew), [['web3', specOf('web3')]])
    match(lines.join('\n'), /^error: \S+_nodes, .* not whole: \S+web2\.yaml:.*spek.*\nNode\/web3: the state had lost/)
  })
})
