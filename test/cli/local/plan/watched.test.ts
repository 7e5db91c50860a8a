import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import type { InstallationError } from '../../../../api/v1/installation/installation-error.ts'
import { apply } from '../../../../cli/local/apply.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { originIn } from '../../../../store/source/acceptance/origins.ts'
import { acceptSaved } from '../../../../store/source/apply.ts'
import { fileError } from '../../../../store/file-error.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'
import { aCore, all, aRequest } from '../local-core.ts'

const ROOT = '/srv/stacks'
const MANY = Array.from({ length: 8 }, (_, index) => `c${index}`)

describe('a file of a watched directory', () => {
  function watched(variables: Readonly<Record<string, string>> = {}): Core {
    const core = { ...aCore(ROOT), variable: (name: string) => variables[name] }
    core.store.putFact('root', ROOT, { lost: [] })
    return core
  }

  const take = ({ store, settings, clock, variable }: Core, text: string) => {
    const context = { variable, readFile: (path: string) => fileError('ENOENT', path) }
    const files = [readText({ file: `${ROOT}/a.yaml`, text }, context, readers)]
    equal(acceptSaved({ store, settings, now: clock.now(), files }, ROOT).errors.length, 0)
  }

  const planned = async (core: Core, text: string) => {
    const answer = await plan(core, aRequest(ROOT, text, undefined))
    ok('calls' in answer, JSON.stringify(answer))
    return answer
  }

  it('is planned as what saving it does: of its directory, and changing nothing here', async () => {
    const core = watched()
    take(core, `${service(1)}---\n${config('c')}`)
    const before = core.store.resourceVersion
    const { text, errors } = await planned(core, service(2))
    deepEqual(errors, [])
    const declared = text.slice(1, text.indexOf('')).map((line) => line.trim())
    deepEqual(declared, [
      '~ Service/shop/web',
      'replicas 1 → 2',
      '- Config/shop/c',
      `${ROOT}/a.yaml does not declare it any more`,
    ])
    equal(core.store.resourceVersion, before)
    equal(originIn(core.store, 'Service/shop/web')?.root, ROOT)
  })

  it('is planned as gone, where its directory is named and has it no more', async () => {
    const core = watched()
    take(core, service(1))
    const { store, settings, clock, variable } = core
    const context = { variable, readFile: (path: string) => fileError('ENOENT', path) }
    const other = readText({ file: `${ROOT}/blog/b.yaml`, text: service(1).replace('shop', 'blog') }, context, readers)
    equal(acceptSaved({ store, settings, now: clock.now(), files: [other] }, ROOT).errors.length, 0)
    for (const directory of [ROOT, '/srv']) {
      const answer = await plan(core, { ...aRequest(ROOT, service(1), undefined), directories: [directory] })
      ok('text' in answer)
      deepEqual(answer.text.slice(0, 3), ['Declared:', '  - Service/blog/web', `      ${ROOT}/blog/b.yaml is gone`])
    }
    const emptied = { ...aRequest(ROOT, '', undefined), sources: [], directories: [`${ROOT}/blog`] }
    const answer = await plan(core, emptied)
    ok('text' in answer)
    deepEqual(answer.text[1], '  - Service/blog/web')
    await rejects(plan(core, { ...emptied, directories: ['/nowhere'] }), /no manifest in \/nowhere/)
    const unreadable = { line: 1, column: 1, message: 'leads out of its root, to /b', leads: 'out' } as const
    const linked = { ...emptied, directories: ['/a'], sources: [{ file: '/a/link', unreadable }] }
    await rejects(plan(core, linked), /no manifest in \/a; \/a\/link leads out of its root, to \/b$/)
  })

  it('is planned as held where it is gone with its mount (S2)', async () => {
    const core = watched()
    take(core, `${service(1)}---\n${service(1).replace('shop', 'blog')}`)
    const mount = { at: ROOT, source: 'files:/stacks', type: 'nfs4' }
    core.store.putFact('source', 'Service/blog/web', { ...originIn(core.store, 'Service/blog/web'), mount } as never)
    const { text, holds } = await planned(core, service(1))
    equal(holds[0]?.reason, 'FilesUnmounted')
    ok(!text.join('\n').includes('does not declare it any more'), text.join('\n'))
  })

  it('is planned with the losses that would wait for approval (S3)', async () => {
    const core = watched()
    take(core, [service(1), ...MANY.map(config)].join('---\n'))
    const { text } = await planned(core, service(1))
    match(text.join('\n'), /Waits for approval:\n {2}8 of 9 resources of \/srv\/stacks are gone from its files/)
  })

  it('is planned with the variables of the process that watches', async () => {
    const core = watched({ COUNT: '3' })
    const compose = 'name: shop\nservices: { web: { image: nginx, deploy: { replicas: "${COUNT:-1}" } } }\n'
    take(core, compose)
    const { text } = await planned(core, compose)
    ok(!text.join('\n').includes('replicas'), text.join('\n'))
  })

  for (const { it: how, request, message } of [
    { it: 'by its name', request: {}, message: `${ROOT}/a.yaml is in the watched directory ${ROOT}` },
    {
      it: 'with its directory',
      request: { sources: [], directories: [ROOT] },
      message: `${ROOT} is a watched directory`,
    },
    {
      it: 'with one about it',
      request: { sources: [], directories: ['/srv'] },
      message: `${ROOT} is a watched directory`,
    },
  ])
    it(`is planned as it is or not at all, named ${how}`, async () => {
      const core = watched()
      for (const asked of [{ scale: { web: 2 } }, { recreate: true }, { pull: true }, { only: { services: ['web'] } }])
        await rejects(plan(core, { ...aRequest(ROOT, service(1), undefined), ...request, ...asked }), {
          message: `${message}, and serve applies all that is saved there, as it is`,
          remedy: 'plan it without names of services, --scale, --force-recreate, --pull and --prune',
        })
    })

  it('is not applied besides: the refusal says who does', async () => {
    const core = watched()
    await rejects(all(apply(core, aRequest(ROOT, service(2), {}))), (error: InstallationError) => {
      equal(error.message, `${ROOT}/a.yaml is in the watched directory ${ROOT}`)
      match(
        error.remedy ?? '',
        /^save it, and serve applies it by itself.*`reconcile scale SERVICE=N`.*`reconcile restart SERVICE`/,
      )
      return error.exit === 2
    })
    equal(core.store.list('Service').size, 0)
    const message = `${ROOT}/a.yaml:1:1: the stack shop was applied from /home/a.yaml`
    const problem = { reason: 'NameClaimed', file: `${ROOT}/a.yaml`, message, resources: [], stacks: [] }
    core.store.putFact('problem', ROOT, [problem])
    await rejects(all(apply(core, aRequest(ROOT, service(2), {}))), {
      exit: 2,
      remedy: `mend this there, and serve applies it by itself: ${message}`,
    })
  })
})

function service(replicas: number): string {
  return `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { replicas: ${replicas}, template: { image: nginx } }
`
}

function config(name: string): string {
  return `apiVersion: reconcile.dev/v1
kind: Config
metadata: { name: ${name}, namespace: shop }
spec: { content: x }
`
}
