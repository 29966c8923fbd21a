import type { Container } from '../kubernetes/container.js';
import { literalText } from '../kubernetes/unresolved-text.js';
import { matchesWildcard } from '../text/wildcard.js';
import { imageBaseName } from './fact-buckets.js';
import type { GoModuleFact } from './facts.js';
import { pathInRepository } from './path-in-repository.js';
import { folderOf } from './uri-path.js';
import type { WorkspaceView } from './workspace-view.js';

/** Whether a container runs a Go program, and the sentence that says why: full, to be shown. */
export interface GoEvidence {
  readonly isGo: boolean | undefined;
  readonly because: string;
  /** The go.mod of the program, where it is known. */
  readonly module: GoModuleFact | undefined;
}

/** Variables that only the Go runtime reads. */
const GO_VARIABLES = ['GOMEMLIMIT', 'GOMAXPROCS', 'GOGC', 'GODEBUG', 'GOTRACEBACK'];

/** Well-known images that are not Go programs, by the last part of their name. */
const OTHER_IMAGES = new Set(
  `postgres postgresql pgbouncer mysql mariadb redis redis-stack valkey keydb memcached mongo mongodb nginx httpd apache envoy haproxy rabbitmq
   kafka zookeeper elasticsearch kibana logstash opensearch opensearch-dashboards cassandra node python ruby php openjdk eclipse-temurin
   amazoncorretto tomcat wordpress busybox alpine debian ubuntu keycloak jenkins sonarqube fluentd fluent-bit aspnet dotnet perl openresty
   nextcloud ghost drupal solr activemq couchdb neo4j locust curl git`.split(/\s+/),
);

/**
 * Decides by what the files say, strongest first: the workspace's Dockerfile that builds the image, variables of the Go runtime, the
 * configured `goImages`, well-known images of other programs. No evidence is `undefined`.
 */
export function goEvidenceOf(container: Container, workspace: WorkspaceView): GoEvidence {
  return workspace.answer(container, evidenceFor);
}

function evidenceFor(container: Container, workspace: WorkspaceView): GoEvidence {
  const reference = literalText(container.image);
  const built = reference === undefined ? undefined : workspace.imageBuiltAs(reference);
  const module = workspace.goModuleAbove(folderOf(built?.uri ?? workspace.uri));
  if (built?.image.isGo !== undefined) {
    const name = `"${pathInRepository(built.uri, workspace)}"`;
    const because = built.image.isGo ? `${name} builds its image from Go.` : `${name} builds its image, and not from Go.`;
    return { isGo: built.image.isGo, because, module };
  }
  const variable = GO_VARIABLES.find(name => container.env.has(name));
  if (variable !== undefined) return { isGo: true, because: `It sets ${variable}, which only Go programs read.`, module };
  if (reference === undefined) return { isGo: undefined, because: 'Its image is not known from the file.', module: undefined };
  const configured = workspace.settings.goImages.find(
    pattern => matchesWildcard(pattern, reference) || pattern === imageBaseName(reference),
  );
  if (configured !== undefined)
    return { isGo: true, because: `Its image is one of \`goImages\` in the configuration ("${configured}").`, module };
  if (OTHER_IMAGES.has(imageBaseName(reference))) {
    return { isGo: false, because: `The image "${reference}" is known, and no Go program.`, module: undefined };
  }
  return {
    isGo: undefined,
    because: `Nothing says that the image "${reference}" is a Go program: no Dockerfile of the workspace builds it, and \`goImages\` does not name it.`,
    module: undefined,
  };
}
