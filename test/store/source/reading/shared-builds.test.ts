import { deepEqual } from 'node:assert/strict'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { asWritten } from '../../../../store/source/reading/shared-builds.ts'
import { formatManifestError } from '../../../../store/source/reading/format-error.ts'
import { warningsIn } from '../../../../store/source/reading/warnings.ts'
import { readSideFile } from '../../../../store/source/disk/side-file.ts'
import { readers } from '../../../../cli/local/request/read-request.ts'

describe('a service whose image another one of its file builds', () => {
  const read = (text: string) =>
    readText({ file: '/srv/compose.yaml', text }, { variable: () => undefined, readFile: readSideFile }, readers)
  const templatesIn = (text: string) =>
    read(text).manifests.flatMap(({ object }) => (object.kind === 'Service' ? [object] : []))
  const contextsIn = (text: string) =>
    Object.fromEntries(
      templatesIn(text).map(({ metadata, spec }) => [metadata.name, spec.template.build?.context ?? 'none']),
    )
  const service = (name: string, template: string, stack = 'shop') =>
    `apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${stack} }\nspec: { template: { ${template} } }\n---\n`

  it('has that build, by the name that is declared, that Compose gives, or a further tag, in any of its spellings', () => {
    for (const [web, image] of [
      ['{ build: ./app, image: "shop:latest" }', 'shop:latest'],
      ['{ build: ./app, image: shop }', 'docker.io/library/shop:latest'],
      ['{ build: ./app }', 'srv-web'],
      ['{ build: { context: ./app, tags: ["reg:5000/shop:2"] } }', 'reg:5000/shop:2'],
    ])
      for (const order of [
        [`web: ${web}`, `worker: { image: "${image}", pull_policy: build }`],
        [`worker: { image: "${image}" }`, `web: ${web}`],
      ])
        deepEqual(contextsIn(`services:\n  ${order.join('\n  ')}\n  db: { image: postgres }\n`), {
          db: 'none',
          web: '/srv/app',
          worker: '/srv/app',
        })
  })

  it('has none where it names another tag, or the builder is of another stack', () => {
    const web = service('web', 'image: "shop:1", build: { context: /app }')
    const near = service('near', 'image: shop') + service('far', 'image: "shop:1"', 'other')
    deepEqual(contextsIn(web + near), { web: '/app', near: 'none', far: 'none' })
    deepEqual(contextsIn(web + service('worker', 'image: "shop:1"')), { web: '/app', worker: '/app' })
  })

  it('takes with it what else decides what the build comes to, and is written without all of that', () => {
    const text =
      service('web', 'image: shop, build: { context: /app }, platform: linux/amd64, imagePullSecrets: [team]') +
      service('worker', 'image: shop, args: [work]')
    const worker = read(text).manifests.find(({ id }) => id === 'Service/shop/worker')
    const template = worker?.object.kind === 'Service' && worker.object.spec.template
    const shared = { build: { context: '/app' }, platform: 'linux/amd64', imagePullSecrets: ['team'] }
    deepEqual(template, { image: 'shop', args: ['work'], ...shared })
    const written = worker && asWritten(worker)
    deepEqual(written?.kind === 'Service' && written.spec.template, { image: 'shop', args: ['work'] })
  })

  it('is said to be pulled where the other one is in another file of its stack', () => {
    const at = (file: string, text: string) =>
      readText({ file, text }, { variable: () => undefined, readFile: readSideFile }, readers)
    const web = at(
      '/srv/web.yaml',
      service('web', 'image: shop, build: { context: /app }') + service('cron', 'image: shop'),
    )
    const worker = at('/srv/worker.yaml', service('worker', 'image: "shop:latest"') + service('db', 'image: postgres'))
    const far = at('/srv/far.yaml', service('far', 'image: shop', 'other'))
    const own = at('/srv/own.yaml', service('own', 'image: shop, pullPolicy: Never'))
    deepEqual(warningsIn([web, far, own]), [])
    deepEqual(warningsIn([worker, web, far]).map(formatManifestError), [
      '/srv/worker.yaml:4:28: spec.template.image: is what service web builds, and it is pulled here, as only services of one file share a build: write both into /srv/web.yaml, or give one of them another tag',
    ])
  })
})
