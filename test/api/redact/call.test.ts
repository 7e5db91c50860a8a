import { deepEqual, equal } from 'node:assert/strict'
import { redactCall } from '../../../api/v1/redact/call.ts'
import { requestOf, targetOf } from '../../../engine/requests.ts'

const about = { node: 'a', method: 'POST', object: 'Task/shop/web-1', reason: 'it is new', at: 0 }

describe('a planned call that is shown', () => {
  it('has the names of its variables, labels and options, and no value that looks secret (S9)', () => {
    const body = {
      Image: 'nginx',
      Env: ['DB_PASSWORD=a=b', 'LANG=C', 'DATABASE_URL=postgres://me:x@db/y', 'API_TOKEN', 'PASSWORD_FILE=/run/p'],
      Cmd: ['serve', 'x'],
      Labels: { 'app.token': 'x', 'app.name': 'web' },
      HostConfig: { LogConfig: { Type: 'splunk', Config: { 'splunk-token': 'x', 'splunk-format': 'raw' } }, Memory: 5 },
      NetworkingConfig: { EndpointsConfig: { secret: { Aliases: ['web'] } } },
    }
    deepEqual(redactCall({ ...about, path: '/containers/create?name=web', body }), {
      ...about,
      path: '/containers/create?name=web',
      body: {
        ...body,
        Env: ['DB_PASSWORD=***', 'LANG=C', 'DATABASE_URL=***', 'API_TOKEN', 'PASSWORD_FILE=/run/p'],
        Labels: { 'app.token': '***', 'app.name': 'web' },
        HostConfig: {
          LogConfig: { Type: 'splunk', Config: { 'splunk-token': '***', 'splunk-format': 'raw' } },
          Memory: 5,
        },
      },
    })
  })

  it('has no build argument that looks secret, and all else of the build', () => {
    const asked = { context: '/app', contentHash: 'sha256:1', tags: ['web:1', 'web:2'], labels: { a: 'b c' } }
    const path = (NPM_TOKEN: string) =>
      targetOf(requestOf('buildImage', { ...asked, buildArgs: { NPM_TOKEN, MODE: 'x&y' } }))
    equal(redactCall({ ...about, path: path('hunter2') }).path, path('***'))
  })

  it('has no password of a proxy, in a container or a build', () => {
    const call = (HTTP_PROXY: string) => {
      const proxies = { HTTP_PROXY, NO_PROXY: 'local' }
      const path = targetOf(requestOf('buildImage', { context: '/', contentHash: '', tags: [], proxies }))
      return { ...about, path, body: { Env: [`HTTP_PROXY=${HTTP_PROXY}`, 'NO_PROXY=local'] } }
    }
    deepEqual(redactCall(call('http://me:hunter2@proxy:3128')), call('***'))
  })

  it('has no login of a cache that a build is given', () => {
    const asked = { context: '/app', contentHash: 'sha256:1', tags: ['web:1'] }
    const path = (key: string) =>
      targetOf(
        requestOf('buildImage', { ...asked, cacheTo: [`type=s3,secret_access_key=${key},name=a`], buildkit: 'x' }),
      )
    equal(redactCall({ ...about, path: path('hunter2') }).path, path('***'))
  })

  it('is as it was where nothing is to hide', () => {
    const call = { ...about, path: '/images/create?fromImage=nginx&tag=1', body: { Cmd: [], Tty: null } }
    deepEqual(redactCall(call), call)
    deepEqual(redactCall({ ...about, path: '/containers/web/start' }), { ...about, path: '/containers/web/start' })
  })
})
