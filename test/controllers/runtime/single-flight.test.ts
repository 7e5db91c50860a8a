import { deepEqual, equal, rejects } from 'node:assert/strict'
import { createSingleFlight, type Flight } from '../../../controllers/runtime/single-flight.ts'

/** Work that a test ends, and that ends itself when it is aborted. */
function aPiece() {
  const begun: Flight[] = []
  let end: (words: string) => void = () => undefined
  const work = (flight: Flight) => {
    begun.push(flight)
    return new Promise<string>((resolve, reject) => {
      end = resolve
      flight.signal.addEventListener('abort', () => reject(new Error('cancelled')), { once: true })
    })
  }
  return { begun, work, end: (words: string) => end(words) }
}

describe('work that several wait for', () => {
  it('is done once, and goes on when who asked first has gone', async () => {
    const once = createSingleFlight()
    const { begun, work, end } = aPiece()
    const [first, second] = [new AbortController(), new AbortController()]
    const answers = [first, second].map(({ signal }) => once('pull', work, { signal }))
    const gone = rejects(Promise.resolve(answers[0]), /superseded/)
    first.abort(new Error('superseded'))
    await gone
    equal(begun[0]?.signal.aborted, false)
    end('here')
    deepEqual([await answers[1], begun.length], ['here', 1])
  })

  it('is aborted when the last has gone, who sees it end; who comes then begins it anew', async () => {
    const once = createSingleFlight()
    const { begun, work, end } = aPiece()
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()]
    const answers = [first, second].map(({ signal }) => once('pull', work, { signal }))
    const gone = [rejects(Promise.resolve(answers[0]), /superseded/), rejects(Promise.resolve(answers[1]), /cancelled/)]
    first.abort(new Error('superseded'))
    second.abort(new Error('superseded'))
    const anew = once('pull', work, { signal: third.signal })
    await Promise.all(gone)
    deepEqual(
      begun.map(({ signal }) => signal.aborted),
      [true, false],
    )
    end('here')
    equal(await anew, 'here')
  })

  it('is aborted for nobody while one waits who does not go', async () => {
    const once = createSingleFlight()
    const { begun, work, end } = aPiece()
    const first = new AbortController()
    const gone = rejects(once('image', work, { signal: first.signal }), /superseded/)
    const stays = once('image', work)
    first.abort(new Error('superseded'))
    await gone
    end('here')
    deepEqual([await stays, begun[0]?.signal.aborted], ['here', false])
  })

  it('tells all who wait how far it is, and how many they are', () => {
    const once = createSingleFlight()
    const { begun, work } = aPiece()
    const said: string[] = []
    for (const who of ['one', 'other'])
      void once('pull', work, {
        signal: new AbortController().signal,
        onProgress: ({ step }, waiting) => said.push(`${who} of ${waiting}: ${step}`),
      })
    begun[0]?.onProgress({ step: 'Downloading' })
    deepEqual(said, ['one of 2: Downloading', 'other of 2: Downloading'])
  })

  it('may be many at once for one caller, which is no leak and brings no warning', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => warnings.push(warning)
    process.on('warning', note)
    const once = createSingleFlight()
    const { signal } = new AbortController()
    await Promise.all(Array.from({ length: 20 }, (_, i) => once(`stats of ${i}`, () => Promise.resolve(i), { signal })))
    await new Promise(setImmediate)
    process.off('warning', note)
    deepEqual(warnings, [])
  })
})
