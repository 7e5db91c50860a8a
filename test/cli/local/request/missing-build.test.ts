import { deepEqual, match, rejects } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import { withVariables } from '../../../../cli/arguments/variables.ts'
import { apply } from '../../../../cli/local/apply.ts'
import { build } from '../../../../cli/local/images/build.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { withBuildHashes } from '../../../../cli/local/request/build-hashes.ts'
import { readRequest } from '../../../../cli/local/request/read-request.ts'
import { all, aRequest, eachHome } from '../local-core.ts'

const TEXT = `name: shop
services:
  web:
    build: ./web
    pre_start: [{ command: prepare }]
  api:
    build: ./api
  db:
    build: { context: ., dockerfile: Nope }
  worker: { image: shop-web }
`

describe('builds whose sources are not there', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  const request = () => withVariables(aRequest(home, TEXT, {}), [], {})
  const wrong = () => {
    const file = join(home, 'a.yaml')
    return [
      `${file}:4:12: services.web.build: there is no directory ${join(home, 'web')} to build from: make it, or name another`,
      `${file}:7:12: services.api.build: there is no directory ${join(home, 'api')} to build from: make it, or name another`,
      `${file}:9:38: services.db.build.dockerfile: there is no ${join(home, 'Nope')}: make it, or name another in build.dockerfile, relative to the context`,
    ]
  }
  const told = async (events: AsyncIterable<ProgressEvent>) =>
    (await all(events)).map((event) => ('message' in event ? event.message : event.type))

  it('are all told by an apply, each once, and that nothing was changed', async () =>
    deepEqual(await told(apply(core, request())), [...wrong(), '3 errors in the manifests; nothing was changed']))

  it('are told of one that another service builds, too, where that one is not asked for', async () => {
    const [told] = await all(apply(core, { ...request(), only: { services: ['worker'] } }))
    match(
      told && 'message' in told ? told.message : '',
      /a\.yaml:10:11: services\.worker: there is no directory .*web to build from/,
    )
  })

  it('are told with the image that runs without them, where one is named', async () => {
    const text = 'name: shop\nservices:\n  web: { image: shop/web:1, build: ./web }\n  jobs: { image: shop/web:1 }\n'
    const answer = await plan(core, withVariables(aRequest(home, text, {}), [], {}))
    deepEqual('errors' in answer && answer.errors, [
      `${join(home, 'a.yaml')}:3:36: services.web.build: there is no directory ${join(home, 'web')} to build from: make it, name another, or take build out: then shop/web:1 is pulled, or used where it is`,
    ])
  })

  it('are all told by a build', async () => {
    const asked = { ...request(), services: [], buildArgs: [] }
    deepEqual(await told(build(core, asked)), [...wrong(), '3 errors in the manifests; nothing was changed'])
  })

  it('are all told by a plan', async () => {
    const answer = await plan(core, request())
    deepEqual('errors' in answer && answer.errors, wrong())
  })

  it('are told with their place where something else is there than a file', async () => {
    mkdirSync(join(home, 'web/Dockerfile'), { recursive: true })
    mkdirSync(join(home, 'api/.dockerignore'), { recursive: true })
    execFileSync('mkfifo', [join(home, 'Nope')])
    const answer = await plan(core, request())
    const [file, rest] = [join(home, 'a.yaml'), 'or name another in build.dockerfile, relative to the context']
    deepEqual('errors' in answer && answer.errors, [
      `${file}:4:12: services.web.build: read ${join(home, 'web/Dockerfile')}: it is a directory: put a Dockerfile there, ${rest}`,
      `${file}:7:12: services.api.build: read ${join(home, 'api/.dockerignore')}: it is a directory: mend that file, or remove it`,
      `${file}:9:38: services.db.build.dockerfile: read ${join(home, 'Nope')}: it is no regular file: put a Dockerfile there, ${rest}`,
    ])
  })

  it('are told of a target that is no stage of its Dockerfile', async () => {
    mkdirSync(join(home, 'web'))
    writeFileSync(join(home, 'web/Dockerfile'), 'FROM busybox AS Base\nFROM base AS final\n')
    writeFileSync(join(home, 'web/Single'), 'FROM busybox\n')
    writeFileSync(join(home, 'web/Other'), '# syntax=example.com/mocker\nFROM busybox\n')
    const services = [
      '{ target: nope }',
      '{ target: BASE }',
      '{ target: nope, dockerfile: Single }',
      '{ target: nope, dockerfile: Other }',
      '{ target: nope, dockerfile_inline: "FROM busybox AS one" }',
      '{ target: nope, args: { BUILDKIT_SYNTAX: example.com/mocker } }',
    ].map((build, at) => `  s${at}: { build: ${build.replace('{', '{ context: ./web,')} }\n`)
    const answer = await plan(
      core,
      withVariables(aRequest(home, `name: shop\nservices:\n${services.join('')}`, {}), [], {}),
    )
    const [file, or] = [join(home, 'a.yaml'), 'or begin one with `FROM … AS nope`']
    deepEqual('errors' in answer && answer.errors, [
      `${file}:3:42: services.s0.build.target: there is no stage nope in ${join(home, 'web/Dockerfile')}: name one of base, final, ${or}`,
      `${file}:5:42: services.s2.build.target: there is no stage nope in ${join(home, 'web/Single')}: it names none: leave target out, ${or}`,
      `${file}:7:42: services.s4.build.target: there is no stage nope in the Dockerfile: name one of one, ${or}`,
    ])
  })

  it('are all told where a file is read of which the last good reading stays (S1)', async () => {
    const { files } = readRequest(request()) as Extract<ReturnType<typeof readRequest>, { readonly files: unknown }>
    await rejects(withBuildHashes(files, { store: core.store, again: false }), { message: wrong().join('; ') })
  })

  it('are told with their place where a file of a context can not be read', async () => {
    mkdirSync(join(home, 'web'))
    writeFileSync(join(home, 'web/Dockerfile'), 'FROM scratch')
    writeFileSync(Buffer.from(`${join(home, 'web/bad')}\xff`, 'latin1'), '')
    const one = withVariables(aRequest(home, 'name: shop\nservices:\n  web: { build: ./web }\n', {}), [], {})
    const { files } = readRequest(one) as Extract<ReturnType<typeof readRequest>, { readonly files: unknown }>
    await rejects(withBuildHashes(files, { store: core.store, again: false }), {
      message:
        /^\/\S+\/a\.yaml:3:17: services\.web\.build: read build context .* its name is no UTF-8: rename it, or leave it out/,
      remedy: 'correct it where it stands',
      exit: 2,
    })
  })
})
