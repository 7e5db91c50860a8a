import { equal, match } from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Core } from '../../../../cli/local/open/core.ts'
import { plan } from '../../../../cli/local/plan/plan.ts'
import { aRequest, eachHome } from '../local-core.ts'
import { anEmptyHost, declareNodes } from './empty-host.ts'

describe('a plan that is to be kept among the sources of a build', () => {
  let core: Core
  eachHome((made) => {
    core = made
    declareNodes(core, 'a')
    mkdirSync(join(core.home, 'app'))
    writeFileSync(join(core.home, 'app/Dockerfile'), 'FROM busybox')
    mkdirSync(join(core.home, 'lib'))
    symlinkSync('app', join(core.home, 'link'))
  })
  const service = () => `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  template:
    build:
      context: ${JSON.stringify(join(core.home, 'app'))}
      additionalContexts: { lib: ${JSON.stringify(join(core.home, 'lib'))} }
`
  const why = async (path: string) => {
    const keptAt = join(core.home, path)
    const engines = async () => new Map([['a', anEmptyHost()]])
    const answer = await plan({ ...core, engines }, { ...aRequest(core.home, service(), {}), keptAt })
    if ('needs' in answer) throw new Error('it needs nothing')
    return answer.unrepeatable
  }

  it('would change them: it is told so, with the place of the service and the way out', async () => {
    const { why: said = '', remedy = '' } = (await why('app/plan.json')) ?? {}
    match(
      said,
      /^it would be in \S+\/app, which is built for shop\/web \(\S+a\.yaml\): the plan would change its own build$/,
    )
    match(remedy, /^name it in \S+\/app\/\.dockerignore, or keep it elsewhere, as with --out \/tmp\/plan\.json$/)
  })

  for (const path of ['app/sub/plan.json', 'link/plan.json', 'lib/plan.json'])
    it(`is so at ${path}`, async () => match((await why(path))?.why ?? '', /is built for shop\/web/))

  it('is kept beside them', async () => equal(await why('plan.json'), undefined))

  it('is kept in them where it is left out', async () => {
    writeFileSync(join(core.home, 'app/.dockerignore'), '*.json\n')
    equal(await why('app/plan.json'), undefined)
    equal((await why('app/sub/plan.json')) === undefined, false)
  })
})
