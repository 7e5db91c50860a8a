import { deepEqual, match } from 'node:assert/strict'
import { createWorld, service } from './world.ts'

const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\n'

/** The services and the holds of a tree, and what its log complains of, after a minute. */
async function readOf(tree: Readonly<Record<string, string>>) {
  const world = createWorld()
  for (const [path, text] of Object.entries(tree)) world.files.write(`/srv/${path}`, text)
  const source = world.start()
  await world.pass(60_000)
  return { ...world, source, errors: () => source.errors().map(({ place }) => place.file) }
}

describe('what a .reconcileignore leaves out', () => {
  for (const { it: sentence, rules, left } of [
    { it: 'is nothing without one', rules: {}, left: ['a/web', 'b/web', 'b/web-2'] },
    { it: 'is nothing where it is empty', rules: { '.reconcileignore': '' }, left: ['a/web', 'b/web', 'b/web-2'] },
    { it: 'is a directory', rules: { '.reconcileignore': 'b/\n' }, left: ['a/web'] },
    { it: 'is a file of a name, at any depth', rules: { '.reconcileignore': 'two.yaml' }, left: ['a/web', 'b/web'] },
    {
      it: 'is all but what is taken in again',
      rules: { '.reconcileignore': '# only this\n/*\n!/a/\r\n' },
      left: ['a/web'],
    },
    { it: 'is what one below says', rules: { 'b/.reconcileignore': '/two.yaml' }, left: ['a/web', 'b/web'] },
    {
      it: 'is not what one below takes in again',
      rules: { '.reconcileignore': '*.yaml', 'b/.reconcileignore': '!two.yaml' },
      left: ['b/web-2'],
    },
    {
      it: 'is nothing that is written otherwise',
      rules: { '.reconcileignore': 'B/' },
      left: ['a/web', 'b/web', 'b/web-2'],
    },
  ] as { it: string; rules: Record<string, string>; left: string[] }[])
    it(sentence, async () => {
      const { services, source } = await readOf({
        ...rules,
        'a/one.yaml': service('web', { namespace: 'a' }),
        'b/one.yaml': service('web', { namespace: 'b' }),
        'b/two.yaml': service('web-2', { namespace: 'b' }),
      })
      deepEqual(services(), left)
      await source.close()
    })

  it('is no error, whatever it has', async () => {
    const { services, errors, source, files, pass } = await readOf({
      'a/web.yaml': service('web', { namespace: 'a' }),
      'k8s/web.yaml': DEPLOYMENT,
    })
    deepEqual([services(), errors()], [['a/web'], ['/srv/k8s/web.yaml']])
    match(source.errors()[0]?.message ?? '', /\.reconcileignore/)
    files.write('/srv/.reconcileignore', 'k8s\n')
    await pass(60_000)
    deepEqual([services(), errors()], [['a/web'], []])
    await source.close()
  })

  it('waits as any loss does where it was declared (S2)', async () => {
    const { services, holds, files, pass, source } = await readOf({ 'a/web.yaml': service('web', { namespace: 'a' }) })
    files.write('/srv/.reconcileignore', '*\n')
    await pass(60_000)
    deepEqual([services(), holds().length], [['a/web'], 1])
    await source.close()
  })

  it('is unknown where it can not be read: nothing of its directory is taken in, or lost (S1)', async () => {
    const { services, files, pass, source } = await readOf({
      'a/web.yaml': service('web', { namespace: 'a' }),
      'b/web.yaml': service('web', { namespace: 'b' }),
    })
    files.write('/srv/b/.reconcileignore', 'dev.yaml\n')
    files.fail('/srv/b/.reconcileignore', 'EACCES')
    files.write('/srv/b/dev.yaml', service('dev', { namespace: 'b' }))
    files.remove('/srv/a/web.yaml')
    await pass(120_000)
    deepEqual(services(), ['a/web', 'b/web'])
    files.fail('/srv/b/.reconcileignore', undefined)
    await pass(120_000)
    deepEqual(services(), ['b/web'])
    await source.close()
  })
  for (const { it: sentence, rules, says } of [
    { it: 'many stars', rules: 'web\n*a*a*a*a', says: /\.reconcileignore: line 2: has more than 3/ },
    { it: 'many directories', rules: '**/a/**/b/**/c/**', says: /\.reconcileignore: line 1: has more than 3/ },
    { it: 'very many lines', rules: 'web\n'.repeat(1_001), says: /\.reconcileignore: has more than 1000 lines/ },
  ])
    it(`is told by no pattern of ${sentence}, which could take for ever: nothing is read there`, async () => {
      const { services, source, store } = await readOf({
        'a/web.yaml': service('web', { namespace: 'a' }),
        'b/.reconcileignore': rules,
        'b/web.yaml': service('web', { namespace: 'b' }),
      })
      deepEqual(services(), ['a/web'])
      match(JSON.stringify([...store.facts('hold').values(), ...source.errors()]), says)
      await source.close()
    })
})
