import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { V1Service, V1ServiceSpec } from '../../../../api/v1/generated/types.ts'
import { type InstallationError, isInstallationError } from '../../../../api/v1/installation/installation-error.ts'
import type { ObjectChange } from '../../../../api/v1/installation/object-writes.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { changeObject } from '../../../../cli/local/objects/change-object.ts'
import { createObject } from '../../../../cli/local/objects/create-object.ts'
import { deleteObject } from '../../../../cli/local/objects/delete-object.ts'
import { getObject } from '../../../../cli/local/look.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'
import { readSideFile } from '../../../../store/source/disk/side-file.ts'
import { acceptSaved } from '../../../../store/source/apply.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { eachHome } from '../local-core.ts'

const ref = { kind: 'Service', namespace: 'shop', name: 'web' } as const

const WEB = `# The shop's front.
apiVersion: reconcile.dev/v1
kind: Config
metadata: {name: page, namespace: shop}
spec: {content: hello}
---
apiVersion: reconcile.dev/v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  replicas: 2      # enough for a Monday
  template:
    image: nginx
    env:
      - name: LANG
        value: C
      - {name: SHOP_TOKEN, value: "hush"}
      # asked for by the auditors
      - name: TZ
        value: UTC
    ports: [{containerPort: 80}]
    labels:
      team: shop
  # what comes last
  progressDeadlineSeconds: 60
`

describe('changing the structure of an object that a watched file declares', () => {
  let home = ''
  let core: Core
  let file = ''
  eachHome((made) => {
    core = made
    home = core.home
    watched(WEB)
  })

  const watched = (text: string, name = 'web.yaml') => {
    file = join(home, name)
    writeFileSync(file, text)
    core.store.putFact('root', home, { lost: [] })
    const { store, settings, clock, variable } = core
    const files = [readText({ file, text }, { variable, readFile: readSideFile }, readers)]
    deepEqual(acceptSaved({ store, settings, now: clock.now(), files }, home).errors, [])
  }
  const change = (by: ObjectChange['by'], value: unknown) => changeObject(core, { ref, change: { by, value } })
  const live = () => core.store.get('Service', 'shop/web') as V1Service
  const shown = () => getObject(core.store, ref) as V1Service
  const says = (text: string) => equal(readFileSync(file, 'utf8'), text)

  /** As clients do: read, change, write back whole. */
  const edit = async (act: (spec: V1ServiceSpec) => void) => {
    const object = structuredClone(shown()) as { spec: V1ServiceSpec }
    act(object.spec)
    return await change('object', object)
  }

  it('sets, adds and removes several things at once, and leaves all else as it stands there', async () => {
    await edit((spec) => {
      Object.assign(spec, { replicas: 4 })
      Object.assign(spec.template, {
        env: [...(spec.template.env ?? []), { name: 'DEBUG', value: '1' }],
        command: ['nginx', '-g', 'daemon off;'],
        labels: undefined,
      })
    })
    says(
      WEB.replace('replicas: 2 ', 'replicas: 4 ')
        .replace('value: UTC\n', 'value: UTC\n      - name: DEBUG\n        value: "1"\n')
        .replace(/ {4}labels:\n.*\n/, '    command:\n      - nginx\n      - -g\n      - daemon off;\n'),
    )
    deepEqual(live().spec.template.command, ['nginx', '-g', 'daemon off;'])
    equal(live().spec.template.labels, undefined)
    // What was shown as *** is what it was.
    equal(live().spec.template.env?.find(({ name }) => name === 'SHOP_TOKEN')?.value, 'hush')
  })

  it('takes items out by their names, and changes those that stay where they stand', async () => {
    await edit((spec) => {
      const env = spec.template.env?.filter(({ name }) => name !== 'LANG') ?? []
      Object.assign(spec.template, { env: env.map((each) => (each.name === 'TZ' ? { ...each, value: 'CET' } : each)) })
    })
    says(WEB.replace(/ {6}- name: LANG\n.*\n/, '').replace('UTC', 'CET'))
  })

  it('takes merge patches and JSON patches', async () => {
    await change('merge-patch', { spec: { template: { labels: null, workingDir: '/srv' } } })
    await change('json-patch', [
      { op: 'add', path: '/spec/template/ports/-', value: { containerPort: 8080 } },
      { op: 'add', path: '/metadata/labels', value: { tier: 'front' } },
      { op: 'add', path: '/metadata/annotations', value: { 'example.com/owner': 'anna' } },
    ])
    says(
      WEB.replace(/ {4}labels:\n.*\n/, '    workingDir: /srv\n')
        .replace('{containerPort: 80}]', '{containerPort: 80}, { containerPort: 8080 }]')
        .replace(
          '  namespace: shop\nspec',
          '  namespace: shop\n  labels:\n    tier: front\n  annotations:\n    example.com/owner: anna\nspec',
        ),
    )
    equal(live().metadata.annotations?.['example.com/owner'], 'anna')
  })

  it('takes many at once, one after another', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `tier-${index}`)
    await Promise.all(names.map((name) => change('merge-patch', { metadata: { labels: { [name]: 'x' } } })))
    deepEqual(Object.keys(live().metadata.labels ?? {}).sort(), [...names].sort())
    for (const name of names) match(readFileSync(file, 'utf8'), new RegExp(`^    ${name}: x$`, 'm'))
  })

  it('takes deletions among them in turn as well', async () => {
    const names = ['a', 'b', 'c'].map((name) => `${name}-page`)
    const page = (name: string) => WEB.slice(0, WEB.indexOf('---')).replace('name: page', `name: ${name}`)
    watched(`${WEB}${names.map((name) => `---\n${page(name)}`).join('')}`)
    const gone = names.map((name) => deleteObject(core, { ref: { kind: 'Config', namespace: 'shop', name } }))
    await Promise.all([...gone, change('merge-patch', { spec: { replicas: 3 } })])
    says(WEB.replace('replicas: 2', 'replicas: 3'))
  })

  it('answers NotFound to the second of two deletions at once, in a file and out of one', async () => {
    const first = WEB.slice(0, WEB.indexOf('---')).replace('name: page', 'name: a-page')
    watched(`${WEB}---\n${first}`)
    const applied = { apiVersion: 'reconcile.dev/v1', metadata: { name: 'b-page' }, spec: { content: 'b' } }
    await createObject(core, { kind: 'Config', namespace: 'blog', object: { ...applied, kind: 'Config' } })
    for (const [namespace, name] of [
      ['shop', 'a-page'],
      ['blog', 'b-page'],
    ] as const) {
      const gone = [1, 2, 3].map(() => deleteObject(core, { ref: { kind: 'Config', namespace, name } }))
      const ends = (await Promise.allSettled(gone)).map((each) =>
        each.status === 'fulfilled' ? 'Success' : (each.reason as InstallationError).reason,
      )
      deepEqual(ends.sort(), ['NotFound', 'NotFound', 'Success'])
    }
    says(WEB)
  })

  it('takes back what it made, to the byte', async () => {
    const before = shown()
    await edit((spec) => void Object.assign(spec.template, { args: ['a'], env: spec.template.env?.slice(1) }))
    ok(readFileSync(file, 'utf8') !== WEB)
    const { resourceVersion: _, ...metadata } = before.metadata
    await change('object', { ...before, metadata })
    says(WEB)
  })

  it('is nothing where nothing changes, and tries it first', async () => {
    await edit(() => {})
    const value = { spec: { template: { command: ['a'] } } }
    const { object } = await changeObject(core, { ref, change: { by: 'merge-patch', value }, dryRun: true })
    deepEqual((object as V1Service).spec.template.command, ['a'])
    says(WEB)
  })

  const isRefused = async (asked: Promise<unknown>, line: number, words: RegExp) => {
    const error = await asked.then(
      () => ok(false, 'it was not refused'),
      (reason: unknown) => reason as InstallationError,
    )
    ok(isInstallationError(error), String(error))
    equal(error.reason, 'MethodNotAllowed', error.message)
    match(error.message, words)
    ok(`${error.message}; ${error.remedy}`.includes(`${file}:${line}`), `${error.message}; ${error.remedy}`)
    says(readFileSync(file, 'utf8'))
  }

  it('refuses what a comment would go with, with the place and what to do', async () => {
    const without = edit((spec) => void Object.assign(spec.template, { env: spec.template.env?.slice(0, 2) }))
    await isRefused(without, 21, /the comment above it is about it/)
    const anew = edit((spec) => void Object.assign(spec.template, { env: spec.template.env?.toReversed() }))
    await isRefused(anew, 17, /a comment stands there/)
    says(WEB)
  })

  it('refuses in a Compose file what is more than one value', async () => {
    watched('name: other\nservices:\n  web:\n    image: nginx\n    ports: ["80:80"]\n', 'compose.yaml')
    const other = { ...ref, namespace: 'other' }
    const patch = (spec: object) => changeObject(core, { ref: other, change: { by: 'merge-patch', value: { spec } } })
    await patch({ template: { image: 'nginx:2' } })
    await isRefused(patch({ template: { command: ['a', 'b'] } }), 3, /Compose has words of its own/)
    await isRefused(patch({ template: { ports: [] } }), 5, /Compose has words of its own/)
  })

  describe('what is not in a Compose file yet', () => {
    const text = 'name: other\nservices:\n  web:\n    image: nginx\n'
    const other = { ...ref, namespace: 'other' }
    const patch = (spec: object) => changeObject(core, { ref: other, change: { by: 'merge-patch', value: { spec } } })
    beforeEach(() => watched(text, 'compose.yaml'))

    for (const [spec, name] of [
      [{ template: { command: ['a'] } }, 'entrypoint'],
      [{ template: { args: ['a'] } }, 'command'],
      [{ template: { env: [{ name: 'A', value: 'b' }] } }, 'environment'],
      [{ template: { capAdd: ['NET_ADMIN'] } }, 'cap_add'],
      [{ template: { extraHosts: ['a:10.0.0.1'] } }, 'extra_hosts'],
      [{ template: { restartPolicy: { condition: 'Never' } } }, 'restart'],
      [{ template: { networks: [{ network: 'default', aliases: ['a'] }] } }, 'networks'],
      [{ updateStrategy: { parallelism: 2 } }, 'deploy.update_config'],
    ] as const)
      it(`is named by its name there: ${name}`, () =>
        rejects(patch(spec), ({ remedy = '' }: InstallationError) => {
          match(remedy, new RegExp(`^(write|add) services\\.web\\.${name.replace('.', '\\.')} in \\S+:3 `))
          return true
        }))

    for (const [spec, lines] of [
      [{ template: { workingDir: '/srv' } }, '    working_dir: /srv\n'],
      [{ template: { pidMode: 'host' } }, '    pid: host\n'],
      [{ template: { oomScoreAdj: 5 } }, '    oom_score_adj: 5\n'],
      [{ replicas: 3 }, '    deploy:\n      replicas: 3\n'],
    ] as const)
      it(`is written as there: ${lines.trim().replaceAll(/\s+/g, ' ')}`, async () => {
        await patch(spec)
        says(`${text}${lines}`)
      })

    it('is told where Compose has other words for the value, or no attribute', async () => {
      const told = (spec: object, words: RegExp) =>
        rejects(patch(spec), ({ message, remedy }: InstallationError) => {
          match(`${message} | ${remedy}`, words)
          return true
        })
      await told(
        { template: { stopGracePeriodSeconds: 30 } },
        /must be a duration with its unit.* \| give it another value, or write services\.web\.stop_grace_period in \S+:3 yourself/,
      )
      await told(
        { progressDeadlineSeconds: 5 },
        /compose\.yaml:3: a Compose file has no attribute for spec\.progressDeadlineSeconds \| declare the service in a manifest/,
      )
      says(text)
    })
  })
})
