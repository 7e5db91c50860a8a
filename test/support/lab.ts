import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inShare } from './share.ts'

/** `debian12` is engine 20.10 (API 1.41), `sid` the newest of Debian. */
export type LabRelease = 'debian12' | 'sid'

const asked = process.env['RECONCILE_TEST_RELEASE'] as LabRelease | undefined

/** What a suite for every engine runs on: both, or the one that RECONCILE_TEST_RELEASE names. */
export const releases: readonly [LabRelease, ...LabRelease[]] = asked ? [asked] : ['debian12', 'sid']

/** What a suite runs on of which the newest engine is share enough. */
export const newest: readonly LabRelease[] = inShare<readonly LabRelease[]>(releases.slice(-1), releases)

/** Options of dockerd with which containerd keeps its images, as it does by itself from 29.0 on; of `sid`. */
export const CONTAINERD_STORE: readonly string[] = ['--feature', 'containerd-snapshotter=true']

export interface LabOptions {
  /** How many hosts, 1 by default. */
  readonly engines?: number
  /** The first of `releases` by default. */
  readonly release?: LabRelease
  /** Further options of dockerd, on every host. */
  readonly dockerd?: readonly string[]
}

/** A host of a lab with its engine. What it does is done when its promise resolves. */
export interface LabHost {
  readonly name: string
  /** Path of the engine's unix socket. */
  readonly socket: string
  /** `address:2375`, without TLS. */
  readonly tcp: string
  /** Reachable from here: published ports answer on it. */
  readonly address: string
  /** Everything the engine keeps on its disk is under here. */
  readonly dataDir: string
  /** Power cut: the engine and its containers are gone at once. */
  stop(): Promise<void>
  /** Starts what was stopped or crashed, on its old data. */
  start(): Promise<void>
  /** Restarts the engine as a service manager does. */
  restart(): Promise<void>
  /** Kills the engine alone; its containers go on. */
  crash(): Promise<void>
  /** Freezes the engine: it takes connections and answers none. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** Takes away its network link; its unix socket still answers. */
  cut(): Promise<void>
  heal(): Promise<void>
  /** Runs a command in the host's namespaces, where container process ids are the ones `inspect` shows; answers its output. */
  run(command: string, ...args: string[]): Promise<string>
}

export interface Lab {
  readonly name: string
  readonly hosts: readonly [LabHost, ...LabHost[]]
  /** Ends it and leaves no trace. */
  down(): Promise<void>
}

/** Starts real engines of a test's own (about 1.5 s); needs root. A lab whose process has died is swept by the next one. */
export async function startLab({ engines = 1, release = releases[0], dockerd = [] }: LabOptions = {}): Promise<Lab> {
  const options = ['--release', release, '--owner', String(process.pid), '--', ...dockerd]
  const [name = '', ...lines] = (await lab('up', String(engines), ...options)).trim().split('\n')
  const [first, ...others] = lines.map((line, i) => hostOf(name, i + 1, line))
  if (!first) throw new Error(`start a lab of ${engines} engines: \`hack/lab/lab up\` named no host`)
  const downAtExit = () => void spawnSync(LAB, ['down', name])
  process.once('exit', downAtExit)
  return {
    name,
    hosts: [first, ...others],
    async down() {
      process.off('exit', downAtExit)
      await lab('down', name)
    },
  }
}

const LAB = fileURLToPath(new URL('../../hack/lab/lab', import.meta.url))

async function lab(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(LAB, args, { maxBuffer: 64 << 20 })
  return stdout
}

function hostOf(labName: string, index: number, line: string): LabHost {
  const [name = '', socket = '', tcp = ''] = line.split(' ')
  const act = (verb: string) => async () => void (await lab(verb, labName, String(index)))
  return {
    name,
    socket,
    tcp,
    address: tcp.replace(/:\d+$/, ''),
    dataDir: socket.replace(/docker\.sock$/, 'data'),
    stop: act('stop'),
    start: act('start'),
    restart: act('restart'),
    crash: act('crash'),
    pause: act('pause'),
    resume: act('resume'),
    cut: act('cut'),
    heal: act('heal'),
    run: (command, ...args) => lab('exec', labName, String(index), command, ...args),
  }
}
