import { DidChangeConfigurationNotification, DidChangeWatchedFilesNotification } from '../language-server.js';
import type { Session } from '../session.js';
import { readSettings } from '../settings.js';

/** Files that change what is found in a document, open or not. */
const WATCHED = [
  '**/{Dockerfile,Dockerfile.*,*.Dockerfile,*.dockerfile,Containerfile,Containerfile.*}',
  '**/*.{yaml,yml,go}',
  '**/{templates,charts,crds}/**',
  '**/*.{tpl,gotmpl,tgz,json,properties,conf,env,txt}',
  '**/{go.mod,go.sum,.dockerignore,.helmignore,.gitignore,.plimsoll.yaml}',
  '**/vendor/modules.txt',
];

/** `initialized`: the client listens now, so ask it for its settings and for news of files, and read the workspace. */
export async function onInitialized(session: Session): Promise<void> {
  const { client, connection } = session;
  if (client.registersWatchers && !client.watchesFiles) {
    const watchers = WATCHED.map(globPattern => ({ globPattern }));
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => {});
  }
  if (client.registersConfiguration) {
    connection.client.register(DidChangeConfigurationNotification.type, { section: ['plimsoll', 'files.exclude'] }).catch(() => {});
  }
  session.firstSettings = readSettings(session).then(settings => {
    session.settings = settings;
  });
  await session.firstSettings;
  await session.files.scan();
}
