import assert from 'node:assert/strict'
import { isEngineError } from '../../engine/errors.ts'
import { simulatedWorld } from './simulated-world.ts'

describe('a simulated registry', () => {
  const registry = { 'app:1': { config: { Cmd: ['serve'] } }, 'app:2': { config: { Cmd: ['serve', '-v'] } } }

  it('has what a tag means under its digest as well: the same image, without a tag', async () => {
    const [one, other] = [simulatedWorld({ registry }), simulatedWorld({ registry, node: 'h2', seed: 2 })]
    await one.settle(one.engine.pullImage({ image: 'app:1' }, one.run))
    const { Id, RepoDigests } = await one.settle(one.engine.inspectImage({ name: 'app:1' }, one.run))
    const image = RepoDigests?.[0] ?? ''
    await other.settle(other.engine.pullImage({ image }, other.run))
    const pulled = await other.settle(other.engine.inspectImage({ name: image }, other.run))
    assert.deepEqual([pulled.Id, pulled.RepoTags, pulled.RepoDigests], [Id, [], [image]])
  })

  it('knows what was pulled by a tag and a digest, as both are written, by the digest', async () => {
    const digest = `sha256:${'f'.repeat(64)}`
    const image = `docker.io/team/app:1@${digest}`
    const { engine, run, settle } = simulatedWorld({ registry: { [`team/app:1@${digest}`]: {} } })
    await settle(engine.pullImage({ image }, run))
    const pulled = await settle(engine.inspectImage({ name: image }, run))
    assert.deepEqual([pulled.RepoTags, pulled.RepoDigests], [[], [`team/app@${digest}`]])
  })

  it('has nothing under another digest', async () => {
    const world = simulatedWorld({ registry })
    const image = `app@sha256:${'0'.repeat(64)}`
    const refused = await world.settle(
      world.engine.pullImage({ image }, world.run).catch((error: unknown) => isEngineError(error) && error.code),
    )
    assert.equal(refused, 'NotFound')
  })
})
