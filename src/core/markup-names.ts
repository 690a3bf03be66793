/** Names by which what is put into a page, a feed or JSON is known again: by the proofs, by stylesheets, by tests. */

/** Of the element that is a notice; its value is the notice's public id. */
export const NOTICE_ATTRIBUTE = 'data-notice';

/** Of the mark behind a mention. */
export const MARK_ATTRIBUTE = 'data-notice-mark';

/** The member of a JSON root that holds notices. JSON Feed leaves names that begin so to everyone (version 1.1, "Extensions"). */
export const NOTICES_MEMBER = '_standfirst';
