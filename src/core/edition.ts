/**
 * An edition: a rulebook checked, compiled, numbered and hashed; immutable. What the edge runs.
 * These types are the contract between the compiler (src/rulebook), the decision (decide.ts) and the page preparer (src/page).
 */

/** Where in a page a notice goes, in reading order. */
export const SLOTS = ['page-top', 'before-headline', 'after-headline', 'before-body', 'after-body', 'page-end'] as const;
export type Slot = (typeof SLOTS)[number];

/** The form in which an article is read. Whatever else a path may hold (a picture, a PDF) has none. */
export const SURFACES = ['html', 'amp', 'feed', 'json'] as const;
export type Surface = (typeof SURFACES)[number];

export const NOTICE_KINDS = ['mandate', 'contract', 'voluntary', 'safety'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export type Direction = 'ltr' | 'rtl';

/** A short plain text per language (BCP 47 tag). */
export type LocalText = Readonly<Record<string, string>>;

/** One language of a notice, as each surface wants it. `heading` is plain text; `body` is sanitised markup, well-formed as HTML and as XML. */
export interface NoticeText {
  readonly heading: string;
  readonly body: string;
  /** The body as text by itself, for feeds and JSON: paragraphs apart by an empty line, the address of a link in brackets behind it. */
  readonly plain: string;
  readonly direction: Direction;
}

export interface Notice {
  /** Name in the rulebook. Never sent to a reader. */
  readonly id: string;
  /** Opaque name, safe to show: `/-/notices/<publicId>`. */
  readonly publicId: string;
  /** Changes when anything shown changes. */
  readonly version: string;
  readonly kind: NoticeKind;
  /** Languages that every reader is shown, in this order. */
  readonly first: readonly string[];
  /** Whether the reader's own language follows, where there is a text in it. */
  readonly thenReader: boolean;
  readonly text: Readonly<Record<string, NoticeText>>;
  /** Whether the notice links to a page of its own. */
  readonly more: boolean;
  /** `double`: at least twice the body's font size, as some mandates demand. */
  readonly size: 'body' | 'double';
}

/** Positions of GeoJSON: longitude before latitude, degrees. A polygon is its outer ring, then its holes. Source: RFC 7946, section 3.1. */
export type Polygon = readonly (readonly (readonly [longitude: number, latitude: number])[])[];

/**
 * A part of the map. Where an address is said to be is known to some kilometres only: whoever is said to be in `inner` lies in the
 * area even so, whoever is said to be outside `outer` does not.
 */
export interface Area {
  readonly inner: readonly Polygon[];
  readonly outer: readonly Polygon[];
}

/** A set of places: countries and ISO 3166-2 subdivisions, children already expanded, less `except`. Networks and areas are hints only. */
export interface Region {
  readonly places: readonly string[];
  readonly except: readonly string[];
  readonly networks: readonly number[];
  readonly areas: readonly Area[];
}

export type Answer = 'apply' | 'skip';

/** What a rule does when the place is not certain. */
export interface Unsure {
  readonly unknown: Answer;
  readonly tor: Answer;
  readonly partial: Answer;
  readonly network: Answer;
  /** The reader's point on the map lies in an area of the region by more than it is uncertain. */
  readonly area: Answer;
  /** The point is too close to the border of an area to tell. */
  readonly border: Answer;
}

/** Which articles a rule is about. Every condition that is present must hold; within one, any entry suffices. */
export interface Scope {
  /** Host names in lower case; `*.` at the beginning stands for any one or more labels. */
  readonly sites?: readonly string[];
  /** URLPattern pathnames. */
  readonly paths?: readonly string[];
  readonly articles?: readonly string[];
  readonly tags?: readonly string[];
  readonly sections?: readonly string[];
  readonly authors?: readonly string[];
  readonly languages?: readonly string[];
  /** Absent: whatever the path holds. */
  readonly surfaces?: readonly Surface[];
  /** `type/subtype` in lower case; `image/*` stands for every subtype. */
  readonly contentTypes?: readonly string[];
  /** Epoch milliseconds; `after` inclusive, `before` exclusive. An article without a date meets neither. */
  readonly published?: { readonly after?: number; readonly before?: number };
}

/** Epoch milliseconds, or a wall-clock time (`2022-04-08T00:00`) that each reader's own zone turns into an instant. */
export type Bound = number | { readonly local: string };

/** Written in place of an IANA zone: the reader's own, by place. */
export const READER_ZONE = 'reader';

/** When a rule holds: `from` inclusive, `until` exclusive. */
export interface Times {
  readonly from?: Bound;
  readonly until?: Bound;
  readonly daily?: Daily;
}

/** Hours of each day, `HH:MM` in an IANA zone or the reader's own; `from` inclusive, `to` exclusive; `to` at or before `from` runs past midnight. */
export interface Daily {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

export type Action =
  | { readonly type: 'show'; readonly notice: string; readonly slot: Slot; readonly order: number; readonly exclusive: boolean }
  | { readonly type: 'protect' }
  /** `put`: a notice that stands where each element was. */
  | { readonly type: 'remove'; readonly removal: string; readonly put?: string }
  | { readonly type: 'withhold'; readonly reason: LocalText; readonly demandedBy?: string; readonly showUntil: boolean }
  /** Addresses in which `{path}` stands for path and query: the one of the reader's best language, else `to`; neither: the article stays. */
  | { readonly type: 'redirect'; readonly to?: string; readonly byLanguage: LocalText }
  | { readonly type: 'acknowledge'; readonly notice: string }
  /** Response headers, names in lower case. */
  | { readonly type: 'headers'; readonly headers: Readonly<Record<string, string>> }
  | { readonly type: 'annotate'; readonly annotation: Annotation };

/** Names in the text of an article that get a mark, and the notice that explains it, shown only where a name is found. */
export interface Annotation {
  /** A key of `Preparation.mentions`. */
  readonly mentions: string;
  /** A few characters of text, such as `*`. */
  readonly mark: string;
  readonly every: boolean;
  readonly note: string;
  readonly slot: Slot;
}

export interface Basis {
  readonly kind: NoticeKind;
  readonly law?: string;
  readonly authority?: string;
  readonly owner?: string;
  readonly public?: string;
}

export interface Rule {
  readonly id: string;
  readonly shadow: boolean;
  /** A key of `Edition.regions`; absent: every reader on earth. */
  readonly region?: string;
  readonly unsure: Unsure;
  readonly scope: Scope;
  readonly times: Times;
  readonly actions: readonly Action[];
  /** What happens on a page that cannot carry the notice. */
  readonly ifImpossible: 'acknowledge' | 'withhold';
  readonly basis: Basis;
}

/** Everything the page preparer needs to know of an edition. Pages are stored per `hash`, so a change of wording alone refills nothing. */
export interface Preparation {
  readonly hash: string;
  /** CSS selectors per slot, first match wins; the preparer adds its defaults after them. */
  readonly slots: Readonly<Partial<Record<Slot, readonly string[]>>>;
  /** Slots that some rule uses: the only ones worth proving. */
  readonly used: readonly Slot[];
  /** Sets of elements that are taken out together, by name; `share` is the set of `protect`. */
  readonly removals: Readonly<Record<string, readonly string[]>>;
  /** Those of `removals` in whose place a notice may be put. */
  readonly replaced: readonly string[];
  /** Sets of names that are looked for in the text, by the name of the set. */
  readonly mentions: Readonly<Record<string, readonly string[]>>;
  /** Forms other than pages that some rule names, whatever it does: only what was looked at is known to be one. */
  readonly surfaces: readonly Exclude<Surface, 'html' | 'amp'>[];
  /** Patterns of the paths that those rules are about; absent: any. Elsewhere nothing of these forms is read. */
  readonly formPaths?: readonly string[];
}

export const SHARE_REMOVAL = 'share';

/** Seconds and patterns; `*` stands for any run of characters in `ignoreQuery` and `ignoreCookies`. */
export interface CachePolicy {
  readonly fresh: number;
  readonly stale: number;
  readonly staleIfError: number;
  readonly ignoreQuery: readonly string[];
  readonly ignoreCookies: readonly string[];
}

export interface Site {
  readonly name: string;
  /** The publication's own languages, the main one first. */
  readonly languages: readonly string[];
  readonly timeZone: string;
  readonly cache: CachePolicy;
}

/** Bytes of UTF-8 that an edition's JSON may have: checked when it is compiled and again when it is loaded. */
export const LARGEST_EDITION = 16 * 1024 * 1024;

export const EDITION_FORMAT = 1;

export interface Edition {
  readonly format: typeof EDITION_FORMAT;
  readonly number: number;
  /** SHA-256 of the rest, canonical JSON, lower-case hex. */
  readonly hash: string;
  readonly site: Site;
  readonly preparation: Preparation;
  /** ISO 3166-2 codes of every country of which some region names a part: a code outside these makes a place partial. */
  readonly subdivisions: Readonly<Record<string, readonly string[]>>;
  /** IANA zones by country or subdivision, of every place in which some rule goes by the reader's own clock. */
  readonly zones: Readonly<Record<string, readonly string[]>>;
  readonly regions: Readonly<Record<string, Region>>;
  readonly notices: Readonly<Record<string, Notice>>;
  readonly rules: readonly Rule[];
}
