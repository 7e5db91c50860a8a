import { deepEqual, match } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttps } from 'node:https'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { aCertificate } from '../support/certificate.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ENGINE = join(ROOT, 'hack/setup/engine')

describe('hack/setup/engine', function () {
  this.timeout(60_000)
  let dir = ''
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'engine-'))))
  afterEach(() => rmSync(dir, { recursive: true }))

  const found = (env: Readonly<Record<string, string>>, words = [ENGINE]) =>
    new Promise<{ exit: unknown; out: string; err: string }>((resolve) => {
      const { DOCKER_HOST: _, DOCKER_CONTEXT: __, ...rest } = process.env
      const [program = '', ...args] = words
      execFile(program, args, { env: { ...rest, HOME: dir, ...env } }, (error, out, err) =>
        resolve({ exit: error ? error.code : 0, out, err }),
      )
    })

  /** The same as a shell among mounts and in a network of its own. */
  const foundWithin = (env: Readonly<Record<string, string>>, shell: string) =>
    found(env, ['unshare', '--mount', '--net', 'sh', '-c', shell])

  it('takes no Podman for an engine, and says why', async () => {
    const socket = join(dir, 'podman.sock')
    const server = createServer((_, response) =>
      response.writeHead(200, { 'Libpod-Api-Version': '4.3.1' }).end('{"Version":"4.3.1"}'),
    ).listen(socket)
    await once(server, 'listening')
    const { exit, err } = await found({ DOCKER_HOST: `unix://${socket}` })
    server.close()
    deepEqual(
      [exit, err],
      [
        2,
        `engine: unix://${socket} can't be used: this is Podman 4.3.1, which gives itself another ID in each answer: use Docker Engine\n`,
      ],
    )
  })

  it('takes an engine with certificates that a Docker context names', async () => {
    const id = createHash('sha256').update('far').digest('hex')
    const [meta, tls] = [`meta/${id}`, `tls/${id}/docker`].map((each) => join(dir, '.docker/contexts', each))
    for (const each of [meta, tls]) mkdirSync(each ?? '', { recursive: true })
    const { cert, key } = aCertificate(dir)
    writeFileSync(join(tls ?? '', 'ca.pem'), cert)
    const server = createHttps({ cert, key }, (_, response) => response.end('{"Version":"1"}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const Host = `tcp://127.0.0.1:${port}`
    writeFileSync(join(meta ?? '', 'meta.json'), JSON.stringify({ Endpoints: { docker: { Host } } }))
    deepEqual(await found({ DOCKER_CONTEXT: 'far' }), { exit: 0, out: `${Host}\n`, err: '' })
    const { err } = await found({ DOCKER_HOST: Host })
    match(err, /does not answer \(.+\): start that engine, or unset DOCKER_HOST/)
    server.close()
  })

  it('says why an address over ssh leads to none', async () => {
    const { exit, err } = await found({ DOCKER_HOST: 'ssh://me@nowhere.invalid' })
    match(err, /DOCKER_HOST names ssh:\/\/me@nowhere\.invalid, which does not answer \(/)
    deepEqual(exit, 5)
  })

  /** The script beside a `dockerd`, given these words, that goes on (true) or ends (exit) once the script has said that it waits. */
  async function besideAnother(words: string, then: 'true' | 'exit') {
    const [socket, said] = [join(dir, 'docker.sock'), join(dir, 'said')]
    const engine = `require("http").createServer((_, r) => r.end("{\\"Version\\":\\"1\\"}")).listen("${socket}")`
    const program = `#!/bin/sh
      echo "$@" >>${join(dir, 'given')}
      if [ ! -e ${said} ]; then touch ${said}; until grep -q 'waiting for it' ${said}; do sleep 0.1; done; ${then}; fi
      ${process.execPath} -e '${engine}'\n`
    writeFileSync(join(dir, 'dockerd'), program, { mode: 0o755 })
    const within = `mount -t tmpfs tmpfs /var/log && mount -t tmpfs tmpfs /run && mkdir /run/lock && ln -s ${socket} /run/docker.sock
      setsid dockerd ${words} &
      while [ ! -e ${said} ] && kill -0 $!; do :; done
      ${ENGINE} 2>>${said}; exit=$?; pkill -s $!; pkill -f '^${process.execPath} -e .*${socket}'; exit $exit`
    const ended = await foundWithin({ PATH: `${dir}:${process.env['PATH']}` }, within)
    const err = readFileSync(said, 'utf8')
    deepEqual([ended.exit, ended.out], [0, 'unix:///var/run/docker.sock\n'], err)
    return { err, given: readFileSync(join(dir, 'given'), 'utf8').trim().split('\n') }
  }

  it('waits for an engine that is starting, and starts no other on its socket', async () => {
    const { err, given } = await besideAnother('', 'true')
    match(err, /starting or ending here; waiting for it\n$/)
    deepEqual(given, [''])
  })

  it('waits for its own engine that is ending, and starts it where it was', async () => {
    const { err, given } = await besideAnother('--host unix:///var/run/docker.sock', 'exit')
    match(err, /starting or ending here; waiting for it\n(.|\n)*started Docker Engine/)
    deepEqual(given, ['--host unix:///var/run/docker.sock', '--host unix:///var/run/docker.sock'])
  })

  it('takes the socket of no engine that hangs', async () => {
    const [socket, started] = [join(dir, 'docker.sock'), join(dir, 'started')]
    const server = createServer(() => undefined).listen(socket)
    await once(server, 'listening')
    writeFileSync(join(dir, 'dockerd'), `#!/bin/sh\ntouch ${started}\n`, { mode: 0o755 })
    // Here the socket is this machine's own, and there is no systemd.
    const within = `mount -t tmpfs tmpfs /run && ln -s ${socket} /run/docker.sock && exec ${ENGINE}`
    const ended = await foundWithin({ PATH: `${dir}:${process.env['PATH']}` }, within)
    match(ended.err, /unix:\/\/\/var\/run\/docker.sock does not answer \(no answer within 3 s\), and something listens/)
    deepEqual([ended.exit, existsSync(started)], [5, false])
    server.closeAllConnections()
    server.close()
  })
})
