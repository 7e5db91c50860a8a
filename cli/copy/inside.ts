import { lstat, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'

/**
 * Returns the path of an archive's name below a directory, creating missing parents. Throws if the name leads through a link: an archive
 * could create one and then write anywhere through it.
 */
export async function insideOf(directory: string, name: string): Promise<string> {
  const parts = name.split('/')
  if (parts.includes('..') || parts.includes('')) throw refused(name, 'leads out of it')
  let path = directory
  for (const part of parts.slice(0, -1)) {
    path = join(path, part)
    if (!(await isDirectory(path))) throw refused(name, `leads through ${path}, which is no directory`)
  }
  return join(directory, name)
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await unlessMissing(lstat(path))
  if (!found) await mkdir(path)
  return !found || found.isDirectory()
}

function refused(name: string, why: string): InstallationError {
  return new InstallationError(exits.failed, `the archive has ${name}, which ${why}`, {
    remedy: 'copy it to `-`, and look at the archive',
  })
}
