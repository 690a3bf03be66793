/** Rulebooks of any length, seeded: what a publisher of many countries might have after years, and worse. */

/** Countries, with a share of the rules that grows smaller down the list, as court orders do. */
const COUNTRIES = 'RU IN TR DE FR BR SG GB IT PK ID VN TH PL UA KZ BY CN EG MX'.split(' ');
const KINDS = ['article', 'path', 'tag', 'author', 'section'] as const;

/** The YAML text of a rulebook with `count` rules, about `350` bytes each. Equal counts give equal texts. */
export function largeRulebook(count: number): string {
  const random = seeded(7);
  const rules = Array.from({ length: count }, (_, index) => ruleText(index, random));
  return `standfirst: 1
site: { name: The Bench Courier, languages: [en], time-zone: UTC }
notices:
  correction:
    kind: mandate
    text:
      en: { heading: A correction, body: "A court has ordered this correction. **The report stays online.**" }
rules:
${rules.join('')}`;
}

function ruleText(index: number, random: () => number): string {
  const country = COUNTRIES[Math.floor(random() ** 2 * COUNTRIES.length)];
  const kind = KINDS[Math.floor(random() ** 2 * KINDS.length)];
  const scope = {
    article: `article: a-${index}`,
    path: `paths: [/2026/03/report-${index}]`,
    tag: `tags: [case-${index}]`,
    author: `authors: [Author ${index}]`,
    section: `sections: [Section ${index}]`,
  }[kind ?? 'article'];
  const action = random() < 0.3 ? 'withhold: { reason: An order forbids this report here. }' : 'show: correction';
  return `  - id: order-${index}
    when: { places: [${country}], ${scope}, until: "20${27 + (index % 10)}-01-01T00:00Z" }
    do:
      - ${action}
    basis:
      kind: mandate
      law: Communications Act, section ${index % 300}
      authority: District court no. ${index % 90}
      owner: legal@courier.example
      since: 2026-0${1 + (index % 9)}-01
      review: 2027-0${1 + (index % 9)}-01
`;
}

/** Numbers from 0 to 1 that are the same each time. Source: mulberry32, public domain. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
