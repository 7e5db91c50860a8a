import { exits, InstallationError } from '../v1/installation/installation-error.ts'
import type { ManifestRequest } from '../v1/installation/requests.ts'
import { MOST_BODY_BYTES } from '../v1/installation/wire.ts'

/** The JSON of a request's body; refuses what a server would not read (S12), and says which file makes it so large. */
export function jsonBody(body: unknown): string {
  const json = JSON.stringify(body)
  const size = Buffer.byteLength(json)
  if (size <= MOST_BODY_BYTES) return json
  const [largest] = filesIn(body).sort((a, b) => b.bytes - a.bytes)
  const which = largest ? `; the largest file is ${largest.file}, of ${megabytes(largest.bytes)}` : ''
  const message = `what is to be sent comes to ${megabytes(size)}, and a running serve takes ${megabytes(MOST_BODY_BYTES)} at once${which}`
  throw new InstallationError(exits.usage, message, {
    reason: 'RequestEntityTooLarge',
    remedy: 'name fewer files with -f, a stack at a time; or save them in a directory that serve watches',
  })
}

interface Sent {
  readonly file: string
  readonly bytes: number
}

function filesIn(body: unknown): Sent[] {
  const { sources, sideFiles, manifests } = body as Partial<ManifestRequest> & { readonly manifests?: ManifestRequest }
  const texts = (sources ?? manifests?.sources ?? []).map((source) => [
    source.file,
    'text' in source ? source.text : '',
  ])
  const beside = Object.entries(sideFiles ?? manifests?.sideFiles ?? {})
  return [...texts, ...beside].map(([file, text]) => ({ file: file ?? '', bytes: Buffer.byteLength(text ?? '') }))
}

/** Rounded up: what is too large by a byte is not shown as what is allowed. */
function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 100_000) / 10} MB`
}
