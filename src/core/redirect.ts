/** Addresses that a rule leads to. */

/** The address that a template stands for: `{path}` is the path with its query. */
export function redirectTarget(template: string, pathAndQuery: string): string {
  return template.replaceAll('{path}', () => pathAndQuery);
}

/** Whether a target, seen from an article's absolute address, is another address than that. */
export function leadsElsewhere(target: string, here: string): boolean {
  return URL.canParse(target, here) && new URL(target, here).href !== new URL(here).href;
}
