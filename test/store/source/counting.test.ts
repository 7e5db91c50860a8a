import { deepEqual, equal } from 'node:assert/strict'
import { approve } from '../../../store/source/facts/hold-facts.ts'
import { createWorld } from './world.ts'

const WEB = (network: string) =>
  `name: shop\nservices: {web: {image: web, secrets: [t], networks: [n], deploy: {replicas: "\${N:-0}"}}}\nsecrets: {t: {environment: TOK}}\nnetworks: {n: {name: ${network}}}\n`

describe('S1, S3: the bytes of a variable, of which no manifest tells', () => {
  function watched() {
    const world = createWorld()
    let bytes: string[] = []
    const onCounting: NonNullable<Parameters<typeof world.start>[1]>['onCounting'] = (manifests) => {
      bytes = manifests.flatMap(({ content }) => (content ? Buffer.from(content.reveal()).toString() : []))
    }
    const write = async (files: Record<string, string>) => {
      for (const [file, text] of Object.entries(files)) world.files.write(`/srv/${file}`, text)
      await world.pass(10_000)
      return bytes
    }
    world.start(['/srv'], { onCounting })
    return { ...world, write }
  }

  it('count as they change by themselves', async () => {
    const { write } = watched()
    deepEqual(await write({ 'a/compose.yaml': WEB('own'), 'a/.env': 'TOK=one\nN=1' }), ['one'])
    deepEqual(await write({ 'a/.env': 'TOK=two\nN=1' }), ['two'])
  })

  it('do not count while their file is refused, by itself or beside another', async () => {
    const { write } = watched()
    await write({ 'a/compose.yaml': WEB('own'), 'a/.env': 'TOK=one\nN=1' })
    deepEqual(await write({ 'a/compose.yaml': 'services: {web: 7}', 'a/.env': 'TOK=two\nN=1' }), [])
    await write({ 'b/compose.yaml': 'services: {web: {image: web, networks: [m]}}\nnetworks: {m: {name: taken}}' })
    deepEqual(await write({ 'a/compose.yaml': WEB('taken') }), [])
    deepEqual(await write({ 'a/compose.yaml': WEB('other') }), ['two'])
  })

  it('do not count of two new files with one name', async () => {
    const { write } = watched()
    const files = {
      'a/compose.yaml': WEB('own'),
      'a/.env': 'TOK=one',
      'b/compose.yaml': WEB('own'),
      'b/.env': 'TOK=two',
    }
    deepEqual(await write(files), [])
  })

  it('wait with the service that waits for approval', async () => {
    const { write, holds, store, clock, replicas } = watched()
    await write({ 'a/compose.yaml': WEB('own'), 'a/.env': 'TOK=hunter2\nN=1' })
    deepEqual(await write({ 'a/.env': 'TOK=hunt' }), [])
    equal(replicas('shop/web'), 1)
    approve(store, holds()[0] ?? '', clock.now())
    deepEqual(await write({}), ['hunt'])
  })
})
