import { basename, dirname } from 'node:path/posix'
import { stableHash } from '../../api/v1/language/hash.ts'
import { labels } from '../../api/v1/labels.ts'
import type { Engine } from '../../engine/engine.ts'
import { isEngineError, unlessGone } from '../../engine/errors.ts'
import { packTar } from '../../engine/pack-tar.ts'
import { because, endedBy, type Run } from '../../engine/run.ts'
import type { Flight, SingleFlight } from '../runtime/single-flight.ts'
import type { DeliveryPath, Reference } from './path.ts'

/** Our own empty image, from which carriers are created. */
export const EMPTY_IMAGE = 'reconcile.local/empty:1'

/** The kind in a carrier's labels. */
export const CARRIER = 'Carrier'

/** One file to put on a host. */
export interface Parcel {
  readonly path: DeliveryPath
  readonly reference: Reference
  readonly bytes: Uint8Array
}

interface Means {
  readonly engine: Engine
  readonly installation: string
  readonly run: Run
  readonly once: SingleFlight
}

/**
 * Puts a file on a host without running anything there. A container (the carrier) is created with a bind of the directory, never started,
 * written into by the archive call, and removed. Only root may enter the directory; the task's container sees the file through its own
 * mount.
 */
export async function deliver(parcel: Parcel, means: Means): Promise<void> {
  const { engine, run } = means
  const { reference, path } = parcel
  const reason = because(run, `${reference.kind} ${reference.name} is to be on ${engine.node} before its tasks start`)
  const tar = await parcelTar(parcel)
  await carry({ name: carrierName(path.directory), directory: path.directory, tar }, { ...means, run: reason })
}

/**
 * Removes the bytes from a host. The archive call can't delete, but an entry replaces one of another type: a file replaces the directory,
 * and an empty directory replaces that file. Only the empty directory stays.
 */
export async function collect(directory: string, { why, ...means }: Means & { readonly why: string }): Promise<void> {
  const tar = await emptyTar(basename(directory))
  const name = carrierName(`${directory} goes`)
  await carry({ name, directory: dirname(directory), tar }, { ...means, run: because(means.run, why) })
}

function carrierName(what: string): string {
  return `reconcile-carrier-${stableHash(what)}`
}

interface Freight {
  readonly name: string
  readonly directory: string
  readonly tar: Uint8Array
}

async function carry({ name, directory, tar }: Freight, { engine, installation, run, once }: Means): Promise<void> {
  const ensure = ({ signal }: Flight) => ensureEmptyImage(engine, endedBy(run, signal))
  await once(`image ${engine.node} ${EMPTY_IMAGE}`, ensure, { signal: run.signal })
  const id = await createCarrier({ name, directory, installation, engine }, run)
  try {
    await engine.putArchive({ id, path: '/delivery', tar }, run)
  } finally {
    await removeCarrier(id, engine, run)
  }
}

/** Removes a carrier. A failure is ignored, as the bytes are in place; the leftovers loop removes the carrier later. */
async function removeCarrier(id: string, engine: Engine, run: Run): Promise<void> {
  try {
    await engine.removeContainer({ id, force: true, volumes: true }, run)
  } catch (error) {
    if (!isEngineError(error)) throw error
  }
}

async function ensureEmptyImage(engine: Engine, run: Run): Promise<void> {
  if (await unlessGone(engine.inspectImage({ name: EMPTY_IMAGE }, run))) return
  await engine.importImage({ image: EMPTY_IMAGE, tar: new Uint8Array(1024) }, run)
}

interface Carrier {
  readonly name: string
  readonly directory: string
  readonly installation: string
  readonly engine: Engine
}

/** Creates a carrier. One that a crash left behind has the same name, and is removed first. */
async function createCarrier({ name, directory, installation, engine }: Carrier, run: Run): Promise<string> {
  const body = {
    Image: EMPTY_IMAGE,
    Cmd: ['/never-started'],
    Labels: { [labels.installation]: installation, [labels.kind]: CARRIER },
    HostConfig: { Binds: [`${directory}:/delivery`], NetworkMode: 'none' },
  }
  try {
    return (await engine.createContainer({ name, body }, run)).id
  } catch (error) {
    if (!isEngineError(error, 'Conflict')) throw error
    await engine.removeContainer({ id: name, force: true, volumes: true }, run)
    return (await engine.createContainer({ name, body }, run)).id
  }
}

/**
 * The tar of a file with its owner and mode, in a directory that only root may enter. Times are fixed, so that the same bytes give the same
 * tar.
 */
function parcelTar({ path, reference, bytes }: Parcel): Promise<Uint8Array> {
  const { mode, uid, gid } = reference
  return packTar((tar) => {
    tar.entry({ ...ROOTS, name: './', type: 'directory' })
    tar.entry({ name: path.file, mode, uid, gid, mtime: ROOTS.mtime }, Buffer.from(bytes))
  })
}

function emptyTar(name: string): Promise<Uint8Array> {
  return packTar((tar) => {
    tar.entry({ ...ROOTS, name }, Buffer.alloc(0))
    tar.entry({ ...ROOTS, name: `${name}/`, type: 'directory' })
  })
}

const ROOTS = { mode: 0o700, uid: 0, gid: 0, mtime: new Date(0) }
