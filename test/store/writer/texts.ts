const head = 'apiVersion: reconcile.dev/v1\nkind: Service\n'

/** Files as people write them, of many habits. */
export const texts: Readonly<Record<string, string>> = {
  'a small Compose file': `name: shop
services:
  web:
    image: nginx:1.27
    ports:
      - "8080:80"
    deploy:
      replicas: 3
  worker:
    image: shop/worker
    scale: 2
`,
  'comments everywhere, aligned': `# The shop. Ask Ada before touching it.

version: "3.8"   # kept for old tools

services:

  # ---- front ----
  web:
    image:    nginx:1.27      # pinned
    restart:  unless-stopped
    deploy:                   # see the runbook
      replicas:   3           # two is too few
      # resources come later

  # ---- back ----
  db:
    image: 'postgres:16'
    environment:
      POSTGRES_PASSWORD: "it's \\"secret\\""
      TZ: UTC

# the end
`,
  'anchors, merge keys and extension fields': `x-logging: &logging
  driver: json-file
  options:
    max-size: "10m"
x-deploy: &deploy { replicas: 2, endpoint_mode: vip }
x-base: &base
  restart: always
  logging: *logging
  mem_limit: 256m
services:
  api:
    <<: *base
    image: api:1
    deploy: *deploy
  jobs:
    <<: [*base]
    image: jobs:1
    mem_limit: 512m
    deploy:
      <<: *deploy
      endpoint_mode: dnsrr
  mail: &mail
    image: mail:3
    command: ["run", "--fast"]
  mail-spare: *mail
`,
  'CRLF line ends':
    'services:\r\n  web:\r\n    image: nginx\r\n    deploy:\r\n      replicas: 2 # two\r\n\r\n  api:\r\n    image: "api"\r\n    # none yet\r\n    labels:\r\n      a: b\r\n',
  'CRLF without an end': 'services:\r\n    web:\r\n        image: nginx\r\n        stop_grace_period: 10s',
  'four spaces, and lists that are not indented': `services:
    web:
        image: nginx
        ports:
        - 80
        - 443
        environment:
        - A=1
        - B="two words"
        healthcheck:
            test: ["CMD", "true"]
            retries: 5
volumes:
    data:
`,
  'several documents': `---
# one
${head}metadata:
  name: web
  namespace: shop
spec:
  replicas: 2
  template:
    image: nginx
---
${head}metadata: {name: api, namespace: shop}
spec: {replicas: 1, template: {image: "api:1", args: [a, b]}}
...
---

# nothing here

---
apiVersion: reconcile.dev/v1
kind: Config
metadata:
    name: motd
    namespace: shop
spec:
    content: |
        Welcome
          to the shop.

`,
  'a List': `apiVersion: v1
kind: List
items:
- apiVersion: reconcile.dev/v1
  kind: Service
  metadata:
    name: web
  spec:
    template:
      image: nginx
- apiVersion: reconcile.dev/v1
  kind: Volume
  metadata: { name: data }
`,
  'long texts of every form': `services:
  job:
    image: busybox
    command: >-
      sh -c "echo one
      && echo two"
    labels:
      plain: a text that goes on
        over two lines
      literal: |
        first

        third
      kept: |+
        with an end


      double: "tab\\t and \\u00e9, and a line that
        is folded"
      single: 'it''s'
    entrypoint:
      - sh
      - -c
      - |
        set -e
        exec "$@"
`,
  JSON: `{
  "services": {
    "web": {
      "image": "nginx",
      "ports": ["80:80", "443:443"],
      "deploy": { "replicas": 2 }
    },
    "db": {}
  }
}
`,
  'JSON with tabs': '{\n\t"services": {\n\t\t"web": {\n\t\t\t"image": "nginx",\n\t\t\t"scale": 1\n\t\t}\n\t}\n}',
  'JSON on one line': '{"services":{"web":{"image":"nginx","scale":1},"api":{"image":"a"}}}',
  'flow maps over lines, commas behind the last': `services: {
  web: { image: nginx, deploy: { replicas: 2, }, },
  api: {
    image: api,   # the api
    scale: 4,
  },
}
`,
  'a byte order mark': '\ufeffservices:\n  web:\n    image: nginx\n    scale: 1\n',
  'odd keys and values': `"services":
  'web.1':
    image: !!str nginx
    init: yes
    user: 0
    mode: 0440
    big: 1e3
    none: ~
    nothing:
    empty: ""
    url: http://example.org/#frag
    cron: '*/5 * * * *'
    ? explicit
    : value
    list: []
    map: {}
    tail: [1, 2,
      3]
`,
  'blank lines and trailing spaces':
    'services:  \n\n\n  web:   \n    image: nginx   \n\n\n    deploy:\n\n      replicas: 1  \n\n\n\n',
}
