import type { EngineInfo } from '../types/engine.ts'
import { digestOf } from './ids.ts'

/** The info of a simulated engine of this API version; `given` takes precedence. */
export function engineInfo(node: string, apiVersion: string, given: Partial<EngineInfo> = {}): EngineInfo {
  const digits = digestOf(`engine ${node}`).slice(7).toUpperCase()
  const id = Array.from({ length: 12 }, (_, part) => digits.slice(part * 4, part * 4 + 4)).join(':')
  return Object.freeze({
    id,
    name: node,
    version: apiVersion === '1.41' ? '20.10.24' : '28.5.2',
    apiVersion,
    os: 'linux',
    architecture: 'x86_64',
    cpus: 8,
    memoryBytes: 32 * 1024 ** 3,
    cgroupVersion: apiVersion === '1.41' ? '1' : '2',
    defaultRuntime: 'runc',
    loggingDriver: 'json-file',
    storageDriver: 'overlay2',
    rootDir: '/var/lib/docker',
    swarmManager: false,
    pluginsVolume: ['local'],
    pluginsNetwork: ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'],
    pluginsLog: ['awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog'],
    runtimes: ['io.containerd.runc.v2', 'runc'],
    time: 0,
    lacks: [],
    ...given,
  })
}
