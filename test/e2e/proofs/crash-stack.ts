import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cli } from '../../support/cli.ts'
import type { Ground } from './ground.ts'
import { manifest, manifests, sleeper } from './manifests.ts'

/** The services of the stack whose commands are killed. */
export const SERVICES = ['db', 'migrate', 'web']

/** Writes the stack into `tree/shop.yaml`: a network, a volume, a secret, a database, a job on it, and what follows the job. */
export function writeStack(cli: Cli, colour: string): void {
  const file = cli.write('token', 'the-bytes')
  const data = [{ type: 'Volume', source: 'data', target: '/data' }]
  const networks = [{ network: 'back' }]
  const job = ['sh', '-c', 'echo ran >>/data/runs']
  cli.write(
    'tree/shop.yaml',
    manifests(
      manifest('Network', 'back', { labels: { of: 'the test' } }),
      manifest('Volume', 'data'),
      manifest('Secret', 'token', { file }),
      sleeper('db', { template: { networks, mounts: data, secrets: [{ secret: 'token' }] } }),
      sleeper('migrate', {
        mode: 'ReplicatedJob',
        dependsOn: [{ service: 'db' }],
        template: { networks, mounts: data, command: job },
      }),
      sleeper('web', {
        replicas: 2,
        dependsOn: [{ service: 'migrate', condition: 'Completed' }],
        updateStrategy: { monitorSeconds: 0 },
        template: { networks: [{ network: 'back' }, { network: 'front' }], env: [{ name: 'COLOUR', value: colour }] },
      }),
      manifest('Network', 'front'),
    ),
  )
}

/** All that the engine shows of the stack, in words. */
export async function look({ hand, host }: Ground): Promise<object> {
  const webs = (await hand.containers()).filter(({ Labels }) => Labels['reconcile.dev/name'] === 'web')
  const seen = await Promise.all(webs.map(({ Id }) => hand.inspect(Id)))
  const colour = (env: readonly string[]) => env.find((each) => each.startsWith('COLOUR='))?.slice(7)
  return {
    containers: await hand.names(),
    networks: await hand.networks(),
    // A lock exists for as long as somebody may act.
    volumes: (await hand.volumes()).filter((name) => !name.startsWith('reconcile-lock.')),
    colours: seen.map(({ Config }) => colour(Config.Env)),
    joined: [...new Set(seen.map(({ NetworkSettings }) => Object.keys(NetworkSettings.Networks).sort().join()))],
    runs: readFileSync(join(host.dataDir, 'volumes/shop_data/_data/runs'), 'utf8'),
  }
}

/** What `look` must return for the complete stack, whatever happened on the way: each task once, nothing else, the job run once. */
export function standing(colour: string): object {
  return {
    containers: ['shop-db-1 running', 'shop-migrate-1 exited', 'shop-web-1 running', 'shop-web-2 running'],
    networks: ['shop_back', 'shop_front'],
    volumes: ['shop_data'],
    colours: [colour, colour],
    joined: ['shop_back,shop_front'],
    runs: 'ran\n',
  }
}
