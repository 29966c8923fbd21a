/** One application as a good team writes it: a ConfigMap, a Deployment, a Service and a NetworkPolicy, in about 100 lines. */
export function applicationManifests(name: string): string {
  return [configMap(name), deployment(name), service(name), networkPolicy(name)].join('---\n');
}

/** Manifests of many applications in one stream, cut at a number of lines after the last whole one. */
export function manifestStream(lines: number): string {
  let text = '';
  for (let index = 0; lineCount(text) < lines; index++) text += `${index === 0 ? '' : '---\n'}${applicationManifests(`app-${index}`)}`;
  return text;
}

/** The files of a workspace: one object each, four files an application, one Dockerfile with module for every ten. */
export function* workspaceFiles(count: number): Generator<readonly [path: string, text: string]> {
  let written = 0;
  for (let index = 0; written < count; index++) {
    const name = `app-${index}`;
    const files: (readonly [string, string])[] = [
      [`${name}/configmap.yaml`, configMap(name)],
      [`${name}/deployment.yaml`, deployment(name)],
      [`${name}/service.yaml`, service(name)],
      [`${name}/network-policy.yaml`, networkPolicy(name)],
    ];
    if (index % 10 === 0)
      files.push([`${name}/Dockerfile`, dockerfile(30)], [`${name}/go.mod`, `module example.com/${name}\n\ngo 1.26.0\n`]);
    for (const file of files.slice(0, count - written)) {
      written++;
      yield file;
    }
  }
}

/** A build of several stages with long shell lines. */
export function dockerfile(lines: number): string {
  const head = [
    '# syntax=docker/dockerfile:1',
    `FROM golang:1.26.4@sha256:${'3a'.repeat(32)} AS builder`,
    'WORKDIR /src',
    'COPY go.mod go.sum ./',
    'RUN go mod download',
    'COPY . .',
  ];
  const tail = [
    'RUN CGO_ENABLED=0 go build -trimpath -o /out/app .',
    `FROM gcr.io/distroless/static-debian13:nonroot@sha256:${'e2'.repeat(32)}`,
    'COPY --from=builder /out/app /app',
    'USER 65532:65532',
    'ENTRYPOINT ["/app"]',
  ];
  const middle: string[] = [];
  for (let index = 0; middle.length < lines - head.length - tail.length; index++) {
    middle.push(
      `# Step ${index}.`,
      `RUN --mount=type=cache,target=/root/.cache/${index} \\`,
      `    echo "\${STEP:-${index}}" && \\`,
      `    go vet ./pkg${index}/...`,
    );
  }
  return `${[...head, ...middle, ...tail].join('\n')}\n`;
}

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}

function configMap(name: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}-config
  namespace: shop
data:
  BASE_CENTS: "390"
`;
}

function deployment(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
  labels:
    app: ${name}
spec:
  replicas: 3
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 30
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: ${name}
          image: registry.internal/shop/${name}:1.4.2
          ports:
            - name: http
              containerPort: 8080
          envFrom:
            - configMapRef:
                name: ${name}-config
          env:
            - name: GOMEMLIMIT
              value: 460MiB
          readinessProbe:
            httpGet:
              path: /readyz
              port: http
          livenessProbe:
            httpGet:
              path: /healthz
              port: http
          lifecycle:
            preStop:
              sleep:
                seconds: 5
          resources:
            requests:
              cpu: 100m
              memory: 256Mi
            limits:
              memory: 512Mi
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
`;
}

function service(name: string): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: shop
spec:
  selector:
    app: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
`;
}

function networkPolicy(name: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: ${name}
  policyTypes:
    - Ingress
    - Egress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: edge
      ports:
        - protocol: TCP
          port: 8080
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
`;
}
