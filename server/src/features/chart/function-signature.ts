/** How functions of templates are called, and what they give: one line each, `name ARGUMENTS: what it gives`. */
const LINES = `
and VALUE…: The first argument that is empty, else the last one. Later ones are not evaluated.
or VALUE…: The first argument that is not empty, else the last one. Later ones are not evaluated.
not VALUE: Whether the value is empty.
eq A B…: Whether the first argument equals any of the others.
ne A B: Whether two values differ.
lt A B: Whether A is less than B. Integers and floats do not compare.
le A B: Whether A is less than B, or equal.
gt A B: Whether A is greater than B. Integers and floats do not compare.
ge A B: Whether A is greater than B, or equal.
len VALUE: The length of a text in bytes, or how many items a list or map has.
index COLLECTION KEY…: What stands under a key or an index; several lead further down. A key that is not there gives nothing.
slice VALUE FROM TO: A part of a text or list.
print VALUE…: The values as text, with spaces between those that are no texts.
println VALUE…: The values as text, with spaces between them and a line break at the end.
printf FORMAT VALUE…: The format with its verbs (%s, %d, %q, %v …) replaced by the values.
html VALUE…: The text with the characters that mean something in HTML escaped.
js VALUE…: The text with the characters that mean something in JavaScript escaped.
urlquery VALUE…: The text as a part of the query of a URL.
call FUNCTION VALUE…: What a function that is a value gives.
include NAME CONTEXT: The output of a named template as text, so that it can be piped on.
tpl TEXT CONTEXT: The text rendered as a template.
required MESSAGE VALUE: The value; rendering fails with the message if it is empty.
fail MESSAGE: Makes rendering fail with the message.
lookup APIVERSION KIND NAMESPACE NAME: The object in the cluster. Empty when a chart is rendered without one, as here.
default FALLBACK VALUE: The value, or the fallback if it is empty. 0, false and "" are empty.
coalesce VALUE…: The first value that is not empty.
empty VALUE: Whether a value is empty: nil, false, 0, "", or without items.
ternary A B CONDITION: A if the condition holds, else B.
all VALUE…: Whether all values are not empty.
any VALUE…: Whether any value is not empty.
quote VALUE…: The values in double quotes.
squote VALUE…: The values in single quotes.
indent N TEXT: The text with N spaces before each line.
nindent N TEXT: A line break, and the text with N spaces before each line.
trim TEXT: The text without white space at both ends.
trimAll CHARACTERS TEXT: The text without these characters at both ends.
trimall CHARACTERS TEXT: The same as trimAll.
trimPrefix PREFIX TEXT: The text without a prefix.
trimSuffix SUFFIX TEXT: The text without a suffix.
upper TEXT: The text in upper case.
lower TEXT: The text in lower case.
title TEXT: The text with the first letter of each word in upper case.
untitle TEXT: The text with the first letter of each word in lower case.
repeat N TEXT: The text, N times.
substr FROM TO TEXT: The part of the text between two offsets in bytes.
nospace TEXT: The text without white space.
trunc N TEXT: The first N bytes of the text; the last ones if N is negative.
abbrev N TEXT: The text cut to N characters, with "..." at its end.
abbrevboth FROM N TEXT: The text cut to N characters at both ends.
initials TEXT: The first letter of each word.
randAlphaNum N: N random letters and digits, new with every rendering.
randAlpha N: N random letters, new with every rendering.
randNumeric N: N random digits, new with every rendering.
randAscii N: N random characters, new with every rendering.
randBytes N: N random bytes in base64, new with every rendering.
randInt FROM TO: A random number, new with every rendering.
wrap N TEXT: The text broken into lines of N characters.
wrapWith N SEPARATOR TEXT: The text broken after N characters with a separator.
contains PART TEXT: Whether the text holds a part.
hasPrefix PREFIX TEXT: Whether the text starts with a prefix.
hasSuffix SUFFIX TEXT: Whether the text ends with a suffix.
cat VALUE…: The values with spaces between them.
replace OLD NEW TEXT: The text with each OLD replaced by NEW.
plural ONE MANY COUNT: ONE if the count is 1, else MANY.
snakecase TEXT: The text in snake_case.
camelcase TEXT: The text in CamelCase.
kebabcase TEXT: The text in kebab-case.
swapcase TEXT: The text with upper and lower case exchanged.
shuffle TEXT: The characters of the text in a random order.
regexMatch PATTERN TEXT: Whether a regular expression (RE2) matches a part of the text.
regexFind PATTERN TEXT: The first match.
regexFindAll PATTERN TEXT N: The first N matches, all if N is -1.
regexReplaceAll PATTERN TEXT NEW: The text with each match replaced; \${1} is the first group.
regexReplaceAllLiteral PATTERN TEXT NEW: The text with each match replaced by NEW as it is.
regexSplit PATTERN TEXT N: The parts between matches, at most N, all if N is -1.
regexQuoteMeta TEXT: The text with everything escaped that means something in a regular expression.
atoi TEXT: The number that the text is.
int VALUE: The value as an integer.
int64 VALUE: The value as an integer of 64 bits.
float64 VALUE: The value as a float.
toDecimal VALUE: The number that an octal text, such as a file mode, stands for.
toString VALUE: The value as text.
toStrings LIST: The items of the list as texts.
toYaml VALUE: The value as YAML, with sorted keys.
toYamlPretty VALUE: The value as YAML, with the items of lists indented.
toJson VALUE: The value as JSON on one line.
toPrettyJson VALUE: The value as JSON with indentation.
toRawJson VALUE: The value as JSON without escaping characters of HTML.
toToml VALUE: The value as TOML.
fromYaml TEXT: The map that a YAML text holds. An error stands in it under "Error".
fromYamlArray TEXT: The list that a YAML text holds.
fromJson TEXT: The map that a JSON text holds. An error stands in it under "Error".
fromJsonArray TEXT: The list that a JSON text holds.
fromToml TEXT: The map that a TOML text holds.
split SEPARATOR TEXT: The parts of the text as a map with keys _0, _1, …
splitList SEPARATOR TEXT: The parts of the text as a list.
splitn SEPARATOR N TEXT: At most N parts of the text, as a map with keys _0, _1, …
join SEPARATOR LIST: The items of the list as one text.
sortAlpha LIST: The items as texts, sorted.
add NUMBER…: The sum of integers.
add1 NUMBER: The number and 1.
sub A B: A minus B.
div A B: A divided by B, without the rest.
mod A B: The rest of dividing A by B.
mul NUMBER…: The product of integers.
max NUMBER…: The greatest of integers.
biggest VALUE…: The same as max.
min NUMBER…: The least of integers.
addf NUMBER…: The sum of floats.
add1f NUMBER: The float and 1.
subf NUMBER…: The first float minus the others.
divf NUMBER…: The first float divided by the others.
mulf NUMBER…: The product of floats.
maxf NUMBER…: The greatest of floats.
minf NUMBER…: The least of floats.
floor NUMBER: The number rounded down.
ceil NUMBER: The number rounded up.
round NUMBER DIGITS: The number rounded to so many digits.
until N: The numbers from 0 to N, without N.
untilStep FROM TO STEP: The numbers from FROM to TO, without TO.
seq FROM STEP TO: Numbers with spaces between them, as the program seq gives.
list VALUE…: A list.
tuple VALUE…: The same as list.
first LIST: The first item.
rest LIST: All items but the first.
last LIST: The last item.
initial LIST: All items but the last.
append LIST VALUE: The list with a value at its end.
push LIST VALUE: The same as append.
prepend LIST VALUE: The list with a value at its start.
concat LIST…: One list of all items.
reverse LIST: The items in reverse order.
uniq LIST: Each item once.
without LIST VALUE…: The items other than these.
has VALUE LIST: Whether the list holds a value.
compact LIST: The items that are not empty.
chunk N LIST: Lists of N items.
dict KEY VALUE…: A map.
get MAP KEY: What stands under a key, "" if nothing does.
set MAP KEY VALUE: The map, in which a key now has a value. It changes the map.
unset MAP KEY: The map without a key. It changes the map.
hasKey MAP KEY: Whether the map has a key.
pluck KEY MAP…: What stands under a key in each of the maps that have it.
dig KEY… FALLBACK MAP: What stands at the end of a path, or the fallback.
merge MAP MAP…: The first map, with what it lacks from the others. It changes the first map.
mergeOverwrite MAP MAP…: The first map, with everything from the others. It changes the first map.
keys MAP…: The keys, in no order.
pick MAP KEY…: The map with these keys only.
omit MAP KEY…: The map without these keys.
values MAP: What stands in the map, in no order.
deepCopy VALUE: A copy that can be changed.
deepEqual A B: Whether two values are the same all the way down.
typeOf VALUE: The Go type of the value.
typeIs TYPE VALUE: Whether the value has a Go type.
typeIsLike TYPE VALUE: Whether the value has a Go type, or is a pointer to one.
kindOf VALUE: The kind of the value: string, map, slice, int, float64, bool …
kindIs KIND VALUE: Whether the value is of a kind.
b64enc TEXT: The text in base64.
b64dec TEXT: The text that stands in base64.
b32enc TEXT: The text in base32.
b32dec TEXT: The text that stands in base32.
sha1sum TEXT: The SHA-1 digest of the text.
sha256sum TEXT: The SHA-256 digest of the text.
sha512sum TEXT: The SHA-512 digest of the text.
adler32sum TEXT: The Adler-32 checksum of the text.
bcrypt TEXT: A bcrypt hash, new with every rendering.
htpasswd USER PASSWORD: A line of an htpasswd file, new with every rendering.
derivePassword N TYPE PASSWORD USER SITE: A password that follows from a master password.
encryptAES KEY TEXT: The text encrypted, new with every rendering.
decryptAES KEY TEXT: The text that was encrypted.
uuidv4: A random UUID, new with every rendering.
genPrivateKey TYPE: A private key, new with every rendering.
genCA NAME DAYS: A certificate authority with Cert and Key, new with every rendering.
genCAWithKey NAME DAYS KEY: A certificate authority for a key.
genSelfSignedCert NAME IPS NAMES DAYS: A certificate with Cert and Key that signs itself, new with every rendering.
genSelfSignedCertWithKey NAME IPS NAMES DAYS KEY: A certificate for a key that signs itself.
genSignedCert NAME IPS NAMES DAYS CA: A certificate with Cert and Key, signed by a certificate authority.
genSignedCertWithKey NAME IPS NAMES DAYS CA KEY: A certificate for a key, signed by a certificate authority.
buildCustomCert CERT KEY: A certificate authority from a certificate and a key in base64.
semver TEXT: The parts of a version: Major, Minor, Patch, Prerelease, Metadata.
semverCompare CONSTRAINT VERSION: Whether a version meets a constraint such as ">=1.30-0".
now: The time of rendering.
date LAYOUT TIME: The time, written as the layout writes Go's reference time.
dateInZone LAYOUT TIME ZONE: The time in a time zone, written as the layout writes Go's reference time.
date_in_zone LAYOUT TIME ZONE: The same as dateInZone.
dateModify DURATION TIME: The time moved by a duration such as "-1h".
date_modify DURATION TIME: The same as dateModify.
duration SECONDS: Seconds as a duration: 1m35s.
durationRound DURATION: The duration, rounded to its largest unit.
ago TIME: How long ago a time was.
htmlDate TIME: The time as a date: 2006-01-02.
htmlDateInZone TIME ZONE: The time in a time zone as a date.
toDate LAYOUT TEXT: The time that a text stands for.
unixEpoch TIME: The seconds since 1970.
urlParse URL: The parts of a URL: scheme, host, path, query …
urlJoin MAP: The URL that has these parts.
base PATH: The last part of a path.
dir PATH: A path without its last part.
clean PATH: The shortest form of a path.
ext PATH: The extension at the end of a path.
isAbs PATH: Whether a path is absolute.
osBase PATH: The last element of a path of the system that Helm runs on.
osDir PATH: A path of the system without its last element.
osClean PATH: The shortest form of a path of the system.
osExt PATH: The extension at the end of a path of the system.
osIsAbs PATH: Whether a path of the system is absolute.
getHostByName NAME: The address of a host. Empty unless Helm is told to ask the network.
hello: The text "Hello!".
`;

const SIGNATURES: ReadonlyMap<string, { readonly signature: string; readonly documentation: string }> = new Map(
  LINES.trim()
    .split('\n')
    .map(line => {
      const [, name = '', parameters = '', documentation = ''] = /^(\S+?)( [^:]+)?: (.*)$/.exec(line) ?? [];
      return [name, { signature: `${name}${parameters}`, documentation }];
    }),
);

/** How a function of templates is called: `default FALLBACK VALUE`. */
export function functionSignature(name: string): string | undefined {
  return documented(name)?.signature;
}

/** What a function of templates gives, as Markdown. */
export function functionDocumentation(name: string): string | undefined {
  return documented(name)?.documentation;
}

/** The functions that are documented; those whose names start with `must` fail where the others give nothing. */
export function documentedFunctions(): readonly string[] {
  return [...SIGNATURES.keys()];
}

function documented(name: string): { readonly signature: string; readonly documentation: string } | undefined {
  const known = SIGNATURES.get(name);
  if (known !== undefined) return known;
  const plain = /^must_?([A-Za-z]\w*)$/.exec(name)?.[1];
  const lenient = plain === undefined ? undefined : SIGNATURES.get(plain.charAt(0).toLowerCase() + plain.slice(1));
  if (lenient === undefined) return undefined;
  return {
    signature: lenient.signature.replace(/^\S+/, name),
    documentation: `${lenient.documentation} It fails where there is an error.`,
  };
}
