import { deepEqual, equal, match } from 'node:assert/strict'
import { engineForEach } from '../../support/engine-for-each.ts'
import { inProcess } from '../../support/in-process.ts'
import { waysToServe } from '../../support/share.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000
    ports: ["80", "53/udp"]
    stop_grace_period: 0s
    deploy: { replicas: 2 }
`

describe('images and ports of tasks, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  for (const served of waysToServe(true))
    it(`are as docker has them, ${served ? 'with serve' : 'without serve'}`, async () => {
      const { cli, docker } = engine
      const serve = served ? cli.start('serve') : undefined
      await serve?.says('serving the installation')
      equal((await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))).exit, 0)

      const id = (await docker('inspect', '-f', '{{.Image}}', 'shop-web-1')).trim()
      const { out } = await cli.run('images', '-n', 'shop')
      match(out, /^TASK +IMAGE +DIGEST +ID +SIZE\nweb-1-\w+ +busybox:1\.36 +\S+ +\w{12} +[\d.]+MiB\nweb-2-/)
      equal((await cli.run('images', '-q')).out.trim(), id)
      const [first] = JSON.parse((await cli.run('images', 'web', '-o', 'json')).out) as {
        id: string
        sizeBytes: number
      }[]
      const size = Number(await docker('image', 'inspect', '-f', '{{.Size}}', 'busybox:1.36'))
      deepEqual([first?.id, first?.sizeBytes], [id, size])
      const slip = await cli.run('images', 'wob')
      deepEqual([slip.exit, slip.out], [1, ''])
      match(slip.err, /there is no service wob; did you mean web\?/)

      const published = async (index: number, port: string) =>
        (await docker('port', `shop-web-${index}`, port)).trim().split('\n')[0]
      equal((await cli.run('port', 'web', '80')).out.trim(), await published(1, '80/tcp'))
      equal((await cli.run('port', 'web', '53/udp', '--index', '2')).out.trim(), await published(2, '53/udp'))
      equal((await cli.run('port', 'web', '53', '--protocol', 'udp')).out.trim(), await published(1, '53/udp'))
      match((await cli.run('port', 'web')).out, /^53\/udp -> \S+:\d+$/m)
      const none = await cli.run('port', 'web', '443')
      equal(none.exit, 1)
      match(none.err, /port 443\/tcp of web-1-\w+ is not published\nnext: those that are: .*80\/tcp/)
      equal((await cli.run('port', 'web', 'http')).exit, 2)
      await serve?.stop()
    })
})
