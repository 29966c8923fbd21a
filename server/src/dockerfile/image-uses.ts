import type { Span } from '../text/span.js';
import type { Instruction } from './dockerfile.js';
import { baseOf, copiesOf, type ImageSource, type Stage } from './stage.js';

/** A place where a stage names an image, or an earlier stage. */
export interface ImageUse {
  readonly instruction: Instruction;
  /** The name as written, variables and all. */
  readonly text: string;
  readonly span: Span;
  readonly source: ImageSource;
  /** Whether the text is the name itself, so that edits may be made by the spans of its reference: no variables, no quotes. */
  readonly isLiteral: boolean;
}

/** Every place of a stage that names an image: its `FROM`, then `COPY --from=` and `RUN --mount=from=` in order. */
export function imageUsesOf(stage: Stage): readonly ImageUse[] {
  const word = stage.from.words[0];
  const from = word === undefined ? [] : [{ instruction: stage.from, text: word.text, span: word.span, source: baseOf(stage) }];
  const copies = copiesOf(stage).map(({ instruction, name, offset, source }) => ({
    instruction,
    text: name,
    span: { start: offset, end: offset + name.length },
    source,
  }));
  const { text } = stage.dockerfile.source;
  return [...from, ...copies].map(use => {
    const isExpanded = use.source.kind === 'image' && use.source.expanded;
    return { ...use, isLiteral: !isExpanded && text.slice(use.span.start, use.span.end) === use.text };
  });
}

/**
 * Names of one word that Docker finds in its own library. Another name of one word is no image of a registry: it was built on the machine, or
 * is given to the build as a context.
 */
const OFFICIAL = new Set(
  `adminer aerospike alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux bash bonita buildpack-deps busybox caddy cassandra
   centos chronograf cirros clearlinux clefos clickhouse clojure composer convertigo couchbase couchdb crate dart debian docker drupal
   eclipse-mosquitto eclipse-temurin elasticsearch elixir emqx erlang fedora flink fluentd friendica gazebo gcc geonetwork ghost golang gradle
   groovy haproxy haskell haxe hello-world hitch httpd hylang ibm-semeru-runtimes ibmjava influxdb irssi java jetty joomla jruby julia kapacitor
   kibana kong krakend lightstreamer liquibase logstash mageia mariadb matomo maven mediawiki memcached mongo mongo-express monica mysql nats
   nats-streaming neo4j neurodebian nextcloud nginx node notary odoo open-liberty openjdk opensuse oraclelinux orientdb percona perl photon php
   php-zendserver phpmyadmin plone postfixadmin postgres pypy python r-base rabbitmq rakudo-star redis redmine registry rethinkdb rocket.chat
   rockylinux almalinux ros ruby rust sapmachine satosa silverpeas sl solr sonarqube spark spiped storm swarm swift swipl teamspeak telegraf
   thrift tomcat tomee traefik ubuntu unit varnish vault consul wordpress xwiki yourls znc zookeeper`.split(/\s+/),
);

/** Whether a registry has an image of this name at all, as far as a name of one word tells. */
export function isPulled(source: ImageSource): boolean {
  if (source.kind !== 'image') return false;
  const { registry, name } = source.reference;
  return registry !== 'docker.io' || name.includes('/') || OFFICIAL.has(name);
}
