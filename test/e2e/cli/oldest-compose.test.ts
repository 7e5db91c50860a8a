import { doesNotMatch, equal, match, notEqual } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { loadImages } from '../../support/images.ts'
import { until } from '../../support/until.ts'

/** As such files were written: services at the top, links, a container for data, a balancer that finds its servers by links. */
const FILE = `web:
  image: busybox:1.36
  command: sh -c 'exec httpd -f -p 8000 -h /content'
  stop_signal: SIGKILL
  expose: ["8000"]
  links:
    - redis
    - "redis:cache"
  volumes_from:
    - content:ro
balancer:
  image: busybox:1.36
  command: sleep 1000
  links: [web]
  external_links: ["outside:metrics"]
  volumes_from: [outside]
redis:
  image: redis:7
  command: redis-server --appendonly no
  mem_limit: 64m
  log_driver: json-file
  log_opt: {max-size: 1m}
content:
  image: busybox:1.36
  command: sh -c 'echo a page > /content/page'
  volumes: [/content]
`

describe('a Compose file of the first generation, on a real engine', function () {
  this.timeout(240_000)
  const engine = engineForEach(inProcess)
  before(() => loadImages(engine.socket, ['redis:7']))

  it('has its links, their variables, and the volumes of another service, also after a replacement', async () => {
    const { cli, docker } = engine
    const file = cli.write('old/docker-compose.yml', FILE)
    await docker('run', '-d', '--name', 'outside', '-v', '/shared', 'busybox:1.36', 'sleep', '1000')
    const first = await cli.run('plan', '-f', file)
    equal(first.exit, 0, first.out + first.err)
    doesNotMatch(first.out, /No such container/)
    const { exit, err } = await cli.run('apply', '-f', file)
    equal(exit, 0, err)

    const inWeb = (line: string) => docker('exec', 'old-web-1', 'sh', '-c', line)
    const answers = (name: string) =>
      until(`redis as ${name}`, async () =>
        (await inWeb(`echo PING | nc ${name} 6379`).catch(() => '')).includes('PONG'),
      )
    for (const name of ['redis', 'cache', 'redis_1', 'old-redis-1']) await answers(name)
    const variables = await inWeb('env')
    match(variables, /^REDIS_PORT_6379_TCP_PORT=6379$/m)
    match(variables, /^CACHE_PORT_6379_TCP_ADDR=\d+/m)
    match(variables, /^REDIS_1_NAME=\/old-web-1\/redis_1$/m)
    equal(
      await docker('exec', 'old-balancer-1', 'sh', '-c', 'wget -qO- "http://$WEB_1_PORT_8000_TCP_ADDR:8000/page"'),
      'a page\n',
    )
    match(
      await docker('exec', 'old-balancer-1', 'sh', '-c', 'env; ls -d /shared'),
      /^METRICS_NAME=.*metrics$[^]*^\/shared$/m,
    )
    equal((await docker('inspect', '-f', '{{.State.Status}} {{.State.ExitCode}}', 'old-content-1')).trim(), 'exited 0')

    const idOf = async (name: string) => (await docker('inspect', '-f', '{{.Id}}', name)).trim()
    const before = await Promise.all(['old-web-1', 'old-redis-1', 'old-content-1'].map(idOf))
    const again = await cli.run('plan', '-f', file, '--exit-code')
    equal(again.exit, 0, again.out)

    cli.write('old/docker-compose.yml', FILE.replace('--appendonly no', '--appendonly yes'))
    const planned = await cli.run('plan', '-f', file)
    match(planned.out, /old-redis-1, to which it is linked, was replaced/)
    const changed = await cli.run('apply', '-f', file)
    equal(changed.exit, 0, changed.err)
    const after = await Promise.all(['old-web-1', 'old-redis-1', 'old-content-1'].map(idOf))
    notEqual(after[1], before[1])
    notEqual(after[0], before[0])
    equal(after[2], before[2])
    await answers('cache')
    equal(await docker('exec', 'old-balancer-1', 'wget', '-qO-', 'http://web:8000/page'), 'a page\n')
  })
})
