// The health of a container that runs `serve`: exit 0 while a serve of this RECONCILE_HOME answers. Of one that waits for the
// state's lock, that is the one which has it.
const { get } = require('node:http')

const socketPath = `${process.env.RECONCILE_HOME}/reconcile.sock`
const fail = (why) => {
  console.error(`${socketPath}: ${why}`)
  process.exit(1)
}
get({ socketPath, path: '/healthz', timeout: 4_000 }, ({ statusCode }) =>
  statusCode === 200 ? process.exit(0) : fail(`it answered ${statusCode}`),
)
  .on('timeout', () => fail('no answer within 4 s'))
  .on('error', ({ message }) => fail(message))
