import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { isPassedOver } from '../../../compose/project-variables.ts'
import { withVariables } from '../../arguments/variables.ts'
import { usageError } from '../../usage.ts'
import { readRequest } from './read-request.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'

/** Adds to a request everything its texts refer to, for a serve with another disk: files beside them and values of variables. */
export function withSideFiles<T extends ManifestRequest>(
  request: T,
  env: Readonly<Record<string, string | undefined>>,
): T {
  const sideFiles: Record<string, string | null> = {}
  const asked = new Set<string>()
  for (;;) {
    const known = withVariables(request, [...asked], env)
    const wrong: Error[] = []
    const readFile = (path: string) => {
      const text = readSideFile(path)
      if (text instanceof Error && !isPassedOver(path, text)) wrong.push(unreadable(path, text))
      sideFiles[path] = text instanceof Error ? null : text
      return text
    }
    const { needs = [] } = readRequest(known, { readFile })
    // Errors thrown inside the reader would be taken for errors of the manifest.
    for (const error of wrong) throw error
    if (needs.every((name) => asked.has(name))) return { ...known, sideFiles }
    for (const name of needs) asked.add(name)
  }
}

function unreadable(path: string, { message }: Error): Error {
  return usageError(`reading ${path}: ${message}`, 'see that this user can read it, or take it out of the manifest')
}
