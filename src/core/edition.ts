/**
 * An edition: a rulebook checked, compiled, numbered and hashed; immutable. What the edge runs.
 * These types are the contract between the compiler (src/rulebook), the decision (decide.ts) and the page preparer (src/page).
 */

/** Where in a page a notice goes, in reading order. */
export const SLOTS = ['page-top', 'before-headline', 'after-headline', 'before-body', 'after-body', 'page-end'] as const;
export type Slot = (typeof SLOTS)[number];

export const NOTICE_KINDS = ['mandate', 'contract', 'voluntary', 'safety'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export type Direction = 'ltr' | 'rtl';

/** A short plain text per language (BCP 47 tag). */
export type LocalText = Readonly<Record<string, string>>;

/** One language of a notice. `heading` is plain text; `body` is sanitised markup, well-formed as HTML and as XML. */
export interface NoticeText {
  readonly heading: string;
  readonly body: string;
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

/** A set of places: countries and ISO 3166-2 subdivisions, children already expanded, less `except`. Networks are hints only. */
export interface Region {
  readonly places: readonly string[];
  readonly except: readonly string[];
  readonly networks: readonly number[];
}

export type Answer = 'apply' | 'skip';

/** What a rule does when the place is not certain. */
export interface Unsure {
  readonly unknown: Answer;
  readonly tor: Answer;
  readonly partial: Answer;
  readonly network: Answer;
}

/** Which articles a rule is about. Every condition that is present must hold; within one, any entry suffices. */
export interface Scope {
  /** URLPattern pathnames. */
  readonly paths?: readonly string[];
  readonly articles?: readonly string[];
  readonly tags?: readonly string[];
  readonly sections?: readonly string[];
  readonly authors?: readonly string[];
  readonly languages?: readonly string[];
  /** Epoch milliseconds; `after` inclusive, `before` exclusive. An article without a date meets neither. */
  readonly published?: { readonly after?: number; readonly before?: number };
}

/** When a rule holds. Epoch milliseconds; `from` inclusive, `until` exclusive. */
export interface Times {
  readonly from?: number;
  readonly until?: number;
  readonly daily?: Daily;
}

/** Wall-clock hours `HH:MM` in an IANA zone, `from` inclusive, `to` exclusive; `to` at or before `from` runs past midnight. */
export interface Daily {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

export type Action =
  | { readonly type: 'show'; readonly notice: string; readonly slot: Slot; readonly order: number; readonly exclusive: boolean }
  | { readonly type: 'protect' }
  | { readonly type: 'remove'; readonly removal: string }
  | { readonly type: 'withhold'; readonly reason: LocalText; readonly demandedBy?: string; readonly showUntil: boolean }
  | { readonly type: 'acknowledge'; readonly notice: string };

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
  readonly regions: Readonly<Record<string, Region>>;
  readonly notices: Readonly<Record<string, Notice>>;
  readonly rules: readonly Rule[];
}
