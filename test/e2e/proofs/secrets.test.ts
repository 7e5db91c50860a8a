import { deepEqual, equal, ok } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Cli } from '../../support/cli.ts'
import { withoutLocks } from '../../support/lock-calls.ts'
import { get } from './raw-api.ts'
import { type Ground, releases, startGround } from './ground.ts'
import { converged } from './serving.ts'
import { inShare } from '../../support/share.ts'

/** Contents that occur nowhere by chance: of a file, of the environment, and of a variable whose name marks it as secret. */
const BYTES = {
  file: 'file-bytes-5f0c2b19aa734e',
  environment: 'environment-bytes-88d1c07e42',
  variable: 'variable-bytes-1be92f60cd71',
}
type Of = keyof typeof BYTES

const COMPOSE = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    secrets: [from_file, from_environment]
    environment:
      DB_PASSWORD: \${DB_PASSWORD}
secrets:
  from_file: { file: ./bytes }
  from_environment: { environment: TOKEN }
`

for (const release of releases)
  for (const command of ['serve', 'apply'] as const)
    describe(`secret bytes, under ${command} (S9, ${release})`, function () {
      this.timeout(inShare(180_000, 300_000))
      let ground: Ground
      let cli: Cli
      let log = () => ''
      let pid: number | undefined

      before(async () => {
        ground = await startGround({ release })
        cli = ground.cli({ TOKEN: BYTES.environment, DB_PASSWORD: BYTES.variable })
        cli.write('elsewhere/bytes', BYTES.file)
        cli.write('tree/compose.yaml', COMPOSE.replace('./bytes', '../elsewhere/bytes'))
        if (command === 'apply') {
          const applied = await cli.run('apply', '-f', 'tree/compose.yaml')
          equal(applied.exit, 0, applied.out + applied.err)
          log = () => applied.out + applied.err
        } else {
          const serve = cli.start('serve', '--watch', 'tree')
          await converged(cli, ['web'])
          log = serve.output
          pid = serve.child.pid
        }
      })
      after(() => ground?.end())

      it('are where they belong', async () => {
        const read = (path: string) => ground.hand.exec('shop-web-1', 'cat', path)
        equal(await read('/run/secrets/from_file'), BYTES.file)
        equal(await read('/run/secrets/from_environment'), BYTES.environment)
        equal((await ground.hand.exec('shop-web-1', 'sh', '-c', 'echo -n $DB_PASSWORD')).trim(), BYTES.variable)
      })

      it('are not in its log, its arguments, nor in what it says', async () => {
        hasNone('its log', log())
        if (pid !== undefined) hasNone('its arguments', readFileSync(`/proc/${pid}/cmdline`, 'latin1'))
        for (const args of [
          ['get', 'all', '-o', 'yaml'],
          ['get', 'tasks', '-o', 'json'],
          ['get', 'revisions', '-o', 'yaml'],
          ['describe', 'service/web'],
          ['describe', 'secret/from_file', 'secret/from_environment'],
          ['plan', '-f', 'tree/compose.yaml', '-n', 'plan'],
          ['plan', '-f', 'tree/compose.yaml', '-n', 'plan', '-o', 'json'],
          ['logs', 'web'],
        ]) {
          const { out, err } = await cli.run(...args)
          hasNone(args.join(' '), out + err)
        }
      })

      const asked = command === 'serve' ? it : undefined
      asked?.('are not in what its API answers', async () => {
        const socket = join(cli.home, 'reconcile.sock')
        const base = '/apis/reconcile.dev/v1'
        for (const path of ['services', 'tasks', 'secrets', 'revisions', 'stacks'].map((kind) => `${base}/${kind}`)) {
          const { status, text } = await get(socket, path)
          deepEqual([path, status], [path, 200])
          hasNone(path, text)
        }
        hasNone('events', (await get(socket, '/reconcile/events')).text)
      })

      it('of Secrets are not in what the engine shows, nor on its disk', async () => {
        const [web] = await ground.hand.containers()
        const shown = JSON.stringify([web, await ground.hand.inspect(web?.Id ?? '')])
        hasNone('inspect', shown, ['file', 'environment'])
        deepEqual(await filesWith(ground.host.dataDir, ['file', 'environment']), [])
        // A container's environment is stored there, and found: the search works.
        ok((await filesWith(ground.host.dataDir, ['variable'])).length > 0)
      })

      it('are in RECONCILE_HOME for its user alone, those of Secrets under secrets/ only', async () => {
        const files = await filesWith(cli.home, ['file', 'environment'])
        deepEqual(
          files.filter((path) => !path.startsWith(join(cli.home, 'secrets/'))),
          [],
        )
        const { stdout } = await promisify(execFile)('find', [cli.home, '-type', 'f', '-perm', '/077'])
        equal(stdout, '')
      })

      const applied = command === 'apply' ? it : undefined
      applied?.(
        'are hashed with the same key when its file is lost, so that nothing is written to the host',
        async () => {
          rmSync(join(cli.home, 'secrets/.key'))
          ground.proxy.clear()
          const again = await cli.run('apply', '-f', 'tree/compose.yaml')
          equal(again.exit, 0, again.out + again.err)
          deepEqual(ground.proxy.writes(), [])
        },
      )

      applied?.('are taken off the host when others are in their place, and when their stack is deleted', async () => {
        const files = async () => (await ground.host.run('find', '/run/reconcile', '-type', 'f')).trim().split('\n')
        equal((await files()).length, 2)
        const shown = async () => (await cli.run('get', 'tasks', '-n', 'shop', '-o', 'name')).out
        const before = await shown()
        cli.write('elsewhere/bytes', 'others')
        equal(await shown(), before, 'who only looks shows no task that nobody makes')
        const planned = await cli.run('plan', '-f', 'tree/compose.yaml', '-o', 'json')
        ground.proxy.clear()
        const again = await cli.run('apply', '-f', 'tree/compose.yaml')
        equal(again.exit, 0, again.out + again.err)
        const kinds = (calls: readonly { readonly method: string; readonly path: string }[]) =>
          calls.map(({ method, path }) => `${method} ${path.replace(/\/containers\/[^/?]+/, '/containers/ID')}`).sort()
        const { calls } = JSON.parse(planned.out) as { calls: { method: string; path: string }[] }
        deepEqual(kinds(withoutLocks(ground.proxy.writes())), kinds(calls))
        equal((await files()).length, 2)
        equal(await ground.hand.exec('shop-web-1', 'cat', '/run/secrets/from_file'), 'others')
        const deleted = await cli.run('delete', '--stack', 'shop')
        equal(deleted.exit, 0, deleted.out + deleted.err)
        deepEqual(await files(), [''])
        deepEqual(await ground.hand.names(), [])
      })
    })

/** Fails if a text contains one of these contents, plain or in base64. */
function hasNone(where: string, text: string, of: readonly Of[] = ['file', 'environment', 'variable']): void {
  for (const each of of)
    for (const form of formsOf(each))
      ok(!text.includes(form), `${where} has the bytes of the ${each}:\n${around(text, form)}`)
}

/** The content plain, and in base64 at each of the three offsets that it may have in a longer text. */
function formsOf(of: Of): readonly string[] {
  const bytes = BYTES[of]
  const encoded = [0, 1, 2].map((shift) => Buffer.from(' '.repeat(shift) + bytes).toString('base64'))
  // The first and last characters depend on the neighbouring bytes.
  return [bytes, ...encoded.map((text) => text.slice(4, -4))]
}

function around(text: string, form: string): string {
  const at = text.indexOf(form)
  return text.slice(Math.max(0, at - 200), at + 100)
}

async function filesWith(dir: string, of: readonly Of[]): Promise<readonly string[]> {
  const patterns = of.flatMap(formsOf).flatMap((form) => ['-e', form])
  ok(readdirSync(dir).length > 0, `${dir} is empty`)
  try {
    const { stdout } = await promisify(execFile)('grep', ['-rlaF', '--devices=skip', ...patterns, dir], {
      maxBuffer: 1 << 24,
    })
    return stdout.trim().split('\n')
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string }
    if (code === 1 || (code === 2 && stdout === '')) return []
    throw new Error(`grep in ${dir}: ${stdout}${stderr}`, { cause: error })
  }
}
