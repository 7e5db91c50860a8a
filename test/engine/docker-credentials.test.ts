import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Clock } from '../../clock/clock.ts'
import { realClock } from '../../clock/real.ts'
import { dockerCredentials } from '../../engine/docker/credentials.ts'
import { anyRun, json, startFakeHttpEngine } from './fake-http-engine.ts'

const signal = new AbortController().signal
const encoded = (text: string) => Buffer.from(text).toString('base64')

describe('credentials for a registry', () => {
  let directory: string
  const path = process.env['PATH']
  const config = (value: unknown) => writeFileSync(join(directory, 'config.json'), JSON.stringify(value))
  const helper = (name: string, script: string) =>
    writeFileSync(join(directory, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const forImage = async (image: string) => (await dockerCredentials(directory, realClock).forImage(image, signal)).auth

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'docker-config-'))
    process.env['PATH'] = `${directory}${delimiter}${path}`
  })
  afterEach(() => {
    process.env['PATH'] = path
    rmSync(directory, { recursive: true, force: true })
  })

  it('are none without a config.json', async () => {
    assert.deepEqual(await dockerCredentials(directory, realClock).forImage('r.example:5000/a', signal), {
      words: `${directory}/config.json has no login for r.example:5000: log in with docker login r.example:5000`,
    })
  })

  const rows: readonly [string, Record<string, unknown>, Record<string, unknown> | undefined][] = [
    ['r.example/a', { 'r.example': { auth: encoded('me:se:cret') } }, { username: 'me', password: 'se:cret' }],
    ['r.example:5000/a', { 'r.example:5000': { auth: encoded('me:x') } }, { username: 'me', password: 'x' }],
    ['r.example/a', { 'https://r.example/v2/': { auth: encoded('me:x') } }, { username: 'me', password: 'x' }],
    ['r.example/a', { 'other.example': { auth: encoded('me:x') } }, undefined],
    ['redis', { 'https://index.docker.io/v1/': { auth: encoded('me:x') } }, { username: 'me', password: 'x' }],
    ['r.example/a', { 'r.example': { identitytoken: 't' } }, { identitytoken: 't' }],
    ['r.example/a', { 'r.example': { username: 'u', password: 'p' } }, { username: 'u', password: 'p' }],
    ['r.example/a', { 'r.example': { auth: 'nonsense' } }, undefined],
    ['r.example/a', { 'r.example': {} }, undefined],
  ]
  for (const [image, auths, wanted] of rows) {
    it(`of ${image} with ${JSON.stringify(auths)}`, async () => {
      config({ auths })
      const { serveraddress, ...found } = (await forImage(image)) ?? { serveraddress: '' }
      assert.deepEqual(found, wanted ?? {})
      assert.equal(serveraddress === '', wanted === undefined)
    })
  }

  for (const entry of [{ auth: 'nonsense' }, { auth: 5 }, { auth: encoded('me:x'), identitytoken: 5 }, 'x'])
    it(`are told as unreadable where they are ${JSON.stringify(entry)}`, async () => {
      config({ auths: { 'r.example': entry } })
      assert.deepEqual(await dockerCredentials(directory, realClock).forImage('r.example/a', signal), {
        words: `the login for r.example in ${directory}/config.json can't be read: log in with docker login r.example anew`,
      })
    })

  for (const text of ['', 'null', '[]', '{"auths":{"r.example":null}}', '{"auths":"x"}'])
    it(`are none in ${JSON.stringify(text)}`, async () => {
      writeFileSync(join(directory, 'config.json'), text)
      const { auth, words } = await dockerCredentials(directory, realClock).forImage('r.example/a', signal)
      assert.equal(auth, undefined)
      assert.match(words, / has no login for r\.example: log in with docker login r\.example$/)
    })

  it('wait for nobody to write into a pipe in the place of their file', async () => {
    execFileSync('mkfifo', [join(directory, 'config.json')])
    await assert.rejects(forImage('r.example/a'), { message: `read ${directory}/config.json: it is no regular file` })
  })

  it('that a helper drowns in its answer name the helper', async () => {
    helper('loud', 'exec head -c 2000000 /dev/zero')
    config({ credsStore: 'loud' })
    await assert.rejects(forImage('r.example/a'), {
      message: 'docker-credential-loud get r.example: it answered more than 1 MB',
    })
  })

  it('come from the helper of that registry, which gets its name on standard input', async () => {
    helper('team', 'read s; [ "$1" = get ] && echo "{\\"Username\\":\\"$s\\",\\"Secret\\":\\"x\\"}"')
    config({ credHelpers: { 'r.example': 'team' }, credsStore: 'other' })
    assert.deepEqual(await forImage('r.example/a'), {
      username: 'r.example',
      password: 'x',
      serveraddress: 'r.example',
    })
  })

  it('come from the store, tokens too, and from the file where the store has none', async () => {
    config({ credsStore: 'desktop', auths: { 'r.example': { auth: encoded('file:x') } } })
    helper('desktop', 'echo \'{"Username":"<token>","Secret":"tok"}\'')
    assert.deepEqual(await forImage('r.example/a'), { identitytoken: 'tok', serveraddress: 'r.example' })
    helper('desktop', 'echo "credentials not found in native keychain"; exit 1')
    assert.equal((await forImage('r.example/a'))?.username, 'file')
  })

  it('that a helper can not give are an error that names it, and none of its output when it may hold the secret', async () => {
    config({ credsStore: 'bad' })
    helper('bad', 'echo it is locked; exit 2')
    await assert.rejects(forImage('r.example/a'), /docker-credential-bad get r\.example: it ended with 2: it is locked/)
    for (const said of ['topsecret', '{\\"Username\\":\\"me\\", \\"Secret\\":\\"topsecret\\"}']) {
      helper('bad', `echo "${said}"; exit 1`)
      await assert.rejects(forImage('r.example/a'), /it ended with 1: what it said may hold the secret: run it by hand/)
    }
    helper('bad', 'echo secret-not-json')
    await assert.rejects(forImage('r.example/a'), { message: 'docker-credential-bad: its answer is not JSON' })
    config({ credsStore: 'missing' })
    await assert.rejects(
      forImage('r.example/a'),
      /^Error: docker-credential-missing, which config\.json names for r\.example, is not on the PATH: install it, or take it out of config\.json$/,
    )
    config({ credsStore: '../evil' })
    await assert.rejects(forImage('r.example/a'), /not a helper's name/)
  })

  it('that a helper does not give in time are an error that names it, its registry and what to do', async () => {
    config({ credsStore: 'hangs' })
    helper('hangs', "trap '' TERM; while :; do sleep 1; done")
    const hurried: Clock = { ...realClock, after: (ms, run) => realClock.after(ms / 300, run) }
    await assert.rejects(
      dockerCredentials(directory, hurried).forImage('r.example/a', signal),
      /docker-credential-hangs get r\.example: it has not answered for 30 s, and was ended: run `echo r\.example \| docker-credential-hangs get` by hand/,
    )
  })

  it('travel in the header of a pull, and a pull without fails as Invalid where they can not be read', async () => {
    config({ auths: { 'r.example': { auth: encoded('me:x') } } })
    const fake = await startFakeHttpEngine('1.41', directory)
    fake.answer = (_asked, response) => json(response, 200, {})
    await fake.engine.pullImage({ image: 'r.example/a' }, anyRun)
    await fake.engine.pullImage({ image: 'other.example/a' }, anyRun)
    const [own, other] = fake.asked.map(({ headers }) => headers['x-registry-auth'])
    const sent = JSON.parse(Buffer.from(String(own), 'base64url').toString())
    assert.deepEqual(sent, { username: 'me', password: 'x', serveraddress: 'r.example' })
    assert.equal(other, undefined)
    writeFileSync(join(directory, 'config.json'), '{')
    await assert.rejects(fake.engine.pullImage({ image: 'r.example/a' }, anyRun), { code: 'Invalid' })
    await fake.close()
  })

  const refusals = [
    'Head "https://r.example/v2/a/manifests/1": unauthorized: authentication required',
    'Head "https://r.example/v2/a/manifests/1": denied: denied',
    'denied: access forbidden',
    'pull access denied for r.example/a, repository does not exist or may require docker login: denied: x',
    // Of an insecure registry that has TLS: of a digest by 28.5, and of a pull by 20.10.
    'unknown: Client sent an HTTP request to an HTTPS server.',
    'error parsing HTTP 400 response body: invalid character: "Client sent an HTTP request to an HTTPS server.\\n"',
  ]
  for (const message of refusals)
    it(`are named where the registry refuses them: ${message}`, async () => {
      const fake = await startFakeHttpEngine('1.41', directory)
      fake.answer = (_asked, response) => json(response, 500, { message })
      const path = join(directory, 'config.json')
      await assert.rejects(fake.engine.resolveImage({ image: 'r.example/a' }, anyRun), (error: Error) =>
        error.message.endsWith(`; ${path} has no login for r.example: log in with docker login r.example`),
      )
      await fake.close()
    })

  it('of a build are those that can be had: it need not pull from a registry whose helper fails', async () => {
    config({
      credHelpers: { 'gcr.io': 'missing', 'r.example': 'team' },
      auths: { 'o.example': { auth: encoded('me:x') } },
    })
    helper('team', 'echo it is locked; exit 2')
    const { auths, failed } = await dockerCredentials(directory, realClock).all(signal)
    assert.deepEqual(auths, { 'o.example': { username: 'me', password: 'x', serveraddress: 'o.example' } })
    assert.match(
      [...failed.values()].sort().join('; '),
      /^docker-credential-missing, .* is not on the PATH: .*; docker-credential-team get r\.example: .*locked$/,
    )
    await assert.rejects(dockerCredentials(directory, realClock).all(AbortSignal.abort()))
  })

  it('of a build that a registry refuses are named, with why there are no others', async () => {
    config({
      credHelpers: { 'gcr.io': 'missing', 'https://index.docker.io/v1/': 'hub', 'r.example': 'other' },
    })
    writeFileSync(join(directory, 'Dockerfile'), 'FROM gcr.io/a')
    const fake = await startFakeHttpEngine('1.41', directory)
    const sources = { context: directory, tags: ['a'], contentHash: 'sha256:0' }
    for (const [error, helper] of [
      ['pull access denied for gcr.io/a', 'missing'],
      ['pull access denied for a, repository does not exist', 'hub'],
      ['Head "https://registry-1.docker.io/v2/library/a/manifests/1": unauthorized', 'hub'],
    ] as const) {
      fake.answer = (_asked, response) => json(response, 200, { error })
      await assert.rejects(
        fake.engine.buildImage(sources, anyRun),
        new RegExp(`: log in with docker login; docker-credential-${helper}, which [^;]*$`),
      )
    }
    await fake.close()
  })
})
