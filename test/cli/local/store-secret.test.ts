import { deepEqual, equal, match } from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'
import { secretValue } from '../../../api/v1/redact/secret-value.ts'
import { apply } from '../../../cli/local/apply.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { remove } from '../../../cli/local/deletion/delete.ts'
import { storeSecret } from '../../../cli/local/store-secret.ts'
import { acceptSaved } from '../../../store/source/apply.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { contentsOf } from '../../../cli/local/open/contents.ts'
import { all, aRequest, eachHome, loopsAtRest } from './local-core.ts'

const { signal } = new AbortController()
const HEAD = 'apiVersion: reconcile.dev/v1\nkind: Secret\nmetadata: { name: token, namespace: shop }\n'

describe('storing the bytes of a secret', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  const store = async (text: string | Uint8Array, more: { stack?: string; name?: string; replace?: boolean } = {}) =>
    await all(
      storeSecret(core, {
        ...{ stack: 'shop', name: 'token', bytes: secretValue(text), replace: false, wait: false, signal },
        ...more,
      }),
    )
  const refusal = (...args: Parameters<typeof store>) =>
    store(...args).then(
      () => undefined,
      (error: unknown) => error as InstallationError,
    )
  const kept = () => readFileSync(join(home, 'secrets/shop/token'), 'utf8')
  const declared = (spec: string, variables = {}) =>
    all(apply(core, aRequest(home, `${HEAD}spec: ${spec}\n`, variables)))

  it('declares it, and keeps them for their owner alone', async () => {
    deepEqual(await store('hunter2'), [
      { type: 'resource', object: 'Secret/shop/token', change: 'created' },
      { type: 'outcome', exit: 0, message: 'Secret/shop/token is kept; no service mounts it' },
    ])
    equal(core.store.get('Secret', 'shop/token')?.spec.stored, true)
    equal(kept(), 'hunter2')
    equal(statSync(join(home, 'secrets/shop/token')).mode & 0o777, 0o600)
    const manifest = readFileSync(join(home, 'desired/shop/api-Secret.shop.token.yaml'), 'utf8')
    match(manifest, /stored: true/)
    equal(manifest.includes('hunter2'), false)
  })

  it('leaves those alone that are there, unless they are to be replaced', async () => {
    await store('hunter2')
    const error = await refusal('others')
    equal(error?.exit, 2)
    match(error?.message ?? '', /^secret\/token of stack shop is there already$/)
    match(error?.remedy ?? '', /--replace/)
    equal(kept(), 'hunter2')
    const [replaced] = await store('others', { replace: true })
    deepEqual(replaced, { type: 'resource', object: 'Secret/shop/token', change: 'configured' })
    equal(kept(), 'others')
    const [again] = await store('others', { replace: true })
    deepEqual(again, { type: 'resource', object: 'Secret/shop/token', change: 'unchanged' })
  })

  it('keeps the bytes of whoever is told so, where two give some at once', async () => {
    const errors = await Promise.all([refusal('first'), refusal('second')])
    const told = ['first', 'second'].filter((_, index) => errors[index] === undefined)
    deepEqual(told, [kept()])
    match(errors.find((error) => error)?.message ?? '', /already exists/)
  })

  it('keeps none of one that is deleted meanwhile', async () => {
    await store('hunter2')
    const refs = [{ kind: 'Secret', namespace: 'shop', name: 'token' } as const]
    const [error] = await Promise.all([
      refusal('others', { replace: true }),
      all(remove(core, { refs, volumes: false, wait: false, signal })),
    ])
    match(error?.message ?? '', /was deleted meanwhile/)
    deepEqual(readdirSync(join(home, 'secrets/shop')), [])
  })

  it('has a serve look again though whoever asked has gone when it is told', async () => {
    const woken: string[] = []
    const loops = { name: 'secret', wake: (key: string) => woken.push(key) }
    const serve: Core = {
      ...core,
      purpose: 'serve',
      begin: async () => ({ running: { loops: [loops] } }) as unknown as Awaited<ReturnType<Core['begin']>>,
    }
    const asked = { stack: 'shop', name: 'token', bytes: secretValue('a'), replace: false, wait: false, signal }
    for await (const _ of storeSecret(serve, asked)) break
    deepEqual(woken, ['shop/token'])
  })

  it('waits for the services that mount it, and for no other of its stack', async () => {
    for (const [name, secrets] of [
      ['web', [{ secret: 'token' }]],
      ['cache', []],
    ] as const) {
      const metadata = { name, namespace: 'shop' }
      const spec = { template: { image: 'nginx', secrets: [...secrets] } }
      const at = timestamp(core.clock.now() - 60_000)
      const isUp = name === 'web' ? ('True' as const) : ('False' as const)
      const ready = {
        type: 'Ready',
        status: isUp,
        reason: 'HostUnreachable',
        message: 'b is silent',
        lastTransitionTime: at,
      }
      core.store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec })
      const status = { observedGeneration: 1, conditions: [ready], desiredReplicas: 0 }
      core.store.putStatus('Service', `shop/${name}`, status)
    }
    const begin: Core['begin'] = async () => {
      const contentHash = (await contentsOf(core, { makesKey: true })).hashOf(Buffer.from('hunter2'), {})
      const conditions = [{ type: 'Ready', status: 'True' as const, reason: 'Delivered', message: '' }]
      core.store.putStatus('Secret', 'shop/token', { observedGeneration: 1, contentHash, conditions })
      return loopsAtRest()
    }
    const bytes = secretValue('hunter2')
    const asked = { stack: 'shop', name: 'token', bytes, replace: false, wait: true, timeoutMs: 2_000, signal }
    const events = await all(storeSecret({ ...core, begin }, asked))
    deepEqual(events.at(-1), { type: 'outcome', exit: 0, message: 'converged: 1 service' })
  })

  for (const source of ['external', 'stored'])
    it(`gives them to one that a manifest declares as ${source} and that has none`, async () => {
      await declared(`{ ${source}: true }`)
      const [event] = await store('hunter2')
      deepEqual(event, { type: 'resource', object: 'Secret/shop/token', change: 'configured' })
      equal(kept(), 'hunter2')
      match((await refusal('others'))?.message ?? '', /is there already/)
      deepEqual(existsSync(join(home, 'desired/shop/api-Secret.shop.token.yaml')), false)
    })

  it('leaves those alone that its deletion left, and takes others with --replace', async () => {
    await declared('{ external: true }')
    await store('hunter2')
    await all(remove(core, { stack: 'shop', volumes: true, wait: false, signal }))
    match((await refusal('others'))?.message ?? '', /had bytes before, which are in .*\/secrets\/shop\/token$/)
    equal(kept(), 'hunter2')
    await store('others', { replace: true })
    equal(kept(), 'others')
  })

  it('is refused where they come from elsewhere, which is named', async () => {
    writeFileSync(join(home, 'bytes'), 'x')
    await declared(`{ file: ${join(home, 'bytes')} }`)
    match((await refusal('hunter2', { replace: true }))?.message ?? '', /those of .*\/bytes$/)
    await declared('{ environment: TOKEN }', { TOKEN: 'from the variable' })
    match((await refusal('hunter2', { replace: true }))?.message ?? '', /those of the variable TOKEN$/)
    equal(kept(), 'from the variable')
  })

  it('is refused for a name that is none, one that leads out too, and leaves no file', async () => {
    for (const name of ['../../out', 'a/b', 'Upper Case', '.key'])
      match((await refusal('hunter2', { name }))?.message ?? '', /is invalid|can not be told/, name)
    for (const stack of ['..', '.', 'a/b', '../..'])
      match((await refusal('hunter2', { stack }))?.message ?? '', /is invalid|can not be told/, stack)
    deepEqual(readdirSync(join(home, 'secrets')), ['.key'])
    equal(existsSync(join(home, '../out')), false)
    equal(core.store.list('Secret').size, 0)
  })

  it('is refused for no bytes, and for more than 1 MiB', async () => {
    match((await refusal(''))?.message ?? '', /would have no bytes/)
    match((await refusal(Buffer.alloc(1024 * 1024 + 1)))?.message ?? '', /more than 1 MiB/)
    equal(core.store.list('Secret').size, 0)
  })

  it('comes into the files of a watched directory that does not declare it, and leaves none where that is not there', async () => {
    const root = join(home, 'watched')
    const text =
      'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { template: { image: nginx } }\n'
    const reading = readText(
      { file: join(root, 'a.yaml'), text },
      { variable: () => undefined, readFile: () => '' },
      [],
    )
    acceptSaved({ store: core.store, settings: core.settings, now: 0, files: [reading] }, root)
    const error = await refusal('hunter2')
    match(error?.message ?? '', /belongs into the watched directory, and \S+watched is not there/)
    equal(existsSync(join(home, 'secrets/shop')), false)
    mkdirSync(root)
    writeFileSync(join(root, 'a.yaml'), text)
    await store('hunter2')
    match(readFileSync(join(root, 'shop-secret-token.yaml'), 'utf8'), /stored: true/)
    equal(existsSync(join(home, 'secrets/shop/token')), true)
  })

  it('is forgotten with the secret', async () => {
    await store('hunter2')
    const refs = [{ kind: 'Secret', namespace: 'shop', name: 'token' } as const]
    await all(remove(core, { refs, volumes: false, wait: false, signal }))
    equal(existsSync(join(home, 'secrets/shop/token')), false)
  })
})
