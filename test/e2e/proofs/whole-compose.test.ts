import { deepEqual, equal, match } from 'node:assert/strict'
import type { Cli } from '../../support/cli.ts'
import { succeeds } from '../../support/succeeds.ts'
import { composeExamples, pageOf } from './compose-examples.suite.ts'
import { fromKamal } from './from-kamal.suite.ts'
import { type Ground, startGround } from './ground.ts'
import { newest } from '../../support/lab.ts'
import { noDowntime } from './no-downtime.suite.ts'

const APP = `import os, flask, redis
app = flask.Flask(__name__)
store = redis.Redis(host="redis")

@app.get("/")
def hits():
    token = open("/run/secrets/token").read()
    return f"{os.environ['GREETING']}, visit {store.incr('hits')}, token of {len(token)}"

app.run(host="0.0.0.0", port=5000)
`

const DOCKERFILE = `FROM python:3.11
COPY app.py /app.py
STOPSIGNAL SIGKILL
CMD ["python3", "/app.py"]
`

interface Written {
  readonly greeting?: string
  readonly worker?: string
}

const compose = ({ greeting = 'Hello', worker = 'exec sleep 100000' }: Written = {}) => `name: shop
services:
  web:
    build: ./web
    environment:
      GREETING: ${greeting}
    ports: ["8000:5000"]
    secrets: [token]
    depends_on:
      redis: { condition: service_healthy }
    healthcheck:
      test: ["CMD", "python3", "-c", "import socket; socket.create_connection(('127.0.0.1', 5000), 1)"]
      interval: 3s
      timeout: 5s
      retries: 30
    deploy:
      update_config: { monitor: 0s }
  redis:
    image: redis:7
    stop_signal: SIGKILL
    command: ["--appendonly", "yes"]
    volumes: [data:/data]
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
      interval: 3s
      timeout: 5s
      retries: 30
  worker:
    image: busybox:1.36
    command: ["sh", "-c", "${worker}"]
    stop_grace_period: 0s
    deploy:
      replicas: 2
      update_config: { monitor: 1s, failure_action: rollback }
      rollback_config: { monitor: 1s }
volumes:
  data: {}
secrets:
  token: { file: ./token }
`

for (const release of newest)
  describe(`a Compose file with flask and redis, for real (${release})`, function () {
    this.timeout(180_000)
    let ground: Ground
    let cli: Cli

    before(async () => {
      ground = await startGround({ release, images: ['busybox:1.36', 'nginx:alpine', 'python:3.11', 'redis:7'] })
      cli = ground.cli()
      cli.write('token', '123456')
      cli.write('web/app.py', APP)
      cli.write('web/Dockerfile', DOCKERFILE)
    })
    after(() => ground?.end())

    const page = () => pageOf(`http://${ground.host.address}:8000/`)
    const apply = async (written?: Written) => {
      cli.write('compose.yaml', compose(written))
      return await cli.run('apply', '-f', 'compose.yaml')
    }
    const workers = async () => (await ground.hand.names()).filter((name) => name.startsWith('shop-worker'))

    it('is built, and answers', async () => {
      succeeds(await apply())
      equal(await page(), 'Hello, visit 1, token of 6')
      equal(await page(), 'Hello, visit 2, token of 6')
      deepEqual(await ground.hand.names(), [
        'shop-redis-1 running',
        'shop-web-1 running',
        'shop-worker-1 running',
        'shop-worker-2 running',
      ])
    })

    it('is edited: in the file, in what is built, and in a secret', async () => {
      succeeds(await apply({ greeting: 'Hi' }))
      equal(await page(), 'Hi, visit 3, token of 6')
      cli.write('web/app.py', APP.replace(', visit ', ' for the time number '))
      succeeds(await apply({ greeting: 'Hi' }))
      equal(await page(), 'Hi for the time number 4, token of 6')
      cli.write('token', '1234')
      succeeds(await apply({ greeting: 'Hi' }))
      equal(await page(), 'Hi for the time number 5, token of 4')
    })

    it('is scaled', async () => {
      succeeds(await cli.run('scale', 'worker=3', '-n', 'shop'))
      equal((await workers()).length, 3)
      match((await apply({ greeting: 'Hi' })).out, /replicas 3 \(scale, .*\) → 2 \(file\)/)
      equal((await workers()).length, 2)
    })

    it('is rolled back when an update fails, and ends with 1', async () => {
      const failed = await apply({ greeting: 'Hi', worker: 'echo no way; exit 3' })
      equal(failed.exit, 1, failed.out + failed.err)
      match(failed.err, /worker was rolled back to .*it exited with 3/)
      deepEqual(
        (await workers()).filter((name) => !name.includes('.failed')),
        ['shop-worker-1 running', 'shop-worker-2 running'],
      )
      equal(await page(), 'Hi for the time number 6, token of 4')
      succeeds(await apply({ greeting: 'Hi' }))
    })

    it('is deleted but for its data, which is there when it comes back', async () => {
      succeeds(await cli.run('delete', '--stack', 'shop'))
      deepEqual([await ground.hand.names(), await ground.hand.networks()], [[], []])
      deepEqual(await ground.hand.volumes(), ['shop_data'])
      succeeds(await apply({ greeting: 'Again' }))
      equal(await page(), 'Again for the time number 7, token of 4')
      succeeds(await cli.run('delete', '--stack', 'shop', '--volumes'))
      deepEqual([await ground.hand.names(), await ground.hand.networks(), await ground.hand.volumes()], [[], [], []])
    })

    describe('and the small examples of Compose files', () => composeExamples(() => ground))

    describe('and a web server behind a proxy', () => noDowntime(() => ground))

    describe('and an accessory of Kamal', () => fromKamal(() => ground))
  })
