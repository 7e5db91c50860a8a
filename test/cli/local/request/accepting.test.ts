import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import { readApplied } from '../../../../cli/local/desired.ts'
import { getObject, listObjects, revealObjects } from '../../../../cli/local/look.ts'
import { restoreApplied } from '../../../../cli/local/applied/restore-applied.ts'
import { scale } from '../../../../cli/local/scale.ts'
import { aCore, all, aRequest, eachHome } from '../local-core.ts'

const { signal } = new AbortController()

describe('accepting manifests', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  it('says what each resource came to', async () => {
    deepEqual(changes(await applied(core, service(2))), ['Service/shop/web created'])
    deepEqual(changes(await applied(core, service(2))), ['Service/shop/web unchanged'])
    deepEqual(changes(await applied(core, service(3))), ['Service/shop/web configured: replicas 2 → 3'])
  })

  it('says of a value that looks secret that it is another, and which where that is asked for (S9)', async () => {
    const text = (token: string) =>
      service(1).replace('image: nginx', `image: nginx, env: [{name: TOKEN, value: ${token}}]`)
    await applied(core, text('hunter2'))
    deepEqual(changes(await applied(core, text('hunter3'))), [
      'Service/shop/web configured: template.env[0].value is another, and not shown',
    ])
    const [read] = revealObjects(core.store, 'Service', {}).items
    equal(JSON.stringify(read).includes('hunter3'), true)
    equal(JSON.stringify(listObjects(core.store, 'Service', {}).items).includes('hunter3'), false)
  })

  it('shows what scale had set, and sets it back', async () => {
    await applied(core, service(2))
    const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]
    await all(scale(core, { refs, replicas: 5, wait: false, signal }))
    const [line = ''] = changes(await applied(core, service(2)))
    match(line, /^Service\/shop\/web configured: replicas 5 \(scale, \w{3} \d\d:\d\d\) → 2 \(file\)$/)
    equal(core.store.get('Service', 'shop/web')?.metadata.annotations?.[annotations.scaled], undefined)
  })

  it('says what changed where only the sources of a build did', async () => {
    const text = service(1).replace('image: nginx', `build: {context: ${home}/web}`)
    mkdirSync(join(home, 'web'))
    for (const [page, line] of [
      ['one', 'created'],
      ['one', 'unchanged'],
      ['two', 'configured: another build, of other sources or asked for'],
    ] as const) {
      writeFileSync(join(home, 'web/Dockerfile'), `FROM busybox\nENV PAGE=${page}\n`)
      deepEqual(changes(await applied(core, text)), [`Service/shop/web ${line}`])
    }
  })

  it('asks for variables before it reads, and for no others', async () => {
    const text = 'services: { web: { image: "nginx:${TAG:-1}", environment: { A: "${B}" } } }'
    const [needs] = await all(apply(core, aRequest(home, text, undefined)))
    const names = needs?.type === 'needs' ? needs.variables : []
    ok(names.includes('TAG') && names.includes('B') && !names.includes('HOME'), names.join(' '))
  })

  it('changes nothing when anything is wrong, and says where', async () => {
    const events = await applied(core, service(2).replace('replicas', 'replica'))
    const [problem, outcome] = events
    match(problem?.type === 'problem' ? problem.message : '', /a\.yaml:4:18: spec\.replica: .*did you mean replicas/)
    equal(outcome?.type === 'outcome' && outcome.exit, 2)
    equal(core.store.list('Service').size, 0)
    equal(existsSync(join(home, 'desired/shop')), false)
  })

  it('accepts nothing of a user who may not use the engine, unless nobody waits for it', async () => {
    const asked: string[] = []
    const checkRights: Core['checkRights'] = (objects) => {
      asked.push(...objects.map(({ kind }) => kind))
      throw new InstallationError(5, 'permission denied on unix:///s', {})
    }
    const barred = { ...core, checkRights }
    const waiting = { ...aRequest(home, service(2), {}), wait: true }
    await rejects(all(apply(barred, waiting)), /permission denied/)
    deepEqual(asked, ['Service'])
    equal(core.store.list('Service').size, 0)
    equal(existsSync(join(home, 'desired/shop')), false)
    const broken = service(2).replace('replicas', 'replica')
    const outcome = (await all(apply(barred, { ...aRequest(home, broken, {}), wait: true }))).at(-1)
    equal(outcome?.type === 'outcome' && outcome.exit, 2)
    deepEqual(changes(await applied(barred, service(2))), ['Service/shop/web created'])
  })

  it('says what waits for approval though nobody waits for the end (S3)', async () => {
    const configs = Array.from({ length: 8 }, (_, index) => `---\n${service(1).replace('web', `s${index}`)}`)
    await applied(core, `${service(1)}${configs.join('')}`)
    const outcome = (await applied(core, service(2))).at(-1)
    equal(outcome?.type === 'outcome' && outcome.exit, 6)
    match(outcome?.type === 'outcome' ? outcome.message : '', /^the rest was accepted; 8 of 9 .*reconcile approve \w+$/)
    equal(core.store.get('Service', 'shop/web')?.spec.replicas, 2)
  })

  it('keeps what was applied, and nothing that a secret is made from', async () => {
    const text = `${service(1)}---\n${secret('TOKEN')}`
    await applied(core, text, { TOKEN: 'hidden-bytes', OTHER: 'x' })
    const context = readFileSync(join(home, 'desired/shop/context.json'), 'utf8')
    equal(statSync(join(home, 'desired/shop/context.json')).mode & 0o777, 0o600)
    ok(!context.includes('hidden-bytes'))
    equal(readFileSync(join(home, 'secrets/shop/token'), 'utf8'), 'hidden-bytes')
    equal(readApplied(join(home, 'desired'))[0]?.request.sources[0]?.text, text)
  })

  it('takes up again what the state has lost, less what was deleted', async () => {
    await applied(core, `${service(2)}---\n${secret('TOKEN')}`, { TOKEN: 'x' })
    const refs = [{ kind: 'Secret', namespace: 'shop', name: 'token' } as const]
    await all(remove(core, { refs, volumes: false, wait: false, signal }))
    const fresh = aCore(home)
    await restoreApplied(fresh, () => undefined)
    deepEqual([...fresh.store.list('Service').keys()], ['shop/web'])
    equal(fresh.store.list('Secret').size, 0)
  })

  it('forgets a stack that was deleted whole', async () => {
    await applied(core, service(2))
    await all(remove(core, { stack: 'shop', volumes: false, wait: false, signal }))
    const fresh = aCore(home)
    await restoreApplied(fresh, () => undefined)
    equal(fresh.store.list('Service').size, 0)
  })

  it('hides values that look secret from everyone who asks', async () => {
    await applied(core, service(1, 'image: nginx, env: [{ name: DB_PASSWORD, value: hunter2 }], '))
    const shown = getObject(core.store, { kind: 'Service', namespace: 'shop', name: 'web' })
    ok(!JSON.stringify(shown).includes('hunter2'))
  })

  it('builds again when the context changes, and when it is told to', async () => {
    const context = join(home, 'app')
    mkdirSync(context)
    writeFileSync(join(context, 'Dockerfile'), 'FROM busybox')
    const text = service(1, `build: { context: ${JSON.stringify(context)}, dockerfile: Dockerfile }, `)
    const hash = async (more: { build?: boolean } = {}) => {
      await all(apply(core, { ...aRequest(home, text, {}), ...more }))
      return core.store.get('Service', 'shop/web')?.metadata.annotations?.[annotations.buildHash]
    }
    const first = await hash()
    equal(await hash(), first)
    const again = await hash({ build: true })
    ok(again !== first)
    equal(await hash(), again)
    writeFileSync(join(context, 'Dockerfile'), 'FROM nginx')
    ok((await hash()) !== again)
  })

  it('leaves what was built when build.platforms did not count, until its sources or platforms are others', async () => {
    const context = join(home, 'app')
    mkdirSync(context)
    writeFileSync(join(context, 'Dockerfile'), 'FROM busybox')
    const hash = async (platforms: string) => {
      await applied(core, service(1, `build: { context: ${JSON.stringify(context)}${platforms} }, `))
      return core.store.get('Service', 'shop/web')?.metadata.annotations?.[annotations.buildHash]
    }
    const [amd64, arm64] = [', platforms: [linux/amd64]', ', platforms: [linux/arm64]']
    const none = await hash('')
    const told = await hash(amd64)
    ok(told !== none)
    equal(await hash(''), none)
    core.store.update('Service', 'shop/web', ({ spec }) => {
      spec.template.build = { ...spec.template.build, platforms: ['linux/amd64'] }
    })
    equal(await hash(amd64), none, 'as the version before wrote it')
    ok((await hash(arm64)) !== none)
    equal(await hash(amd64), told)
  })

  it('notes what of a build only BuildKit can do, and where that is written, until it is written no more', async () => {
    const context = join(home, 'app')
    mkdirSync(context)
    const need = async (dockerfile: string, more = '') => {
      writeFileSync(join(context, 'Dockerfile'), dockerfile)
      await applied(core, service(1, `build: { context: ${JSON.stringify(context)}${more} }, `))
      return core.store.get('Service', 'shop/web')?.metadata.annotations?.[annotations.buildkit]
    }
    equal(await need('FROM busybox'), undefined)
    equal(await need('FROM a\nRUN --mount=type=cache x'), `RUN --mount (${context}/Dockerfile line 2)`)
    match((await need('FROM a', ', ssh: [default]')) ?? '', /^build\.ssh \(\/.*\.yaml line \d+\)$/)
    match(
      (await need('', ', dockerfileInline: "FROM a\\nCOPY --link a b"')) ?? '',
      /^COPY --link \(line 2 of the Dockerfile in \/.*\.yaml line \d+\)$/,
    )
    equal(await need('FROM busybox'), undefined)
    await applied(core, service(1, 'build: { context: "https://git.example/a.git" }, '))
    const remote = core.store.get('Service', 'shop/web')?.metadata.annotations?.[annotations.buildkit]
    match(remote ?? '', /^build\.context, which is an address, \(\/.*\.yaml line \d+\)$/)
  })
})

function applied(core: Core, text: string, variables: Record<string, string> = {}): Promise<ProgressEvent[]> {
  return all(apply(core, aRequest(core.home, text, variables)))
}

function changes(events: readonly ProgressEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'resource'
      ? [`${event.object} ${event.change}${event.details ? `: ${event.details.join('; ')}` : ''}`]
      : [],
  )
}

function service(replicas: number, more = 'image: nginx, '): string {
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { replicas: ${replicas}, template: { ${more}tty: true } }
`
}

function secret(variable: string): string {
  return `apiVersion: reconcile.dev/v1
kind: Secret
metadata: { name: token, namespace: shop }
spec: { environment: ${variable} }
`
}
