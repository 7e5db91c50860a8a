import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { readApplied } from '../../../../cli/local/desired.ts'
import { leaveApplied } from '../../../../cli/local/watched/leave-applied.ts'
import { readWatched } from '../../../../cli/local/watched/reading.ts'
import { acceptSaved } from '../../../../store/source/apply.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { all, eachHome, waitingForStorage } from '../local-core.ts'

const service = (name: string, replicas = 1, stack = 'shop') => `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: ${name}, namespace: ${stack} }
spec: { replicas: ${replicas}, template: { image: nginx } }
`
const { signal } = new AbortController()

describe('files of a watched directory that is refused what was applied', () => {
  let core: Core
  let root = ''
  const texts = new Map<string, string>()
  const path = (name: string) => join(root, name)
  const save = (name: string, text: string) => {
    texts.set(path(name), text)
    writeFileSync(path(name), text)
  }
  const request = (...files: string[]) => {
    const sources = files.map((file) => ({ file, text: texts.get(file) ?? '' }))
    return { sources, cwd: root, wait: false, signal }
  }
  const shown = async (...names: string[]) => {
    const answer = await plan(core, request(...names.map(path)))
    ok('text' in answer)
    return [...answer.errors, ...answer.text].join('\n')
  }
  const applied = async (...names: string[]) => await all(apply(core, request(...names.map(path))))
  const replicas = (name: string) => core.store.get('Service', `shop/${name}` as never)?.spec.replicas

  eachHome(async (fresh) => {
    core = fresh
    root = join(core.home, 'stacks')
    mkdirSync(root)
    texts.set('/home/shop.yaml', `${service('web')}---\n${service('db')}`)
    await all(apply(core, request('/home/shop.yaml')))
    core.store.putFact('root', root, { lost: [] })
    core.store.putFact('problem', root, [{ reason: 'NameClaimed', message: '', resources: [], stacks: ['shop'] }])
    save('a.yaml', service('web', 2))
    save('b.yaml', service('db'))
  })

  it('are planned and applied as any others, all together', async () => {
    match(await shown('a.yaml', 'b.yaml'), /~ Service\/shop\/web\n +replicas 1 → 2/)
    equal(replicas('web'), 1)
    const uid = core.store.get('Service', 'shop/db' as never)?.metadata.uid
    await applied('a.yaml', 'b.yaml')
    deepEqual([replicas('web'), core.store.get('Service', 'shop/db' as never)?.metadata.uid], [2, uid])
  })

  it('are not kept as applied where their directory takes them over while storage writes that (S6)', async () => {
    const slow = waitingForStorage(core)
    const applying = all(apply(slow.core, request(path('a.yaml'), path('b.yaml'))))
    await slow.isAsked
    const { reading } = await readWatched(core, { root, directories: [root], texts })
    const { store, settings, clock } = core
    const input = { store, settings, now: clock.now(), files: reading.files, directories: [root] }
    deepEqual(acceptSaved(input, root).errors, [])
    leaveApplied(core)
    slow.goOn()
    await applying
    deepEqual(readApplied(join(core.home, 'desired')), [])
  })

  it('are neither planned nor applied in part, as an apply deletes the rest', async () => {
    const error = {
      remedy: new RegExp(`mend this there, .*\`reconcile apply -f ${path('a.yaml')} -f ${path('b.yaml')}\` makes`),
    }
    await rejects(applied('a.yaml'), error)
    await rejects(applied('b.yaml'), error)
    match(
      await shown('a.yaml'),
      new RegExp(`Service/shop/db is in no file that was read here; \`reconcile plan -f ${root}\` says`),
    )
    deepEqual([replicas('web'), replicas('db')], [1, 1])
  })

  it('are not applied as they were when the refusal was told', async () => {
    rmSync(path('b.yaml'))
    save('c.yaml', service('db'))
    await rejects(applied('a.yaml', 'b.yaml'), { exit: 2 })
    equal(replicas('db'), 1)
    await applied('a.yaml', 'c.yaml')
    equal(replicas('web'), 2)
  })

  it('are not applied as they were before images were looked for', async () => {
    const inspectImage = async () => {
      rmSync(path('b.yaml'))
      save('c.yaml', service('db'))
      return {}
    }
    const engines = async () => new Map([['local', { node: 'local', inspectImage } as unknown as Engine]])
    const never = { ...request(path('a.yaml'), path('b.yaml')), noPull: true }
    await rejects(all(apply({ ...core, engines }, never)), { exit: 2 })
    deepEqual([replicas('web'), replicas('db')], [1, 1])
  })
})
