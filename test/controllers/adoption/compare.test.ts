import { deepEqual } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { compare } from '../../../controllers/adoption/compare.ts'
import { containerBody } from '../../../engine/container/body.ts'
import type { ContainerInspect, HostConfigBody } from '../../../engine/types/container.ts'
import { aTask, specified } from '../../support/builders.ts'

const ANONYMOUS = 'a'.repeat(64)
const ID = 'f'.repeat(64)
const VPN = 'b'.repeat(64)

interface Given {
  readonly template?: V1TaskTemplate
  readonly contents?: Readonly<Record<string, string>>
  /** What its image's name means; null for nothing. */
  readonly image?: string | null
  readonly config?: Partial<ContainerInspect['Config']>
  readonly host?: HostConfigBody
  readonly made?: Partial<ContainerInspect>
  readonly isNetworkThere?: boolean
}

function verdictOf({
  template = {},
  contents = {},
  image = 'sha256:1',
  config,
  host,
  made,
  isNetworkThere = true,
}: Given) {
  const whole = { image: 'nginx', ...template }
  const wanted = containerBody({
    ...{ template: whole, installation: 'default', stack: 'shop', service: 'web', slot: 1, task: 'web-1-abc' },
    ...{ name: 'shop-web-1', networks: [{ network: 'default', name: 'shop_default', id: 'n1' }], apiVersion: '1.51' },
  })
  const { HostConfig, NetworkingConfig: _, ...Config } = wanted.body
  const container: ContainerInspect = {
    ...{ Id: ID, Name: '/shop-web-1', Image: 'sha256:1', State: { Status: 'running' } },
    Config: { ...Config, Labels: { 'com.docker.compose.project': 'shop' }, ...config },
    HostConfig: { ...HostConfig, NetworkMode: 'shop_default', ...host },
    NetworkSettings: { Networks: { shop_default: { NetworkID: 'n1', Aliases: ['shop-web-1', 'web'] } } },
    ...made,
  }
  return compare({
    task: specified(aTask(1, 'r1'), { template: whole, contents: { ...contents } }),
    ...{ container, wanted: isNetworkThere ? wanted : undefined, around: {} },
    idOf: (name) => ({ vpn: VPN, other: ID })[name],
    serviceOf: (container) => ({ [VPN]: 'data' })[container],
    image: image === null ? undefined : { Id: image, Config: {} },
  })
}

const anonymous: Given = {
  host: { Binds: [`${ANONYMOUS}:/data:rw`], Mounts: [] },
}

/** What an inspect shows of links, where two names of one container are declared. */
const linked = (...Links: readonly string[]): Given => ({
  template: { networkMode: 'bridge', externalLinks: ['shop-db-1', 'shop-db-1:db'] },
  host: { NetworkMode: 'bridge', Links: [...Links] },
})

describe('a container of docker compose and what would be made of the files', () => {
  for (const { it: sentence, given, wants } of [
    { it: 'are one where nothing differs', given: {}, wants: 'record' },
    {
      it: 'are two by a variable, whose value is told',
      given: { template: { env: [{ name: 'A', value: '2' }] }, config: { Env: ['A=1'] } },
      wants: 'variable A is 1, declared 2',
    },
    {
      it: 'are two by a variable that looks secret, whose value is not (S9)',
      given: { template: { env: [{ name: 'DB_PASSWORD', value: 'x' }] }, config: { Env: ['DB_PASSWORD=y'] } },
      wants: 'variable DB_PASSWORD is ***, declared ***',
    },
    {
      it: 'are one where docker gave it proxies, which no file states',
      given: { config: { Env: ['HTTP_PROXY=http://p:1', 'http_proxy=http://p:1'] } },
      wants: 'record',
    },
    {
      it: 'are two by a mount',
      given: { host: { Binds: ['/srv:/srv:rw'] } },
      wants: 'mount /srv is bind /srv, not declared',
    },
    {
      it: 'are two by another volume',
      given: {
        template: { mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
        host: { Binds: ['other:/data:rw'], Mounts: [] },
      },
      wants: 'mount /data is volume other, declared volume shop_data',
    },
    {
      it: 'are one where a limit differs, which is changed in place',
      given: {
        template: { resources: { limits: { memoryBytes: 64_000_000 } } },
        host: { Memory: 32_000_000, MemorySwap: 64_000_000 },
      },
      wants: 'record',
    },
    {
      it: 'are two where it was run to be removed with its end, which can’t be changed, nor can its restart policy',
      given: { host: { AutoRemove: true, RestartPolicy: { Name: 'no' } } },
      wants: 'it was run with --rm: its engine removes it once it ends',
    },
    { it: 'are one where the policy differs', given: { host: { RestartPolicy: { Name: 'always' } } }, wants: 'record' },
    {
      it: 'are one where an anonymous volume came from its predecessor',
      given: { ...anonymous, template: { mounts: [{ type: 'Volume', target: '/data' }] } },
      wants: 'record',
    },
    {
      it: 'are one where Compose 1 asked for an anonymous volume beside the mounts',
      given: {
        host: { Binds: [], Mounts: [] },
        made: { Mounts: [{ Type: 'volume', Name: ANONYMOUS, Destination: '/data', RW: true }] },
        template: { mounts: [{ type: 'Volume', target: '/data' }] },
      },
      wants: 'record but for HostConfig.Mounts./data',
    },
    {
      it: 'are one where the image’s volume did',
      given: anonymous,
      wants: 'record',
    },
    {
      it: 'are two where a volume of a name is declared for it',
      given: { ...anonymous, template: { mounts: [{ type: 'Volume', source: 'data', target: '/data' }] } },
      wants: `mount /data is volume ${ANONYMOUS}, declared volume shop_data`,
    },
    {
      it: 'are one where Compose 1 said no grace at the create',
      given: { template: { stopGracePeriodSeconds: 3 }, config: { StopTimeout: undefined as never } },
      wants: 'record but for Config.StopTimeout',
    },
    {
      it: 'are one where what it links to is renamed meanwhile',
      given: linked('/shop_db_1:/shop_web_1/shop_db_1', '/shop_db_1:/shop_web_1/db'),
      wants: 'record but for HostConfig.Links',
    },
    {
      it: 'are two where it links to another',
      given: linked('/shop_db_1:/shop_web_1/shop_db_1', '/shop_db_2:/shop_web_1/db'),
      wants: 'HostConfig.Links is shop_db_1:shop_db_1 shop_db_2:db, declared shop-db-1:db shop-db-1:shop-db-1',
    },
    ...(['networkMode', 'pidMode', 'ipcMode'] as const).map((field) => {
      const shown = { networkMode: 'NetworkMode', pidMode: 'PidMode', ipcMode: 'IpcMode' }[field]
      return {
        it: `are one where it is joined to a container that is named, which it says by its id (${field})`,
        given: { template: { [field]: 'container:vpn' }, host: { [shown]: `container:${VPN}` } },
        wants: `record but for HostConfig.${shown}`,
      }
    }),
    {
      it: 'are two where it is joined to another than is named',
      given: { template: { pidMode: 'container:other' }, host: { PidMode: `container:${VPN}` } },
      wants: `HostConfig.PidMode is container:${VPN}, declared container:other`,
    },
    {
      it: 'are two where it is joined to what is named, and not to be',
      given: { host: { PidMode: 'container:vpn' } },
      wants: 'HostConfig.PidMode is container:vpn, not declared',
    },
    {
      it: 'are one where it has the volumes of a container that is named, which it says by its id',
      given: { template: { volumesFrom: ['container:vpn:ro'] }, host: { VolumesFrom: [`${VPN}:ro`] } },
      wants: 'record but for HostConfig.VolumesFrom',
    },
    {
      it: 'are two where it has them otherwise than is declared',
      given: { template: { volumesFrom: ['container:vpn:ro'] }, host: { VolumesFrom: [VPN] } },
      wants: `HostConfig.VolumesFrom is ${VPN}, declared vpn:ro`,
    },
    {
      it: 'are one where it has the volumes of another replica than the first, as Compose 1 chooses the last',
      given: { template: { volumesFrom: ['data'] }, host: { VolumesFrom: [`${VPN}:rw`] } },
      wants: 'record but for HostConfig.VolumesFrom',
    },
    {
      it: 'are two where it has those of a replica of another service',
      given: { template: { volumesFrom: ['db'] }, host: { VolumesFrom: [VPN] } },
      wants: `HostConfig.VolumesFrom is ${VPN}, declared shop-db-1`,
    },
    {
      it: 'are two where the grace is another',
      given: { template: { stopGracePeriodSeconds: 3 }, config: { StopTimeout: 9 } },
      wants: 'Config.StopTimeout is 9, declared 3',
    },
    {
      it: 'are two where the tag means another image',
      given: { image: 'sha256:2' },
      wants: 'image is what nginx was when it was made, and that means another one now',
    },
    { it: 'are one where the tag means nothing any more', given: { image: null }, wants: 'record' },
    {
      it: 'are two where another image is declared',
      given: { config: { Image: 'nginx:1' }, image: 'sha256:2' },
      wants: 'image is nginx:1, declared nginx',
    },
    {
      it: 'are two where a network is not there',
      given: { isNetworkThere: false },
      wants: 'a network that is declared for it is not there yet',
    },
    {
      it: 'are two where it has secrets',
      given: { contents: { 'Secret/token': 'h' } },
      wants: 'secrets and configs are files of the host, and ours are delivered',
    },
  ] as readonly { it: string; given: Given; wants: string }[])
    it(sentence, () => {
      const verdict = verdictOf(given)
      const fields = verdict.by === 'record' ? Object.keys(verdict.baseline.deviations) : []
      const said = verdict.by === 'record' ? ['record', ...fields].join(' but for ') : verdict.differs
      deepEqual(said, wants)
    })
})
