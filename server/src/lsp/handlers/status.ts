import type { Session } from '../session.js';
import type { Status } from '../status.js';

/** `plimsoll/status`, asked: answered when nothing is being read or checked any more. */
export function onStatus(session: Session): Promise<Status> {
  return session.whenQuiescent();
}
