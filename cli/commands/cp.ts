import { lstat, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, posix, resolve } from 'node:path'
import { errorCode, unlessMissing } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import type { PathStat } from '../../api/v1/installation/path-stat.ts'
import { parseName } from '../arguments/references.ts'
import { locateApplied } from '../arguments/container.ts'
import { replicasOf } from '../arguments/replica.ts'
import { withInstallation } from '../connect.ts'
import { stackOf } from '../arguments/stack-here.ts'
import type { Context } from '../context.ts'
import { fileInTheWay, missingDirectory } from '../copy/missing-directory.ts'
import { packed } from '../copy/pack.ts'
import { bare, endOf, type LocalPlace, parsePlace, type Place, type TaskPlace } from '../copy/place.ts'
import { type Destination, targetOf } from '../copy/target.ts'
import { unpack } from '../copy/unpack.ts'
import { outputFile } from '../output-file.ts'
import { usageError } from '../usage.ts'
import { plainText } from '../output/plain-text.ts'

export interface CpOptions {
  readonly stack?: string
  readonly index?: string
  readonly archive?: boolean
  readonly followLink?: boolean
}

/** Copies files between here and a task, by the rules of docker cp: `cp web:/etc/hosts .`, `cp site/. web:/srv`, `cp web:/var - | tar t`. */
export async function cp(
  context: Context,
  ...[from, to, options]: [from: string, to: string, options: CpOptions]
): Promise<number> {
  const [source, destination] = [parsePlace(from), parsePlace(to)]
  const stack = stackOf(context, options.stack)
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const at = async ({ name }: TaskPlace) =>
      await locateApplied(context, installation, { named: parseName(name), stack, index: options.index, verb: 'cp' })
    if (source.kind === 'task' && destination.kind !== 'task')
      await copyOut({ ...{ context, installation, options }, ref: await at(source) }, source, destination)
    else if (destination.kind === 'task' && source.kind !== 'task')
      await copyInAll({ ...{ context, installation, options }, ref: await at(destination) }, source, destination)
    else throw usageError('cp of what, to where?', 'one side is TASK:PATH, the other a local path or -')
    return context.signal.aborted ? exits.interrupted : exits.converged
  })
}

interface Copying {
  readonly context: Context
  readonly installation: Installation
  readonly options: CpOptions
  readonly ref: ObjectRef
}

async function copyOut(copying: Copying, source: TaskPlace, destination: Exclude<Place, TaskPlace>): Promise<void> {
  const { context, installation, ref, options } = copying
  const { terminal, signal } = context
  const found = await statIn(copying, source.path, options.followLink === true || endOf(source.path).asDirectory)
  if (!found) throw absent(`${source.path} in ${ref.name}`)
  const tar = installation.copyOut({ ref, path: found.path, signal })
  if (destination.kind === 'stream') return await printed(tar, terminal)
  const path = landing(from(context, destination))
  const isDirectory = found.stat.type === 'directory'
  const target = targetOf({ path: source.path, isDirectory }, { path, there: await localKind(path) })
  const directory = await realpath(target.directory).catch((error: unknown) => {
    throw errorCode(error) === 'ENOENT' ? absent(`directory ${target.directory}`) : error
  })
  await unpack(tar, { directory, name: target.name, owners: options.archive === true, onSkip: skipped(terminal) })
}

/** Copies into every running replica, as Compose does; standard input can be read only once, so it goes to the first one. */
async function copyInAll(copying: Copying, source: Exclude<Place, TaskPlace>, destination: TaskPlace): Promise<void> {
  const refs = source.kind === 'stream' ? [copying.ref] : await replicasOf(copying.installation, copying.ref)
  for (const ref of refs) await copyIn({ ...copying, ref }, source, destination)
}

async function copyIn(copying: Copying, source: Exclude<Place, TaskPlace>, { path }: TaskPlace): Promise<void> {
  const { context, installation, ref, options } = copying
  const { terminal, signal } = context
  const found = await statIn(copying, path, true)
  const asItsUser = options.archive ? { asItsUser: true } : {}
  if (source.kind !== 'stream') {
    const { directory, tar } = await packedFor(copying, source, { path, found })
    return await installation.copyIn({ ref, path: directory, tar, signal, ...asItsUser })
  }
  if (!found) throw await noDirectory(copying, bare(path))
  if (found.stat.type !== 'directory') throw absent(`directory ${path} in ${ref.name}, to unpack a tar in`)
  await installation.copyIn({ ref, path: found.path, tar: terminal.stdin(), signal, ...asItsUser })
}

interface Into {
  readonly path: string
  readonly found: Found | undefined
}

/** The local source as a tar, and the directory in the task to unpack it in. */
async function packedFor(copying: Copying, source: LocalPlace, { path, found }: Into) {
  const { context, options } = copying
  const local = from(context, source)
  const isFollowed = options.followLink === true || endOf(source.path).asDirectory
  const real = isFollowed ? await realpath(local).catch(missing(local)) : bare(local)
  const isDirectory = (await lstat(real).catch(missing(local))).isDirectory()
  const end = endOf(path).asDirectory ? '/' : ''
  if (!found && !isDirectory && end !== '') throw await noDirectory(copying, bare(path))
  const there = found ? (found.stat.type === 'directory' ? 'directory' : 'file') : 'nothing'
  const destination: Destination = { path: found ? `${found.path}${end}` : path, there }
  const { directory, name } = targetOf({ path: `${resolve(local)}${ending(source.path)}`, isDirectory }, destination)
  if (!found && !(await isDirectoryIn(copying, directory))) throw await noDirectory(copying, directory)
  return { directory, tar: packed(real, { name, onSkip: skipped(context.terminal) }) }
}

/** Explains why a directory can't be unpacked into: it is missing, or a file is in its place or above it. */
async function noDirectory(copying: Copying, path: string): Promise<InstallationError> {
  for (let at = path; at !== '/'; at = posix.dirname(at)) {
    const there = await statIn(copying, at, true)
    if (there?.stat.type === 'directory') break
    if (there) return fileInTheWay(at, copying.ref)
  }
  return missingDirectory(path, copying.ref)
}

async function isDirectoryIn(copying: Copying, path: string): Promise<boolean> {
  return (await statIn(copying, path, true))?.stat.type === 'directory'
}

interface Found {
  readonly stat: PathStat
  readonly path: string
}

/** What is at a path of the task, and its path. Follows a link once if `isFollowed`. */
async function statIn(
  { installation, ref, context: { signal } }: Copying,
  path: string,
  isFollowed: boolean,
): Promise<Found | undefined> {
  const at = bare(path)
  const found = await installation.statPath({ ref, path: at, signal })
  if (!found) return undefined
  if (!isFollowed || found.type !== 'link' || found.linkTarget === undefined) return { stat: found, path: at }
  const target = isAbsolute(found.linkTarget) ? found.linkTarget : posix.join(posix.dirname(at), found.linkTarget)
  const led = await installation.statPath({ ref, path: target, signal })
  return led && { stat: led, path: target }
}

/** The absolute local path; a trailing `/` or `/.` is kept. */
function from({ cwd }: Context, { path }: LocalPlace): string {
  return isAbsolute(path) ? path : `${join(cwd, path).replace(/(?<=.)\/$/, '')}${ending(path)}`
}

function ending(path: string): string {
  const { asDirectory, contentsOnly } = endOf(path)
  return contentsOnly ? '/.' : asDirectory ? '/' : ''
}

/** The local path to write to, following links. */
function landing(path: string): string {
  return `${outputFile('/', bare(path), 'name a regular file, or - for a tar on standard output')}${ending(path)}`
}

async function localKind(path: string): Promise<Destination['there']> {
  const found = await unlessMissing(stat(bare(path)))
  if (!found) return 'nothing'
  return found.isDirectory() ? 'directory' : 'file'
}

async function printed(tar: AsyncIterable<Uint8Array>, terminal: Context['terminal']): Promise<void> {
  if (terminal.live) throw usageError('a tar on a terminal', 'send it somewhere, as `reconcile cp web:/etc - | tar t`')
  terminal.needsReader?.()
  for await (const chunk of tar) {
    terminal.write(chunk)
    await terminal.taken?.()
  }
}

function skipped(terminal: Context['terminal']) {
  return (path: string, what: string) => terminal.complain(`warning: ${plainText(path)} is left out: it is ${what}`)
}

function missing(path: string) {
  return (error: unknown): never => {
    throw errorCode(error) === 'ENOENT' ? absent(path) : error
  }
}

function absent(what: string): InstallationError {
  return new InstallationError(exits.failed, `there is no ${what}`, { remedy: 'look at the path, and try again' })
}
