import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { realClock } from '../../clock/real.ts'
import { containerBody } from '../../engine/container/body.ts'
import type { ResolvedNetwork, WantedContainer } from '../../engine/container/want.ts'
import { connectDocker } from '../../engine/docker/connect.ts'
import type { Engine } from '../../engine/engine.ts'
import { isEngineError } from '../../engine/errors.ts'
import type { Run } from '../../engine/run.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import type { ImageInspect } from '../../engine/types/image.ts'
import { loadImages } from '../support/images.ts'
import { type Lab, type LabRelease, startLab } from '../support/lab.ts'
import { HELPER, IMAGE, NETWORKS } from './normaliser-templates.ts'
import { inShare } from '../support/share.ts'

/** A real engine with the image, networks and helper container that generated templates refer to. */
export interface Bench {
  readonly engine: Engine
  readonly info: EngineInfo
  readonly image: ImageInspect
  readonly run: Run
  readonly networks: readonly ResolvedNetwork[]
  /** The desired container of a template on this engine. */
  want(template: V1TaskTemplate): WantedContainer
  /** Creates the container as the task loop does, and inspects it; undefined when the engine refuses it. */
  create(wanted: WantedContainer): Promise<ContainerInspect | undefined>
  inspect(): Promise<ContainerInspect>
  remove(): Promise<void>
  down(): Promise<void>
}

const NAME = 'subject'
const SUBNETS = { default: '10.81.0.0/16', back: '10.82.0.0/16' }

/** The seed of cases and share, the same in every run; RECONCILE_TEST_SEED, an integer, selects another. */
export const seed = Number(process.env['RECONCILE_TEST_SEED'] ?? 1)

/** Every fourth item of a list, starting by the seed; the whole list when everything is to run. */
export function share<T>(list: readonly T[]): readonly T[] {
  return inShare(
    list.filter((_, index) => index % 4 === seed % 4),
    list,
  )
}

/** Starts a new engine; `down` ends it. */
export async function startBench(release: LabRelease): Promise<Bench> {
  const lab = await startLab({ release })
  const [{ socket }] = lab.hosts
  await loadImages(socket, ['busybox'])
  const engine = await connectDocker({
    node: release,
    host: `unix://${socket}`,
    clock: realClock,
    settings: { callsPerEngine: 4 },
  })
  const run: Run = { signal: new AbortController().signal, object: 'Task/shop/web', reason: 'a test' }
  const image = await buildImage(engine, run)
  const networks = await makeNetworks(engine, run)
  const helper = await makeHelper(engine, networks[0]?.id ?? '', run)
  const info = await engine.info({}, run)
  return {
    ...subject({ engine, info, networks, helper, run }),
    engine,
    info,
    image,
    networks,
    run,
    down: ending(lab, engine),
  }
}

function ending(lab: Lab, engine: Engine) {
  return async () => {
    engine.close()
    await lab.down()
  }
}

/** Builds an image with a value for each field that containers inherit. */
async function buildImage(engine: Engine, run: Run): Promise<ImageInspect> {
  const context = await mkdtemp(join(tmpdir(), 'normaliser-'))
  const lines = ['FROM busybox', 'ENV FROM_IMAGE=1 OTHER=2', 'WORKDIR /data', 'USER 1000', 'EXPOSE 99', 'VOLUME /anon']
  lines.push('LABEL il=x', 'HEALTHCHECK --interval=5s --retries=7 CMD true', 'STOPSIGNAL SIGINT')
  lines.push('ENTRYPOINT ["/bin/sh","-c"]', 'CMD ["sleep 1000"]')
  await engine.buildImage({ tags: [IMAGE], context, dockerfileInline: lines.join('\n'), contentHash: 'x' }, run)
  await rm(context, { recursive: true })
  return engine.inspectImage({ name: IMAGE }, run)
}

async function makeNetworks(engine: Engine, run: Run): Promise<readonly ResolvedNetwork[]> {
  const made: ResolvedNetwork[] = []
  for (const network of NETWORKS) {
    const name = `shop_${network}`
    const IPAM = { Driver: 'default', Config: [{ Subnet: SUBNETS[network] }] }
    const { id } = await engine.createNetwork({ body: { Name: name, CheckDuplicate: true, IPAM } }, run)
    made.push({ network, name, id })
  }
  return made
}

async function makeHelper(engine: Engine, network: string, run: Run): Promise<string> {
  const HostConfig = { NetworkMode: network, IpcMode: 'shareable' }
  const body = { Image: 'busybox', Cmd: ['sleep', '3600'], HostConfig }
  const { id } = await engine.createContainer({ name: HELPER, body }, run)
  await engine.startContainer({ id }, run)
  return id
}

interface Setting extends Pick<Bench, 'engine' | 'info' | 'networks' | 'run'> {
  readonly helper: string
}

function subject({
  engine,
  info,
  networks,
  helper,
  run,
}: Setting): Pick<Bench, 'want' | 'create' | 'inspect' | 'remove'> {
  return {
    want: (template) =>
      containerBody({
        template,
        installation: 'default',
        stack: 'shop',
        service: 'web',
        slot: 1,
        task: 'web-1-abc',
        name: NAME,
        networks,
        containers: () => [{ id: helper, name: HELPER }],
        apiVersion: info.apiVersion,
      }),
    async create(wanted) {
      try {
        const { id } = await engine.createContainer({ name: NAME, body: wanted.body }, run)
        for (const { network, endpoint } of wanted.connectAfter)
          await engine.connectNetwork({ id: network, container: id, endpoint }, run)
        return await engine.inspectContainer({ id }, run)
      } catch (error) {
        if (isEngineError(error, 'Invalid', 'Conflict', 'Internal', 'NotFound', 'Unsupported')) {
          if (process.env['NORMALISER_DEBUG']) console.log((error as Error).message)
          return undefined
        }
        throw error
      }
    },
    inspect: () => engine.inspectContainer({ id: NAME }, run),
    async remove() {
      await engine.removeContainer({ id: NAME, force: true, volumes: true }, run).catch(() => undefined)
    },
  }
}
