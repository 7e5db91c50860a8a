import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { paint } from '../../cli/output/paint.ts'
import { statusLines } from '../../cli/output/status-lines.ts'
import { standingOf } from '../../cli/status/standing.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const WHY = 'use TLS file /k.pem: write a whole private key into it, as PEM (no start line)'

/** What this machine finds of the TLS files from now on. */
function find({ host: { state } }: TestWorld, tlsUnusable: string | undefined): void {
  const { tlsUnusable: _before, ...info } = state.info
  state.info = tlsUnusable === undefined ? info : { ...info, tlsUnusable }
}

function nodeOf(world: TestWorld) {
  const node = world.life().ports.store.get('Node', 'a')
  if (!node) throw new Error('there is no node')
  return node
}

function told(world: TestWorld) {
  const events = world.life().recorder.events()
  return events.flatMap(({ reason, type }) => (/^TlsFiles/.test(reason ?? '') ? [`${type} ${reason}`] : []))
}

describe('TLS files that go bad while a node is reached with what they had before', () => {
  it('are told by name, as condition, event and in status, until they are good again', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    const said = () => getCondition(nodeOf(world).status?.conditions, 'TlsFilesUnusable')?.message
    equal(said(), undefined)
    find(world, WHY)
    await world.pass(120_000)
    equal(said(), `${WHY}; until then it is reached with what its TLS files had before`)
    deepEqual(told(world), ['Warning TlsFilesUnusable'])
    equal(nodeOf(world).status?.ready, true)
    const notes = { problems: [], holds: [], pending: [] }
    const standing = standingOf({ nodes: [nodeOf(world)], stacks: [], objects: [], tasks: [], notes, isWorked: true })
    const lines = statusLines(standing, paint(false))
    match(lines.join('\n'), /node\/a: use TLS file \/k\.pem: /)
    match(lines.at(-1) ?? '', /^nothing failed; TLS files of a node are to be mended/)
    find(world, undefined)
    await world.pass(120_000)
    equal(said(), undefined)
    deepEqual(told(world), ['Warning TlsFilesUnusable', 'Normal TlsFilesUsed'])
  })
})
