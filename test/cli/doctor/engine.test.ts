import { deepEqual, match } from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../../clock/clock.ts'
import { realClock } from '../../../clock/real.ts'
import { type EngineGround, engineChecks } from '../../../cli/doctor/engine.ts'
import { labels } from '../../../api/v1/labels.ts'
import { EngineError } from '../../../engine/errors.ts'
import { startSimulated } from '../../contract/simulated-subject.ts'
import { type Subject, openSubject } from '../../contract/subject.ts'

describe("the doctor's look at an engine", () => {
  let subject: Subject
  let dir = ''
  let server: Server
  let path = ''

  beforeEach(async () => {
    subject = await openSubject(await startSimulated('1.51'))
    dir = mkdtempSync(join(tmpdir(), 'doctor-'))
    path = join(dir, 'docker.sock')
    server = createServer()
    await new Promise<void>((resolve) => server.listen(path, resolve))
    chmodSync(path, 0o660)
  })
  afterEach(async () => {
    server.close()
    await subject.dispose()
    rmSync(dir, { recursive: true, force: true })
  })

  const look = async (more: Partial<EngineGround> = {}) => {
    const ground: EngineGround = {
      ...{ node: 'local', installation: 'default', clock: subject.under.clock },
      ...{ hasTask: () => false, hasService: () => false },
      host: () => `unix://${path}`,
      connect: async () => ({ ...subject.engine, close: () => {} }),
      ...more,
    }
    const found = await Promise.all(engineChecks(ground).map((check) => check.look()))
    return found.flat().map(({ level, check, message, remedy }) => [level, check, message, remedy].join(' | '))
  }

  it('is well with one that answers', async () => {
    const [socket = '', engine = '', clock = '', installations = ''] = await look()
    match(socket, /^ok \| socket of local \| this user may use /)
    match(engine, /^ok \| engine of local \| engine \S+ answers in \d+ ms, API 1\.51/)
    match(clock, /^ok \| clock of local/)
    match(installations, /^ok \| installations on local \| none has anything there/)
  })

  it('names, of one that can not be connected, what declares it', async () => {
    const connect = () =>
      Promise.reject(new EngineError('Unreachable', { node: 'far', tried: 'connect', detail: 'no key' }))
    const [, engine = ''] = await look({ node: 'far', connect, declaredAt: () => ' (/m/node.yaml:5)' })
    match(
      engine,
      /^failure \| engine of far \| no key \(\/m\/node\.yaml:5\) \| start the engine, or correct spec\.engine/,
    )
  })

  it('is not well with one that answers and does not list its volumes', async () => {
    const about = { node: 'local', tried: 'list volumes', detail: 'open /run/docker/plugins: permission denied' }
    const listVolumes = () => Promise.reject(new EngineError('Internal', about))
    const [, engine = ''] = await look({ connect: async () => ({ ...subject.engine, listVolumes, close: () => {} }) })
    match(engine, /^failure \| engine of local \| .*permission denied \| see the log of that engine/)
  })

  it('is not well with one of which a proxy lets no events through', async () => {
    const about = { node: 'local', tried: 'read events', detail: 'what answers GET /events (403) is no Docker engine' }
    const pastEnds = () => Promise.reject(new EngineError('Unreachable', about))
    const [, engine = ''] = await look({ connect: async () => ({ ...subject.engine, pastEnds, close: () => {} }) })
    match(engine, /^failure \| engine of local \| what answers GET \/events \(403\) is no Docker engine/)
  })

  it('says where nobody sees how much room its disk has', async () => {
    const disk = { path: '/var/lib/docker', freeBytes: 1, sizeBytes: 2 }
    const withDisk = (known: object) => ({
      connect: async () => ({
        ...subject.engine,
        info: async (...args: Parameters<typeof subject.engine.info>) => {
          const { disk: _, ...info } = await subject.engine.info(...args)
          return { ...info, ...known }
        },
        close: () => {},
      }),
    })
    const [unseen, ...more] = (await look(withDisk({}))).filter((line) => line.includes('disk of'))
    match(unseen ?? '', /^ok \| disk of local \| its free space is not known here/)
    deepEqual([more, (await look(withDisk({ disk }))).filter((line) => line.includes('disk of'))], [[], []])
  })

  it('is not well with one that is not the node’s', async () => {
    const [, engine = '', ...others] = await look({
      refused: ({ id }) => ({ what: `${id.length > 0 ? 'it' : ''} is another's` }),
    })
    match(engine, /^failure \| engine of local \| it is another's \| do as it says/)
    deepEqual(others, [])
  })

  it('is well with one whose networks tell that it is the node’s, upgraded', async () => {
    const [, engine = ''] = await look({
      refused: ({ dataID }) => (dataID === undefined ? { what: "it is another's" } : undefined),
    })
    match(engine, /^ok \| engine of local \| /)
  })

  it('warns of proxies that nobody could read', async () => {
    const proxiesUnread = '/config.json was not read within 2 s'
    const info: Subject['engine']['info'] = async (...asked) => ({
      ...(await subject.engine.info(...asked)),
      proxiesUnread,
    })
    const found = await look({ connect: async () => ({ ...subject.engine, info, close: () => {} }) })
    match(
      found.find((each) => each.includes('proxies')) ?? '',
      /^warning \| proxies of local \| what is made on local gets no proxies of .*not read within 2 s \| .*DOCKER_CONFIG$/,
    )
  })

  for (const { ahead, words } of [
    { ahead: 10_000, words: /10 s behind the clock of this machine/ },
    { ahead: -10_000, words: /10 s ahead of the clock of this machine/ },
  ])
    it(`warns of its clock: ${words.source}`, async () => {
      const { clock } = subject.under
      const ours: Clock = { ...clock, now: () => clock.now() + ahead, after: realClock.after }
      match((await look({ clock: ours }))[2] ?? '', words)
    })

  it('names what another home, or a lost state, has there under our name', async () => {
    const own = { [labels.installation]: 'default', [labels.stack]: 'shop', [labels.task]: 'web-1-aaaaaaaa' }
    await subject.create('shop-web-1', { Labels: own })
    await subject.create('blog-web-1', { Labels: { ...own, [labels.installation]: 'other' } })
    match(
      (await look({ hasTask: (stack, task) => stack === 'shop' && task === 'web-1-aaaaaaaa' }))[3] ?? '',
      /^ok .*\| default, other; this home is default/,
    )
    match(
      (await look())[3] ?? '',
      /^warning .*1 container bears the installation name default and belongs .*: shop-web-1 \| .*init --installation NAME/,
    )
    match((await look({ installation: 'third' }))[3] ?? '', /^ok/)
    for (const name of ['a', 'b', 'c']) await subject.create(`shop-${name}-1`, { Labels: own })
    match((await look())[3] ?? '', /4 containers bear .*: shop-a-1, shop-b-1, shop-c-1 and 1 more \|/)
  })

  it('takes what is kept of a failed task for its service’s', async () => {
    const own = { [labels.installation]: 'default', [labels.stack]: 'shop', [labels.name]: 'web' }
    await subject.create('shop-web-1.failed', { Labels: { ...own, [labels.task]: 'web-1-aaaaaaaa' } })
    const hasService = (stack: string, service: string) => stack === 'shop' && service === 'web'
    match((await look({ hasService }))[3] ?? '', /^ok /)
    match((await look())[3] ?? '', /^warning .*: shop-web-1\.failed/)
    await subject.create('shop-web-1', { Labels: { ...own, [labels.task]: 'web-1-bbbbbbbb' } })
    match((await look({ hasService }))[3] ?? '', /^warning .*: shop-web-1 /)
  })

  it('says what to do where it can not be reached', async () => {
    const connect = () =>
      Promise.reject(new EngineError('Unreachable', { node: 'local', tried: 'x', detail: 'no engine listens on it' }))
    const found = await look({ connect, host: () => 'unix:///nowhere/docker.sock' })
    deepEqual(found, [
      'failure | socket of local | /nowhere/docker.sock is not there | start Docker, or choose another engine with DOCKER_HOST or a Docker context',
      'failure | engine of local | no engine listens on it | start the engine, or choose another one with DOCKER_HOST or a Docker context',
    ])
  })

  it('warns of a socket that makes everybody root', async () => {
    chmodSync(path, 0o666)
    match((await look())[0] ?? '', /^warning .* every user of this machine may use .* \| chmod 660/)
  })
})
