import { mapsOf } from './container.js';
import { literalText } from './unresolved-text.js';
import type { Workload } from './workload.js';

/** Why two Pods of a workload may not be able to run side by side: the start of a sentence; `undefined` if nothing in the template says so. */
export function reasonToBeAlone({ podSpec, containers }: Workload): string | undefined {
  const volumes = mapsOf(podSpec?.get('volumes'));
  if (volumes.some(volume => volume.get('persistentVolumeClaim') !== undefined)) return 'They share a claimed volume';
  if (podSpec?.get('hostNetwork')?.value === true) return 'They use the network of the node';
  return containers.some(({ ports }) => ports.some(({ node }) => node.get('hostPort') !== undefined))
    ? 'They take a port of the node'
    : undefined;
}

/** The image of a container that keeps data of its own (a database, a broker): more replicas of it are no copies of each other. */
export function storeAmong({ containers }: Workload): string | undefined {
  return containers
    .filter(({ role }) => role === 'container')
    .map(({ image }) => literalText(image) ?? '')
    .find(image => STORES.test(image));
}

/** By the last part of the image's name. */
const STORES =
  /(?:^|[/_-])(?:postgres(?:ql)?|postgis|timescaledb|mysql(?:-server)?|mariadb|percona|mssql|redis(?:-stack(?:-server)?)?|valkey|keydb|dragonfly|memcached|mongo(?:db)?|rabbitmq|kafka|zookeeper|nats|etcd|minio|elasticsearch|opensearch|cassandra|scylla|cockroach|clickhouse(?:-server)?|influxdb|prometheus|alertmanager|loki|tempo|grafana|vault|consul|neo4j|couchdb|rethinkdb|registry)(?:[:@]|$)/;
