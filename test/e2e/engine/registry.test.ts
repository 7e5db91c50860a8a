import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { pullLogin } from '../../../controllers/task/act/pull-login.ts'
import type { Progress } from '../../../engine/types/progress.ts'
import {
  dockerConfigOf,
  password,
  plainRegistry,
  push,
  startRegistry,
  tlsRegistry,
  trustRegistry,
} from '../../support/registry.ts'
import { until } from '../../support/until.ts'
import { anyRun, type LabEngine, startLabEngine } from './lab-engine.ts'

const image = `${plainRegistry}/team/app:1`
const overTls = `${tlsRegistry}/team/app:1`

describe('the docker engine and a registry with a password', function () {
  this.timeout(180_000)
  let lab: LabEngine
  let configDirectory: string
  const logIn = (secret: string) => {
    writeFileSync(join(configDirectory, 'config.json'), dockerConfigOf(secret, plainRegistry))
  }
  const logOut = () => rmSync(join(configDirectory, 'config.json'), { force: true })

  before(async () => {
    configDirectory = mkdtempSync(join(tmpdir(), 'docker-config-'))
    lab = await startLabEngine('debian12', { configDirectory })
    await beginRegistry(lab)
    await lab.engine.tagImage({ name: 'busybox:1.36', tag: image }, anyRun)
    await push(lab.host.socket, image)
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
        code: 'Denied',
        message: /log in with docker login 127\.0\.0\.1:5000/,
      })
      await assert.rejects(lab.engine.resolveImage({ image }, anyRun), { code: 'Denied' })
    }
  })

  it('pulls over TLS with an imagePullSecret where its CA is in certs.d, and says which Secret was refused', async () => {
    logOut()
    const pull = async (secret: string) =>
      lab.engine.pullImage({ image: overTls, login: await loginOf(secret) }, anyRun)
    await assert.rejects(pull(password), {
      code: 'Invalid',
      message: /certificate.*put the registry's CA into \/etc\/docker\/certs\.d\/REGISTRY\/ca\.crt/,
    })
    trustRegistry(lab.host)
    await assert.rejects(pull('ran-out'), (error: Error) => {
      assert.match(
        error.message,
        /unauthorized.* in its imagePullSecret shop\/team: give it one with `reconcile secret/,
      )
      assert.doesNotMatch(error.message, /ran-out/)
      return true
    })
    await pull(password)
    const found = await lab.engine.inspectImage({ name: overTls }, anyRun)
    assert.deepEqual(found.RepoTags?.includes(overTls), true)
  })

  it('says what the registry has not', async () => {
    logIn(password)
    const nope = image.replace(':1', ':2')
    await assert.rejects(lab.engine.pullImage({ image: nope }, anyRun), { code: 'NotFound' })
    await assert.rejects(lab.engine.pullImage({ image: '127.0.0.1:5999/x' }, anyRun), { code: 'Busy' })
  })
})

/** The login that a task has by a Secret with this password. */
async function loginOf(secret: string) {
  const bytes = Buffer.from(dockerConfigOf(secret))
  const declared = {
    apiVersion: API_VERSION,
    kind: 'Secret',
    metadata: { name: 'team' },
    spec: { stored: true },
  } as const
  const login = await pullLogin(
    { image: overTls, node: 'local', stack: 'shop', template: { imagePullSecrets: ['team'] } },
    { store: { get: () => declared }, contents: { read: async () => ({ found: true, bytes, hash: '' }) } },
  )
  assert.ok(login)
  return login
}

/** Starts the registry, and waits until both of its ends answer. */
async function beginRegistry({ host, engine }: LabEngine): Promise<void> {
  await startRegistry(host)
  const asked = (image: string) =>
    engine
      .resolveImage({ image }, anyRun)
      .catch((error: { code: string }) => ['Invalid', 'Denied'].includes(error.code))
  await until('the registry answers', () => asked(image).then(Boolean))
  await until('the registry answers over TLS', () => asked(overTls).then(Boolean))
}
