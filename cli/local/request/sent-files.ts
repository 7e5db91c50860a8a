import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'

type SideFiles = NonNullable<ManifestRequest['sideFiles']>

/** Reads what was sent along, and nothing else. */
export function sentFiles(sideFiles: SideFiles): (path: string) => string | Error {
  return (path) => {
    const text = Object.hasOwn(sideFiles, path) ? sideFiles[path] : undefined
    if (text === undefined) return new Error('it was not sent along: the command line and serve differ in version')
    return (
      text ?? Object.assign(new Error('there is no such file on the machine of the command line'), { code: 'ENOENT' })
    )
  }
}
