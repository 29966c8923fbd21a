import { bytesOfText } from '../../gotemplate/bytes.js';
import { TracedText } from '../../gotemplate/traced-text.js';
import { GoBytes, GoMap, GoObject, GoTime, type Value } from '../../gotemplate/value.js';
import { encodeBase64 } from '../../text/base64.js';
import { formatTime } from '../time/format-time.js';
import { NilList } from './nil-list.js';

/** A value as JSON sees it: structs are maps of their fields, bytes are Base64, a moment and whatever prints itself are texts. */
export function jsonData(value: Value): Value {
  const { data, origin } = value;
  if (data instanceof GoBytes) return { data: TracedText.of(encodeBase64(bytesOfText(data.content.text)), origin), origin };
  if (data instanceof GoTime) return { data: TracedText.of(formatTime(data, JSON_TIME), origin), origin };
  if (data instanceof NilList) return { data: null, origin };
  if (!(data instanceof GoObject)) return value;
  const text = data.fields.size === 0 ? data.toText() : undefined;
  if (text !== undefined) return { data: TracedText.of(text, origin), origin };
  return { data: new GoMap({ entries: new Map(data.fields) }), origin };
}

const JSON_TIME = '2006-01-02T15:04:05.999999999Z07:00';
