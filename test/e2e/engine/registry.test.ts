import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { authHeader } from '../../../engine/docker/credentials.ts'
import type { Progress } from '../../../engine/engine.ts'
import { until } from '../../support/until.ts'
import { anyRun, type LabEngine, startLabEngine } from './lab-engine.ts'

const image = '127.0.0.1:5000/team/app:1'
const password = 'pass:word'

describe('the docker engine and a registry with a password', function () {
  this.timeout(60_000)
  let lab: LabEngine
  let configDirectory: string
  const logIn = (secret: string) => {
    const auth = Buffer.from(`me:${secret}`).toString('base64')
    writeFileSync(join(configDirectory, 'config.json'), JSON.stringify({ auths: { '127.0.0.1:5000': { auth } } }))
  }
  const logOut = () => rmSync(join(configDirectory, 'config.json'), { force: true })

  before(async () => {
    configDirectory = mkdtempSync(join(tmpdir(), 'docker-config-'))
    lab = await startLabEngine('debian12', { configDirectory })
    await startRegistry(lab)
    await lab.engine.tagImage({ name: 'busybox:1.36', tag: image }, anyRun)
    await push(lab.host.socket)
    await lab.engine.removeImage({ name: image }, anyRun)
  })
  after(async () => {
    await lab?.end()
    rmSync(configDirectory, { recursive: true, force: true })
  })

  it('pulls with the credentials of config.json, with progress, and resolves the digest', async () => {
    logIn(password)
    const { digest } = await lab.engine.resolveImage({ image }, anyRun)
    assert.match(digest, /^sha256:[0-9a-f]{64}$/)
    // Its layers are here under another name: without them there is something to download.
    const { Id } = await lab.engine.inspectImage({ name: 'busybox:1.36' }, anyRun)
    await lab.engine.removeImage({ name: Id, force: true }, anyRun)
    const steps: Progress[] = []
    await lab.engine.pullImage({ image, onProgress: (progress) => steps.push(progress) }, anyRun)
    assert.ok(
      steps.some(({ done, total }) => total !== undefined && total > 100_000 && done === total),
      JSON.stringify(steps),
    )
    const found = await lab.engine.inspectImage({ name: image }, anyRun)
    assert.deepEqual(found.RepoDigests, [`127.0.0.1:5000/team/app@${digest}`])
    await lab.engine.pullImage({ image: `127.0.0.1:5000/team/app@${digest}` }, anyRun)
  })

  it('builds from an image that needs them', async () => {
    logIn(password)
    await lab.engine.removeImage({ name: image, force: true }, anyRun).catch(() => {})
    const context = mkdtempSync(join(tmpdir(), 'context-'))
    const args = { tags: ['built:1'], context, contentHash: 'sha256:0', dockerfileInline: `FROM ${image}\nRUN true\n` }
    await lab.engine.buildImage(args, anyRun)
    rmSync(context, { recursive: true })
  })

  it('is refused without, and with wrong ones, and says to log in', async () => {
    for (const prepare of [logOut, () => logIn('wrong')]) {
      prepare()
      await assert.rejects(lab.engine.pullImage({ image }, anyRun), {
        code: 'Invalid',
        message: /log in with docker login/,
      })
      await assert.rejects(lab.engine.resolveImage({ image }, anyRun), { code: 'Invalid' })
    }
  })

  it('says what the registry has not', async () => {
    logIn(password)
    const nope = image.replace(':1', ':2')
    await assert.rejects(lab.engine.pullImage({ image: nope }, anyRun), { code: 'NotFound' })
    await assert.rejects(lab.engine.pullImage({ image: '127.0.0.1:5999/x' }, anyRun), { code: 'Busy' })
  })
})

/** Debian's docker-registry on the host's loopback, with one user `me`; it ends with the lab. */
async function startRegistry({ host, engine }: LabEngine): Promise<void> {
  const directory = dirname(host.socket)
  const hash = execFileSync('perl', ['-e', 'print crypt(<STDIN>, q{$2y$05$abcdefghijklmnopqrstuu})'], {
    input: password,
  })
  writeFileSync(join(directory, 'htpasswd'), `me:${hash}\n`)
  const config = [
    'version: 0.1',
    `storage: { filesystem: { rootdirectory: ${directory}/registry } }`,
    'http: { addr: "127.0.0.1:5000" }',
    `auth: { htpasswd: { realm: test, path: ${directory}/htpasswd } }`,
  ]
  writeFileSync(join(directory, 'registry.yml'), config.join('\n'))
  const command = `setsid docker-registry serve ${directory}/registry.yml >${directory}/registry.log 2>&1 </dev/null &`
  await host.run('sh', '-c', command)
  const asked = () =>
    engine.resolveImage({ image }, anyRun).catch((error: { code: string }) => error.code === 'Invalid')
  await until('the registry answers', () => asked().then(Boolean))
}

/** Pushing is no verb of ours: this is the raw call. */
function push(socket: string): Promise<void> {
  const auth = authHeader({ username: 'me', password, serveraddress: '127.0.0.1:5000' })
  const path = '/v1.41/images/127.0.0.1:5000/team/app/push?tag=1'
  return new Promise((resolve, reject) => {
    const call = request(
      { socketPath: socket, method: 'POST', path, headers: { 'X-Registry-Auth': auth } },
      async (answer) => {
        let text = ''
        for await (const chunk of answer) text += chunk
        if (answer.statusCode === 200 && !text.includes('errorDetail')) resolve()
        else reject(new Error(`push: ${answer.statusCode} ${text}`))
      },
    )
    call.on('error', reject).end()
  })
}
