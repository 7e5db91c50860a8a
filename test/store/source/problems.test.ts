import assert from 'node:assert/strict'
import { allProblems } from '../../../store/source/facts/problem-facts.ts'
import { createWorld, service } from './world.ts'

describe('what is wrong with a watched tree, as it is kept', () => {
  async function watched() {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/blog.yaml', service('wiki', { namespace: 'blog' }))
    world.start()
    await world.pass(1_000)
    const problems = async () => {
      await world.pass(60_000)
      return allProblems(world.store)
    }
    assert.deepEqual(await problems(), [])
    return { ...world, problems }
  }

  it('names file, line, what stays as it was, and its stack, until it is mended', async () => {
    const { files, problems } = await watched()
    files.write('/srv/web.yaml', service('web').replace('image', 'imagine'))
    assert.deepEqual(await problems(), [
      {
        reason: 'SourceInvalid',
        file: '/srv/web.yaml',
        message:
          '/srv/web.yaml:9:14: spec.template.imagine: is not a known field; did you mean image?; what was accepted from it stays',
        resources: ['Service/shop/web'],
        stacks: ['shop'],
      },
    ])
    files.write('/srv/web.yaml', service('web'))
    assert.deepEqual(await problems(), [])
  })

  for (const { it: sentence, file, text, wants } of [
    { it: 'its manifests name', file: '/srv/new.yaml', text: service('x', { replicas: -1 }), wants: ['shop'] },
    { it: 'its directory names', file: '/srv/wiki/compose.yaml', text: 'services: [', wants: ['wiki'] },
    {
      it: 'its manifests name that clash',
      file: '/srv/twin.yaml',
      text: service('wiki', { namespace: 'blog' }),
      wants: ['blog'],
    },
  ])
    it(`is of the stack that ${sentence}, when nothing came from the file before`, async () => {
      const { files, problems } = await watched()
      files.write(file, text)
      const [problem, ...more] = await problems()
      assert.deepEqual([problem?.stacks, more], [wants, []])
    })

  it('is all that the directory declared while that is away', async () => {
    const { files, problems } = await watched()
    files.fail('/srv', 'EACCES')
    const [problem] = await problems()
    assert.equal(problem?.reason, 'RootVanished')
    assert.deepEqual([...(problem?.resources ?? [])].sort(), ['Service/blog/wiki', 'Service/shop/web'])
    assert.deepEqual([...(problem?.stacks ?? [])].sort(), ['blog', 'shop'])
  })

  it('is what is missing beside a file that can’t be used', async () => {
    const { files, problems } = await watched()
    files.remove('/srv/web.yaml')
    files.write('/srv/new.yaml', 'services: [')
    const heldBack = (await problems()).find(({ reason }) => reason === 'DeletionHeldBack')
    assert.match(heldBack?.message ?? '', /^\/srv\/new\.yaml:1:1: Service\/shop\/web: in no file any more/)
    assert.deepEqual([heldBack?.resources, heldBack?.stacks], [['Service/shop/web'], ['shop']])
  })
})
