import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../host/temporary-folder.js';
import { runCli } from './run-cli.js';

const deployment = (name: string, ports: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: ${name}, ports: [${ports}] }] }
`;

const service = `apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec: { selector: { app: api }, ports: [{ name: http, port: 80, targetPort: web }] }
`;

const policy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api-ingress, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 8080 }]
`;

describe('plimsoll explain --traffic', () => {
  const folder = temporaryFolder({
    'web.yaml': deployment('web', ''),
    'jobs.yaml': deployment('jobs', ''),
    'api.yaml': deployment('api', '{ name: web, containerPort: 8080 }, { name: metrics, containerPort: 9090 }'),
    'service.yaml': service,
    'policy.yaml': policy,
  });
  const explain = (...words: string[]) => runCli(folder, ['explain', '--traffic', ...words]);
  const answers = (...words: string[]) =>
    explain(...words)
      .stdout.split('\n')
      .filter(line => line.startsWith('May '));

  it('says yes, and which policy allows it', () => {
    assert.deepEqual(explain('web', 'api:8080'), {
      status: 0,
      stderr: '',
      stdout: `May Deployment "web" in namespace "shop" connect to Deployment "api" in namespace "shop" on port 8080 (TCP)? yes
- Deployment "web" may send it. No policy limits that.
- Deployment "api" may receive it.
    NetworkPolicy "api-ingress" (policy.yaml) selects its Pods and allows this.
`,
    });
  });

  it('says no, and which policies stand against it', () => {
    assert.match(
      explain('jobs', 'api:8080').stdout,
      /\? no\n[\s\S]*may not receive it\. Policies select its Pods, and none allows it:\n.*does not allow this\./,
    );
  });

  it('asks about each port that is declared where none is given', () => {
    assert.deepEqual(
      answers('shop/Deployment/web', 'Deployment/api').map(line => line.replace(/.* on /, '')),
      ['port 8080 (TCP)? yes', 'port 9090 (TCP)? no'],
    );
  });

  it('turns the port of a Service into that of its Pods', () => {
    for (const to of ['orders', 'orders:80', 'Service/orders:http', 'shop/orders'])
      assert.match(explain('web', to).stdout, /on port 8080 \(TCP\)\? yes/);
  });

  it('takes names of ports, protocols and addresses', () => {
    assert.match(explain('web', 'api:web').stdout, /on port 8080 \(TCP\)\? yes/);
    assert.match(explain('web', 'api:8080/UDP').stdout, /on port 8080 \(UDP\)\? no/);
    assert.match(explain('web', '203.0.113.7:443').stdout, /address 203\.0\.113\.7 on port 443 \(TCP\)\? yes/);
    assert.match(explain('web', '[2001:db8::1]:443').stdout, /on port 443 \(TCP\)\? yes/);
    assert.match(explain('web', '2001:db8::1').stdout, /on any port \(TCP\)\? yes/);
    assert.match(explain('203.0.113.7', 'api:8080').stdout, /\? no/);
  });

  it('finds what a chart makes', () => {
    const chart = temporaryFolder({
      'Chart.yaml': 'apiVersion: v2\nname: api\nversion: 1.0.0\n',
      'values.yaml': 'port: 8080\n',
      'templates/api.yaml': deployment('api', '{ containerPort: {{ .Values.port }} }'),
      'templates/policy.yaml': policy,
    });
    const { stdout, stderr } = runCli(chart, ['explain', '--traffic', 'api', 'api']);
    assert.match(stdout, /on port 8080 \(TCP\)\? no/, stderr);
  });

  it('cannot know where a policy of another kind may decide', () => {
    const other = temporaryFolder({
      'api.yaml': deployment('api', ''),
      'cilium.yaml': 'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: open, namespace: shop }\n',
    });
    assert.match(
      runCli(other, ['explain', '--traffic', 'api', 'api:80']).stdout,
      /\? cannot know\n[\s\S]*CiliumNetworkPolicy "open" may decide otherwise\./,
    );
  });

  for (const [words, message] of [
    [['web'], 'Say from where to where, for example "plimsoll explain --traffic web Deployment/api:8080".'],
    [['wed', 'api'], 'There is no workload or Service "wed" here. Did you mean "web"?'],
    [['web', 'a/b/c/d'], '"a/b/c/d" is neither NAME, KIND/NAME, NAMESPACE/NAME nor NAMESPACE/KIND/NAME.'],
    [['web', 'api:grpc'], 'No container of Deployment "api" declares a TCP port named "grpc".'],
    [['web', 'orders:90'], 'Service "orders" has no TCP port 90, only http (80).'],
    [['web', 'api:8080/ICMP'], '"8080/ICMP" is no port: write a number or a name, with /UDP behind it where it is not TCP.'],
  ] as const) {
    it(`says why it cannot answer: ${words.join(' ')}`, () => {
      assert.deepEqual(explain(...words), { status: 2, stdout: '', stderr: `plimsoll: ${message}\n` });
    });
  }
});
