import type { LabRelease } from '../../../test/support/lab.ts'
import { IMAGE, OTHER_IMAGE, runs, withEngine, type BenchEngine } from '../bench-engine.ts'
import type { Row } from '../row.ts'
import { deployFloor, replaceFloor, startNode } from '../floor.ts'
import { interleaved, median, timed } from '../samples.ts'
import { until } from '../until.ts'

const SERVICES = 10

/** The network of the container that raw calls replace. */
const FLOOR = 'floor'

/** A change of one image in a stack of ten services. */
export const changes: readonly Row[] = [
  changeRow('debian12', { serve: false, on: '20.10, compose 1.29' }),
  changeRow('sid', { serve: false, on: "sid's engine, compose 2.40" }),
  changeRow('sid', { serve: true, on: "sid's engine, compose 2.40" }),
]

function changeRow(release: LabRelease, { serve, on }: { serve: boolean; on: string }): Row {
  const how = `${serve ? 'with' : 'without'} serve`
  return {
    name: `one-image-${release}${serve ? '-with-serve' : ''}`,
    what: `one image changed in a stack of ${SERVICES}, ${how}, until the new task runs, compose's time over ours, ${on}`,
    unit: '×',
    must: { be: 'at least', value: 1 },
    measure: () =>
      withEngine(release, async (engine) => {
        const serving = serve ? engine.cli.start('serve') : undefined
        await serving?.says('serving the installation')
        const [ours, peer, least] = [changerOf(engine, 'ours'), changerOf(engine, 'peer'), leastChanger(engine)]
        await ours()
        await peer()
        await deployFloor(engine.raw, { network: FLOOR, image: IMAGE, count: 1, width: 1 })
        const samples = await interleaved(5, { ours, compose: peer, least })
        await serving?.stop()
        const over = (contender: readonly number[]) => median(samples.compose) / median(contender)
        return { value: over(samples.ours), bare: over(samples.least), samples }
      }),
  }
}

/** Returns a function that switches between two images, and returns the time until the new task runs. */
function changerOf(engine: BenchEngine, stack: 'ours' | 'peer'): () => Promise<number> {
  let image = OTHER_IMAGE
  const file = `${stack}/docker-compose.yml`
  const name = [stack, 'web0', '1'].join(separatorOf(engine, stack))
  return async () => {
    image = image === IMAGE ? OTHER_IMAGE : IMAGE
    engine.cli.write(file, tenServices(image))
    let command: Promise<unknown> = Promise.resolve()
    const took = await timed(async () => {
      command =
        stack === 'ours'
          ? engine.reconcile('apply', '-f', file, '--stack', stack)
          : engine.compose('-f', file, '-p', stack, 'up', '-d')
      await until(`${name} runs ${image}`, () => runs(engine, name, image), command)
    })
    await command
    return took
  }
}

/** As `changerOf`, but with only a start of Node and raw calls, which replace the first container of `deployFloor`. */
function leastChanger({ raw }: BenchEngine): () => Promise<number> {
  let image = IMAGE
  return () => {
    image = image === IMAGE ? OTHER_IMAGE : IMAGE
    return timed(async () => {
      await startNode()
      await replaceFloor(raw, { name: 'floor-1', network: FLOOR, image })
    })
  }
}

/** The separator in container names: Compose 1.29 uses underscores. */
function separatorOf({ release }: BenchEngine, stack: string): '_' | '-' {
  return stack === 'peer' && release === 'debian12' ? '_' : '-'
}

function tenServices(image: string): string {
  const services = Array.from({ length: SERVICES }, (_, index) => {
    const of = index === 0 ? image : IMAGE
    return `  web${index}:\n    image: ${of}\n    command: [sleep, "100000"]\n    stop_grace_period: 0s\n`
  })
  return `version: "3.8"\nservices:\n${services.join('')}`
}
