/** JSON that names a member twice says two things: programs hear the last, people may read the first. */

/** The first name that an object of a JSON text has twice, or `undefined`. The text must be JSON. */
export function repeatedMember(json: string): string | undefined {
  // Per open bracket: the names so far, or `undefined` for a list.
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/gs)) {
    if (token === '{' || token === '[') {
      open.push(token === '{' ? new Set() : undefined);
      isName = token === '{';
    } else if (token === '}' || token === ']') {
      open.pop();
      isName = false;
    } else if (token === ',') isName = open.at(-1) !== undefined;
    else if (token === ':') isName = false;
    else if (isName) {
      const name: string = JSON.parse(token);
      if (open.at(-1)?.has(name)) return name;
      open.at(-1)?.add(name);
    }
  }
  return undefined;
}
