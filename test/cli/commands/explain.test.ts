import { equal, match } from 'node:assert/strict'
import { kindNames } from '../../../api/v1/kinds.ts'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

describe('explain', function () {
  this.timeout(60_000)
  let cli: Cli

  before(buildCli)
  beforeEach(() => (cli = inProcess(startCli())))
  afterEach(() => cli.end())

  it('knows every kind', async () => {
    for (const kind of kindNames) {
      const { exit, out } = await cli.run('explain', kind.toLowerCase())
      equal(exit, 0)
      match(out, new RegExp(`^KIND:     ${kind}\nVERSION:  reconcile.dev/v1\n\nDESCRIPTION:\n    \\S`))
    }
  })

  it('goes down to a field, by any name of the kind', async () => {
    const { out } = await cli.run('explain', 'services.spec.template.ports.containerPort')
    match(out, /FIELD: containerPort <integer>/)
    for (const kind of ['services.reconcile.dev', 'services.v1.reconcile.dev'])
      equal((await cli.run('explain', `${kind}.spec.template.ports.containerPort`)).out, out)
    match((await cli.run('explain', 'service.spec', '--recursive')).out, /\n {6}containerPort <integer>\n/)
  })

  it('names the field that was meant', async () => {
    const { exit, err } = await cli.run('explain', 'service.spec.replica')
    equal(exit, 2)
    const { err: above } = await cli.run('explain', 'service.template.healthcheck')
    match(above, /Service has no field template; did you mean spec\.template\.healthcheck\?\nnext: /)
    match(err, /Service\.spec has no field replica; did you mean replicas\?\nnext: .*`reconcile explain service\.spec`/)
  })
})
