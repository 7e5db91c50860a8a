import { deepEqual } from 'node:assert/strict'
import { isOnlyHere } from '../../../../cli/local/images/only-here.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError, type EngineErrorCode } from '../../../../engine/errors.ts'
import { anyRun } from '../../../e2e/engine/lab-engine.ts'

const ID = `sha256:${'1'.repeat(64)}`
const OTHER = `sha256:${'2'.repeat(64)}`

type Refusal = readonly [EngineErrorCode, string]
const GONE: Refusal = ['NotFound', 'r:5000/team/app:1: not found']
const DENIED: Refusal = ['NotFound', 'pull access denied, repository does not exist or may require authorization']
const ASKED: Refusal = [
  'Invalid',
  'errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n',
]
const UNREAD: Refusal = ['Invalid', 'connect EACCES: permission denied']
const SILENT: Refusal = ['Busy', 'dial tcp: no such host']

describe('an image that a registry does not have', () => {
  const refused = ([code, detail]: Refusal) => new EngineError(code, { node: 'a', tried: 'pull', detail })
  const rows: readonly {
    readonly it: string
    readonly image?: string
    /** The digests that the node has for it; `own`: its id, as containerd keeps it. */
    readonly digests?: 'own' | 'other' | 'none'
    readonly pull?: Refusal
    /** What the registry says of the digest that the node has; absent: it has it. */
    readonly digest?: Refusal
    readonly wants: boolean
    readonly asks?: boolean
  }[] = [
    { it: 'is only here without a digest', digests: 'none', pull: SILENT, wants: true },
    { it: 'was pulled where its digest is no id of the engine', digests: 'other', wants: false },
    { it: 'is only here where the registry has neither tag nor digest', digest: GONE, wants: true, asks: true },
    { it: 'was pulled where the registry has its digest still', wants: false, asks: true },
    { it: 'may be there where nobody says of the digest', digest: SILENT, wants: false, asks: true },
    { it: 'may be there for others where it is denied', pull: DENIED, wants: false },
    { it: 'may be there for others where its digest is denied', digest: DENIED, wants: false, asks: true },
    { it: 'may be there where no registry answers', image: 'app:1', pull: SILENT, wants: false },
    { it: 'is only here where Docker Hub has none of its own of that name', image: 'app:1', pull: DENIED, wants: true },
    { it: 'is only here where that is what it says to who asks alone', image: 'app:1', pull: ASKED, wants: true },
    { it: 'may be there for others where that is what a registry says', pull: ASKED, wants: false },
    { it: 'may be there where the engine is not to be asked', image: 'app:1', pull: UNREAD, wants: false },
    { it: "may be somebody's of Docker Hub", image: 'me/app:1', pull: DENIED, wants: false },
    { it: 'was pulled where Docker Hub has its digest still', image: 'node:8', wants: false, asks: true },
  ]
  for (const { it: sentence, image = 'r:5000/team/app:1', digests = 'own', pull = GONE, digest, wants, asks } of rows)
    it(sentence, async () => {
      const asked: string[] = []
      const engine = {
        resolveImage: async (args: { image: string }) => {
          asked.push(args.image)
          if (digest) throw refused(digest)
          return { digest: ID }
        },
      } as unknown as Engine
      const name = image.replace(/:\w+$/, '')
      const RepoDigests = { own: [`${name}@${ID}`], other: [`${name}@${OTHER}`], none: [] }[digests]
      const failed = { args: { image }, error: refused(pull), before: { Id: ID, RepoDigests }, run: anyRun }
      deepEqual([await isOnlyHere(engine, failed), asked], [wants, asks ? [`${name}@${ID}`] : []])
    })
})
