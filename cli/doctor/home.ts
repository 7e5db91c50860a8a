import { access, constants, lstat, readdir, stat, statfs } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { dirname, join } from 'node:path'
import { isServed } from '../../api/client/listening.ts'
import { unlessMissing } from '../../api/v1/language/caught-error.ts'
import type { Clock } from '../../clock/clock.ts'
import { hasContentKey } from '../../store/contents/disk.ts'
import { describeHolder } from '../../store/lock/holder.ts'
import { socketOf } from '../context.ts'
import { keyFiles } from '../local/open/core.ts'
import { stateHolder } from '../local/open/open-state.ts'
import { giveBack } from '../local/open/refused-remedy.ts'
import { bytesText } from '../output/bytes.ts'
import { type Check, failure, type Finding, ok, warning } from './finding.ts'

/** Checks RECONCILE_HOME: owner, permissions, free space, the key of content hashes, and the lock. */
export function homeChecks(home: string, clock: Clock, hasContents: boolean): readonly Check[] {
  return [
    { name: 'home', look: () => rights(home) },
    { name: 'space', look: () => space(home) },
    { name: 'key', look: () => key(home, hasContents) },
    { name: 'lock', look: () => holder(home, clock) },
  ]
}

const WRITE = constants.R_OK | constants.W_OK | constants.X_OK

async function rights(home: string): Promise<readonly Finding[]> {
  const found = await unlessMissing(stat(home))
  const elsewhere = 'set RECONCILE_HOME to a directory that this user can write'
  if (!found) {
    const parent = await nearestThere(home)
    if (await may(parent, WRITE)) return [ok('home', `${home} is not there yet; init, apply or serve makes it`)]
    return [failure('home', `${home} is not there, and this user can't make it in ${parent}`, elsewhere)]
  }
  if (!found.isDirectory()) return [failure('home', `${home} is no directory`, elsewhere)]
  if (!(await may(home, WRITE))) return [failure('home', `this user can't write ${home}`, elsewhere)]
  const foreign = await foreignIn(home, found)
  const open = await openness(home, found)
  return [...foreign, ...open, ...ownership(home, found), ok('home', `${home} can be written`)].slice(0, 1)
}

/** Others that may look into the home; the parts that are open to them too are named, as where a cache restored the home without modes. */
async function openness(home: string, { mode }: Stats): Promise<readonly Finding[]> {
  if ((mode & 0o077) === 0) return []
  const open: string[] = []
  for (const part of TOP) {
    const found = await unlessMissing(stat(join(home, part)))
    if (found && (found.mode & 0o077) !== 0) open.push(part)
  }
  if (open.length === 0) return [warning('home', `others may look into ${home} (${octal(mode)})`, `chmod 700 ${home}`)]
  const words = `others may look into ${home} (${octal(mode)}), and there into ${open.join(', ')}`
  return [warning('home', words, `chmod go= ${[home, ...open.map((part) => join(home, part))].join(' ')}`)]
}

/** Files of another user, which the home's owner can neither read nor replace. */
async function foreignIn(home: string, { uid }: Stats): Promise<readonly Finding[]> {
  for (const directory of [home, ...PARTS.map((part) => join(home, part))])
    for (const name of (await unlessMissing(readdir(directory))) ?? []) {
      const path = join(directory, name)
      const there = await unlessMissing(lstat(path))
      if (there && there.uid !== uid && !isOpenSocket(there) && path !== socketOf(home))
        return [failure('home', `${path} is of user ${there.uid}, and ${home} of user ${uid}`, giveBack(home, uid))]
    }
  return []
}

/** Whether it is a socket open to all, such as the lock's when root created it. */
function isOpenSocket(found: Stats): boolean {
  return found.isSocket() && (found.mode & 0o002) !== 0
}

const TOP = ['state', 'desired', 'secrets', 'audit']
const PARTS = [...TOP, 'state/lock']

/** Whether this user is not the home's owner, who could not read files written by root. */
function ownership(home: string, { uid }: Stats): readonly Finding[] {
  const own = process.getuid?.() ?? uid
  if (uid === own) return []
  return [
    warning('home', `${home} is of user ${uid}, and this is user ${own}`, 'run reconcile as the user that it is of'),
  ]
}

const LEAST_BYTES = 50_000_000
const FEW_BYTES = 500_000_000

async function space(home: string): Promise<readonly Finding[]> {
  const where = await nearestThere(home)
  const { bavail, bsize, files, ffree } = await statfs(where)
  const free = bavail * bsize
  const remedy = "make room there: a state that can't be written stops all work"
  if (free < LEAST_BYTES) return [failure('space', `${bytesText(free)} are free on the disk of ${home}`, remedy)]
  if (files > 0 && ffree < 1_000) return [failure('space', `${ffree} inodes are free on the disk of ${home}`, remedy)]
  if (free < FEW_BYTES) return [warning('space', `${bytesText(free)} are free on the disk of ${home}`, remedy)]
  return [ok('space', `${bytesText(free)} are free`)]
}

async function key(home: string, hasContents: boolean): Promise<readonly Finding[]> {
  const files = keyFiles(home)
  const lost = hasContents && !hasContentKey(files) ? [lostKey(files)] : []
  return [...lost, ...(await Promise.all(files.map(keyRights))).flat()]
}

function lostKey(files: readonly string[]): Finding {
  return failure(
    'key',
    `neither ${files.join(' nor ')} has the key of the hashes of secrets and configs: the next apply or serve makes another, ` +
      'and recreates the tasks that have any',
    'put both back first, from where `reconcile restore` puts a backup with another RECONCILE_HOME; without one, apply when that suits',
  )
}

async function keyRights(file: string): Promise<readonly Finding[]> {
  const found = await unlessMissing(stat(file))
  if (!found) return []
  if ((found.mode & 0o077) === 0) return [ok('key', `${file} is for its owner alone`)]
  return [
    failure(
      'key',
      `others may read ${file} (${octal(found.mode)}), the key of the hashes of secrets`,
      `chmod 600 ${file}`,
    ),
  ]
}

async function holder(home: string, clock: Clock): Promise<readonly Finding[]> {
  const found = await stateHolder({ home, clock })
  const isServing = await isServed(socketOf(home))
  const asker = await otherAsker(home)
  if (found && !isServing && asker !== undefined)
    return [
      failure(
        'lock',
        `${describeHolder(found)} has ${home}, and user ${asker} alone may ask it on ${socketOf(home)}`,
        'run reconcile as that user; or end it, and start it as the user whose home that is',
      ),
    ]
  if (found && found.command.endsWith('serve') && !isServing)
    return [
      failure(
        'lock',
        `${describeHolder(found)} has ${home} and does not listen on ${socketOf(home)}`,
        'look at what it printed; if it stays so, end it and start it again',
      ),
    ]
  if (found) return [ok('lock', `${describeHolder(found)} has it`)]
  return [ok('lock', 'nobody has it; no serve runs')]
}

/** The user who alone may contact a serve of this home, if it is another one. */
async function otherAsker(home: string): Promise<number | undefined> {
  const uid = (await unlessMissing(lstat(socketOf(home))))?.uid
  return uid === process.getuid?.() ? undefined : uid
}

/** The path, or its nearest existing parent. */
async function nearestThere(path: string): Promise<string> {
  return path === '/' || (await unlessMissing(stat(path))) ? path : await nearestThere(dirname(path))
}

async function may(path: string, mode: number): Promise<boolean> {
  return await access(path, mode).then(
    () => true,
    () => false,
  )
}

function octal(mode: number): string {
  return `0${(mode & 0o777).toString(8)}`
}
