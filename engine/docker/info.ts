import { present } from '../container/present.ts'
import type { Verbs } from '../engine.ts'
import type { EngineInfo } from '../types/engine.ts'
import { asFields, type Fields, numberOf, textOf, textsOf } from './answer.ts'
import type { Buildx } from './build/buildx.ts'
import type { Caller } from './caller.ts'
import { diskOf } from './disk.ts'
import { proxiesFor } from './proxies.ts'

/** What this machine knows about an engine. */
export interface Machine {
  /** The engine's address, under which docker's config.json may have proxies; and the directory of that file. */
  readonly host: string
  readonly configDirectory?: string
  readonly isLocal: boolean
  readonly buildx?: Buildx
  /** Why the engine's TLS files can't be used now. */
  readonly unusableTls: () => string | undefined
}

/** The verb for the engine's info, extended by what only this machine knows: free disk space, buildx, proxies, and its TLS files. */
export function infoVerbs(caller: Caller, machine: Machine): Pick<Verbs, 'info'> {
  const { host, configDirectory, isLocal, buildx: tool } = machine
  let lastId = ''
  const lasting = lastingOnly(machine.unusableTls)
  return {
    info: (args, run) => {
      // Runs while the engine works on its answer.
      const found = args.builder ? tool?.find() : undefined
      const given = configDirectory === undefined ? {} : proxiesFor(host, configDirectory)
      return caller.json(
        { verb: 'info', args, run },
        {
          decode: async (answer) => {
            const raw = asFields(answer, 'info')
            const id = textOf(raw['ID'])
            // Connections to the one before may go on, and each call would be made of either.
            if (lastId !== '' && id !== lastId) caller.shut()
            lastId = id
            const [disk, buildx, proxies] = await Promise.all([isLocal ? diskOf(raw) : undefined, found, given])
            return {
              ...decodeInfo(raw, await caller.version(run.signal)),
              address: host,
              ...present({
                disk,
                buildx,
                tlsUnusable: lasting(),
                sshAgent: args.builder ? tool?.env['SSH_AUTH_SOCK'] : undefined,
              }),
              ...proxies,
            }
          },
        },
      )
    },
  }
}

/** Reports what is found twice in a row: a renewal replaces the files one after another. */
function lastingOnly(look: () => string | undefined): () => string | undefined {
  let before: string | undefined
  return () => {
    const found = look()
    const isLasting = found === before
    before = found
    return isLasting ? found : undefined
  }
}

export function decodeInfo(raw: Fields, apiVersion: string): EngineInfo {
  const plugins = asFields(raw['Plugins'] ?? {}, 'plugins')
  const swarm = asFields(raw['Swarm'] ?? {}, 'swarm')
  return {
    id: textOf(raw['ID']),
    name: textOf(raw['Name']),
    version: textOf(raw['ServerVersion']),
    apiVersion,
    os: textOf(raw['OSType']),
    architecture: textOf(raw['Architecture']),
    cpus: numberOf(raw['NCPU']),
    memoryBytes: numberOf(raw['MemTotal']),
    cgroupVersion: textOf(raw['CgroupVersion']),
    defaultRuntime: textOf(raw['DefaultRuntime']),
    loggingDriver: textOf(raw['LoggingDriver']),
    storageDriver: textOf(raw['Driver']),
    rootDir: textOf(raw['DockerRootDir']),
    swarmManager: swarm['ControlAvailable'] === true,
    ...(textOf(swarm['NodeID']) === '' ? {} : { swarmNode: textOf(swarm['NodeID']) }),
    pluginsVolume: textsOf(plugins['Volume']),
    pluginsNetwork: textsOf(plugins['Network']),
    pluginsLog: textsOf(plugins['Log']),
    runtimes: Object.keys(asFields(raw['Runtimes'] ?? {}, 'runtimes')),
    remapsUsers: textsOf(raw['SecurityOptions']).includes('name=userns'),
    time: Date.parse(textOf(raw['SystemTime'])) || 0,
    lacks: lackedLimits(raw),
  }
}

const limitFields: readonly (readonly [string, string])[] = [
  ['MemoryLimit', 'memory'],
  ['SwapLimit', 'swap'],
  ['CpuCfsPeriod', 'cpuPeriod'],
  ['CpuCfsQuota', 'cpuQuota'],
  ['CPUShares', 'cpuShares'],
  ['CPUSet', 'cpuset'],
  ['PidsLimit', 'pids'],
  ['OomKillDisable', 'oomKillDisable'],
]

/** Limits without a field of their own, which only warnings mention, with texts for cgroup v1 and v2. */
const limitWarnings: readonly (readonly [RegExp, string])[] = [
  [/No (blkio|io\.)\s?weight support/i, 'blkioWeight'],
  [/No (blkio weight_device|io\.weight \(per device\)) support/i, 'blkioWeightDevice'],
  [/No (blkio throttle\.read_bps_device|io\.max \(rbps\)) support/i, 'blkioReadBps'],
  [/No (blkio throttle\.write_bps_device|io\.max \(wbps\)) support/i, 'blkioWriteBps'],
  [/No (blkio throttle\.read_iops_device|io\.max \(riops\)) support/i, 'blkioReadIOps'],
  [/No (blkio throttle\.write_iops_device|io\.max \(wiops\)) support/i, 'blkioWriteIOps'],
]

function lackedLimits(raw: Fields): readonly string[] {
  const warnings = textsOf(raw['Warnings'])
  return [
    ...limitFields.filter(([field]) => raw[field] === false).map(([, name]) => name),
    ...limitWarnings.filter(([pattern]) => warnings.some((text) => pattern.test(text))).map(([, name]) => name),
  ]
}
