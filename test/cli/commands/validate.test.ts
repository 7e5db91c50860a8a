import { equal, match } from 'node:assert/strict'
import { startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

describe('what validate says of a Compose file', function () {
  this.timeout(60_000)
  let cli: Cli

  before(() => {
    cli = inProcess(startCli())
  })
  after(() => cli.end())

  const says = async (text: string, ...more: string[]) =>
    await cli.run('validate', '-f', cli.write('compose.yaml', text), ...more)
  const tools = 'name: shop\nservices: {tool: {image: nginx, profiles: [debug]}}\n'

  it('names the profile that leaves all of it out, and how it is enabled', async () => {
    const { exit, err } = await says(tools)
    equal(exit, 2)
    match(err, /none of its services takes part \(tool: its profile debug is off: --profile debug, or COMPOSE_PROFILES/)
    match(err, /next: enable the profile as it says/)
    match((await says(tools, '--profile', 'debug')).out, /manifests? (is|are) valid/)
  })

  for (const text of ['', 'services:\n'])
    it(`names the file that declares nothing: ${JSON.stringify(text)}`, async () => {
      const { exit, err } = await says(text)
      equal(exit, 2)
      match(err, /nothing is declared in \S*compose\.yaml\n/)
    })

  it('names a place of two services as the file does, and both lines', async () => {
    const service = (name: string) => `  ${name}:\n    image: nginx\n    ports:\n      - 8080:80\n`
    const { err } = await says(`name: shop\nservices:\n${service('web')}${service('api')}`)
    match(err, /compose\.yaml:10:\d+: services\.api\.ports\[0\]: takes port 8080 .*\(\S*compose\.yaml:6\)/)
  })

  it('names both lines where a service publishes a port twice', async () => {
    const ports = '    ports:\n      - 8080:80\n      - 127.0.0.1:8080:80\n'
    const { err } = await says(`name: shop\nservices:\n  web:\n    image: nginx\n${ports}`)
    match(
      err,
      /compose\.yaml:7:\d+: services\.web\.ports\[1\]: takes port 8080 .*publish another port \(\S*compose\.yaml:6\)\n/,
    )
  })

  it('does so in a manifest of our own', async () => {
    const ports =
      '    ports:\n      - { containerPort: 80, hostPort: 80 }\n      - { containerPort: 81, hostPort: 80 }\n'
    const head = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n'
    const { err } = await says(`${head}spec:\n  template:\n    image: nginx\n${ports}`)
    match(err, /compose\.yaml:9:\d+: spec\.template\.ports\[1\]\.hostPort: .*another port \(\S*compose\.yaml:8\)\n/)
  })

  it('says of what no file declares that no other files count, and how one declares what was made by a command', async () => {
    const of = (kind: string, name: string, spec: string) =>
      `---\napiVersion: reconcile.dev/v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\nspec: ${spec}\n`
    const naming = (what: string) => of('Service', 'web', `{ template: { image: nginx, ${what} } }`)
    const web = naming('secrets: [{ secret: pw }]')
    const { err } = await says(web)
    match(err, /not declared \(is "pw"\): only the files that are named count here; .*by `spec: \{ stored: true \}`\n/)
    match(
      (await says(naming('networks: [{ network: back }]'))).err,
      /"back"\): only the files that are named count here\n/,
    )
    match((await says(web + of('Secret', 'pw', '{ stored: true }'))).out, /2 manifests are valid/)
  })
})
